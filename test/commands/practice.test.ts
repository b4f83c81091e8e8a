import { beforeEach, describe, expect, test } from 'vitest';
import { answerInPractice, type PractisedInput } from '../../src/commands/answer-in-practice.ts';
import { arrangeReview } from '../../src/commands/arrange-review.ts';
import { beginPractice } from '../../src/commands/begin-practice.ts';
import { markPractisedAnswer } from '../../src/commands/mark-practised-answer.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { ofKind } from '../../src/domain/fact.ts';
import type { Member } from '../../src/domain/member.ts';
import { shownOptions } from '../../src/domain/response.ts';
import { sittingsOf } from '../../src/domain/sitting.ts';
import { answered, catalog, now, sun, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const everything = { by: 'everything', of: '' } as const;
const later = (seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString();
const practise = (member: Member = zhang, over: Partial<Parameters<typeof beginPractice>[1]> = {}) => beginPractice(office.act(member), { purpose: 'practice', scope: everything, count: 10, ...over });
const sittings = async (member: Member = zhang) => sittingsOf(await office.store.factsOf(member.memberId));
const lettersOf = (questionId: string, attempt: number, right: boolean) => shownOptions(catalog.questions.get(questionId)!, zhang.memberId, attempt).filter(({ option }) => option.right === right).map(({ letter }) => letter).slice(0, right ? undefined : 1);
const answerTo = (sittingId: string, questionId: string, over: Partial<PractisedInput> = {}): PractisedInput => ({ sittingId, questionId, attempt: 1, given: lettersOf(questionId, over.attempt ?? 1, true), sure: null, shownAt: now, ...over });
const give = (input: PractisedInput, member: Member = zhang, at = later(12)) => answerInPractice(office.act(member, at), input);

describe('a practice', () => {
  test('is drawn from what the person may practise, and is on record', async () => {
    const sittingId = await practise();
    expect((await sittings())[0]).toMatchObject({ sittingId, purpose: 'practice', scope: everything });
    expect((await sittings())[0]!.questionIds.toSorted()).toEqual(['practised-01', 'practised-02']);
    await office.record(answered(zhang, 'first-01', 1, ['b']));
    expect((await sittings())).toHaveLength(1);
    await practise(zhang, { scope: { by: 'topic', of: '登记' } });
    expect((await sittings())[1]!.questionIds).toEqual(['practised-02', 'first-01']);
  });

  test('takes at most as many questions as asked for, and is refused where there is none', async () => {
    await practise(zhang, { count: 1 });
    expect((await sittings())[0]!.questionIds).toHaveLength(1);
    expect(await refusalOf(practise(zhang, { scope: { by: 'law', of: 'no-such-law' } }))).toMatchObject({ code: 'nothing-to-practise' });
    expect(await refusalOf(practise(zhang, { purpose: 'mistakes' }))).toMatchObject({ code: 'nothing-to-practise' });
    expect(await refusalOf(practise(zhang, { purpose: 'review' }))).toMatchObject({ code: 'nothing-to-practise' });
  });

  test('is begun forty times a day at most', async () => {
    for (let time = 0; time < 40; time += 1) await practise();
    expect(await refusalOf(practise())).toMatchObject({ code: 'practice-too-often', facts: { limit: 40 } });
    await beginPractice(office.act(zhang, later(86_400)), { purpose: 'practice', scope: everything, count: 1 });
  });

  test('of mistakes takes the last missed, and of reviews what is due', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b'], '2026-02-20T01:00:00.000Z'), answered(zhang, 'first-02', 1, ['b'], '2026-02-21T01:00:00.000Z'), answered(zhang, 'first-03', 1, ['f'], '2026-03-02T00:00:00.000Z'));
    await practise(zhang, { purpose: 'mistakes' });
    await practise(zhang, { purpose: 'review' });
    expect((await sittings()).map((sitting) => sitting.questionIds)).toEqual([['first-02', 'first-01'], ['first-01', 'first-02']]);
  });

  test('of reviews is refused in a pause', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b'], '2026-02-20T01:00:00.000Z'));
    await arrangeReview(office.act(zhang), { minutes: 30, pausedFrom: '2026-03-01', pausedTo: '2026-03-31' });
    expect(await refusalOf(practise(zhang, { purpose: 'review' }))).toMatchObject({ code: 'review-paused' });
  });
});

