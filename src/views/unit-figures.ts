import type { Period } from '../domain/calendar.ts';
import { shareOf, type Measure } from '../domain/measure.ts';
import { demand, demandIn } from '../domain/permission.ts';
import type { Unit } from '../domain/unit.ts';
import { loadUnits } from '../storage/people.ts';
import type { Standing, TallyMeasure } from '../storage/port.ts';
import type { Reading } from './reading.ts';

/** A number and the page that lists the facts it was counted from. */
export interface FigureView { measure: Measure; value: number | null; href: string }

export const unitMeasures: Measure[] = ['lessons-completed', 'first-try', 'sessions-held', 'attendance-due', 'attended', 'late', 'absent'];
export const personMeasures: Measure[] = unitMeasures.filter((name) => name !== 'sessions-held');

/** The unit a leader looks at: their own, or one below it. Refuses `not-permitted`. */
export async function unitInView({ actor: who, store }: Reading, wanted: string | null): Promise<{ units: Unit[]; unitId: string; ownUnitId: string }> {
  const actor = demand(who, 'view-unit');
  const units = await loadUnits(store);
  if (wanted) demandIn(actor, 'view-unit', wanted, units);
  return { units, unitId: wanted || actor.unitId, ownUnitId: actor.unitId };
}

/** `about`: whom or what the figures are of, as `/unit/facts` is asked for it: `unit=…&extent=own`, `member=…`. */
export function figuresOf(names: readonly Measure[], count: (name: TallyMeasure) => number, period: Period, about: string): FigureView[] {
  return names.map((measure) => ({
    measure, value: measure === 'first-try' ? shareOf(count('first-right'), count('first-try')) : count(measure),
    href: `/unit/facts?measure=${measure}&from=${period.from}&to=${period.to}&${about}`,
  }));
}

export function standingFigures(row: Standing, year: string): FigureView[] {
  return figuresOf(personMeasures, (name) => (name in row.counts ? row.counts[name as keyof Standing['counts']] : 0), yearOf(year), `member=${row.memberId}`);
}

export function yearOf(year: string): Period {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The year asked for if there are records of it, else the running one; and all that may be asked for. */
export function yearIn(asked: string | null, recorded: readonly string[], today: string): { year: string; years: string[] } {
  const running = today.slice(0, 4);
  const years = [...new Set([running, ...recorded])].sort().reverse();
  return { year: asked && years.includes(asked) ? asked : running, years };
}
