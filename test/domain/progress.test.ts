import { describe, expect, test } from 'vitest';
import { lessonAfter, questionsOf } from '../../src/domain/catalog.ts';
import { dueNow } from '../../src/domain/due.ts';
import { earnsCompletion, lessonProgress, questionProgress } from '../../src/domain/progress.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import { aFact, answered, aQuestion, catalog, completed, firstLesson, recorded, secondLesson, sun, thirdLesson, voided, zhang } from '../builders.ts';
import { aQuestionOf } from '../question-builders.ts';

const asked = questionsOf(catalog, firstLesson);
const right = { 'first-01': ['a'], 'first-02': ['a', 'd'], 'first-03': ['f'] };
const solving = (...ids: (keyof typeof right)[]) => ids.map((id) => answered(zhang, id, 1, right[id]));

describe('progress with a question', () => {
  test('is solved once one attempt was right, whatever came before and after', () => {
    const facts = recorded(answered(zhang, 'first-01', 2, ['a']), answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-01', 3, ['c']));
    expect(questionProgress(aQuestion(), facts)).toMatchObject({ solved: true, firstTryCorrect: false, attempts: [{ factId: 'answered/first-01/1' }, { factId: 'answered/first-01/2' }, { factId: 'answered/first-01/3' }] });
    expect(questionProgress(aQuestion(), recorded(answered(zhang, 'first-01', 1, ['a'])))).toMatchObject({ solved: true, firstTryCorrect: true });
    expect(questionProgress(aQuestion(), recorded(answered(zhang, 'first-02', 1, ['a', 'd'])))).toMatchObject({ solved: false, firstTryCorrect: null, attempts: [] });
  });

  test('is worked out anew when the key is corrected', () => {
    const facts = recorded(answered(zhang, 'first-03', 1, ['f']));
    expect(questionProgress(aQuestion({ id: 'first-03', type: 'true-false', answer: true }), facts).solved).toBe(false);
  });
});

describe('progress with a lesson', () => {
  test('is untouched, begun, then completed', () => {
    expect(lessonProgress(firstLesson, asked, [])).toMatchObject({ state: 'untouched', solved: 0, completedAt: null });
    expect(lessonProgress(firstLesson, asked, recorded(...solving('first-01'), answered(zhang, 'first-02', 1, ['a'])))).toMatchObject({ state: 'begun', solved: 1, completedAt: null });
    expect(lessonProgress(firstLesson, asked, recorded(completed(zhang, 'course-a/first', '2026-03-03T02:00:00.000Z')))).toMatchObject({ state: 'completed', completedAt: '2026-03-03T02:00:00.000Z' });
  });

  test('is not completed by another lesson, nor by a completion that was voided', () => {
    const done = completed(zhang, 'course-a/first');
    expect(lessonProgress(secondLesson, questionsOf(catalog, secondLesson), recorded(done)).state).toBe('untouched');
    expect(lessonProgress(firstLesson, asked, recorded(done, voided(done, '2026-03-04T02:00:00.000Z')))).toMatchObject({ state: 'untouched', completedAt: null });
  });

  test('earns completion by right answers to every question that is not arguable, and by nothing less', () => {
    expect(earnsCompletion(asked, recorded(...solving('first-01', 'first-02', 'first-03')))).toBe(true);
    expect(earnsCompletion(asked, recorded(...solving('first-01', 'first-02'), answered(zhang, 'first-03', 1, ['t']), answered(zhang, 'first-04', 1, ['a'])))).toBe(false);
    expect(earnsCompletion(asked, recorded(...solving('first-01', 'first-02', 'first-03'), voided(answered(zhang, 'first-02', 1, ['a', 'd']), '2026-03-04T02:00:00.000Z')))).toBe(false);
    expect(earnsCompletion([], recorded(...solving('first-01')))).toBe(false);
    expect(earnsCompletion([aQuestion({ id: 'first-04', arguable: true })], recorded(answered(zhang, 'first-04', 1, ['a'])))).toBe(false);
  });
});

describe('what is due', () => {
  const titles = (due: ReturnType<typeof dueNow>) => due.lessons.map((lesson) => lesson.lessonId);
  const monday = '2026-03-01T16:00:00.000Z';

  test('is the goal of the running week less what was completed in it, next lessons first', () => {
    const none = dueNow(catalog, [], { lessons: 2, per: 'week' }, monday);
    expect(none).toMatchObject({ period: { from: '2026-03-02', to: '2026-03-08' }, doneLessons: 0, askedLessons: 2, minutes: firstLesson.minutes + secondLesson.minutes, everythingLearnt: false });
    expect(titles(none)).toEqual(['course-a/first', 'course-a/second']);
    const one = dueNow(catalog, recorded(completed(zhang, 'course-a/second', monday)), { lessons: 2, per: 'week' }, '2026-03-08T15:59:59.000Z');
    expect([one.doneLessons, titles(one)]).toEqual([1, ['course-a/first']]);
    expect(titles(dueNow(catalog, recorded(completed(zhang, 'course-a/second', monday)), { lessons: 1, per: 'week' }, monday))).toEqual([]);
  });

  test('begins anew with the next week or month, by Beijing days', () => {
    const facts = recorded(completed(zhang, 'course-a/first', '2026-03-01T15:59:59.999Z'));
    expect(titles(dueNow(catalog, facts, { lessons: 1, per: 'week' }, '2026-03-01T15:59:59.999Z'))).toEqual([]);
    expect(titles(dueNow(catalog, facts, { lessons: 1, per: 'week' }, monday))).toEqual(['course-a/second']);
    expect(titles(dueNow(catalog, facts, { lessons: 1, per: 'month' }, '2026-03-31T15:59:59.000Z'))).toEqual([]);
    expect(titles(dueNow(catalog, facts, { lessons: 1, per: 'month' }, '2026-03-31T16:00:00.000Z'))).toEqual(['course-a/second']);
  });

  test('is no lesson of which the rest only waits for a trainer to mark it, though it is not learnt yet', () => {
    const short = aQuestionOf('short', { id: 'first-01', marking: 'trainer' });
    const withShort = { ...catalog, questions: new Map(catalog.questions).set('first-01', short) };
    const wrote = answered(zhang, 'first-01', 1, ['登记了才查得到']);
    const due = (...facts: NewFact[]) => dueNow(withShort, recorded(...facts), { lessons: 1, per: 'week' }, monday);
    expect(titles(due(wrote))).toEqual(['course-a/first']);
    expect(titles(due(wrote, ...solving('first-02', 'first-03')))).toEqual(['course-a/second']);
    const marked = aFact('answer.marked', { id: 'marked/first-01/1', actorId: 'member-lin', body: { questionId: 'first-01', attempt: 1, points: [] } });
    expect(titles(due(wrote, ...solving('first-02', 'first-03'), marked))).toEqual(['course-a/first']);
    const others = [secondLesson, thirdLesson].map((lesson) => completed(zhang, lesson.lessonId));
    expect(due(wrote, ...solving('first-02', 'first-03'), ...others)).toMatchObject({ lessons: [], everythingLearnt: false });
  });

  test('is nothing once everything is learnt, and something again when a completion is voided', () => {
    const all = [firstLesson, secondLesson, thirdLesson].map((lesson) => completed(sun, lesson.lessonId, '2026-01-05T02:00:00.000Z'));
    expect(dueNow(catalog, recorded(...all), { lessons: 3, per: 'week' }, monday)).toMatchObject({ lessons: [], minutes: 0, doneLessons: 0, everythingLearnt: true });
    const undone = dueNow(catalog, recorded(...all, voided(all[2]!, '2026-02-01T00:00:00.000Z')), { lessons: 3, per: 'week' }, monday);
    expect([titles(undone), undone.everythingLearnt]).toEqual([['course-b/third'], false]);
  });
});

test('the lesson after the last of a course is the first of the next, and after the very last there is none', () => {
  expect([firstLesson, secondLesson, thirdLesson].map((lesson) => lessonAfter(catalog, lesson)?.lessonId ?? null)).toEqual(['course-a/second', 'course-b/third', null]);
});
