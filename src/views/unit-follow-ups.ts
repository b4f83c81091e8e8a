import type { Unit } from '../domain/unit.ts';
import type { Figures, FollowUpCount } from '../storage/port.ts';
import { changeTitle, studyOf, successionNamed } from './law-change.ts';
import { sectionName, type Reading } from './reading.ts';
import { unitInView } from './unit-figures.ts';

/** One confirmed change of law with how many of a unit's people still owe the follow-up study. */
export interface FollowUpSummary { changeId: string; title: string; effective: string; owed: number; done: number; href: string }

/** Confirmed changes that anybody in the unit or below has studied the old text of, latest first. */
export async function followUpSummaries(figures: Figures, { catalog }: Reading, unitId: string): Promise<FollowUpSummary[]> {
  const all = await Promise.all(catalog.changes.map(async (change) => {
    const counts = (await figures.restingByUnit({ change, unitIds: [unitId] })).get(unitId) ?? { owed: 0, done: 0 };
    return { changeId: change.changeId, title: changeTitle(catalog, change.changeId), effective: change.effective, ...counts, href: `/unit/follow-ups?change=${change.changeId}&unit=${unitId}` };
  }));
  return all.filter((one) => one.owed + one.done > 0).sort((a, b) => (a.effective < b.effective ? 1 : -1));
}

export interface UnitFollowUps {
  unit: string; unitId: string; changeId: string; title: string; effective: string;
  owed: number; done: number;
  /** Whose names are listed. */
  state: 'owed' | 'done';
  /** The unit alone (`href` null), then those directly below it; together the whole. */
  sections: { name: string; owed: number; done: number; href: string | null }[];
  people: { memberId: string; name: string; staffNo: string; section: string; lessons: string[]; doneAt: string | null }[];
  page: number; pages: number; total: number;
}

const rowsPerPage = 50;

/** Who of a unit and below owes, or has done, the follow-up study of one change. Refuses `not-found`, `not-permitted`, `figures-rebuilding`. */
export async function unitFollowUps(reading: Reading, search: URLSearchParams): Promise<UnitFollowUps> {
  const { units, unitId } = await unitInView(reading, search.get('unit'));
  const { catalog } = reading;
  const changeId = search.get('change') ?? catalog.changes.at(-1)?.changeId ?? '';
  const { effective, from } = successionNamed(catalog, changeId);
  const change = catalog.changes.find((one) => one.changeId === changeId) ?? { changeId, from, articles: [] };
  const state = search.get('state') === 'done' ? 'done' : 'owed';
  const figures = await reading.store.figures(catalog.questions);
  const { owed, done } = (await figures.restingByUnit({ change, unitIds: [unitId] })).get(unitId) ?? { owed: 0, done: 0 };
  const total = state === 'owed' ? owed : done;
  const pages = Math.max(1, Math.ceil(total / rowsPerPage));
  const page = Math.min(Math.max(1, Math.trunc(Number(search.get('page'))) || 1), pages);
  const { people } = await figures.followUps({ change, under: unitId, state, offset: (page - 1) * rowsPerPage, limit: rowsPerPage });
  return {
    unit: sectionName(units, unitId), unitId, changeId, title: changeTitle(catalog, changeId), effective, owed, done, state,
    sections: await sectionsBelow(figures, units, unitId, change, { owed, done }),
    people: people.map((line) => ({ memberId: line.memberId, name: line.name, staffNo: line.staffNo, section: sectionName(units, line.unitId), lessons: line.lessonIds.map((id) => studyOf(catalog, id).title), doneAt: line.doneAt })),
    page, pages, total,
  };
}

async function sectionsBelow(figures: Figures, units: readonly Unit[], unitId: string, change: Parameters<Figures['restingByUnit']>[0]['change'], whole: FollowUpCount): Promise<UnitFollowUps['sections']> {
  const below = units.filter((unit) => unit.parentId === unitId).sort((a, b) => a.order - b.order);
  const counts = await figures.restingByUnit({ change, unitIds: below.map((unit) => unit.unitId) });
  const rows = below.map((unit) => ({ name: sectionName(units, unit.unitId), ...counts.get(unit.unitId)!, href: `/unit/follow-ups?change=${change.changeId}&unit=${unit.unitId}` }));
  const rest = (count: 'owed' | 'done') => whole[count] - rows.reduce((sum, row) => sum + row[count], 0);
  const own = { name: `${sectionName(units, unitId)}（本级）`, owed: rest('owed'), done: rest('done'), href: null };
  return below.length === 0 ? [] : [own, ...rows].filter((row) => row.owed + row.done > 0);
}
