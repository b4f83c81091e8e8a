import { localDate } from '../domain/calendar.ts';
import type { NewFact } from '../domain/fact.ts';
import { followUpCites, followUpProgress } from '../domain/follow-up.ts';
import { demand } from '../domain/permission.ts';
import { readResponse } from '../domain/response.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { attemptsADay } from './answer-question.ts';
import { completeFollowUpIfEarned } from './complete-follow-up.ts';

/** `given`: what the form sends, as shown to this person at this attempt. */
export interface FollowUpAnswer { changeId: string; questionId: string; attempt: number; given: string[] }

/**
 * Records one answer in a follow-up study, and its completion when it was the last one missing. Refuses `follow-up-not-open`,
 * `question-not-in-lesson`, and as `answerQuestion` does `answer-stale`, `answer-conflict`, `answer-too-often`.
 */
export async function answerFollowUp(act: Act, { changeId, questionId, attempt, given }: FollowUpAnswer): Promise<void> {
  const actor = demand(act.actor, 'study');
  const change = act.catalog.changes.find((one) => one.changeId === changeId);
  if (!change) throw new Refusal('follow-up-not-open');
  const facts = await act.store.factsOf(actor.memberId);
  const progress = followUpProgress(change, act.catalog, facts).questions.find((one) => one.question.id === questionId);
  if (!progress) throw new Refusal('question-not-in-lesson');
  const { question, attempts, solved } = progress;
  const chosen = readResponse(question, actor.memberId, attempt, given);
  const earlier = attempts.find((one) => one.attempt === attempt);
  if (earlier && earlier.chosen.join('\n') !== chosen.join('\n')) throw new Refusal('answer-conflict');
  if (!earlier && (attempt !== attempts.length + 1 || solved)) throw new Refusal('answer-stale');
  if (!earlier && attempts.filter((fact) => localDate(fact.at) === localDate(act.now)).length >= attemptsADay) throw new Refusal('answer-too-often', { limit: attemptsADay });

  const stamp = { at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId };
  if (!earlier) {
    const answer: NewFact = { ...stamp, id: `followed/${changeId}/${questionId}/${attempt}`, kind: 'follow-up.answered', body: { changeId, questionId, attempt, chosen, cites: followUpCites(act.catalog, change, question) } };
    await act.store.append([answer]).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('answer-conflict') : error; });
  }
  // Read again: of two last answers sent at once from two tabs, neither had seen the other.
  await completeFollowUpIfEarned(act, actor, change);
}
