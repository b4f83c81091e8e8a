import { answersOf, type Answer } from '../domain/answer.ts';
import { localDate } from '../domain/calendar.ts';
import { ofKind, type Fact } from '../domain/fact.ts';
import { mistakesOf } from '../domain/mistake-book.ts';
import { demand } from '../domain/permission.ts';
import { drawn, isInScope, practisable } from '../domain/practice.ts';
import type { Question } from '../domain/question.ts';
import { dueReviewOf } from '../domain/review.ts';
import type { Scope, SittingPurpose } from '../domain/sitting-scope.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';

/** `count`: questions at most, of 1 to 50; a review has as many as are due. */
export interface PracticeInput { purpose: SittingPurpose; scope: Scope; count: number }

/** Without a bound one person could fill the disk. */
const sittingsADay = 40;

/** Draws questions for a sitting and records which; returns its id. Refuses `nothing-to-practise`, `review-paused`, and more than 40 a day (`practice-too-often`). */
export async function beginPractice(act: Act, input: PracticeInput): Promise<string> {
  const actor = demand(act.actor, 'study');
  const facts = await act.store.factsOf(actor.memberId);
  if (ofKind(facts, 'practice.begun').filter((fact) => localDate(fact.at) === localDate(act.now)).length >= sittingsADay) throw new Refusal('practice-too-often', { limit: sittingsADay });
  const sittingId = act.newId('sitting');
  const questions = questionsFor(act, input, facts, answersOf(facts), sittingId);
  if (questions.length === 0) throw new Refusal('nothing-to-practise');
  await act.store.append([{
    id: `begun/${sittingId}`, kind: 'practice.begun', at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId,
    body: { sittingId, purpose: input.purpose, scope: input.scope, questionIds: questions.map((question) => question.id) },
  }]);
  return sittingId;
}

function questionsFor({ catalog, now }: Act, { purpose, scope, count }: PracticeInput, facts: readonly Fact[], answers: readonly Answer[], seed: string): Question[] {
  if (purpose === 'review') {
    const { questions, none } = dueReviewOf(catalog, facts, answers, now);
    if (none === 'paused') throw new Refusal('review-paused');
    return questions;
  }
  const pool = practisable(catalog, answers, localDate(now)).filter((question) => isInScope(catalog, question, scope));
  if (purpose === 'practice') return drawn(pool, answers, count, seed);
  const inPool = new Set(pool);
  return mistakesOf(answers, catalog.questions).map((mistake) => mistake.question).filter((question) => inPool.has(question)).slice(0, count);
}
