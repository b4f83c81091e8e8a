import { pointsFound } from '../domain/marking.ts';
import { demand } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { sittingsOf } from '../domain/sitting.ts';
import type { Act } from './act.ts';

/** `points`: numbers of the points that the writer finds in their own short answer; none is a marking too. */
export interface PractisedMarks { sittingId: string; questionId: string; points: string[] }

/** Holds one's own short answer of a sitting against its points, once. Refuses `sitting-not-found`, `answer-stale` for one that was not given, `answer-conflict` for another marking. */
export async function markPractisedAnswer(act: Act, { sittingId, questionId, points }: PractisedMarks): Promise<void> {
  const actor = demand(act.actor, 'study');
  const sitting = sittingsOf(await act.store.factsOf(actor.memberId)).find((one) => one.sittingId === sittingId);
  if (!sitting) throw new Refusal('sitting-not-found');
  const question = act.catalog.questions.get(questionId);
  const answer = sitting.answers.get(questionId);
  if (question?.type !== 'short' || !answer) throw new Refusal('answer-stale');
  const found = pointsFound(question, points);
  if (answer.marking && answer.marking.join() !== found.join()) throw new Refusal('answer-conflict');
  if (answer.marking) return;
  await act.store.append([{
    id: `marked/${questionId}/${answer.attempt}/practice`, kind: 'answer.marked', at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId,
    body: { questionId, attempt: answer.attempt, sittingId, points: found },
  }]).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('answer-conflict') : error; });
}