describe('an answer in practice', () => {
  let sittingId: string;
  beforeEach(async () => { sittingId = await practise(); });
  const recordedAnswers = async () => ofKind(await office.store.factsOf(zhang.memberId), 'question.practised').map((fact) => fact.body);

  test('is recorded with what was said of it and how long it took, and completes no lesson', async () => {
    await give(answerTo(sittingId, 'practised-01', { sure: false }));
    expect(await recordedAnswers()).toEqual([{ sittingId, questionId: 'practised-01', attempt: 1, chosen: ['a'], cites: ['sample-law@2026/22/1'], sure: false, seconds: 12 }]);
    expect(ofKind(await office.store.factsOf(zhang.memberId), 'lesson.completed')).toEqual([]);
  });

  test('sent twice, also at once, is one answer; another answer to the same question is refused', async () => {
    const input = answerTo(sittingId, 'practised-01');
    await Promise.all([give(input), give(input), give({ ...input, shownAt: 'nonsense' }, zhang, later(13))]);
    await give(input, zhang, later(60));
    expect(await recordedAnswers()).toHaveLength(1);
    expect(await refusalOf(give({ ...input, given: lettersOf('practised-01', 1, false) }))).toMatchObject({ code: 'answer-conflict' });
    expect(await refusalOf(give(answerTo(sittingId, 'practised-01', { attempt: 2 })))).toMatchObject({ code: 'answer-conflict' });
  });

  test('two different ones sent at once: the first stands', async () => {
    const outcomes = await Promise.all([give(answerTo(sittingId, 'practised-01')), give(answerTo(sittingId, 'practised-01', { given: lettersOf('practised-01', 1, false) }))].map(refusalOf));
    expect(outcomes.filter((one) => one === null)).toHaveLength(1);
    expect(outcomes.find((one) => one !== null)).toMatchObject({ code: 'answer-conflict' });
    expect(await recordedAnswers()).toHaveLength(1);
  });

  test('has a number among all answers of the person to the question, wherever they were given', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-01', 2, ['a']));
    const another = await practise(zhang, { scope: { by: 'topic', of: '登记' } });
    for (const attempt of [1, 2, 4]) expect(await refusalOf(give(answerTo(another, 'first-01', { attempt }))), String(attempt)).toMatchObject({ code: 'answer-stale' });
    await give(answerTo(another, 'first-01', { attempt: 3 }));
    expect((await recordedAnswers()).at(-1)).toMatchObject({ questionId: 'first-01', attempt: 3 });
  });

  test('that took no time one can know says so', async () => {
    for (const [index, shownAt] of ['', 'yesterday', later(90), '2026-03-01T00:00:00.000Z'].entries()) {
      const one = await practise(zhang, { scope: { by: 'topic', of: '期限' } });
      await give(answerTo(one, 'practised-01', { attempt: index + 1, shownAt }));
      expect((await recordedAnswers()).at(-1)!.seconds).toBe(null);
    }
  });

  test('is refused of another’s sitting, of a question not in it, of one out of use, and when it lacks something', async () => {
    expect(await refusalOf(give(answerTo(sittingId, 'practised-01'), sun))).toMatchObject({ code: 'sitting-not-found' });
    expect(await refusalOf(give(answerTo('sitting-x', 'practised-01')))).toMatchObject({ code: 'sitting-not-found' });
    expect(await refusalOf(give(answerTo(sittingId, 'first-01')))).toMatchObject({ code: 'question-not-in-lesson' });
    expect(await refusalOf(give(answerTo(sittingId, 'practised-01', { given: [] })))).toMatchObject({ code: 'answer-empty' });
    const retired: Catalog = { ...catalog, questions: new Map(catalog.questions).set('practised-01', { ...catalog.questions.get('practised-01')!, state: 'retired' }) };
    expect(await refusalOf(answerInPractice(office.act(zhang, later(5), { catalog: retired }), answerTo(sittingId, 'practised-01')))).toMatchObject({ code: 'question-suspended' });
    expect(await recordedAnswers()).toEqual([]);
  });

  test('of one question is taken thirty times a day at most', async () => {
    await office.record(...Array.from({ length: 30 }, (_, index) => answered(zhang, 'first-01', index + 1, ['b'])));
    const one = await practise(zhang, { scope: { by: 'course', of: 'course-a' } });
    expect(await refusalOf(give(answerTo(one, 'first-01', { attempt: 31 })))).toMatchObject({ code: 'answer-too-often', facts: { limit: 30 } });
  });
});

