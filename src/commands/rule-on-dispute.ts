import { localDate } from '../domain/calendar.ts';
import { answerIn } from '../domain/answer-part.ts';
import { disputesOf, questionRegisterSubject, rulableParts, settledWith, type Dispute } from '../domain/dispute.ts';
import { demandIn } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Question } from '../domain/question.ts';
import { rulingCites, type RulingKind } from '../domain/ruling.ts';
import { loadUnits, type Act } from './act.ts';
import { lawUnitId } from './law-import.ts';

/** `part`: of the answer, 1-based, that is ruled right too; null where it has none, and for any other ruling. `retire`: the question is not asked any more, whatever the ruling. `cites`: as typed, citations apart by spaces or 、. `reason`: 5 to 800 characters. */
export interface RulingInput { disputeId: string; ruling: RulingKind; part: number | null; retire: boolean; reason: string; cites: string }

/**
 * Rules on a dispute, once, and with it on every other open one that the ruling settles. What the ruling changes shows at once wherever the question is marked; those it touches are told by
 * `carryOutRulings`. Refuses `not-found`, `dispute-own`, `dispute-ruled`, `ruling-cites-missing` {cite}, and `invalid-input` for a
 * reason too short or too long and for an answer that cannot be ruled right.
 */
export async function ruleOnDispute(act: Act, input: RulingInput): Promise<void> {
  const { disputeId, ruling, retire, reason, cites } = input;
  const unitId = await lawUnitId(act.store);
  const actor = demandIn(act.actor, 'rule-on-dispute', unitId, await loadUnits(act.store));
  const disputes = disputesOf(await act.store.factsOf(questionRegisterSubject));
  const dispute = disputes.find((one) => one.disputeId === disputeId);
  if (!dispute) throw new Refusal('not-found');
  if (dispute.memberId === actor.memberId) throw new Refusal('dispute-own');
  if (dispute.ruling) throw new Refusal('dispute-ruled');
  const question = act.catalog.questions.get(dispute.questionId);
  const part = ruling === 'also-right' ? partRuledOn(question, dispute, input.part) : null;
  const chosen = ruling === 'also-right' ? answerIn(question!, dispute.chosen, part) : [];
  const said = reason.trim();
  if (said.length < 5 || said.length > 800) throw new Refusal('invalid-input', { text: '理由写 5 到 800 字' });
  const others = settledWith(dispute, { ruling, part, chosen }, question, disputes);
  const envelope = { kind: 'dispute.ruled' as const, at: act.now, actorId: actor.memberId, subjectId: questionRegisterSubject, contextId: null, unitId };
  const body = { questionId: dispute.questionId, ruling, chosen, ...(part === null ? {} : { part }), retired: retire || ruling === 'withdrawn', reason: said, cites: rulingCites(cites, act.catalog.laws, localDate(act.now)) };
  const rulingId = rulingIdOf(disputeId);
  try {
    await act.store.append([
      { ...envelope, id: rulingId, body: { disputeId, ...body } },
      ...others.map((other) => ({ ...envelope, id: rulingIdOf(other.disputeId), body: { disputeId: other.disputeId, ...body, madeWith: rulingId } })),
    ]);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'fact-conflict') throw error;
    // Someone ruled on this one at the same moment, or on one of the others, which then is not settled with it.
    if (others.length === 0) throw new Refusal('dispute-ruled');
    await ruleOnDispute(act, input);
  }
}

function partRuledOn(question: Question | undefined, { chosen }: Dispute, part: number | null): number | null {
  const parts = rulableParts(question, chosen);
  if (parts.includes(part)) return part;
  if (question?.type === 'short') throw new Refusal('invalid-input', { text: '简答按要点评阅，只能维持或作废' });
  if (question?.type === 'true-false') throw new Refusal('invalid-input', { text: '判断题不能两边都算对，请作废或维持' });
  throw new Refusal('invalid-input', { text: parts.length > 0 ? '请选择哪一处也算对' : '这份作答不能裁定为也算对' });
}

const rulingIdOf = (disputeId: string): string => disputeId.replace(/^disputed\//, 'ruled/');
