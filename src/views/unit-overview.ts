import { addDays, localDate, monthOf, monthsOf, type Period } from '../domain/calendar.ts';
import { shareOf } from '../domain/measure.ts';
import { ancestry, type Unit } from '../domain/unit.ts';
import type { Figures, Tally, TallyMeasure } from '../storage/port.ts';
import { measureWords } from '../text/words.ts';
import { pageOf } from './paging.ts';
import { sectionName, type Reading } from './reading.ts';
import { figuresOf, unitInView, unitMeasures, yearIn, yearOf, type FigureView } from './unit-figures.ts';
import { followUpSummaries, type FollowUpSummary } from './unit-follow-ups.ts';
import { laggingPeople, type LaggingPeople } from './unit-people.ts';

/** A unit directly below, with everything under it; or the unit in view alone. `href` opens it, unless it is the one in view. */
export interface OverviewRow { name: string; href: string | null; people: number; figures: FigureView[] }
export interface UnitOverview {
  unit: string;
  unitId: string;
  /** Units above it that the leader may open, from their own downward. */
  above: { name: string; href: string }[];
  year: string;
  years: string[];
  period: Period;
  people: number;
  figures: (FigureView & { name: string })[];
  columns: string[];
  sections: OverviewRow[];
  page: number;
  pages: number;
  sectionCount: number;
  /** Lessons completed for each row of `sections` and month, with the facts behind each cell. */
  grid: { months: string[]; rows: { name: string; cells: { month: string; value: number; href: string }[] }[] };
  /** People who completed nothing in the last 60 days and have lessons left, longest ago first: how many, and the first of them. */
  lagging: LaggingPeople;
  /** Changes of law that people here studied the old text of. */
  followUps: FollowUpSummary[];
  /** Topics most often answered wrongly at the first try, with shares in percent; from ten first tries on. */
  mistakes: { topic: string; wrong: number; tries: number; share: number }[];
}

const rowsPerPage = 20;
const laggingShown = 10;

/** What a leader sees of their own unit, or one below it, for one year. Refuses `not-permitted`, `figures-rebuilding`. */
export async function unitOverview(reading: Reading, search: URLSearchParams): Promise<UnitOverview> {
  const { units, unitId, ownUnitId } = await unitInView(reading, search.get('unit'));
  const figures = await reading.store.figures(reading.catalog.questions);
  const today = localDate(reading.now);
  const { year, years } = yearIn(search.get('year'), await figures.years(unitId), today);
  const period = { from: `${year}-01-01`, to: year === today.slice(0, 4) ? today : `${year}-12-31` };
  const [[whole], headcounts, { rows, page, pages, total }, lagging, byTopic, followUps] = await Promise.all([
    countsOf(figures, [unitId], 'whole', year),
    figures.headcounts([unitId]),
    rowsBelow(figures, units, unitId, year, Number(search.get('page'))),
    laggingPeople(figures, reading, units, unitId, laggingShown),
    figures.tallies({ unitIds: [unitId], extent: 'whole', from: `${year}-01`, to: `${year}-12`, byTopic: true }),
    followUpSummaries(figures, reading, unitId),
  ]);
  const address = (id: string) => `/unit?unit=${id}&year=${year}`;
  return {
    unit: sectionName(units, unitId), unitId, year, years, period, people: headcounts.get(unitId)?.whole ?? 0,
    above: ancestry(units, unitId).slice(1, ancestry(units, unitId).indexOf(ownUnitId) + 1).reverse().map((id) => ({ name: sectionName(units, id), href: address(id) })),
    figures: figuresOf(['lessons-completed', 'first-try', 'sessions-held', 'attended'], whole!.count, yearOf(year), `unit=${unitId}`).map((figure) => ({ name: measureWords[figure.measure], ...figure })),
    columns: unitMeasures.map((name) => measureWords[name]),
    sections: rows.map((row) => ({
      name: row.name, people: row.people, href: row.extent === 'own' ? null : address(row.unitId),
      figures: figuresOf(unitMeasures, row.count, yearOf(year), `unit=${row.unitId}&extent=${row.extent}`),
    })),
    page, pages, sectionCount: total,
    grid: grid(rows, monthsOf(period)),
    lagging, followUps, mistakes: mistakes(byTopic),
  };
}

