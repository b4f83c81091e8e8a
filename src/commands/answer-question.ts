import { localDate } from '../domain/calendar.ts';
import { anchored, checkQuestionsOf, liveQuestionsOf } from '../domain/catalog.ts';
import { standing, type Fact, type NewFact } from '../domain/fact.ts';
import { awaitsTrainer } from '../domain/marking.ts';
import { demand } from '../domain/permission.ts';
import { questionProgress } from '../domain/progress.ts';
import { readResponse } from '../domain/response.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { completeIfEarned, completionOf } from './complete-lesson.ts';

/** `given`: what the form sends, as shown to this person at this attempt. */
export interface AnswerInput { lessonId: string; questionId: string; attempt: number; given: string[] }

/** Nobody learns from more; without a bound one person could fill the disk. */
export const attemptsADay = 30;

/**
 * Records one answer, and the completion of the lesson when it was the last one missing. Sending the same attempt again
 * records nothing new; another answer to an attempt already made is refused (`answer-conflict`), so are letters from an
 * outdated page (`answer-stale`), a question whose law has changed (`question-suspended`), a further attempt while a trainer has still to mark the
 * last one (`answer-waiting`), and more than 30 tries a day (`answer-too-often`). A question once solved takes no further answers here.
 */
export async function answerQuestion(act: Act, input: AnswerInput): Promise<void> {
  const actor = demand(act.actor, 'study');
  const lesson = act.catalog.lessons.get(input.lessonId);
  const question = lesson && checkQuestionsOf(act.catalog, lesson).find((one) => one.id === input.questionId);
  if (!lesson || !question) throw new Refusal('question-not-in-lesson');
  const today = localDate(act.now);
  const live = liveQuestionsOf(act.catalog, lesson, today);
  if (!live.includes(question)) throw new Refusal('question-suspended');
  const facts = await act.store.factsOf(actor.memberId);
  const progress = questionProgress(question, facts);
  const made = progress.attempts.length;
  if (input.attempt > made + 1 || input.attempt < 1) throw new Refusal('answer-stale');
  if (input.attempt === made + 1 && progress.solved) throw new Refusal('answer-stale');
  if (question.type === 'short' && input.attempt === made + 1 && awaitsTrainer(question, questionProgress(question, standing(facts)).attempts)) throw new Refusal('answer-waiting');

  if (input.attempt === made + 1 && progress.attempts.filter((fact) => localDate(fact.at) === today).length >= attemptsADay) throw new Refusal('answer-too-often', { limit: attemptsADay });

  const chosen = readResponse(question, actor.memberId, input.attempt, input.given);
  const stamp = { at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId };
  const answer: NewFact<'question.answered'> = {
    ...stamp, id: `answered/${question.id}/${input.attempt}`, kind: 'question.answered',
    body: { lessonId: lesson.lessonId, questionId: question.id, attempt: input.attempt, chosen, cites: anchored(act.catalog, lesson, question.cites) },
  };
  const earlier = progress.attempts.find((one) => one.factId === answer.id);
  if (earlier) {
    if (earlier.chosen.join('\n') !== chosen.join('\n')) throw new Refusal('answer-conflict');
    return;
  }
  const completion = completionOf(act, actor, lesson);
  try {
    await act.store.append(completion.isEarned([...facts, answer as unknown as Fact]) ? [answer, completion.fact] : [answer]);
  } catch (error) {
    throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('answer-conflict') : error;
  }
  await completeIfEarned(act, actor, completion);
}
