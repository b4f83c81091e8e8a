import { createHash } from 'node:crypto';
import { gradeOf } from '../../domain/counted.ts';
import type { Measure } from '../../domain/measure.ts';
import { keyOf } from '../../domain/answer-key.ts';
import { hasOptions, type Question } from '../../domain/question.ts';
import { Deltas } from './deltas.ts';
import { chunks, rowsAtOnce, type FigureTransaction } from './tables.ts';

const gradings = new WeakMap<ReadonlyMap<string, Question>, string>();

/** What these questions decide, in a few characters: the same for the same questions in every server. */
export function gradingOf(questions: ReadonlyMap<string, Question>): string {
  let grading = gradings.get(questions);
  if (!grading) {
    const marks = [...questions.values()].map((question) => `${question.id} ${JSON.stringify(markOf(question))}`).sort();
    gradings.set(questions, grading = createHash('sha256').update(marks.join('\n')).digest('hex').slice(0, 32));
  }
  return grading;
}

interface Mark { right: string; arguable: boolean; topic: string }

/**
 * Grades first tries anew whose question was changed, corrected, added or taken away since they were last graded. A question
 * is known by what decides: its right options, whether it is arguable, its topic.
 */
export async function regrade(trx: FigureTransaction, questions: ReadonlyMap<string, Question>): Promise<void> {
  const known = new Map((await trx.selectFrom('graded').selectAll().execute()).map((row) => [row.question_id, row.mark]));
  const marks = new Map([...questions.values()].map((question) => [question.id, JSON.stringify(markOf(question))]));
  const changed = [...new Set([...known.keys(), ...marks.keys()])].filter((id) => known.get(id) !== marks.get(id));
  const answered = new Set<string>();
  for (const ids of chunks(changed)) {
    const rows = await trx.selectFrom('evidence').select('question_id').distinct().where('question_id', 'in', ids).where('question_id', '<>', '').execute();
    for (const row of rows) answered.add(row.question_id);
  }
  for (const questionId of answered) {
    const before = known.get(questionId);
    await regradeOne(trx, questionId, before ? (JSON.parse(before) as Mark).topic : '', questions);
  }
  for (const ids of chunks(changed)) await trx.deleteFrom('graded').where('question_id', 'in', ids).execute();
  const current = changed.flatMap((question_id) => (marks.has(question_id) ? [{ question_id, mark: marks.get(question_id)! }] : []));
  for (const rows of chunks(current)) await trx.insertInto('graded').values(rows).execute();
}

async function regradeOne(trx: FigureTransaction, questionId: string, topicBefore: string, questions: ReadonlyMap<string, Question>): Promise<void> {
  const topic = questions.get(questionId)?.topic ?? '';
  for (let after = ''; ;) {
    const rows = await trx.selectFrom('evidence').selectAll().where('question_id', '=', questionId).where('question_id', '<>', '').where('subject_id', '>', after)
      .orderBy('subject_id').limit(rowsAtOnce).execute();
    const deltas = new Deltas();
    const moved = new Map<number | null, string[]>();
    for (const row of rows) {
      const right = gradeOf({ questionId, chosen: row.chosen ? JSON.parse(row.chosen) as string[] : [] }, questions);
      const grade = right === null ? null : Number(right);
      deltas.add(row, topicBefore, -1);
      deltas.add({ ...row, grade }, topic, 1);
      if (grade !== row.grade) moved.set(grade, [...(moved.get(grade) ?? []), row.subject_id]);
    }
    for (const [grade, subjectIds] of moved) {
      await trx.updateTable('evidence').set({ grade }).where('question_id', '=', questionId).where('question_id', '<>', '')
        .where('measure', 'in', ['first-try', 'practice-first'] satisfies Measure[]).where('subject_id', 'in', subjectIds).execute();
    }
    await deltas.write(trx);
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)!.subject_id;
  }
}

function markOf(question: Question): Mark {
  return { right: decisive(question), arguable: question.arguable, topic: question.topic };
}

/** Of a question with options the right ones; of any other all that its marking may depend on. */
function decisive(question: Question): string {
  if (hasOptions(question) && question.type !== 'multiple' && !question.alsoRight) return keyOf(question).join(' ');
  const { stem: _stem, explanation: _explanation, cites: _cites, use: _use, state: _state, author: _author, reviewer: _reviewer, replaces: _replaces, ...rest } = question;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex').slice(0, 16);
}
