import { localDate } from '../domain/calendar.ts';
import { disputesOf, mayBeRuledRight, questionRegisterSubject } from '../domain/dispute.ts';
import { demandIn } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { rulingCites, type RulingKind } from '../domain/ruling.ts';
import { loadUnits, type Act } from './act.ts';
import { lawUnitId } from './law-import.ts';

/** `retire`: the question is not asked any more, whatever the ruling. `cites`: as typed, citations apart by spaces or 、. `reason`: 5 to 800 characters. */
export interface RulingInput { disputeId: string; ruling: RulingKind; retire: boolean; reason: string; cites: string }

/**
 * Rules on a dispute, once. What the ruling changes shows at once wherever the question is marked; those it touches are told by
 * `carryOutRulings`. Refuses `not-found`, `dispute-own`, `dispute-ruled`, `ruling-cites-missing` {cite}, and `invalid-input` for a
 * reason too short or too long and for an answer that cannot be ruled right.
 */
export async function ruleOnDispute(act: Act, { disputeId, ruling, retire, reason, cites }: RulingInput): Promise<void> {
  const unitId = await lawUnitId(act.store);
  const actor = demandIn(act.actor, 'rule-on-dispute', unitId, await loadUnits(act.store));
  const dispute = disputesOf(await act.store.factsOf(questionRegisterSubject)).find((one) => one.disputeId === disputeId);
  if (!dispute) throw new Refusal('not-found');
  if (dispute.memberId === actor.memberId) throw new Refusal('dispute-own');
  if (dispute.ruling) throw new Refusal('dispute-ruled');
  if (ruling === 'also-right' && !mayBeRuledRight(act.catalog.questions.get(dispute.questionId), dispute.chosen)) throw new Refusal('invalid-input', { text: '这份作答不能裁定为也算对' });
  const said = reason.trim();
  if (said.length < 5 || said.length > 800) throw new Refusal('invalid-input', { text: '理由写 5 到 800 字' });
  await act.store.append([{
    id: disputeId.replace('disputed/', 'ruled/'), kind: 'dispute.ruled', at: act.now, actorId: actor.memberId, subjectId: questionRegisterSubject, contextId: null, unitId,
    body: {
      disputeId, questionId: dispute.questionId, ruling, chosen: ruling === 'also-right' ? dispute.chosen : [], retired: retire || ruling === 'withdrawn',
      reason: said, cites: rulingCites(cites, act.catalog.laws, localDate(act.now)),
    },
  }]).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('dispute-ruled') : error; });
}
