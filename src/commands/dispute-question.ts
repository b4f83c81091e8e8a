import { answersOf } from '../domain/answer.ts';
import { disputesOf, questionRegisterSubject } from '../domain/dispute.ts';
import { ofKind } from '../domain/fact.ts';
import { demand } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';

/** `answerId`: which of one's own answers it is about; null: the question as such. `reason`: 5 to 500 characters. */
export interface DisputeInput { questionId: string; answerId: string | null; reason: string }

/**
 * Disputes a question that one has answered. The same again records nothing new; something else while one's dispute of the question is
 * open is refused (`dispute-open`), so is a question that is not asked any more (`dispute-closed`) or was not answered (`not-found`), a reason too short or too long (`invalid-input`).
 */
export async function disputeQuestion(act: Act, { questionId, answerId, reason }: DisputeInput): Promise<void> {
  const actor = demand(act.actor, 'study');
  const question = act.catalog.questions.get(questionId);
  const answers = answersOf(await act.store.factsOf(actor.memberId)).filter((one) => one.questionId === questionId);
  const disputed = answerId === null ? null : answers.find((one) => one.factId === answerId);
  if (!question || answers.length === 0 || disputed === undefined) throw new Refusal('not-found');
  if (question.state !== 'live') throw new Refusal('dispute-closed');
  const [said, chosen] = [reason.trim(), [...disputed?.chosen ?? []]];
  if (said.length < 5 || said.length > 500) throw new Refusal('invalid-input', { text: '理由写 5 到 500 字' });
  const register = await act.store.factsOf(questionRegisterSubject);
  const open = disputesOf(register).find((one) => one.questionId === questionId && one.memberId === actor.memberId && !one.ruling);
  if (open?.reason === said && open.chosen.join('\n') === chosen.join('\n')) return;
  if (open) throw new Refusal('dispute-open');
  const number = ofKind(register, 'question.disputed').filter((fact) => fact.body.questionId === questionId).length + 1;
  try {
    await act.store.append([{
      id: `disputed/${questionId}/${number}`, kind: 'question.disputed', at: act.now, actorId: actor.memberId,
      subjectId: questionRegisterSubject, contextId: null, unitId: actor.unitId, body: { questionId, chosen, reason: said },
    }]);
  } catch (error) {
    // Someone else disputed the same question at the same moment: theirs came first.
    if (!isRefusal(error) || error.code !== 'fact-conflict') throw error;
    await disputeQuestion(act, { questionId, answerId, reason });
  }
}
