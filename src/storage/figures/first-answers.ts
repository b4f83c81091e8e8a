import { sql } from 'kysely';
import type { Measure } from '../../domain/measure.ts';
import type { FirstAnswer } from './figures.ts';
import { chunks, type FigureDatabase } from './tables.ts';

/** Every person who answered a question has exactly one such line: of two, one in a lesson and one in practice, the later is not their first. */
const firsts: Measure[] = ['first-try', 'practice-first'];

/** First answers to each question, of at most `limit` people, with how those did at first tries of other questions. */
export async function firstAnswers(db: FigureDatabase, questionIds: readonly string[], limit: number): Promise<FirstAnswer[]> {
  const rows: { questionId: string; memberId: string; measure: Measure; chosen: string; grade: number | null }[] = [];
  for (const questionId of questionIds) {
    rows.push(...await ofQuestion(db, questionId).select(['question_id as questionId', 'member_id as memberId', 'measure', 'chosen', 'grade']).orderBy('subject_id').limit(limit).execute());
  }
  const sums = await firstTries(db, [...new Set(rows.map((row) => row.memberId))]);
  return rows.map(({ questionId, memberId, measure, chosen, grade }) => {
    const all = sums.get(memberId) ?? { tries: 0, rights: 0 };
    const counted = measure === 'first-try' && grade !== null;
    return { questionId, chosen: chosen ? JSON.parse(chosen) as string[] : [], others: counted ? { tries: all.tries - 1, rights: all.rights - grade } : all };
  });
}

export async function answerCounts(db: FigureDatabase, questionIds: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const ids of chunks(questionIds)) {
    const rows = await db.selectFrom('evidence').where('question_id', 'in', ids).where('question_id', '<>', '').where('measure', 'in', firsts)
      .groupBy('question_id').select(['question_id', sql<number>`count(*)`.as('count')]).execute();
    for (const row of rows) counts.set(row.question_id, Number(row.count));
  }
  return counts;
}

export async function answerers(db: FigureDatabase, questionId: string, after: string, limit: number): Promise<string[]> {
  const rows = await ofQuestion(db, questionId).select('subject_id').distinct().where('subject_id', '>', after).orderBy('subject_id').limit(limit).execute();
  return rows.map((row) => row.subject_id);
}

function ofQuestion(db: FigureDatabase, questionId: string) {
  return db.selectFrom('evidence').where('question_id', '=', questionId).where('question_id', '<>', '').where('measure', 'in', firsts);
}

/** First tries in lessons of each of these people, over all years. */
async function firstTries(db: FigureDatabase, memberIds: readonly string[]): Promise<Map<string, { tries: number; rights: number }>> {
  const sums = new Map<string, { tries: number; rights: number }>();
  for (const ids of chunks(memberIds)) {
    const rows = await db.selectFrom('standings').where('member_id', 'in', ids).groupBy('member_id')
      .select(['member_id', sql<number>`sum(tries)`.as('tries'), sql<number>`sum(rights)`.as('rights')]).execute();
    for (const row of rows) sums.set(row.member_id, { tries: Number(row.tries), rights: Number(row.rights) });
  }
  return sums;
}
