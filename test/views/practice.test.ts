import { beforeEach, describe, expect, test } from 'vitest';
import { answerInPractice } from '../../src/commands/answer-in-practice.ts';
import { arrangeReview } from '../../src/commands/arrange-review.ts';
import { beginPractice } from '../../src/commands/begin-practice.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { mistakesView } from '../../src/views/mistakes.ts';
import { practiceView } from '../../src/views/practice.ts';
import { sittingQuestionView, sittingView } from '../../src/views/sitting.ts';
import { todayView } from '../../src/views/today.ts';
import { answered, catalog, now, practised, sun, zhang } from '../builders.ts';
import { lettersFor, Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const everything = { by: 'everything', of: '' } as const;
const begin = () => beginPractice(office.act(zhang), { purpose: 'practice', scope: everything, count: 10 });
const answer = (sittingId: string, questionId: string, wanted: 'right' | 'wrong') => answerInPractice(office.act(zhang), { sittingId, questionId, attempt: 1, given: lettersFor(questionId, zhang.memberId, 1, wanted), sure: null, shownAt: now });

describe('the practice page', () => {
  test('of someone new offers what may be practised, by course, law and topic, and nothing to review', async () => {
    const view = await practiceView(office.reading(zhang));
    expect(view).toMatchObject({ review: { questions: 0, none: 'nothing', paused: false, plan: { minutes: 30 } }, unfinished: null, mistakes: 0, weak: [], recent: [] });
    expect(view.groups.map(({ word, scopes }) => [word, scopes.map(({ value, word: name, total, unseen }) => [value, name, total, unseen])])).toEqual([
      ['全部', [['everything:', '全部题目', 2, 2]]], ['按课程', [['course:course-a', '信访课', 2, 2]]], ['按法律', [['law:sample-law', '示例条例', 2, 2]]], ['按主题', [['topic:登记', '登记', 1, 1], ['topic:期限', '期限', 1, 1]]],
    ]);
  });

  test('names what is due, what was left, what was missed and where one is weak', async () => {
    await office.record(...['first-01', 'first-03'].map((id) => answered(zhang, id, 1, [id === 'first-03' ? 't' : 'b'], '2026-02-20T01:00:00.000Z')), practised(zhang, 'practised-02', 1, ['b'], '2026-02-20T02:00:00.000Z'));
    const sittingId = await begin();
    expect(await practiceView(office.reading(zhang))).toMatchObject({ review: { questions: 3, minutes: 2, none: null }, unfinished: { sittingId, answered: 0, total: 4 }, mistakes: 3, weak: [{ topic: '登记', answered: 3, missed: 3 }] });
    expect((await todayView(office.reading(zhang))).review).toEqual({ questions: 3, minutes: 2 });
    await arrangeReview(office.act(zhang), { minutes: 30, pausedFrom: '2026-03-01', pausedTo: '2026-03-20' });
    expect((await practiceView(office.reading(zhang))).review).toMatchObject({ questions: 0, none: 'paused', paused: true });
    expect((await todayView(office.reading(zhang))).review).toBe(null);
  });
});

describe('a sitting', () => {
  test('shows one question at a time without any sign of the key, then the verdict, then where to go on', async () => {
    const sittingId = await begin();
    const [first, second] = (await sittingView(office.reading(zhang), sittingId)).lines;
    const before = await sittingQuestionView(office.reading(zhang), sittingId, '1');
    expect(before).toMatchObject({ number: 1, total: 2, state: 'open', question: { state: 'open', attempt: 1, review: null, explanation: null }, onward: { href: `/practice/${sittingId}/2`, last: false } });
    expect(JSON.stringify(before)).not.toMatch(/right|不能推开|收到即登记/);
    await answer(sittingId, before.question!.questionId, 'wrong');
    const after = await sittingQuestionView(office.reading(zhang), sittingId, '1');
    expect(after).toMatchObject({ state: 'wrong', question: { state: 'wrong', form: null, explanation: '收到即登记，再按职责转送。' }, lesson: { lessonId: 'course-a/second' } });
    expect(after.question!.passages.map((one) => one.href)).toEqual(['/courses/course-a/second#at-sample-law-22']);
    expect([first!.href, second!.state]).toEqual([`/practice/${sittingId}/1`, 'open']);
    expect(await sittingView(office.reading(zhang), sittingId)).toMatchObject({ answered: 1, right: 0, next: 2 });
    await answer(sittingId, (await sittingQuestionView(office.reading(zhang), sittingId, '2')).question!.questionId, 'right');
    expect(await sittingView(office.reading(zhang), sittingId)).toMatchObject({ answered: 2, right: 1, next: null });
    expect((await sittingQuestionView(office.reading(zhang), sittingId, '2')).onward).toEqual({ href: `/practice/${sittingId}`, last: true });
    expect((await practiceView(office.reading(zhang))).unfinished).toBe(null);
  });

  test('goes on after the last question to one that was left out before it', async () => {
    const sittingId = await begin();
    expect((await sittingQuestionView(office.reading(zhang), sittingId, '2')).onward).toEqual({ href: `/practice/${sittingId}/1`, last: false });
  });

  test('shows the options in another order than the lesson did the last time', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b']));
    const sittingId = await beginPractice(office.act(zhang), { purpose: 'mistakes', scope: everything, count: 10 });
    const form = (await sittingQuestionView(office.reading(zhang), sittingId, '1')).question;
    expect(form!.attempt).toBe(2);
  });

  test('is nobody else’s, and has no questions beyond its own', async () => {
    const sittingId = await begin();
    for (const see of [() => sittingView(office.reading(sun), sittingId), () => sittingQuestionView(office.reading(sun), sittingId, '1')]) expect(await refusalOf(see())).toMatchObject({ code: 'sitting-not-found' });
    for (const number of ['0', '3', 'x', '-1', '1e1', '']) expect(await refusalOf(sittingQuestionView(office.reading(zhang), sittingId, number)), number).toMatchObject({ code: 'not-found' });
  });

  test('passes over a question that is no longer asked', async () => {
    const sittingId = await begin();
    const [first] = (await sittingView(office.reading(zhang), sittingId)).lines;
    const goneId = catalog.questions.get('practised-01')!.stem === first!.stem ? 'practised-01' : 'practised-02';
    const gone: Catalog = { ...catalog, questions: new Map(catalog.questions).set(goneId, { ...catalog.questions.get(goneId)!, state: 'retired' }) };
    const view = await sittingView(office.reading(zhang, now, { catalog: gone }), sittingId);
    expect(view.lines.filter((line) => line.state === 'gone')).toHaveLength(1);
    const goneNumber = view.lines.find((line) => line.state === 'gone')!.number;
    expect(view.next).toBe(3 - goneNumber);
    expect(await sittingQuestionView(office.reading(zhang, now, { catalog: gone }), sittingId, String(goneNumber))).toMatchObject({ question: null, state: 'gone', onward: { href: `/practice/${sittingId}/${3 - goneNumber}`, last: false } });
    expect(view).toMatchObject({ total: 1, gone: 1 });
    await answer(sittingId, goneId === 'practised-01' ? 'practised-02' : 'practised-01', 'right');
    expect((await practiceView(office.reading(zhang, now, { catalog: gone }))).unfinished).toBe(null);
  });
});

test('the mistake book shows what was taken for what, how far one is, and what can be practised now', async () => {
  await office.record(answered(zhang, 'first-01', 1, ['b'], '2026-02-20T01:00:00.000Z'), practised(zhang, 'first-01', 2, ['a'], '2026-02-22T01:00:00.000Z'));
  expect(await mistakesView(office.reading(zhang), 1)).toMatchObject({
    total: 1, askable: 1, page: 1, pages: 1,
    lines: [{ questionId: 'first-01', missedOn: '2026-02-20', misses: 1, recalled: 1, needed: 2, asked: true, laws: ['《示例条例》第22条第1款'], lesson: { title: '登记之后' }, confusions: [{ taken: '请来信人自己找', instead: '登记后转送', times: 1 }] }],
  });
  expect(await mistakesView(office.reading(sun), 1)).toMatchObject({ total: 0, lines: [] });
});
