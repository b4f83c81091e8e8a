import { beforeEach, describe, expect, test } from 'vitest';
import { answerQuestion, type AnswerInput } from '../../src/commands/answer-question.ts';
import type { Member } from '../../src/domain/member.ts';
import { admin, answered, catalog, catalogOf, now, questions, sun, zhang } from '../builders.ts';
import { lettersFor, Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });

const input = (questionId: string, attempt: number, given: string[]): AnswerInput => ({ lessonId: 'course-a/first', questionId, attempt, given });
const send = (what: AnswerInput, actor: Member | null = zhang, at = now) => answerQuestion(office.act(actor, at), what);
const right = (questionId: string, attempt = 1) => input(questionId, attempt, lettersFor(questionId, 'member-zhang', attempt, 'right'));
const wrong = (questionId: string, attempt = 1) => input(questionId, attempt, lettersFor(questionId, 'member-zhang', attempt, 'wrong'));

describe('an answer', () => {
  test('is recorded with what was chosen, in the actor’s own record', async () => {
    await send(right('first-02'));
    expect(await office.store.factsOf('member-zhang')).toMatchObject([{
      id: 'answered/first-02/1', kind: 'question.answered', at: now, actorId: 'member-zhang', subjectId: 'member-zhang', contextId: null, unitId: 'unit-reception', seq: 1,
      body: { lessonId: 'course-a/first', questionId: 'first-02', attempt: 1, chosen: ['a', 'd'] },
    }]);
  });

  test('is the one the person saw: the same letter means different options to different people and at different attempts', async () => {
    for (const member of [zhang, sun, admin]) await send(input('first-01', 1, lettersFor('first-01', member.memberId, 1, 'right')), member);
    for (const member of [zhang, sun, admin]) expect((await office.store.factsOf(member.memberId))[0]!.body).toMatchObject({ chosen: ['a'] });
  });

  test('rests on the version of the law that its lesson teaches, whatever is in force on the day', async () => {
    const earlier = catalogOf(catalog.courses.map((course) => ({ ...course, lessons: course.lessons.map((lesson) => ({ ...lesson, lawAsOf: '2026-02-28' })) })));
    await answerQuestion(office.act(zhang, '2026-03-02T01:00:00.000Z', { catalog: earlier }), wrong('first-01'));
    await send(wrong('first-01', 2));
    await send({ ...wrong('second-01'), lessonId: 'course-a/second' });
    expect((await office.store.factsOf('member-zhang')).map((fact) => (fact.kind === 'question.answered' ? fact.body.cites : null)))
      .toEqual([['sample-law@2018/22/1'], ['sample-law@2026/22/1'], ['old-law@2005/33', 'sample-law@2026/1']]);
  });

  test('sent twice, one after the other or at once, is one attempt', async () => {
    await send(wrong('first-01'));
    await send(wrong('first-01'), zhang, '2026-03-02T01:00:05.000Z');
    await Promise.all([send(wrong('first-02')), send(wrong('first-02'), zhang, '2026-03-02T01:00:00.250Z')]);
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-01/1', 'answered/first-02/1']);
  });

  test('from a second tab with something else is refused, and the first stays', async () => {
    await send(wrong('first-01'));
    expect(await refusalOf(send(right('first-01')))).toMatchObject({ code: 'answer-conflict' });
    const atOnce = await Promise.all([refusalOf(send(wrong('first-03'))), refusalOf(send(right('first-03')))]);
    expect(atOnce.map((refusal) => refusal?.code ?? 'recorded')).toEqual(['recorded', 'answer-conflict']);
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-01/1', 'answered/first-03/1']);
  });

  test('to one question is refused after thirty tries in a day, until the next', async () => {
    for (let attempt = 1; attempt <= 30; attempt += 1) await send(wrong('first-01', attempt));
    expect(await refusalOf(send(right('first-01', 31)))).toMatchObject({ code: 'answer-too-often', facts: { limit: 30 } });
    expect(await refusalOf(send(wrong('first-01', 30)))).toBeNull();
    await send(right('first-02'));
    await send(right('first-01', 31), zhang, '2026-03-02T16:00:00.000Z');
    expect(await office.factIds('member-zhang')).toHaveLength(32);
  });

  test('for an attempt whose turn has not come, or that never comes, is refused', async () => {
    for (const attempt of [2, 0, -1, 99]) expect(await refusalOf(send(input('first-01', attempt, ['A']))), String(attempt)).toMatchObject({ code: 'answer-stale' });
    for (const attempt of [1.5, Number.NaN]) expect(await refusalOf(send(input('first-01', attempt, ['A']))), String(attempt)).not.toBeNull();
    await send(wrong('first-01'));
    await send(wrong('first-01', 2));
    expect(await refusalOf(send(wrong('first-01', 4)))).toMatchObject({ code: 'answer-stale' });
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-01/1', 'answered/first-01/2']);
  });

  test('to a question already solved is refused, but the solving one may be sent again', async () => {
    await send(right('first-01'));
    expect(await refusalOf(send(wrong('first-01', 2)))).toMatchObject({ code: 'answer-stale' });
    await send(right('first-01'));
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-01/1']);
  });

  test('to a question of another lesson, of none, or in a lesson that does not exist is refused', async () => {
    for (const forged of [{ ...right('first-01'), lessonId: 'course-a/second' }, input('third-01', 1, ['A']), input('gone-01', 1, ['A']), { ...right('first-01'), lessonId: 'course-a/gone' }, { ...right('first-01'), lessonId: '__proto__' }]) {
      expect(await refusalOf(send(forged)), JSON.stringify(forged)).toMatchObject({ code: 'question-not-in-lesson' });
    }
    expect(await office.factIds('member-zhang')).toEqual([]);
  });

  test('that is empty or made of letters that were not shown is refused', async () => {
    for (const none of [[], ['']]) expect(await refusalOf(send(input('first-01', 1, none)))).toMatchObject({ code: 'answer-empty' });
    for (const letters of [['E'], ['a'], ['A', 'B']]) expect(await refusalOf(send(input('first-01', 1, letters))), letters.join()).toMatchObject({ code: 'invalid-input' });
    expect(await office.factIds('member-zhang')).toEqual([]);
  });

  test('of a guest is refused', async () => {
    expect(await refusalOf(send(right('first-01'), null))).toMatchObject({ code: 'not-signed-in' });
  });
});

