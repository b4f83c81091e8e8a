import type { Catalog } from '../src/domain/catalog.ts';
import { disputesOf, questionRegisterSubject, withRulings } from '../src/domain/dispute.ts';
import type { FactBody, NewFact } from '../src/domain/fact.ts';
import type { Member } from '../src/domain/member.ts';
import type { Store } from '../src/storage/port.ts';
import { aFact, catalog, now, trainer, zhang } from './builders.ts';

const register = { subjectId: questionRegisterSubject };

/** `number`: of its question this is which dispute, from 1. */
export function disputed(member: Member = zhang, over: Partial<FactBody<'question.disputed'>> = {}, number = 1, at = now): NewFact<'question.disputed'> {
  const body = { questionId: 'first-01', chosen: ['b'], reason: '来信人自己找也说得通。', ...over };
  return aFact('question.disputed', { ...register, id: `disputed/${body.questionId}/${number}`, at, actorId: member.memberId, unitId: member.unitId, body });
}

export function ruled(over: Partial<FactBody<'dispute.ruled'>> = {}, number = 1, at = now): NewFact<'dispute.ruled'> {
  const questionId = over.questionId ?? 'first-01';
  const body = { disputeId: `disputed/${questionId}/${number}`, questionId, ruling: 'also-right' as const, chosen: ['b'], retired: false, reason: '条文没有排除这样办。', cites: ['sample-law@2026/22/1'], ...over };
  return aFact('dispute.ruled', { ...register, id: `ruled/${questionId}/${number}`, at, actorId: trainer.memberId, unitId: 'unit-root', body });
}

export function carriedOut(people: number, number = 1, questionId = 'first-01'): NewFact<'ruling.carried-out'> {
  return aFact('ruling.carried-out', { ...register, id: `carried-out/${questionId}/${number}`, actorId: 'system', unitId: 'unit-root', body: { rulingId: `ruled/${questionId}/${number}`, people } });
}

/** The content as the store's register of questions has it now, as the server publishes it. */
export async function catalogUnderRulings(store: Store, content: Catalog = catalog): Promise<Catalog> {
  const disputes = disputesOf(await store.factsOf(questionRegisterSubject));
  return { ...content, disputes, questions: withRulings(content.questions, disputes) };
}
