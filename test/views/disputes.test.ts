import { beforeEach, describe, expect, test } from 'vitest';
import type { Member } from '../../src/domain/member.ts';
import type { Question } from '../../src/domain/question.ts';
import { shownOptions, shownThings } from '../../src/domain/response.ts';
import { disputeView } from '../../src/views/dispute.ts';
import { disputesView } from '../../src/views/disputes.ts';
import { lessonView } from '../../src/views/lesson.ts';
import { answered, catalog, practised, questions, streetTrainer, sun, trainer, wu, zhang } from '../builders.ts';
import { carriedOut, catalogUnderRulings, disputed, ruled } from '../dispute-builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

const later = '2026-03-03T01:00:00.000Z';
let office: Office;
beforeEach(async () => {
  office = await Office.open();
  await office.record(answered(zhang, 'first-01', 1, ['b']), answered(sun, 'first-01', 1, ['c']));
});
const reading = async (actor: Member) => office.reading(actor, later, { catalog: await catalogUnderRulings(office.store) });
const all = async (actor = trainer) => disputesView(await reading(actor), new URLSearchParams());
const one = async (number: string, actor = trainer) => disputeView(await reading(actor), number);
const inLesson = async (actor = zhang, retry: string | null = null) => (await lessonView(await reading(actor), 'course-a/first', retry)).questions.find((question) => question.questionId === 'first-01')!;

describe('the list of disputes', () => {
  test('has the open ones first, oldest first, then those ruled on, newest first', async () => {
    await office.record(disputed(), disputed(sun, { chosen: ['c'] }, 2), disputed(zhang, { questionId: 'first-02', chosen: ['a'] }), disputed(zhang, {}, 3), ruled({}, 2), ruled({ ruling: 'stands', chosen: [] }, 1));
    expect(await all()).toMatchObject({ open: 2, ruled: 2, lines: [{ number: 3 }, { number: 4, href: '/studio/disputes/4', section: '来访接待科', lesson: '登记之后', ruling: null }, { number: 1, ruling: { ruling: 'stands', underWay: false } }, { number: 2, ruling: { underWay: true } }] });
  });

  test('names nobody, by name or by id', async () => {
    await office.record(disputed(), disputed(sun, { chosen: ['c'] }, 2), ruled());
    for (const view of [await all(), await one('1'), await one('2')]) expect(JSON.stringify(view)).not.toMatch(/张䶮|孙㛃|member-zhang|member-sun|1001/);
  });

  test('and each of them is for trainers of the whole installation', async () => {
    await office.record(disputed());
    for (const actor of [zhang, streetTrainer]) {
      expect(await refusalOf(all(actor))).toMatchObject({ code: 'not-permitted' });
      expect(await refusalOf(one('1', actor))).toMatchObject({ code: 'not-permitted' });
    }
    for (const number of ['0', '2', '-1', '1.0', '01', '1e0', 'disputed/first-01/1', '__proto__', '']) expect(await refusalOf(one(number)), number).toMatchObject({ code: 'not-found' });
  });
});

