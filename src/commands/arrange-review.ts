import { addDays, localDate } from '../domain/calendar.ts';
import { ofKind } from '../domain/fact.ts';
import { demand } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { reviewPlanOf, type ReviewPlan } from '../domain/review.ts';
import type { Act } from './act.ts';

const longestPause = 366;

/** Sets one's own weekly minutes and pause (local days, both or neither). Said again, nothing is recorded. Refuses `invalid-input` for a pause that ends before it begins, is over, or lasts more than a year. */
export async function arrangeReview(act: Act, plan: ReviewPlan): Promise<void> {
  const actor = demand(act.actor, 'study');
  const { minutes, pausedFrom, pausedTo } = plan;
  const today = localDate(act.now);
  if ((pausedFrom === null) !== (pausedTo === null)) throw new Refusal('invalid-input', { text: '暂停要写明起止两天' });
  if (pausedFrom && pausedTo && (pausedTo < pausedFrom || pausedTo < today || pausedTo > addDays(pausedFrom, longestPause))) throw new Refusal('invalid-input', { text: '暂停的起止日期不合理' });
  const facts = await act.store.factsOf(actor.memberId);
  const now = reviewPlanOf(facts);
  if (now.minutes === minutes && now.pausedFrom === pausedFrom && now.pausedTo === pausedTo) return;
  await act.store.append([{
    id: `review/${ofKind(facts, 'review.arranged').length + 1}`, kind: 'review.arranged', at: act.now, actorId: actor.memberId, subjectId: actor.memberId, contextId: null, unitId: actor.unitId,
    body: { minutes, pausedFrom, pausedTo },
  }]).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('document-conflict') : error; });
}