interface Counts { unitId: string; count: (name: TallyMeasure) => number; lessonsIn: (month: string) => number }

/** The year's counts of units, in the order of the ids. */
async function countsOf(figures: Figures, unitIds: readonly string[], extent: 'own' | 'whole', year: string): Promise<Counts[]> {
  const byUnit = Map.groupBy(await figures.tallies({ unitIds, extent, from: `${year}-01`, to: `${year}-12`, byTopic: false }), (tally) => tally.unitId);
  return unitIds.map((unitId) => {
    const own = byUnit.get(unitId) ?? [];
    const byMonth = new Map(own.filter((tally) => tally.measure === 'lessons-completed').map((tally) => [tally.month, tally.count]));
    return { unitId, count: (name) => sum(own, name), lessonsIn: (month) => byMonth.get(month) ?? 0 };
  });
}

interface Row extends Counts { name: string; extent: 'own' | 'whole'; people: number }

/** The unit alone, if anyone belongs to it or anything happened in it, then those directly below; a page of them. */
async function rowsBelow(figures: Figures, units: readonly Unit[], unitId: string, year: string, wanted: number): Promise<{ rows: Row[]; page: number; pages: number; total: number }> {
  const below = units.filter((unit) => unit.parentId === unitId).sort((a, b) => a.order - b.order);
  const shown = pageOf(below, wanted, rowsPerPage);
  const [people, [alone], counted] = await Promise.all([
    figures.headcounts([unitId, ...shown.items.map((unit) => unit.unitId)]),
    countsOf(figures, [unitId], 'own', year),
    countsOf(figures, shown.items.map((unit) => unit.unitId), 'whole', year),
  ]);
  const own: Row = { ...alone!, name: `${sectionName(units, unitId)}${below.length ? '（本级）' : ''}`, extent: 'own', people: people.get(unitId)?.own ?? 0 };
  const rows = counted.map((counts): Row => ({ ...counts, name: sectionName(units, counts.unitId), extent: 'whole', people: people.get(counts.unitId)?.whole ?? 0 }));
  const isEmpty = (row: Row) => row.people === 0 && unitMeasures.every((name) => row.count(name) === 0);
  return { rows: [...(shown.page === 1 ? [own] : []), ...rows].filter((row) => !isEmpty(row)), page: shown.page, pages: shown.pages, total: below.length };
}

function grid(rows: readonly Row[], months: string[]): UnitOverview['grid'] {
  const spans = months.map((month) => ({ month, span: { from: `${month}-01`, to: addDays(`${monthOf(addDays(`${month}-01`, 31))}-01`, -1) } }));
  return {
    months,
    rows: rows.map((row) => ({
      name: row.name,
      cells: spans.map(({ month, span }) => {
        const [figure] = figuresOf(['lessons-completed'], () => row.lessonsIn(month), span, `unit=${row.unitId}&extent=${row.extent}`);
        return { month, value: figure!.value!, href: figure!.href };
      }),
    })),
  };
}

function mistakes(tallies: readonly Tally[]): UnitOverview['mistakes'] {
  return [...Map.groupBy(tallies, (tally) => tally.topic)].map(([topic, own]) => {
    const tries = sum(own, 'first-try');
    const wrong = tries - sum(own, 'first-right');
    return { topic, wrong, tries, share: shareOf(wrong, tries) ?? 0 };
  }).filter((line) => line.tries >= 10 && line.wrong > 0).sort((a, b) => b.share - a.share || (a.topic < b.topic ? -1 : 1)).slice(0, 5);
}

function sum(tallies: readonly Tally[], name: TallyMeasure): number {
  return tallies.reduce((all, tally) => all + (tally.measure === name ? tally.count : 0), 0);
}
