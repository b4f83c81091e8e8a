import { followUpProgress } from '../domain/follow-up.ts';
import { owedFollowUps } from '../domain/law-change.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { completeIfEarned, completionOf } from './complete-lesson.ts';

/**
 * Records a lesson of which the actor has solved everything that is asked by now: the questions have changed since the last answer, so no
 * further answer would do it. Said again, nothing is recorded. Refuses `not-found`, `not-earned`.
 */
export async function claimLesson(act: Act, lessonId: string): Promise<void> {
  const actor = demand(act.actor, 'study');
  const lesson = act.catalog.lessons.get(lessonId);
  if (!lesson) throw new Refusal('not-found');
  const completion = completionOf(act, actor, lesson);
  await completeIfEarned(act, actor, completion);
  if (!(await act.store.factsOf(actor.memberId)).some((fact) => fact.id === completion.fact.id)) throw new Refusal('not-earned');
}

/** Records a follow-up study that the actor owes and of which no question is asked any more: what changed was read. Refuses `follow-up-not-open`, `not-earned`. */
export async function claimFollowUp(act: Act, changeId: string): Promise<void> {
  const actor = demand(act.actor, 'study');
  const change = act.catalog.changes.find((one) => one.changeId === changeId);
  if (!change) throw new Refusal('follow-up-not-open');
  const facts = await act.store.factsOf(actor.memberId);
  const { questions, completedAt } = followUpProgress(change, act.catalog, facts);
  if (completedAt) return;
  if (questions.length > 0 || !owedFollowUps(facts, act.catalog.changes).some((one) => one.change === change)) throw new Refusal('not-earned');
  await act.store.append([{
    id: `follow-up/${changeId}`, kind: 'follow-up.completed', at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId,
    body: { changeId, cites: [] },
  }]);
}
