import { beforeEach, describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { markAnswer } from '../../src/commands/mark-answer.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { questionProgress } from '../../src/domain/progress.ts';
import type { Member } from '../../src/domain/member.ts';
import { aFact, answered, catalog, catalogOf, now, sun, voided, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

/** The lesson asks one short answer (three points, two needed) and nothing else. */
const short = aQuestionOf('short', { id: 'first-09' });
const asking: Catalog = {
  ...catalogOf(catalog.courses.map((course) => ({ ...course, lessons: course.lessons.map((lesson) => (lesson.lessonId === 'course-a/first' ? { ...lesson, questionIds: [short.id] } : lesson)) }))),
  questions: new Map(catalog.questions).set(short.id, short),
};
let office: Office;
beforeEach(async () => { office = await Office.open(); });
const act = (actor: Member | null = zhang) => office.act(actor, undefined, { catalog: asking });
const say = (attempt = 1, text = '登记了才算得出期限。') => answerQuestion(act(), { lessonId: 'course-a/first', questionId: short.id, attempt, given: [text] });
const mark = (points: string[], attempt = 1, actor: Member | null = zhang) => markAnswer(act(actor), { lessonId: 'course-a/first', questionId: short.id, attempt, points });

describe('a short answer held against its points', () => {
  test('completes the lesson when enough of them are found, and says which', async () => {
    await say();
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-09/1']);
    await mark(['3', '1']);
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-09/1', 'marked/first-09/1', 'completed/course-a/first']);
    expect(questionProgress(short, await office.store.factsOf('member-zhang'))).toMatchObject({ solved: true, attempts: [{ marking: ['1', '3'] }] });
  });

  test('with too few, or none, is answered anew and then marked anew', async () => {
    await say();
    await mark(['2']);
    await say(2, '登记才有据可查，也才好告知去向。');
    expect(questionProgress(short, await office.store.factsOf('member-zhang')).solved).toBe(false);
    await mark([], 2);
    await say(3);
    await mark(['1', '2', '3'], 3);
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-09/1', 'marked/first-09/1', 'answered/first-09/2', 'marked/first-09/2', 'answered/first-09/3', 'marked/first-09/3', 'completed/course-a/first']);
  });

  test('is marked once: the same again changes nothing, another marking is refused', async () => {
    await say();
    await mark(['1', '2']);
    await mark(['2', '1', '1']);
    expect(await refusalOf(mark(['1', '2', '3']))).toMatchObject({ code: 'answer-conflict' });
    expect(await office.factIds('member-zhang')).toHaveLength(3);
  });

  test('marked twice at once with different points keeps one of the two', async () => {
    await say();
    const codes = await Promise.all([refusalOf(mark(['1'])), refusalOf(mark(['1', '2']))]);
    expect(codes.map((refusal) => refusal?.code ?? 'recorded').sort()).toEqual(['answer-conflict', 'recorded']);
  });

  test('is marked anew when its marking was voided, and not at all when it was voided itself', async () => {
    const marking = aFact('answer.marked', { id: 'marked/first-09/1', body: { questionId: short.id, attempt: 1, points: ['1', '2'] } });
    await say();
    await office.record(marking, voided(marking, now));
    await mark(['2']);
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-09/1', 'marked/first-09/1', 'voided/marked/first-09/1', 'marked/first-09/1/2']);
    await office.record(answered(sun, short.id, 1, ['写的']), voided(answered(sun, short.id, 1, ['写的']), now));
    expect(await refusalOf(mark(['1'], 1, sun))).toMatchObject({ code: 'answer-stale' });
  });

  test('is marked by whoever wrote it, not before, and only against points that are there', async () => {
    expect(await refusalOf(mark(['1', '2']))).toMatchObject({ code: 'answer-stale' });
    await say();
    expect(await refusalOf(mark(['1', '2'], 2))).toMatchObject({ code: 'answer-stale' });
    expect(await refusalOf(mark(['1', '2'], 1, sun))).toMatchObject({ code: 'answer-stale' });
    expect(await refusalOf(mark(['1', '2'], 1, null))).toMatchObject({ code: 'not-signed-in' });
    for (const points of [['4'], ['0'], ['1', 'x'], ['__proto__'], ['1 ']]) expect(await refusalOf(mark(points)), points.join()).toMatchObject({ code: 'invalid-input' });
    for (const over of [{ questionId: 'first-01' }, { questionId: 'gone-01' }, { lessonId: 'course-a/second' }]) {
      expect(await refusalOf(markAnswer(act(), { lessonId: 'course-a/first', questionId: short.id, attempt: 1, points: ['1'], ...over }))).toMatchObject({ code: 'question-not-in-lesson' });
    }
    expect(await office.factIds('member-zhang')).toEqual(['answered/first-09/1']);
  });
});
