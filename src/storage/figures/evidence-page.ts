import { sql, type SelectQueryBuilder } from 'kysely';
import { addDays, monthOf, monthsOf, type Period } from '../../domain/calendar.ts';
import type { EvidenceQuery, Figures } from './figures.ts';
import type { FigureDatabase, FigureTables } from './tables.ts';

interface Row { subject_id: string; fact_id: string; member_id: string }
interface Count { total: number; right: number }
type Wanted = SelectQueryBuilder<FigureTables & { e: FigureTables['evidence'] }, 'e', object>;

/**
 * One page of a figure's evidence, newest first, and how much there is in all. What a unit has in a whole month is known from
 * the tallies; only the month and the days that the page shows are looked into, however long the list.
 */
export async function evidencePage(db: FigureDatabase, figures: Figures, query: EvidenceQuery): Promise<{ total: number; right: number | null; rows: Row[] }> {
  if (query.measure === 'sessions-held' || 'memberId' in query.scope) return shortList(db, query);
  const months = await countMonths(db, figures, query);
  const rows: Row[] = [];
  let skip = query.offset;
  for (const { period, total } of months) {
    if (rows.length >= query.limit) break;
    if (skip >= total) { skip -= total; continue; }
    rows.push(...await rowsWithin(db, query, period, skip, query.limit - rows.length));
    skip = 0;
  }
  const sum = (part: keyof Count) => months.reduce((all, month) => all + month[part], 0);
  return { total: sum('total'), right: query.measure === 'first-try' ? sum('right') : null, rows };
}

/** A person's evidence, or sessions: few enough to be looked at whole. A session has a row for each unit it touches and counts once. */
async function shortList(db: FigureDatabase, query: EvidenceQuery): Promise<{ total: number; right: number | null; rows: Row[] }> {
  const rows = await wantedIn(db, query, query.period).select(['e.subject_id', 'e.fact_id', 'e.member_id', 'e.at', 'e.grade']).distinct()
    .orderBy('e.at', 'desc').orderBy('e.subject_id').orderBy('e.member_id').orderBy('e.fact_id').execute();
  return { total: rows.length, right: query.measure === 'first-try' ? rows.filter((row) => row.grade === 1).length : null, rows: rows.slice(query.offset, query.offset + query.limit) };
}

async function countMonths(db: FigureDatabase, figures: Figures, query: EvidenceQuery): Promise<(Count & { period: Period })[]> {
  const { period, measure, scope } = query;
  const [unitId, extent] = 'own' in scope ? [scope.own, 'own' as const] : [(scope as { whole: string }).whole, 'whole' as const];
  const tallies = await figures.tallies({ unitIds: [unitId], extent, from: monthOf(period.from), to: monthOf(period.to), byTopic: false });
  const counts: (Count & { period: Period })[] = [];
  for (const month of monthsOf(period).reverse()) {
    const whole = { from: `${month}-01`, to: addDays(`${monthOf(addDays(`${month}-01`, 31))}-01`, -1) };
    const own = (name: string) => tallies.find((tally) => tally.month === month && tally.measure === name)?.count ?? 0;
    const total = own(measure);
    if (total === 0) continue;
    const part = { from: whole.from < period.from ? period.from : whole.from, to: whole.to > period.to ? period.to : whole.to };
    const isWhole = part.from === whole.from && part.to === whole.to;
    counts.push({ period: part, ...(isWhole ? { total, right: own('first-right') } : await countIn(db, query, part)) });
  }
  return counts;
}

async function countIn(db: FigureDatabase, query: EvidenceQuery, period: Period): Promise<Count> {
  const { total, right } = await wantedIn(db, query, period).select([sql<number>`count(*)`.as('total'), sql<number>`coalesce(sum(e.grade), 0)`.as('right')]).executeTakeFirstOrThrow();
  return { total: Number(total), right: Number(right) };
}

/** Day by day, so that only the days shown have to be sorted. */
async function rowsWithin(db: FigureDatabase, query: EvidenceQuery, period: Period, offset: number, limit: number): Promise<Row[]> {
  const days = await wantedIn(db, query, period).groupBy('e.date').select(['e.date', sql<number>`count(*)`.as('total')]).orderBy('e.date', 'desc').execute();
  const rows: Row[] = [];
  let skip = offset;
  for (const { date, total } of days) {
    if (rows.length >= limit) break;
    if (skip >= Number(total)) { skip -= Number(total); continue; }
    rows.push(...await wantedIn(db, query, { from: date, to: date }).select(['e.subject_id', 'e.fact_id', 'e.member_id'])
      .orderBy('e.at', 'desc').orderBy('e.subject_id').orderBy('e.member_id').orderBy('e.fact_id').offset(skip).limit(limit - rows.length).execute());
    skip = 0;
  }
  return rows;
}

function wantedIn(db: FigureDatabase, { measure, scope }: EvidenceQuery, period: Period): Wanted {
  let wanted = db.selectFrom('evidence as e').where('e.measure', '=', measure).where('e.date', '>=', period.from).where('e.date', '<=', period.to);
  if ('memberId' in scope) wanted = wanted.where('e.member_id', '=', scope.memberId);
  else if ('own' in scope) wanted = wanted.where('e.unit_id', '=', scope.own);
  else wanted = wanted.where('e.unit_id', 'in', (eb) => eb.selectFrom('unit_tree').select('unit_id').where('ancestor_id', '=', scope.whole));
  return (measure === 'first-try' ? wanted.where('e.grade', 'is not', null) : wanted) as never;
}
