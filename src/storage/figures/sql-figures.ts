import { sql, type SelectQueryBuilder } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import type { EvidenceLine, EvidenceQuery, Figures, FirstAnswer, FollowUpCount, FollowUpLine, FollowUpQuery, Head, PeopleQuery, Standing, StandingQuery, Tally, TallyQuery, TouchedText, UnmarkedLine, UnmarkedQuery } from './figures.ts';
import { evidencePage } from './evidence-page.ts';
import { followUps, restingByUnit } from './follow-ups.ts';
import { answerCounts, answerers, firstAnswers } from './first-answers.ts';
import { unmarked } from './short-answers.ts';
import { isNamed } from './named.ts';
import { chunks, standingColumns, type FigureDatabase, type FigureTables } from './tables.ts';

/** Facts by subject and id, in the order asked for. */
export type NamedFacts = (names: readonly { subjectId: string; factId: string }[]) => Promise<Fact[]>;

/** Never in one store; figures and facts of different folders have been put together. */
export function missing({ subjectId, factId }: { subjectId: string; factId: string }): never {
  throw new Error(`figures rest on a fact that is not there (${subjectId} ${factId}): run npm run recount`);
}

/** The figures as both stores hold them. Every question is answered from an index, whatever the size of the unit. */
export class SqlFigures implements Figures {
  readonly #db: FigureDatabase;
  readonly #namedFacts: NamedFacts;

  constructor(db: FigureDatabase, namedFacts: NamedFacts) {
    this.#db = db;
    this.#namedFacts = namedFacts;
  }

  async tallies({ unitIds, extent, from, to, byTopic }: TallyQuery): Promise<Tally[]> {
    const found: Tally[] = [];
    for (const ids of chunks(unitIds)) {
      const rows = await this.#db.selectFrom('tallies').selectAll().where('unit_id', 'in', ids).where('extent', '=', extent)
        .where('month', '>=', from).where('month', '<=', to).where('topic', byTopic ? '<>' : '=', '').where('count', '<>', 0).execute();
      for (const { unit_id: unitId, month, measure, topic, count } of rows) found.push({ unitId, month, measure, topic, count });
    }
    return found;
  }

