import { beforeEach, describe, expect, test } from 'vitest';
import { carryOutRulings } from '../../src/commands/carry-out-rulings.ts';
import { disputeQuestion, type DisputeInput } from '../../src/commands/dispute-question.ts';
import { ruleOnDispute, type RulingInput } from '../../src/commands/rule-on-dispute.ts';
import { questionRegisterSubject } from '../../src/domain/dispute.ts';
import type { Member } from '../../src/domain/member.ts';
import { lessonProgress } from '../../src/domain/progress.ts';
import { questionsOf } from '../../src/domain/catalog.ts';
import { admin, aFact, aMember, answered, completed, firstLesson, leader, now, practised, streetTrainer, sun, trainer, wu, zhang } from '../builders.ts';
import { catalogUnderRulings } from '../dispute-builders.ts';
import { Office, refusalOf } from '../office.ts';

const later = '2026-03-03T01:00:00.000Z';
const [first, second] = ['disputed/first-01/1', 'disputed/first-01/2'];
let office: Office;
beforeEach(async () => {
  office = await Office.open();
  await office.record(answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-02', 1, ['a', 'd']), answered(zhang, 'first-03', 1, ['f']));
});

const act = async (actor: Member | null, at = now) => office.act(actor, at, { catalog: await catalogUnderRulings(office.store) });
const dispute = async (actor: Member | null = zhang, over: Partial<DisputeInput> = {}) => disputeQuestion(await act(actor), { questionId: 'first-01', answerId: 'answered/first-01/1', reason: '条文没有说不能自己找。', ...over });
const rule = async (over: Partial<RulingInput> = {}, actor: Member | null = trainer) => ruleOnDispute(await act(actor), { disputeId: first!, ruling: 'also-right', part: null, retire: false, reason: '条文没有排除这样办。', cites: 'sample-law/22/1', ...over });
const carryOut = async () => carryOutRulings({ store: office.store, catalog: await catalogUnderRulings(office.store), now: later });
const register = () => office.store.factsOf(questionRegisterSubject);
const registered = () => office.factIds(questionRegisterSubject);

describe('disputing a question', () => {
  test('records what was answered and why, in the register of questions', async () => {
    await dispute(zhang, { reason: '  䶮同志说：条文没有说不能自己找。 ' });
    expect(await register()).toMatchObject([{ id: first, actorId: 'member-zhang', unitId: 'unit-reception', body: { questionId: 'first-01', chosen: ['b'], reason: '䶮同志说：条文没有说不能自己找。' } }]);
  });

  test('is for an answer given in practice and for the question as such too', async () => {
    await office.record(practised(sun, 'first-01', 1, ['c']));
    await dispute(sun, { answerId: 'practised/first-01/1' });
    await dispute(zhang, { answerId: null });
    expect((await register()).map((fact) => [fact.id, 'chosen' in fact.body && fact.body.chosen])).toEqual([[first, ['c']], [second, []]]);
  });

  test('sent twice is recorded once; something else while it is open is refused; after the ruling it may be disputed again', async () => {
    await dispute();
    await dispute();
    expect(await refusalOf(dispute(zhang, { reason: '再补充一点理由。' }))).toMatchObject({ code: 'dispute-open' });
    await rule({ ruling: 'stands' });
    await dispute(zhang, { reason: '再补充一点理由。' });
    expect(await registered()).toEqual([first, 'ruled/first-01/1', second]);
  });

  test('by two people at once keeps both; by one person in two tabs keeps one', async () => {
    await office.record(answered(sun, 'first-01', 1, ['b']));
    const outcomes = await Promise.all([refusalOf(dispute()), refusalOf(dispute(sun)), refusalOf(dispute(zhang, { reason: '另一个理由也成立。' }))]);
    expect(outcomes.map((refusal) => refusal?.code ?? 'recorded').sort()).toEqual(['dispute-open', 'recorded', 'recorded']);
    expect(await registered()).toEqual([first, second]);
  });

  test('is for those who answered it, about an answer of their own, while it is asked', async () => {
    const code = async (actor: Member | null, over: Partial<DisputeInput> = {}) => (await refusalOf(dispute(actor, over)))?.code;
    expect([await code(null), await code(sun), await code(sun, { answerId: null })]).toEqual(['not-signed-in', 'not-found', 'not-found']);
    for (const over of [{ questionId: 'gone-01' }, { answerId: 'answered/first-02/1' }, { answerId: 'answered/first-01/2' }, { questionId: '__proto__', answerId: null }]) expect(await code(zhang, over)).toBe('not-found');
    for (const reason of ['不对', '     ', '长'.repeat(501)]) expect(await code(zhang, { reason })).toBe('invalid-input');
    await dispute();
    await rule({ ruling: 'stands', retire: true });
    expect(await code(zhang)).toBe('dispute-closed');
    expect(await registered()).toHaveLength(2);
  });
});

describe('ruling on a dispute', () => {
  beforeEach(() => dispute());

  test('records the ruling with the articles of today, once', async () => {
    await rule({ cites: 'sample-law/22/1、old-law@2005/33' });
    expect((await register()).at(-1)).toMatchObject({ id: 'ruled/first-01/1', actorId: 'member-lin', unitId: 'unit-root', body: { disputeId: first, ruling: 'also-right', chosen: ['b'], retired: false, cites: ['sample-law@2026/22/1', 'old-law@2005/33'] } });
    expect(await refusalOf(rule({ ruling: 'stands' }))).toMatchObject({ code: 'dispute-ruled' });
    expect(await registered()).toHaveLength(2);
  });

  test('by two trainers at once keeps the first', async () => {
    const other = aMember({ memberId: 'member-he', staffNo: '1009', name: '何㛃', roles: ['cadre', 'trainer'] });
    const outcomes = await Promise.all([refusalOf(rule({ ruling: 'stands' })), refusalOf(rule({ ruling: 'withdrawn' }, other))]);
    expect(outcomes.map((refusal) => refusal?.code ?? 'recorded').sort()).toEqual(['dispute-ruled', 'recorded']);
  });

  test('takes a withdrawn question out of use, and one that stands only when told so', async () => {
    await rule({ ruling: 'withdrawn' });
    expect((await register()).at(-1)).toMatchObject({ body: { retired: true, chosen: [] } });
    expect((await catalogUnderRulings(office.store)).questions.get('first-01')).toMatchObject({ state: 'retired', arguable: true });
  });

  test('is for trainers of the whole installation, and never on one’s own dispute', async () => {
    for (const actor of [zhang, leader, admin, streetTrainer, aMember({ roles: [] })]) expect(await refusalOf(rule({}, actor)), actor.name).toMatchObject({ code: 'not-permitted' });
    expect(await refusalOf(rule({}, null))).toMatchObject({ code: 'not-signed-in' });
    await office.record(answered(trainer, 'first-01', 1, ['b']));
    await dispute(trainer);
    expect(await refusalOf(rule({ disputeId: second! }))).toMatchObject({ code: 'dispute-own' });
    expect(await registered()).toEqual([first, second]);
  });

  test('refuses what cannot be ruled, and changes nothing', async () => {
    expect(await refusalOf(rule({ cites: 'sample-law/1 sample-law/99' }))).toMatchObject({ code: 'ruling-cites-missing', facts: { cite: 'sample-law/99' } });
    expect(await refusalOf(rule({ cites: '' }))).toMatchObject({ code: 'ruling-cites-missing' });
    expect(await refusalOf(rule({ disputeId: 'disputed/first-01/9' }))).toMatchObject({ code: 'not-found' });
    for (const reason of ['可以', '长'.repeat(801)]) expect(await refusalOf(rule({ reason }))).toMatchObject({ code: 'invalid-input' });
    await office.record(answered(sun, 'first-01', 1, ['a']), answered(wu, 'first-01', 1, ['c']));
    await dispute(sun);
    await dispute(wu, { answerId: null });
    for (const disputeId of [second!, 'disputed/first-01/3']) expect(await refusalOf(rule({ disputeId }))).toMatchObject({ code: 'invalid-input' });
    expect(await registered()).toEqual([first, second, 'disputed/first-01/3']);
  });
});

describe('carrying out rulings', () => {
  beforeEach(() => dispute());

  test('an answer ruled right regrades whoever gave it, completes the lesson it was missing from, and tells nobody else', async () => {
    await office.record(answered(sun, 'first-01', 1, ['b']), answered(sun, 'first-01', 2, ['a']), answered(wu, 'first-01', 1, ['c']), answered(leader, 'first-01', 1, ['a']));
    await rule();
    expect(await carryOut()).toBe(1);
    expect((await office.store.factsOf('member-zhang')).slice(3)).toMatchObject([
      { id: 'regraded/first-01/1', kind: 'answer.regraded', actorId: 'system', unitId: 'unit-reception', at: later, body: { questionId: 'first-01', rulingId: 'ruled/first-01/1', answerIds: ['answered/first-01/1'], now: 'right' } },
      { id: 'completed/course-a/first', kind: 'lesson.completed', actorId: 'member-zhang', at: later },
    ]);
    expect(await office.factIds('member-sun')).toEqual(['answered/first-01/1', 'answered/first-01/2', 'regraded/first-01/1']);
    expect([await office.factIds('member-wu'), await office.factIds('member-wang')]).toEqual([['answered/first-01/1'], ['answered/first-01/1']]);
    expect((await register()).at(-1)).toMatchObject({ id: 'carried-out/first-01/1', actorId: 'system', body: { rulingId: 'ruled/first-01/1', people: 2 } });
    const { completedAt } = lessonProgress(firstLesson, questionsOf(await catalogUnderRulings(office.store), firstLesson), await office.store.factsOf('member-zhang'));
    expect(completedAt).toBe(later);
  });

  test('a second time does nothing', async () => {
    await rule();
    await carryOut();
    const before = office.records.facts.length;
    expect(await carryOut()).toBe(0);
    expect(office.records.facts).toHaveLength(before);
  });

  test('a key that stands touches nobody and is not carried out', async () => {
    await rule({ ruling: 'stands' });
    expect([await carryOut(), await registered()]).toEqual([0, [first, 'ruled/first-01/1']]);
  });

  test('a withdrawn question completes the lesson of everyone who had answered the rest, whether they had come to it or not', async () => {
    await office.record(answered(sun, 'first-02', 1, ['a', 'd']), answered(sun, 'first-03', 1, ['f']), answered(wu, 'first-02', 1, ['a', 'd']));
    await rule({ ruling: 'withdrawn' });
    await carryOut();
    expect((await office.store.factsOf('member-zhang')).slice(3)).toMatchObject([{ body: { now: 'void', answerIds: ['answered/first-01/1'] } }, { id: 'completed/course-a/first' }]);
    expect(await office.factIds('member-sun')).toEqual(['answered/first-02/1', 'answered/first-03/1', 'completed/course-a/first']);
    expect(await office.factIds('member-wu')).toHaveLength(1);
    expect((await register()).at(-1)).toMatchObject({ body: { people: 1 } });
  });

  test('of two disputes of one question each ruling regrades what it changed itself', async () => {
    await office.record(answered(sun, 'first-01', 1, ['c']));
    await dispute(sun);
    await rule();
    await rule({ disputeId: second! });
    expect(await carryOut()).toBe(2);
    expect([await office.factIds('member-zhang'), await office.factIds('member-sun')].map((ids) => ids.filter((id) => id.startsWith('regraded')))).toEqual([['regraded/first-01/1'], ['regraded/first-01/2']]);
    await dispute(zhang, { reason: '题干也有歧义。' });
    await rule({ disputeId: 'disputed/first-01/3', ruling: 'withdrawn' });
    await carryOut();
    expect((await register()).at(-1)).toMatchObject({ id: 'carried-out/first-01/3', body: { people: 0 } });
  });

  test('people who have left the roster are passed over', async () => {
    await office.store.changeDocuments('members', [{ id: 'member-zhang', expected: 1, value: undefined }]);
    await rule();
    await carryOut();
    expect(await office.factIds('member-zhang')).toHaveLength(3);
    expect((await register()).at(-1)).toMatchObject({ body: { people: 0 } });
  });

  test('an answer in a follow-up study counts too, and completes the follow-up', async () => {
    const change = { changeId: 'sample-law-2026', from: 'sample-law@2018', to: 'sample-law@2026', effective: '2026-03-01', articles: ['22'], questionIds: ['first-01'], factId: '', confirmedAt: now, actorId: 'system' };
    await office.record(
      completed(sun, 'course-a/second', '2026-01-12T01:00:00.000Z', ['sample-law@2018/22/1']),
      aFact('follow-up.answered', { id: 'followed/sample-law-2026/first-01/1', actorId: 'member-sun', subjectId: 'member-sun', unitId: 'unit-letters', body: { changeId: 'sample-law-2026', questionId: 'first-01', attempt: 1, chosen: ['b'], cites: ['sample-law@2026/22/1'] } }),
    );
    await rule();
    await carryOutRulings({ store: office.store, catalog: { ...await catalogUnderRulings(office.store), changes: [change] }, now: later });
    expect((await office.factIds('member-sun')).slice(2)).toEqual(['regraded/first-01/1', 'follow-up/sample-law-2026']);
  });
});
