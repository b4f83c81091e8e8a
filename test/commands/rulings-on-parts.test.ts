import { beforeEach, describe, expect, test } from 'vitest';
import { carryOutRulings } from '../../src/commands/carry-out-rulings.ts';
import { disputeQuestion } from '../../src/commands/dispute-question.ts';
import { ruleOnDispute, type RulingInput } from '../../src/commands/rule-on-dispute.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { questionRegisterSubject } from '../../src/domain/dispute.ts';
import type { Member } from '../../src/domain/member.ts';
import type { QuestionType } from '../../src/domain/question.ts';
import { aMember, answered, catalog, now, practised, sun, trainer, wu, zhang } from '../builders.ts';
import { catalogUnderRulings } from '../dispute-builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

const later = '2026-03-03T01:00:00.000Z';
let office: Office;
let content: Catalog;
beforeEach(async () => {
  office = await Office.open();
  content = catalog;
});

/** The first question of the lesson is of this type. */
const askInstead = (type: QuestionType) => { content = { ...catalog, questions: new Map([...catalog.questions, ['first-01', aQuestionOf(type, { id: 'first-01' })]]) }; };
const act = async (actor: Member) => office.act(actor, now, { catalog: await catalogUnderRulings(office.store, content) });
const dispute = async (actor: Member, about: 'answer' | 'question' = 'answer') => disputeQuestion(await act(actor), { questionId: 'first-01', answerId: about === 'answer' ? 'answered/first-01/1' : null, reason: '条文没有说不能这样写。' });
const rule = async (over: Partial<RulingInput> = {}, actor = trainer) => ruleOnDispute(await act(actor), { disputeId: 'disputed/first-01/1', ruling: 'also-right', part: null, retire: false, reason: '条文没有排除这样办。', cites: 'sample-law/22/1', ...over });
const carryOut = async () => carryOutRulings({ store: office.store, catalog: await catalogUnderRulings(office.store, content), now: later });
const register = () => office.store.factsOf(questionRegisterSubject);
const disputes = async () => (await catalogUnderRulings(office.store, content)).disputes;

describe('a ruling on a part of an answer', () => {
  beforeEach(async () => {
    askInstead('blank');
    await office.record(answered(zhang, 'first-01', 1, ['60日', '台账']), answered(sun, 'first-01', 1, ['15日', '《台账》']));
    await dispute(zhang);
  });

  test('records that part and what was answered in it, and regrades whoever becomes right by it', async () => {
    await rule({ part: 2 });
    expect((await register()).at(-1)).toMatchObject({ id: 'ruled/first-01/1', body: { ruling: 'also-right', part: 2, chosen: ['台账'] } });
    await carryOut();
    expect(await office.factIds('member-zhang'), 'gap 1 is as wrong as before').toEqual(['answered/first-01/1']);
    expect(await office.factIds('member-sun')).toEqual(['answered/first-01/1', 'regraded/first-01/1']);
  });

  test('needs a part that was answered wrong', async () => {
    for (const part of [null, 0, 3, 60]) expect(await refusalOf(rule({ part })), String(part)).toMatchObject({ code: 'invalid-input' });
    await rule({ ruling: 'stands', part: 2 });
    expect((await register()).at(-1)!.body).not.toHaveProperty('part');
  });
});

test('one’s own words and the two sides of a statement cannot be ruled right beside the key', async () => {
  for (const [type, chosen, say] of [['short', ['登记了再说。'], '维持或作废'], ['true-false', ['t'], '作废']] as const) {
    office = await Office.open();
    askInstead(type);
    await office.record(answered(zhang, 'first-01', 1, [...chosen]));
    await dispute(zhang);
    for (const part of [null, 1]) expect(await refusalOf(rule({ part })), type).toMatchObject({ code: 'invalid-input', facts: { text: expect.stringContaining(say) as unknown } });
    expect(await register()).toHaveLength(1);
  }
});

describe('a ruling that a dispute is right', () => {
  const colleague = aMember({ memberId: 'member-he', staffNo: '1009', name: '何㛃', roles: ['cadre', 'trainer'] });
  beforeEach(async () => {
    await office.put('members', colleague.memberId, colleague);
    await office.record(answered(zhang, 'first-01', 1, ['b']), answered(sun, 'first-01', 1, ['b']), answered(wu, 'first-01', 1, ['c']), answered(colleague, 'first-01', 1, ['b']));
    await dispute(zhang);
    await dispute(sun);
    await dispute(wu);
    await dispute(colleague, 'question');
  });
  const standings = async () => (await disputes()).map((one) => one.ruling && [one.ruling.ruling, one.ruling.rulingId]);

  test('settles with it every open dispute whose answer it covers, as one ruling that is carried out once', async () => {
    await rule({ disputeId: 'disputed/first-01/2' });
    expect(await standings()).toEqual([['also-right', 'ruled/first-01/2'], ['also-right', 'ruled/first-01/2'], null, null]);
    expect((await register()).slice(4)).toMatchObject([
      { id: 'ruled/first-01/2', body: { chosen: ['b'] } },
      { id: 'ruled/first-01/1', body: { disputeId: 'disputed/first-01/1', chosen: ['b'], reason: '条文没有排除这样办。', madeWith: 'ruled/first-01/2' } },
    ]);
    expect(await refusalOf(rule())).toMatchObject({ code: 'dispute-ruled' });
    expect(await carryOut()).toBe(1);
    expect((await disputes()).map((one) => one.ruling?.people)).toEqual([3, 3, undefined, undefined]);
    expect(await carryOut()).toBe(0);
  });

  test('withdraws the question for everyone who disputed it', async () => {
    await rule({ ruling: 'withdrawn' });
    expect(await standings()).toEqual(Array.from({ length: 4 }, () => ['withdrawn', 'ruled/first-01/1']));
  });

  test('that stands, or was refused, settles nobody else’s', async () => {
    await rule({ ruling: 'stands' });
    expect(await refusalOf(rule({ disputeId: 'disputed/first-01/2', cites: '' }))).toMatchObject({ code: 'ruling-cites-missing' });
    expect((await standings()).filter(Boolean)).toHaveLength(1);
  });

  test('leaves as it was ruled what was ruled on before', async () => {
    await rule({ ruling: 'stands' });
    await rule({ disputeId: 'disputed/first-01/2' });
    expect(await standings()).toEqual([['stands', 'ruled/first-01/1'], ['also-right', 'ruled/first-01/2'], null, null]);
  });

  test('by two trainers at once, on two disputes that it covers, settles each dispute once', async () => {
    const outcomes = await Promise.all([refusalOf(rule()), refusalOf(rule({ disputeId: 'disputed/first-01/2', ruling: 'stands' }, colleague))]);
    const facts = (await register()).filter((fact) => fact.kind === 'dispute.ruled');
    expect([new Set(facts.map((fact) => fact.id)).size, outcomes.every((one) => one === null || one.code === 'dispute-ruled')]).toEqual([facts.length, true]);
    expect((await disputes()).slice(0, 2).every((one) => one.ruling)).toBe(true);
  });
});

describe('a dispute of a question that is not asked any more', () => {
  test('is refused in words of its own, so that what was written stays', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b']), practised(sun, 'first-01', 1, ['c']));
    await dispute(zhang);
    await rule({ ruling: 'withdrawn' });
    expect(await refusalOf(dispute(zhang))).toMatchObject({ code: 'dispute-closed' });
    expect(await refusalOf(dispute(wu)), 'who never answered it is told nothing about it').toMatchObject({ code: 'not-found' });
  });
});
