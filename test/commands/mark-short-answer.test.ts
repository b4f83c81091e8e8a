import { beforeEach, describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { markAnswer } from '../../src/commands/mark-answer.ts';
import { markShortAnswer, type TrainerMarking } from '../../src/commands/mark-short-answer.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { Member } from '../../src/domain/member.ts';
import { questionProgress } from '../../src/domain/progress.ts';
import { aFact, aMember, answered, catalog, catalogOf, leader, practised, streetTrainer, sun, trainer, voided, wu, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

/** The lesson asks one short answer, which a trainer marks: three points, two needed, the first among them. */
const short = aQuestionOf('short', { id: 'first-09', marking: 'trainer', must: [1] });
const own = aQuestionOf('short', { id: 'first-08' });
const asking: Catalog = {
  ...catalogOf(catalog.courses.map((course) => ({ ...course, lessons: course.lessons.map((lesson) => (lesson.lessonId === 'course-a/first' ? { ...lesson, questionIds: [short.id] } : lesson)) }))),
  questions: new Map(catalog.questions).set(short.id, short).set(own.id, own),
};
const wednesday = '2026-03-04T02:00:00.000Z';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const act = (actor: Member | null, at?: string) => office.act(actor, at, { catalog: asking });
const say = (attempt = 1, text = '登记了才算得出期限。', actor = zhang) => answerQuestion(act(actor), { lessonId: 'course-a/first', questionId: short.id, attempt, given: [text] });
const mark = (points: string[], over: Partial<TrainerMarking> = {}, actor: Member | null = trainer, at = wednesday) => markShortAnswer(act(actor, at), { memberId: zhang.memberId, questionId: short.id, attempt: 1, points, note: null, ...over });
const progress = async () => questionProgress(short, await office.store.factsOf(zhang.memberId));

describe('a short answer marked by a trainer', () => {
  test('stands in the writer’s own record, with who marked it, what was found and what was said', async () => {
    await say();
    await mark(['3'], { note: ' 再想想为什么要登记 ' });
    expect((await office.store.factsOf(zhang.memberId)).slice(1)).toMatchObject([{
      id: 'marked/first-09/1', kind: 'answer.marked', at: wednesday, actorId: trainer.memberId, subjectId: zhang.memberId, contextId: null, unitId: zhang.unitId,
      body: { questionId: short.id, attempt: 1, points: ['3'], note: '再想想为什么要登记' },
    }]);
    expect(await progress()).toMatchObject({ solved: false, attempts: [{ marking: ['3'], note: '再想想为什么要登记' }] });
  });

  test('completes the writer’s lesson when it was the last answer missing, in the writer’s name and unit', async () => {
    await say();
    await mark(['1', '2']);
    expect((await office.store.factsOf(zhang.memberId)).at(-1)).toMatchObject({ id: 'completed/course-a/first', at: wednesday, actorId: zhang.memberId, subjectId: zhang.memberId, unitId: zhang.unitId });
    expect(await office.factIds(trainer.memberId)).toEqual([]);
  });

  test('does not complete it without the point that must be there, however many others were found', async () => {
    await say();
    await mark(['2', '3']);
    expect(await office.factIds(zhang.memberId)).toEqual(['answered/first-09/1', 'marked/first-09/1']);
    await say(2, '登记才有据可查，才好算期限。');
    await mark(['1', '2'], { attempt: 2 });
    expect((await office.factIds(zhang.memberId)).slice(2)).toEqual(['answered/first-09/2', 'marked/first-09/2', 'completed/course-a/first']);
  });

  test('is marked once: the same again changes nothing, other points or another note are refused', async () => {
    await say();
    await mark(['2', '1'], { note: '说到了' });
    await mark(['1', '2', '2'], { note: '说到了' }, trainer, '2026-03-05T02:00:00.000Z');
    for (const other of [mark(['1'], { note: '说到了' }), mark(['1', '2']), mark(['1', '2'], { note: '很好' })]) expect(await refusalOf(other)).toMatchObject({ code: 'answer-marked' });
    expect(await office.factIds(zhang.memberId)).toHaveLength(3);
  });

  test('marked by two trainers at once keeps one of the two', async () => {
    const second = aMember({ memberId: 'member-xu', staffNo: '1099', roles: ['cadre', 'trainer'] });
    await say();
    const codes = await Promise.all([refusalOf(mark(['1'])), refusalOf(mark(['1', '2'], {}, second))]);
    expect(codes.map((refusal) => refusal?.code ?? 'recorded').sort()).toEqual(['answer-marked', 'recorded']);
  });

  test('completes the lesson when sent again, had the server stopped between the two', async () => {
    await say();
    await office.record(aFact('answer.marked', { id: 'marked/first-09/1', actorId: trainer.memberId, body: { questionId: short.id, attempt: 1, points: ['1', '2'] } }));
    await mark(['1', '2']);
    expect((await office.factIds(zhang.memberId)).at(-1)).toBe('completed/course-a/first');
  });

  test('is marked only by a trainer of the writer’s office or above, and never by the writer', async () => {
    await say();
    await say(1, '登记了才算得出期限。', trainer);
    for (const actor of [zhang, sun, leader, streetTrainer]) expect(await refusalOf(mark(['1'], {}, actor)), actor.name).toMatchObject({ code: 'not-permitted' });
    expect(await refusalOf(mark(['1'], {}, null))).toMatchObject({ code: 'not-signed-in' });
    expect(await refusalOf(mark(['1'], { memberId: trainer.memberId }))).toMatchObject({ code: 'not-permitted' });
    await say(1, '有据可查。', wu);
    for (const actor of [streetTrainer, trainer]) expect(await refusalOf(mark(['1'], { memberId: wu.memberId }, actor)), actor.name).toBeNull();
  });

  test('is refused when nothing was written, for another question, for points it has not, and for a note that is none', async () => {
    await office.record(practised(zhang, short.id, 1, ['练习里写的']), answered(zhang, own.id, 1, ['登记']));
    expect(await refusalOf(mark(['1']))).toMatchObject({ code: 'not-found' });
    await say();
    expect(await refusalOf(mark(['1'], { attempt: 2 }))).toMatchObject({ code: 'not-found' });
    expect(await refusalOf(mark(['1'], { memberId: 'member-none' }))).toMatchObject({ code: 'not-found' });
    for (const questionId of [own.id, 'first-01', 'gone-01', '__proto__']) expect(await refusalOf(mark(['1'], { questionId })), questionId).toMatchObject({ code: 'question-not-in-lesson' });
    for (const points of [['4'], ['0'], ['1', 'x'], ['1 ']]) expect(await refusalOf(mark(points)), points.join()).toMatchObject({ code: 'invalid-input' });
    for (const note of ['好', '长'.repeat(301)]) expect(await refusalOf(mark(['1'], { note })), note).toMatchObject({ code: 'invalid-input' });
    expect((await office.factIds(zhang.memberId)).filter((id) => id.startsWith('marked/'))).toEqual([]);
  });

  test('may be marked anew once its marking was voided, and not at all once it was voided itself', async () => {
    const marking = aFact('answer.marked', { id: 'marked/first-09/1', actorId: trainer.memberId, body: { questionId: short.id, attempt: 1, points: ['2'] } });
    await say();
    await office.record(marking, voided(marking, wednesday));
    await mark(['1', '2']);
    expect((await office.factIds(zhang.memberId)).slice(-2)).toEqual(['marked/first-09/1/2', 'completed/course-a/first']);
    await say(1, '有据可查。', sun);
    await office.record(voided(answered(sun, short.id, 1, ['有据可查。']), wednesday));
    expect(await refusalOf(mark(['1'], { memberId: sun.memberId }))).toMatchObject({ code: 'not-found' });
  });
});

describe('while a trainer has still to mark it', () => {
  test('a further answer is refused, but the same one may be sent again; afterwards it is answered anew', async () => {
    await say();
    await say();
    expect(await refusalOf(say(2, '另写一份'))).toMatchObject({ code: 'answer-waiting' });
    await mark([]);
    await say(2, '另写一份');
    expect(await office.factIds(zhang.memberId)).toEqual(['answered/first-09/1', 'marked/first-09/1', 'answered/first-09/2']);
  });

  test('its writer may not hold it against the points', async () => {
    await say();
    expect(await refusalOf(markAnswer(act(zhang), { lessonId: 'course-a/first', questionId: short.id, attempt: 1, points: ['1', '2'] }))).toMatchObject({ code: 'question-not-in-lesson' });
  });
});

test('what was said in practice about a question of the same number says nothing of the answer in the lesson', async () => {
  await say();
  await office.record(aFact('answer.marked', { id: 'marked/first-09/1/practice', body: { questionId: short.id, attempt: 1, sittingId: 'sitting-1', points: ['1', '2'] } }));
  expect(await progress()).toMatchObject({ solved: false, attempts: [{ marking: null, note: null }] });
});
