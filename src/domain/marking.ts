import { grade } from './grading.ts';
import { ofKind, type Fact } from './fact.ts';
import type { Attempt } from './progress.ts';
import type { Of, Question } from './question.ts';
import { Refusal } from './refusal.ts';

/** Whether the last of these answers, in order, is one that a trainer has still to mark. */
export function awaitsTrainer(question: Question, attempts: readonly Pick<Attempt, 'chosen' | 'marking'>[]): boolean {
  const last = attempts.at(-1);
  return last !== undefined && question.type === 'short' && question.marking === 'trainer' && grade(question, last.chosen, last.marking).pending;
}

/** Numbers of points as a form sends them, each once and in order; none is a marking too. Refuses `invalid-input` for a point the question has not. */
export function pointsFound({ points }: Pick<Of<'short'>, 'points'>, sent: readonly string[]): string[] {
  const each = [...new Set(sent)];
  const wrong = each.find((one) => !/^[1-8]$/.test(one) || Number(one) > points.length);
  if (wrong !== undefined) throw new Refusal('invalid-input', { text: wrong.slice(0, 8) });
  return each.sort();
}

/** Id of the next marking of an answer given in a lesson. One that was voided keeps its id for good, so the one after it has a number. */
export function markingId(questionId: string, attempt: number, facts: readonly Fact[]): string {
  const before = ofKind(facts, 'answer.marked').filter(({ body }) => body.questionId === questionId && body.attempt === attempt && body.sittingId === undefined).length;
  return `marked/${questionId}/${attempt}${before > 0 ? `/${before + 1}` : ''}`;
}