test('a short answer in practice is held against its points once, by whoever wrote it', async () => {
  const short = aQuestionOf('short', { id: 'practised-01', use: 'practice' });
  const withShort: Catalog = { ...catalog, questions: new Map(catalog.questions).set(short.id, short) };
  const act = (at = now) => office.act(zhang, at, { catalog: withShort });
  const sittingId = await beginPractice(act(), { purpose: 'practice', scope: everything, count: 10 });
  expect(await refusalOf(markPractisedAnswer(act(), { sittingId, questionId: short.id, points: ['1'] }))).toMatchObject({ code: 'answer-stale' });
  await answerInPractice(act(later(60)), { sittingId, questionId: short.id, attempt: 1, given: ['登记了才查得到'], sure: true, shownAt: now });
  for (const points of [['9'], ['x'], ['1', '4']]) expect(await refusalOf(markPractisedAnswer(act(), { sittingId, questionId: short.id, points })), points.join()).toMatchObject({ code: 'invalid-input' });
  await markPractisedAnswer(act(later(70)), { sittingId, questionId: short.id, points: ['2', '1', '1'] });
  await markPractisedAnswer(act(later(75)), { sittingId, questionId: short.id, points: ['1', '2'] });
  expect(await refusalOf(markPractisedAnswer(act(later(80)), { sittingId, questionId: short.id, points: [] }))).toMatchObject({ code: 'answer-conflict' });
  expect((await sittings())[0]!.answers.get(short.id)).toMatchObject({ marking: ['1', '2'], attempt: 1 });
});

describe('the arrangement of reviews', () => {
  const plan = { minutes: 20, pausedFrom: '2026-03-05', pausedTo: '2026-03-12' };
  const arranged = async () => ofKind(await office.store.factsOf(zhang.memberId), 'review.arranged').map((fact) => fact.body);

  test('is the person’s own, and saying it again records nothing', async () => {
    await arrangeReview(office.act(zhang), plan);
    await arrangeReview(office.act(zhang), plan);
    await arrangeReview(office.act(zhang), { ...plan, pausedFrom: null, pausedTo: null });
    expect(await arranged()).toEqual([plan, { minutes: 20, pausedFrom: null, pausedTo: null }]);
  });

  test('with a pause that makes no sense is refused', async () => {
    for (const pause of [{ pausedTo: null }, { pausedFrom: null }, { pausedTo: '2026-03-04' }, { pausedFrom: '2026-02-01', pausedTo: '2026-03-01' }, { pausedTo: '2027-04-01' }]) {
      expect(await refusalOf(arrangeReview(office.act(zhang), { ...plan, ...pause })), JSON.stringify(pause)).toMatchObject({ code: 'invalid-input' });
    }
    expect(await arranged()).toEqual([]);
  });
});
