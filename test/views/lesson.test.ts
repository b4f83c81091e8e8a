import { beforeEach, describe, expect, test } from 'vitest';
import { shownOptions } from '../../src/domain/response.ts';
import { hasOptions, optionsOf, type Question } from '../../src/domain/question.ts';
import { courseView, coursesView } from '../../src/views/courses.ts';
import { lessonView } from '../../src/views/lesson.ts';
import type { FormView, QuestionView } from '../../src/views/question.ts';
import { todayView } from '../../src/views/today.ts';
import { answered, aQuestion, catalog, completed, firstLesson, now, opened, scheduled, signedIn, sun, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

/** A catalog in which everything secret about a question is a word of its own. */
const secret = (id: string, type: Question['type'], over: object = {}) => aQuestion({
  id, type, explanation: `解释秘密${id}。`, ...(type === 'true-false' ? { answer: true } : {
    options: ['a', 'b', 'c'].map((letter, index) => ({ id: letter, text: `选项${letter}`, right: index === 0 || (type === 'multiple' && index === 1), why: `缘由秘密${id}${letter}` })),
  }), ...over,
});
const asked = [secret('first-01', 'single'), secret('first-02', 'multiple'), secret('first-03', 'true-false'), secret('first-04', 'single', { arguable: true })];
const secrets = { ...catalog, questions: new Map([...catalog.questions, ...asked.map((question): [string, Question] => [question.id, question])]) };

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const see = (retry: string | null = null, actor = zhang) => lessonView(office.reading(actor, now, { catalog: secrets }), 'course-a/first', retry);
const question = async (id: string, retry: string | null = null) => (await see(retry)).questions.find((one) => one.questionId === id)!;
const optionsIn = (form: FormView | null) => (form?.kind === 'options' ? form.options : []);
const reviewed = (view: QuestionView) => (view.review?.kind === 'options' ? view.review.options : []);

describe('a lesson', () => {
  test('gives away nothing of questions that were not answered: no key, no reason, no explanation', async () => {
    const text = JSON.stringify(await see());
    expect(text).not.toMatch(/秘密|"right":(true|false)|"answer"|"why":"/);
    for (const { form, review, explanation, notes, state } of (await see()).questions) {
      expect([state, review, explanation, notes]).toEqual(['open', null, null, []]);
      for (const option of optionsIn(form)) expect(Object.keys(option)).toEqual(['letter', 'text']);
    }
    await office.record(answered(zhang, 'first-01', 1, ['b']));
    expect(JSON.stringify((await see()).questions.slice(1))).not.toMatch(/秘密|"right":(true|false)/);
  });

  test('gives away nothing of an answered question either while it is being answered anew', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b']));
    expect(JSON.stringify(await see('first-01'))).not.toMatch(/秘密|"right":(true|false)/);
    expect(await question('first-01', 'first-01')).toMatchObject({ state: 'open', attempt: 2 });
  });

  test('shows after a wrong answer the verdict, why the choice was wrong, and the article', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b']));
    const view = await question('first-01');
    expect(view).toMatchObject({ state: 'wrong', attempt: 2, explanation: '解释秘密first-01。', notes: [{ cite: 'sample-law/22/1' }] });
    expect(reviewed(view).filter((option) => option.chosen).map(({ text, right, why }) => [text, right, why])).toEqual([['选项b', false, '缘由秘密first-01b']]);
    expect(reviewed(view).filter((option) => option.why !== null)).toHaveLength(1);
  });

  test('points after a wrong answer to where the text treats the article, and not after a right one', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-02', 1, ['a', 'b']));
    expect((await question('first-01')).passages).toEqual([{ href: '#at-sample-law-22', label: '条例第22条' }]);
    expect((await question('first-02')).passages).toEqual([]);
    expect((await question('first-01', 'first-01')).passages).toEqual([]);
  });

  test('shows a solved question with the solving answer, and no form for it even when one asks', async () => {
    await office.record(answered(zhang, 'first-02', 1, ['a']), answered(zhang, 'first-02', 2, ['a', 'b']));
    for (const retry of [null, 'first-02']) {
      const view = await question('first-02', retry);
      expect([view.state, reviewed(view).filter((option) => option.chosen).map((option) => option.text).sort()]).toEqual(['solved', ['选项a', '选项b']]);
    }
  });

  test('shows options in the order and under the letters that an answer is read by', async () => {
    for (const actor of [zhang, sun]) {
      for (const view of (await see(null, actor)).questions) {
        const source = secrets.questions.get(view.questionId)!;
        expect(optionsIn(view.form).map(({ letter, text }) => [letter, text])).toEqual(shownOptions(source, actor.memberId, 1).map(({ letter, option }) => [letter, option.text]));
        if (!hasOptions(source)) throw new Error('the builders have questions with options only');
        expect(optionsIn(view.form)).toHaveLength(optionsOf(source).length);
      }
    }
  });

  test('says how far one is, what else the course has, and what comes next', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['a']), completed(zhang, 'course-a/second', '2026-02-27T16:30:00.000Z'));
    expect(await see()).toMatchObject({
      number: 1, count: 2, solved: 1, completedOn: null, next: { lessonId: 'course-a/second' },
      siblings: [{ lessonId: 'course-a/first', state: 'begun', current: true }, { lessonId: 'course-a/second', state: 'completed', current: false }],
    });
    expect((await lessonView(office.reading(zhang), 'course-a/second', null)).completedOn).toBe('2026-02-28');
    expect((await lessonView(office.reading(zhang), 'course-b/third', null)).next).toBeNull();
  });

  test('that does not exist is not found', async () => {
    for (const lessonId of ['course-a/gone', '', '__proto__', 'course-a', '../course-a/first']) expect(await refusalOf(lessonView(office.reading(zhang), lessonId, null)), lessonId).toMatchObject({ code: 'not-found' });
  });
});

