import { answersOf, type Answer } from '../domain/answer.ts';
import { localDate } from '../domain/calendar.ts';
import { anchored, isInUse, lessonOfQuestion } from '../domain/catalog.ts';
import { demand } from '../domain/permission.ts';
import { readResponse } from '../domain/response.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { sittingsOf } from '../domain/sitting.ts';
import type { Act } from './act.ts';
import { attemptsADay } from './answer-question.ts';

/** `attempt`: 1 = the person's first answer to the question anywhere; `shownAt`: ISO instant at which the form was made, as it came back with the form. */
export interface PractisedInput { sittingId: string; questionId: string; attempt: number; given: string[]; sure: boolean | null; shownAt: string }

const longestSeconds = 3600;

/**
 * Records the one answer that a sitting takes to each of its questions. Sending the same again records nothing new. Refuses `sitting-not-found`,
 * `question-not-in-lesson`, `question-suspended`, and as `answerQuestion` does `answer-stale`, `answer-conflict`, `answer-too-often`.
 */
export async function answerInPractice(act: Act, input: PractisedInput): Promise<void> {
  const actor = demand(act.actor, 'study');
  const { sittingId, questionId, attempt, given, sure } = input;
  const facts = await act.store.factsOf(actor.memberId);
  const sitting = sittingsOf(facts).find((one) => one.sittingId === sittingId);
  if (!sitting) throw new Refusal('sitting-not-found');
  const question = act.catalog.questions.get(questionId);
  const lesson = lessonOfQuestion(act.catalog, questionId);
  if (!question || !lesson || !sitting.questionIds.includes(questionId)) throw new Refusal('question-not-in-lesson');
  const before = answersOf(facts).filter((one) => one.questionId === questionId);
  const earlier = sitting.answers.get(questionId);
  const next = before.length + 1;
  if (!earlier && !isInUse(act.catalog, lesson, question, localDate(act.now))) throw new Refusal('question-suspended');
  if (earlier ? attempt !== earlier.attempt : attempt !== next) throw new Refusal(earlier ? 'answer-conflict' : 'answer-stale');
  const chosen = readResponse(question, actor.memberId, attempt, given);
  if (earlier) return sameAs(earlier, chosen);
  if (before.filter((one) => localDate(one.at) === localDate(act.now)).length >= attemptsADay) throw new Refusal('answer-too-often', { limit: attemptsADay });
  await act.store.append([{
    id: `practised/${questionId}/${attempt}`, kind: 'question.practised', at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId,
    body: { sittingId, questionId, attempt, chosen, cites: anchored(act.catalog, lesson, question.cites), sure, seconds: secondsBetween(input.shownAt, act.now) },
  }]).catch(async (error: unknown) => {
    if (!isRefusal(error) || error.code !== 'fact-conflict') throw error;
    // The same form sent twice at once: it took two lengths of time, but is one answer.
    sameAs(sittingsOf(await act.store.factsOf(actor.memberId)).find((one) => one.sittingId === sittingId)?.answers.get(questionId), chosen);
  });
}

function sameAs(earlier: Pick<Answer, 'chosen'> | undefined, chosen: readonly string[]): void {
  if (earlier?.chosen.join('\n') !== chosen.join('\n')) throw new Refusal('answer-conflict');
}

/** Null when the instant is none, lies ahead, or is too long ago to mean anything. */
function secondsBetween(shownAt: string, now: string): number | null {
  const seconds = Math.round((Date.parse(now) - Date.parse(shownAt)) / 1000);
  return seconds >= 0 && seconds <= longestSeconds ? seconds : null;
}
