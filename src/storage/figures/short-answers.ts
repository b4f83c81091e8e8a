import { sql } from 'kysely';
import { ofKind, type Fact } from '../../domain/fact.ts';
import type { Question } from '../../domain/question.ts';
import { dropVoidedFrom } from './completions.ts';
import type { UnmarkedLine, UnmarkedQuery } from './figures.ts';
import { chunks, type FigureDatabase, type FigureTables, type FigureTransaction } from './tables.ts';

/** Takes in which short answers were written and which were marked. The same fact again changes nothing. */
export async function foldShortAnswers(trx: FigureTransaction, facts: readonly Fact[], questions: ReadonlyMap<string, Question>): Promise<void> {
  const written = facts.flatMap((fact): FigureTables['short_answers'][] => {
    if ((fact.kind !== 'question.answered' && fact.kind !== 'question.practised') || questions.get(fact.body.questionId)?.type !== 'short') return [];
    const sittingId = fact.kind === 'question.practised' ? fact.body.sittingId : '';
    return [{ member_id: fact.subjectId, question_id: fact.body.questionId, attempt: fact.body.attempt, sitting_id: sittingId, fact_id: fact.id, at: fact.at, marked: 0 }];
  });
  for (const rows of chunks(written)) await trx.insertInto('short_answers').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  const markings = ofKind(facts, 'answer.marked').map(({ subjectId, id, body }): Marking => ({ member_id: subjectId, fact_id: id, question_id: body.questionId, attempt: body.attempt, sitting_id: body.sittingId ?? '' }));
  for (const rows of chunks(markings)) await trx.insertInto('markings').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  for (const marking of markings) await setMarked(trx, marking, 1);
  await dropVoidedFrom(trx, 'short_answers', facts);
  await dropVoidedMarkings(trx, facts);
}

type Marking = FigureTables['markings'];

async function setMarked(trx: FigureTransaction, { member_id, question_id, attempt, sitting_id }: Marking, marked: 0 | 1): Promise<void> {
  await trx.updateTable('short_answers').set({ marked }).where('member_id', '=', member_id).where('question_id', '=', question_id).where('attempt', '=', attempt).where('sitting_id', '=', sitting_id).execute();
}

/** An answer whose marking was voided waits again, unless it was marked anew. */
async function dropVoidedMarkings(trx: FigureTransaction, facts: readonly Fact[]): Promise<void> {
  for (const { subjectId, body } of ofKind(facts, 'fact.voided')) {
    const dropped = await trx.deleteFrom('markings').where('member_id', '=', subjectId).where('fact_id', '=', body.factId).returningAll().executeTakeFirst();
    if (!dropped) continue;
    const another = await trx.selectFrom('markings').select('fact_id').where('member_id', '=', subjectId).where('question_id', '=', dropped.question_id)
      .where('attempt', '=', dropped.attempt).where('sitting_id', '=', dropped.sitting_id).executeTakeFirst();
    if (!another) await setMarked(trx, dropped, 0);
  }
}

/** Unmarked answers of the people under a unit, oldest first. */
export async function unmarked(db: FigureDatabase, { questionIds, under, except = '', lessonsOnly = false, offset, limit }: UnmarkedQuery): Promise<{ total: number; lines: UnmarkedLine[] }> {
  if (questionIds.length === 0) return { total: 0, lines: [] };
  const waiting = db.selectFrom('short_answers as s').innerJoin('people as p', (join) => join.onRef('p.member_id', '=', 's.member_id').on('p.ancestor_id', '=', under))
    .where('s.marked', '=', 0).where('s.question_id', 'in', questionIds).where('s.member_id', '<>', except)
    .$if(lessonsOnly, (query) => query.where('s.sitting_id', '=', ''));
  const { count } = await waiting.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow();
  const rows = await waiting.select(['s.member_id', 's.question_id', 's.attempt', 's.sitting_id', 's.fact_id', 's.at']).orderBy('s.at').orderBy('s.fact_id').orderBy('s.member_id').offset(offset).limit(limit).execute();
  return {
    total: Number(count),
    lines: rows.map((row) => ({ memberId: row.member_id, questionId: row.question_id, attempt: row.attempt, sittingId: row.sitting_id || null, factId: row.fact_id, at: row.at })),
  };
}
