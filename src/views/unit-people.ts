import { addDays, localDate } from '../domain/calendar.ts';
import type { Unit } from '../domain/unit.ts';
import type { Figures, Lagging, Standing, StandingQuery } from '../storage/port.ts';
import { measureWords } from '../text/words.ts';
import { sectionName, type Reading } from './reading.ts';
import { personMeasures, standingFigures, unitInView, yearIn, type FigureView } from './unit-figures.ts';

export interface PersonRow { memberId: string; name: string; staffNo: string; section: string; post: string; figures: FigureView[]; lastStudied: string | null }
export interface LaggingLine { memberId: string; name: string; section: string; lastStudied: string | null }
/** `more`: there are more than `total`, which was not counted further. */
export interface LaggingPeople { total: number; more: boolean; rows: LaggingLine[] }
export const personOrders: Record<StandingQuery['order'], string> = { 'staff-no': '按工号', lessons: '学得少的在前', 'last-studied': '久未学习的在前' };
export interface UnitPeople {
  unit: string; unitId: string; year: string; columns: string[];
  query: string; order: StandingQuery['order']; laggingOnly: boolean;
  persons: PersonRow[]; total: number; page: number; pages: number;
}

const rowsPerPage = 50;
const laggingDays = 60;
const laggingCounted = 1_000;
const allOfThem = 10_000_000;

/** People of a unit and below with their figures of one year: a page, searched and ordered. Refuses `not-permitted`, `figures-rebuilding`. */
export async function unitPeople(reading: Reading, search: URLSearchParams): Promise<UnitPeople> {
  const { units, unitId } = await unitInView(reading, search.get('unit'));
  const figures = await reading.store.figures(reading.catalog.questions);
  const { year } = yearIn(search.get('year'), await figures.years(unitId), localDate(reading.now));
  const asked = search.get('order') ?? '';
  const order = Object.hasOwn(personOrders, asked) ? asked as StandingQuery['order'] : 'staff-no';
  const query = (search.get('q') ?? '').trim().normalize('NFC').slice(0, 40);
  const laggingOnly = search.get('lagging') === '1';
  const wanted = { under: unitId, search: query, lagging: laggingOnly ? laggingRule(reading) : null };
  const total = await figures.countPeople(wanted, allOfThem);
  const pages = Math.max(1, Math.ceil(total / rowsPerPage));
  const page = Math.min(Math.max(1, Math.trunc(Number(search.get('page'))) || 1), pages);
  const rows = await figures.standings({ ...wanted, year, order, offset: (page - 1) * rowsPerPage, limit: rowsPerPage });
  return {
    unit: sectionName(units, unitId), unitId, year, columns: personMeasures.map((name) => measureWords[name]), query, order, laggingOnly,
    persons: rows.map((row) => personRow(row, units, year)), total, page, pages,
  };
}

/** The first of those who lag, longest ago first, and how many there are, counted up to a thousand. */
export async function laggingPeople(figures: Figures, reading: Reading, units: readonly Unit[], unitId: string, limit: number): Promise<LaggingPeople> {
  const rule = laggingRule(reading);
  const wanted = { under: unitId, search: '', lagging: rule };
  const count = await figures.countPeople(wanted, laggingCounted + 1);
  const rows = await figures.standings({ ...wanted, year: localDate(reading.now).slice(0, 4), order: 'last-studied', offset: 0, limit });
  return {
    total: Math.min(count, laggingCounted), more: count > laggingCounted,
    rows: rows.map((row) => ({ memberId: row.memberId, name: row.name, section: sectionName(units, row.unitId), lastStudied: row.lastStudied })),
  };
}

export function personRow(row: Standing, units: readonly Unit[], year: string): PersonRow {
  return { memberId: row.memberId, name: row.name, staffNo: row.staffNo, section: sectionName(units, row.unitId), post: row.post, figures: standingFigures(row, year), lastStudied: row.lastStudied };
}

function laggingRule({ catalog, now }: Reading): Lagging {
  return { lessons: catalog.lessons.size, before: addDays(localDate(now), -laggingDays) };
}