describe('the last missing answer', () => {
  const counting = ['first-01', 'first-02', 'first-03'];

  test('completes the lesson in the same batch, once', async () => {
    await send(right('first-01'));
    await send(right('first-02'));
    const appended: string[][] = [];
    const append = office.store.append.bind(office.store);
    office.store.append = (facts) => { appended.push(facts.map((fact) => fact.id)); return append(facts); };
    await send(right('first-03'));
    await send(right('first-03'));
    await send(right('first-04'));
    expect(appended).toEqual([['answered/first-03/1', 'completed/course-a/first'], ['answered/first-04/1']]);
    const completions = (await office.store.factsOf('member-zhang')).filter((fact) => fact.kind === 'lesson.completed');
    expect(completions).toMatchObject([{ at: now, body: { lessonId: 'course-a/first', courseId: 'course-a', cites: ['sample-law@2026/22/1'] } }]);
  });

  test('does not complete it while it is wrong, nor does an arguable question hold it up', async () => {
    for (const id of ['first-01', 'first-02']) await send(right(id));
    await send(wrong('first-03'));
    await send(right('first-04'));
    expect(await office.factIds('member-zhang')).not.toContain('completed/course-a/first');
    await send(right('first-03', 2));
    expect((await office.factIds('member-zhang')).at(-1)).toBe('completed/course-a/first');
  });

  test('completes it also when the last two are sent at once from two tabs', async () => {
    await send(right('first-01'));
    await Promise.all([send(right('first-02')), send(right('first-03'))]);
    expect((await office.factIds('member-zhang')).filter((id) => id.startsWith('completed/'))).toEqual(['completed/course-a/first']);
  });

  test('sent twice at once completes it once', async () => {
    for (const id of ['first-01', 'first-02']) await send(right(id));
    await Promise.all([send(right('first-03')), send(right('first-03')), send(right('first-03'), zhang, '2026-03-02T01:00:01.000Z')]);
    expect((await office.factIds('member-zhang')).filter((id) => id.startsWith('completed/'))).toHaveLength(1);
  });

  test('of another person completes nothing here', async () => {
    for (const id of counting) await send(input(id, 1, lettersFor(id, 'member-sun', 1, 'right')), sun);
    expect([await office.factIds('member-zhang'), (await office.factIds('member-sun')).at(-1)]).toEqual([[], 'completed/course-a/first']);
  });

  test('does not complete a lesson again whose completion is on record', async () => {
    await office.record(...counting.map((id) => answered(zhang, id, 1, id === 'first-01' ? ['b'] : id === 'first-02' ? ['a', 'd'] : ['f'])));
    await send(right('first-01', 2));
    const before = (await office.store.factsOf('member-zhang')).length;
    await send(right('first-04'));
    expect((await office.store.factsOf('member-zhang')).length).toBe(before + 1);
  });
});

test('the lesson of these tests has an arguable question, and questions of all three types', () => {
  const own = catalog.lessons.get('course-a/first')!.questionIds.map((id) => questions.find((question) => question.id === id)!);
  expect([own.map((question) => question.type), own.map((question) => question.arguable)]).toEqual([['single', 'multiple', 'true-false', 'single'], [false, false, false, true]]);
});
