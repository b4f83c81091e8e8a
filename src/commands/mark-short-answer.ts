import { lessonOfQuestion } from '../domain/catalog.ts';
import { standing, type NewFact } from '../domain/fact.ts';
import { markingId, pointsFound } from '../domain/marking.ts';
import { demand, demandIn } from '../domain/permission.ts';
import { questionProgress } from '../domain/progress.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { loadMember, loadUnits, type Act } from './act.ts';
import { completeIfEarned, completionOf } from './complete-lesson.ts';

/** `points`: numbers of the points the trainer finds in the answer; `note`: what the trainer says to it, null or empty for nothing. */
export interface TrainerMarking { memberId: string; questionId: string; attempt: number; points: string[]; note: string | null }

/**
 * A trainer marks one short answer of somebody else, once, and completes the writer's lesson when that was the last one missing. Refuses
 * `question-not-in-lesson`, `not-found` for an answer that was not given, `not-permitted` for one's own and for people out of reach,
 * `invalid-input`, `answer-marked` for another marking of the same; the same again changes nothing.
 */
export async function markShortAnswer(act: Act, { memberId, questionId, attempt, points, note }: TrainerMarking): Promise<void> {
  demand(act.actor, 'mark-answers');
  const question = act.catalog.questions.get(questionId);
  const lesson = question?.type === 'short' && question.marking === 'trainer' ? lessonOfQuestion(act.catalog, questionId) : null;
  if (question?.type !== 'short' || !lesson) throw new Refusal('question-not-in-lesson');
  const writer = await loadMember(act.store, memberId);
  const actor = demandIn(act.actor, 'mark-answers', writer.unitId, await loadUnits(act.store));
  if (actor.memberId === memberId) throw new Refusal('not-permitted');

  const facts = await act.store.factsOf(memberId);
  const answer = questionProgress(question, standing(facts)).attempts.find((one) => one.attempt === attempt);
  if (!answer) throw new Refusal('not-found');
  const found = pointsFound(question, points);
  const said = noteOf(note);
  if (answer.marking && (answer.marking.join() !== found.join() || (answer.note ?? undefined) !== said)) throw new Refusal('answer-marked');
  if (!answer.marking) {
    const marking: NewFact<'answer.marked'> = {
      at: act.now, actorId: actor.memberId, subjectId: memberId, contextId: null, unitId: writer.unitId, id: markingId(questionId, attempt, facts), kind: 'answer.marked',
      body: { questionId, attempt, points: found, ...(said ? { note: said } : {}) },
    };
    await act.store.append([marking]).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('answer-marked') : error; });
  }
  await completeIfEarned(act, writer, completionOf(act, writer, lesson));
}

function noteOf(note: string | null): string | undefined {
  const said = note?.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  if (said && (said.length < 2 || said.length > 300)) throw new Refusal('invalid-input', { text: '评语 2 至 300 字' });
  return said || undefined;
}
