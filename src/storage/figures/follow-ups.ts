import { sql, type SqlBool } from 'kysely';
import { restingOn } from '../../domain/law-change.ts';
import type { FollowUpCount, FollowUpLine, FollowUpQuery, TouchedText } from './figures.ts';
import { isNamed } from './named.ts';
import { chunks, type FigureDatabase } from './tables.ts';

/** A page of the people under a unit whose standing completions rest on what a change touched, and how many there are. */
export async function followUps(db: FigureDatabase, query: FollowUpQuery): Promise<FollowUpCount & { people: FollowUpLine[] }> {
  const { change, under, state, search = '', offset, limit } = query;
  const basisIds = await touchedBases(db, change);
  const counts = (await countResting(db, { change, unitIds: [under], basisIds, search })).get(under) ?? { owed: 0, done: 0 };
  const total = state === 'any' ? counts.owed + counts.done : counts[state];
  if (offset >= total) return { ...counts, people: [] };
  let wanted = restingUnder(db, [under], basisIds, search);
  if (state !== 'any') wanted = wanted.where(state === 'done' ? hasFollowed(change) : sql<SqlBool>`not ${hasFollowed(change)}`);
  const rows = await wanted.select(['p.member_id', 'p.staff_no', 'p.name', 'p.unit_id', followedAt(change).as('done_at')]).orderBy('p.staff_no').limit(limit).offset(offset).execute();
  const lessons = await restingLessons(db, rows.map((row) => row.member_id), basisIds);
  return {
    ...counts,
    people: rows.map((row) => ({ memberId: row.member_id, staffNo: row.staff_no, name: row.name, unitId: row.unit_id, lessonIds: lessons.get(row.member_id) ?? [], doneAt: row.done_at })),
  };
}

/** For each unit, with everything below it, how many owe a follow-up and how many have done it. */
export async function restingByUnit(db: FigureDatabase, { change, unitIds }: { change: TouchedText; unitIds: readonly string[] }): Promise<Map<string, FollowUpCount>> {
  const basisIds = await touchedBases(db, change);
  const counts = new Map(unitIds.map((unitId): [string, FollowUpCount] => [unitId, { owed: 0, done: 0 }]));
  for (const ids of chunks(unitIds)) {
    for (const [unitId, count] of await countResting(db, { change, unitIds: ids, basisIds, search: '' })) counts.set(unitId, count);
  }
  return counts;
}

/** There are few: as many as lessons had different lists of citations over the years. */
async function touchedBases(db: FigureDatabase, change: TouchedText): Promise<string[]> {
  const bases = await db.selectFrom('bases').selectAll().execute();
  return bases.filter(({ cites }) => cites !== '' && restingOn(cites.split(' '), change).length > 0).map((basis) => basis.basis_id);
}

interface Extent { change: TouchedText; unitIds: readonly string[]; basisIds: readonly string[]; search: string }

async function countResting(db: FigureDatabase, { change, unitIds, basisIds, search }: Extent): Promise<Map<string, FollowUpCount>> {
  if (basisIds.length === 0) return new Map();
  const rows = await restingUnder(db, unitIds, basisIds, search).groupBy('p.ancestor_id')
    .select(['p.ancestor_id', sql<number>`count(*)`.as('resting'), sql<number>`sum(case when ${hasFollowed(change)} then 1 else 0 end)`.as('done')]).execute();
  return new Map(rows.map((row) => [row.ancestor_id, { owed: Number(row.resting) - Number(row.done), done: Number(row.done) }]));
}

function restingUnder(db: FigureDatabase, unitIds: readonly string[], basisIds: readonly string[], search: string) {
  return db.selectFrom('people as p').where('p.ancestor_id', 'in', unitIds).where(isNamed(search))
    .where((eb) => eb.exists(eb.selectFrom('completions as c').select(sql`1`.as('one')).whereRef('c.member_id', '=', 'p.member_id').where('c.basis_id', 'in', basisIds)));
}

function hasFollowed({ changeId }: TouchedText) {
  return sql<SqlBool>`exists (select 1 from follow_ups as f where f.member_id = p.member_id and f.change_id = ${changeId})`;
}

function followedAt({ changeId }: TouchedText) {
  return sql<string | null>`(select min(f.at) from follow_ups as f where f.member_id = p.member_id and f.change_id = ${changeId})`;
}

async function restingLessons(db: FigureDatabase, memberIds: readonly string[], basisIds: readonly string[]): Promise<Map<string, string[]>> {
  const lessons = new Map<string, string[]>();
  for (const ids of chunks(memberIds)) {
    const rows = await db.selectFrom('completions').select(['member_id', 'lesson_id']).distinct().where('member_id', 'in', ids).where('basis_id', 'in', basisIds).orderBy('lesson_id').execute();
    for (const row of rows) lessons.set(row.member_id, [...lessons.get(row.member_id) ?? [], row.lesson_id]);
  }
  return lessons;
}