describe('courses', () => {
  test('show everyone their own progress, and never anything of a question', async () => {
    await office.record(answered(zhang, 'first-01', 1, ['a']), completed(zhang, 'course-b/third'), completed(sun, 'course-a/first'));
    const courses = await coursesView(office.reading(zhang, now, { catalog: secrets }));
    expect(courses.map((course) => [course.courseId, course.completed, course.minutes, course.lessons.map((lesson) => [lesson.state, lesson.solved, lesson.completedOn])])).toEqual([
      ['course-a', 0, 15, [['begun', 1, null], ['untouched', 0, null]]], ['course-b', 1, 7, [['completed', 0, '2026-03-02']]],
    ]);
    expect(JSON.stringify(courses)).not.toContain('秘密');
    expect(courses[0]!.laws).toEqual(['示例条例', '旧条例']);
    expect(await refusalOf(courseView(office.reading(zhang), 'course-gone'))).toMatchObject({ code: 'not-found' });
  });
});

describe('today', () => {
  const today = (actor = zhang, at = now) => todayView(office.reading(actor, at));

  test('asks for the next lesson of the running week and is done when it is done', async () => {
    expect(await today()).toMatchObject({ date: '2026-03-02', per: 'week', minutes: firstLesson.minutes, lessons: [{ lessonId: 'course-a/first', why: '本周应学', begun: false }], learntTitles: [], next: null });
    await office.record(answered(zhang, 'first-01', 1, ['b']));
    expect((await today()).lessons).toMatchObject([{ begun: true }]);
    await office.record(completed(zhang, 'course-a/first'));
    expect(await today()).toMatchObject({ lessons: [], minutes: 0, learntTitles: ['登记之后'], everythingLearnt: false });
  });

  test('names the next session of one’s own unit and the lesson it will be about', async () => {
    await office.record(scheduled('session-1', { lessonId: 'course-b/third', startsAt: '2026-03-05T01:00:00.000Z' }), scheduled('session-2', { startsAt: '2026-03-03T01:00:00.000Z' }, 'unit-street'));
    expect(await today()).toMatchObject({ next: { sessionId: 'session-1', date: '2026-03-05', time: '09:00', today: false, open: false, signedIn: false }, lessons: [{ lessonId: 'course-a/first' }, { lessonId: 'course-b/third', why: '下次学法会要学' }] });
    await office.record(opened('session-1', [zhang], '2026-03-05T00:50:00.000Z'));
    const then = '2026-03-05T01:00:00.000Z';
    expect([(await today(zhang, then)).next, (await today(sun, then)).next]).toMatchObject([{ sessionId: 'session-1', today: true, open: true, signedIn: false }, null]);
    await office.record(signedIn('session-1', zhang, then));
    expect((await today(zhang, then)).next?.signedIn).toBe(true);
  });
});
