import { earnsFollowUp, followUpCites, followUpProgress } from '../domain/follow-up.ts';
import type { LawChange } from '../domain/law-change.ts';
import type { Actor } from '../domain/member.ts';
import type { Act } from './act.ts';

/** Records that a person has done a follow-up study, when everything known by now shows it and it is not on record yet. */
export async function completeFollowUpIfEarned({ store, catalog, now }: Pick<Act, 'store' | 'catalog' | 'now'>, { memberId, unitId }: Pick<Actor, 'memberId' | 'unitId'>, change: LawChange): Promise<void> {
  const progress = followUpProgress(change, catalog, await store.factsOf(memberId));
  if (progress.completedAt || !earnsFollowUp(progress)) return;
  const cites = [...new Set(progress.questions.flatMap((one) => followUpCites(catalog, change, one.question)))];
  await store.append([{
    id: `follow-up/${change.changeId}`, kind: 'follow-up.completed', at: now, actorId: memberId, subjectId: memberId, contextId: null, unitId,
    body: { changeId: change.changeId, cites },
  }]);
}
