import { beforeEach, describe, expect, test } from 'vitest';
import { questionRegisterSubject } from '../../src/domain/dispute.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import type { Member } from '../../src/domain/member.ts';
import { shownOptions } from '../../src/domain/response.ts';
import { disputeView } from '../../src/views/dispute.ts';
import { disputesView } from '../../src/views/disputes.ts';
import { lessonView } from '../../src/views/lesson.ts';
import { noticesOf } from '../../src/views/notices.ts';
import { aFact, answered, practised, questions, streetTrainer, sun, trainer, zhang } from '../builders.ts';
import { carriedOut, catalogUnderRulings, disputed, ruled } from '../dispute-builders.ts';
import { Office, refusalOf } from '../office.ts';

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
    expect(await inLesson(sun)).toMatchObject({ state: 'wrong', ruledRight: false });
  });
});

describe('notices', () => {
  const regraded = aFact('answer.regraded', { id: 'regraded/first-01/1', at: later, actorId: 'system', subjectId: 'member-sun', body: { questionId: 'first-01', rulingId: 'ruled/first-01/1', answerIds: ['answered/first-01/1'], now: 'void' } });
  const marked = (actorId: string, over: Partial<NewFact<'answer.marked'>['body']> = {}) => aFact('answer.marked', { id: `marked/${over.sittingId ?? 'lesson'}`, actorId, subjectId: 'member-sun', body: { questionId: 'first-02', attempt: 1, points: ['1', '2'], ...over } });
  const told = async (member: Member, today = '2026-03-03') => noticesOf(await catalogUnderRulings(office.store), await office.store.factsOf(member.memberId), member.memberId, today);

  test('tell of one’s own dispute once, whoever else was touched of their answers', async () => {
    await office.record(disputed(), ruled(), { ...regraded, subjectId: 'member-zhang' }, regraded);
    expect(await told(zhang)).toEqual([{ text: '您对“收到一封属于别的局职责的来信怎么办？”的申诉已裁定：申诉成立，这样答也算对。条文没有排除这样办。', href: '/courses/course-a/first#first-01', date: '2026-03-02' }]);
    expect((await told(sun)).map((notice) => notice.text)).toEqual(['“收到一封属于别的局职责的来信怎么办？”经申诉裁定作废，您的作答不再计入']);
  });

  test('tell of short answers that a trainer marked, not of those one marked oneself', async () => {
    await office.record(practised(sun, 'first-02', 1, ['登记。']), marked('member-lin'), marked('member-lin', { sittingId: 'sitting-1' }), { ...marked('member-sun'), id: 'marked/own' });
    expect((await told(sun)).map((notice) => notice.href)).toEqual(['/courses/course-a/first#first-02', '/practice/sitting-1']);
  });

  test('are of the last fourteen days, newest first', async () => {
    await office.record(regraded, marked('member-lin'));
    expect((await told(sun)).map((notice) => notice.date)).toEqual(['2026-03-03', '2026-03-02']);
    expect([(await told(sun, '2026-03-16')).length, (await told(sun, '2026-03-17')).length]).toEqual([1, 0]);
  });

  test('of an open dispute there are none', async () => {
    await office.record(disputed());
    expect([await told(zhang), await office.factIds(questionRegisterSubject)]).toEqual([[], ['disputed/first-01/1']]);
  });
});
