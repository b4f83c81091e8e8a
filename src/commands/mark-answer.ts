import { standing } from '../domain/fact.ts';
import { markingId, pointsFound } from '../domain/marking.ts';
import { demand } from '../domain/permission.ts';
import { questionProgress } from '../domain/progress.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { completeIfEarned, completionOf } from './complete-lesson.ts';

/** `points`: numbers of the points that the writer finds in their own short answer; none is a marking too. */
export interface Marked { lessonId: string; questionId: string; attempt: number; points: string[] }

/**
 * Holds one's own short answer against its points, once. Completes the lesson when that was the last one missing. Refuses
 * `question-not-in-lesson`, also for one that a trainer marks, `answer-stale` for an answer that was not given, `answer-conflict` for another marking of the same.
 */
export async function markAnswer(act: Act, { lessonId, questionId, attempt, points }: Marked): Promise<void> {
  const actor = demand(act.actor, 'study');
  const lesson = act.catalog.lessons.get(lessonId);
  const question = lesson?.questionIds.includes(questionId) ? act.catalog.questions.get(questionId) : undefined;
  if (!lesson || question?.type !== 'short' || question.marking !== 'self') throw new Refusal('question-not-in-lesson');
  const facts = await act.store.factsOf(actor.memberId);
  const answer = questionProgress(question, standing(facts)).attempts.find((one) => one.attempt === attempt);
  if (!answer) throw new Refusal('answer-stale');
  const found = pointsFound(question, points);
  if (answer.marking && answer.marking.join() !== found.join()) throw new Refusal('answer-conflict');
  if (!answer.marking) {
    await act.store.append([{ at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId, id: markingId(questionId, attempt, facts), kind: 'answer.marked', body: { questionId, attempt, points: found } }])
      .catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('answer-conflict') : error; });
  }
  await completeIfEarned(act, actor, completionOf(act, actor, lesson));
}