  async headcounts(unitIds: readonly string[]): Promise<Map<string, { own: number; whole: number }>> {
    const counts = new Map<string, { own: number; whole: number }>();
    for (const ids of chunks(unitIds)) {
      for (const { unit_id, own, whole } of await this.#db.selectFrom('headcounts').selectAll().where('unit_id', 'in', ids).execute()) counts.set(unit_id, { own, whole });
    }
    return counts;
  }

  async years(unitId: string): Promise<string[]> {
    const rows = await this.#db.selectFrom('tallies').select('month').distinct().where('unit_id', '=', unitId).where('extent', '=', 'whole').where('count', '<>', 0).execute();
    return [...new Set(rows.map((row) => row.month.slice(0, 4)))].sort().reverse();
  }

  async standings(query: StandingQuery): Promise<Standing[]> {
    const wanted = this.#people(query).selectAll('p');
    const rows = await this.#withCounts(query.order === 'lessons' ? wanted : inOrder(wanted, query), query);
    return rows.map((row) => ({
      memberId: row.member_id, staffNo: row.staff_no, name: row.name, unitId: row.unit_id, post: row.post, completed: row.completed, lastStudied: row.last_studied || null,
      counts: {
        'lessons-completed': row.lessons ?? 0, 'first-try': row.tries ?? 0, 'first-right': row.rights ?? 0, 'attendance-due': row.due ?? 0,
        attended: row.attended ?? 0, late: row.late ?? 0, absent: row.absent ?? 0,
      },
    }));
  }

  async countPeople(query: PeopleQuery, upTo: number): Promise<number> {
    if (!query.search && !query.lagging) return Math.min(upTo, (await this.headcounts([query.under])).get(query.under)?.whole ?? 0);
    const some = this.#people(query).select(sql`1`.as('one')).limit(upTo);
    return Number((await this.#db.selectFrom(some.as('found')).select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()).count);
  }

  async evidence(query: EvidenceQuery): Promise<{ total: number; right: number | null; lines: EvidenceLine[] }> {
    const { total, right, rows } = await evidencePage(this.#db, this, query);
    const facts = await this.#namedFacts(rows.map((row) => ({ subjectId: row.subject_id, factId: row.fact_id })));
    return { total, right, lines: rows.map((row, index) => ({ memberId: row.member_id || null, fact: facts[index]! })) };
  }

  followUps(query: FollowUpQuery): Promise<FollowUpCount & { people: FollowUpLine[] }> {
    return followUps(this.#db, query);
  }

  restingByUnit(query: { change: TouchedText; unitIds: readonly string[] }): Promise<Map<string, FollowUpCount>> {
    return restingByUnit(this.#db, query);
  }

  firstAnswers(questionIds: readonly string[], limit: number): Promise<FirstAnswer[]> {
    return firstAnswers(this.#db, questionIds, limit);
  }

  answerCounts(questionIds: readonly string[]): Promise<Map<string, number>> {
    return answerCounts(this.#db, questionIds);
  }

  answerers(questionId: string, after: string, limit: number): Promise<string[]> {
    return answerers(this.#db, questionId, after, limit);
  }

  unmarked(query: UnmarkedQuery): Promise<{ total: number; lines: UnmarkedLine[] }> {
    return unmarked(this.#db, query);
  }

  async unsealedHeads(unitIds: readonly string[]): Promise<Head[]> {
    const heads: Head[] = [];
    for (const ids of chunks(unitIds)) {
      const rows = await this.#db.selectFrom('heads').select(['subject_id', 'unit_id', 'seq', 'hash']).where('unit_id', 'in', ids).whereRef('seq', '>', 'sealed').orderBy('subject_id').execute();
      for (const row of rows) heads.push({ subjectId: row.subject_id, unitId: row.unit_id, seq: row.seq, hash: row.hash });
    }
    return heads;
  }

  /** Where the order does not depend on the counts, only the page itself is joined to them. */
  async #withCounts(people: SelectQueryBuilder<{ p: FigureTables['people'] } & FigureTables, 'p', FigureTables['people']>, query: StandingQuery) {
    const page = this.#db.selectFrom(people.as('p')).leftJoin('standings as s', (join) => join.onRef('s.member_id', '=', 'p.member_id').on('s.year', '=', query.year))
      .selectAll('p').select(standingColumns.map((column) => `s.${column}` as const));
    if (query.order !== 'lessons') return page.orderBy(query.order === 'staff-no' ? 'p.staff_no' : 'p.last_studied').orderBy('p.staff_no').execute();
    return page.orderBy(sql`coalesce(s.lessons, 0)`).orderBy('p.staff_no').limit(query.limit).offset(query.offset).execute();
  }

  #people({ under, search, lagging }: PeopleQuery): SelectQueryBuilder<{ p: FigureTables['people'] } & FigureTables, 'p', object> {
    let wanted = this.#db.selectFrom('people as p').where('p.ancestor_id', '=', under);
    if (search) wanted = wanted.where(isNamed(search));
    if (lagging) wanted = wanted.where('p.completed', '<', lagging.lessons).where('p.last_studied', '<', lagging.before);
    return wanted as never;
  }
}

function inOrder<T>(people: SelectQueryBuilder<{ p: FigureTables['people'] } & FigureTables, 'p', T>, { order, limit, offset }: StandingQuery) {
  const ordered = order === 'last-studied' ? people.orderBy('p.last_studied') : people;
  return ordered.orderBy('p.staff_no').limit(limit).offset(offset);
}

/** Ids of everyone under a unit, by 工号. */
export async function membersUnder(db: FigureDatabase, unitId: string): Promise<string[]> {
  return (await db.selectFrom('people').select('member_id').where('ancestor_id', '=', unitId).orderBy('staff_no').execute()).map((row) => row.member_id);
}