describe('one dispute', () => {
  test('shows the question as the person saw it at that attempt, with key, explanation and articles', async () => {
    await office.record(answered(zhang, 'first-01', 2, ['c']), disputed());
    const { question, marked, cites, may, mayBeRight } = await one('1');
    expect(question).toMatchObject({ stem: questions[0]!.stem, explanation: questions[0]!.explanation, notes: [{ cite: 'sample-law/22/1' }] });
    expect(question!.review).toMatchObject({ kind: 'options', options: shownOptions(questions[0]!, 'member-zhang', 1).map(({ letter, option }) => ({ letter, text: option.text, chosen: option.id === 'b', right: option.id === 'a' })) });
    expect([marked, cites, may, mayBeRight]).toEqual(['wrong', 'sample-law/22/1', 'rule', true]);
    expect((await one('1')).parts, 'one option is the whole answer').toEqual([]);
  });

  test.each([
    ['blank', ['60日', '台账'], [{ part: 1, answer: '第 1 空：60日' }, { part: 2, answer: '第 2 空：台账' }]],
    ['find-fault', ['2', '5'], [{ part: 4, answer: '第 4 段：没有标' }, { part: 5, answer: '第 5 段：标为有错' }]],
    ['short', ['登记了再说。'], []], ['true-false', ['t'], []],
  ] as const)('of type %s says which parts of the answer may be ruled right', async (type, chosen, parts) => {
    const content = { ...catalog, questions: new Map([...catalog.questions, ['first-02', aQuestionOf(type, { id: 'first-02' })]]) };
    await office.record(answered(zhang, 'first-02', 1, [...chosen]), disputed(zhang, { questionId: 'first-02', chosen: [...chosen] }));
    expect(await disputeView(office.reading(trainer, later, { catalog: await catalogUnderRulings(office.store, content) }), '1')).toMatchObject({ parts, mayBeRight: parts.length > 0 });
  });

  test('names a part by the letters that its giver saw', async () => {
    const [matched, cased] = [aQuestionOf('match', { id: 'first-02' }), aQuestionOf('case', { id: 'first-03' })];
    const content = { ...catalog, questions: new Map<string, Question>([...catalog.questions, ['first-02', matched], ['first-03', cased]]) };
    const chosen = ['1:b', '2:a', '2:b', '2:d', '3:t', '4:60日', '4:登记簿'];
    await office.record(answered(zhang, 'first-02', 1, ['1=a', '2=d', '3=c']), disputed(zhang, { questionId: 'first-02', chosen: ['1=a', '2=d', '3=c'] }), answered(zhang, 'first-03', 1, chosen), disputed(zhang, { questionId: 'first-03', chosen }));
    const [ofMatch, ofCase] = await Promise.all(['1', '2'].map(async (number) => disputeView(office.reading(trainer, later, { catalog: await catalogUnderRulings(office.store, content) }), number)));
    const letter = { match: shownThings(matched, 'member-zhang', 1).find((one) => one.id === 'd')!.letter, case: shownOptions(cased.parts[0]!, 'member-zhang', 1, 'first-03/1').find(({ option }) => option.id === 'b')!.letter };
    expect([ofMatch!.parts, ofCase!.parts]).toEqual([[{ part: 2, answer: `第 2 对：楼上漏水—${letter.match} 食堂` }], [{ part: 1, answer: `第 1 小题：${letter.case} 请他改天再来` }]]);
  });

  test('goes on showing it as it was marked then, after the ruling', async () => {
    await office.record(disputed(), ruled());
    const { question, marked, may, ruledBy, ruling } = await one('1');
    expect(question!.review).toMatchObject({ options: expect.arrayContaining([expect.objectContaining({ chosen: true, right: false })]) as unknown });
    expect([marked, may, ruledBy, ruling!.laws]).toEqual(['wrong', 'ruled', '林晓筠', ['《示例条例》第22条第1款']]);
  });

  test('of the question as such shows the key; of a right answer offers no ruling that it is right too', async () => {
    await office.record(disputed(zhang, { chosen: [] }), answered(trainer, 'first-01', 1, ['a']), disputed(trainer, { chosen: ['a'] }, 2));
    expect(await one('1')).toMatchObject({ marked: null, mayBeRight: false, may: 'rule' });
    expect(await one('2')).toMatchObject({ marked: 'right', mayBeRight: false, may: 'own' });
  });

  test('lists the other disputes of the question, and says how many were touched once that is known', async () => {
    await office.record(disputed(), disputed(sun, { chosen: ['c'] }, 2), ruled());
    expect((await one('2')).others).toMatchObject([{ number: 1, section: '来访接待科' }]);
    expect((await one('1')).ruling).toMatchObject({ people: null, underWay: true });
    await office.record(carriedOut(4));
    expect((await one('1')).ruling).toMatchObject({ people: 4, underWay: false });
  });

  test('of a question that has left the content can still be read', async () => {
    await office.record(disputed(zhang, { questionId: 'gone-01' }));
    expect(await one('1')).toMatchObject({ question: null, stem: 'gone-01', mayBeRight: false, cites: '' });
  });
});

describe('at the question', () => {
  test('its answer can be disputed once it is marked, and not while it is being answered', async () => {
    expect([(await inLesson()).answerId, (await inLesson(zhang, 'first-01')).answerId, (await inLesson(trainer)).answerId]).toEqual(['answered/first-01/1', null, null]);
  });

  test('who disputed sees the dispute, then the ruling; nobody else does, and nobody while answering', async () => {
    await office.record(disputed());
    expect((await inLesson()).dispute).toMatchObject({ state: 'open', reason: '来信人自己找也说得通。', ruling: null });
    await office.record(ruled({ ruling: 'stands', chosen: [] }));
    expect((await inLesson()).dispute).toMatchObject({ state: 'stands', ruling: { reason: '条文没有排除这样办。' } });
    expect([(await inLesson(sun)).dispute, (await inLesson(zhang, 'first-01')).dispute]).toEqual([null, null]);
  });

  test('an answer ruled right is shown as right, and nothing else is asked for', async () => {
    await office.record(disputed(), ruled());
    const { state, ruledRight, review } = await inLesson();
    expect([state, ruledRight]).toEqual(['solved', true]);
    expect(review).toMatchObject({ kind: 'options', options: shownOptions(questions[0]!, 'member-zhang', 1).map(({ option }) => ({ chosen: option.id === 'b', right: option.id === 'b', why: null })) });
    expect(await inLesson(sun)).toMatchObject({ state: 'wrong', ruledRight: false, rulings: [] });
  });

  test('whoever is right by a ruling sees its reason and articles, though another disputed', async () => {
    await office.record(practised(wu, 'first-01', 1, ['b']), answered(wu, 'first-01', 2, ['b']), disputed(), ruled());
    for (const actor of [zhang, wu]) expect((await inLesson(actor)).rulings, actor.name).toMatchObject([{ ruling: 'also-right', part: null, reason: '条文没有排除这样办。', laws: ['《示例条例》第22条第1款'] }]);
    expect((await inLesson(wu)).dispute).toBeNull();
  });

  test('a gap ruled right is shown as right, with the ruling, while the other is as wrong as before', async () => {
    const content = { ...catalog, questions: new Map([...catalog.questions, ['first-01', aQuestionOf('blank', { id: 'first-01' })]]) };
    office = await Office.open();
    await office.record(answered(zhang, 'first-01', 1, ['60日', '台账']), disputed(zhang, { chosen: ['60日', '台账'] }), ruled({ part: 2, chosen: ['台账'] }));
    const view = await lessonView(office.reading(zhang, later, { catalog: await catalogUnderRulings(office.store, content) }), 'course-a/first', null);
    const { state, ruledRight, review, rulings } = view.questions.find((one) => one.questionId === 'first-01')!;
    expect([state, ruledRight, rulings.map((one) => one.part)]).toEqual(['wrong', false, ['第 2 空']]);
    expect(review).toMatchObject({ lines: [{ ok: false, verdict: '应为：15日' }, { ok: true, verdict: '正确' }] });
  });
});
