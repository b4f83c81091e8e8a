import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuestionsOf, lessonOfQuestion } from '../../src/domain/catalog.ts';
import { ofKind } from '../../src/domain/fact.ts';
import { isCorrect } from '../../src/domain/grading.ts';
import type { Question, QuestionType } from '../../src/domain/question.ts';
import { withGaps } from '../../src/text/gaps.ts';
import { answer, choose, questionOn } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, type Office } from './office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

const types: QuestionType[] = ['single', 'multiple', 'true-false', 'blank', 'match', 'order', 'short', 'case', 'classify', 'find-fault'];
let browser: Browser;
let office: Office;
beforeAll(async () => {
  browser = await launchBrowser();
  office = await openOffice();
});
afterAll(async () => {
  await office.close();
  await browser.close();
});

/** One question of each type that nobody in the tests before has answered: the last of its kind in a lesson’s check. */
const questionOf = (type: QuestionType): Question => [...office.catalog.questions.values()].findLast((question) => question.type === type && question.use === 'check')!;
const lessonPage = (question: Question) => `/courses/${lessonOfQuestion(office.catalog, question.id)!.lessonId}`;

test('an answer with gaps left open is no attempt, and what was filled in stays', async () => {
  const visitor = await openVisitor(browser, office.origin, 360, { person: 'streetTrainer', javaScript: false });
  visitor.expectRefusal(400);
  const { page } = visitor;
  const question = questionOf('match');
  await visitor.go(lessonPage(question));
  await choose(page, question, true);
  const place = questionOn(page, question);
  const selects = place.locator('select');
  await selects.first().evaluate((select: HTMLSelectElement) => { select.required = false; select.value = ''; });
  const second = await selects.nth(1).inputValue();
  await place.getByRole('button', { name: '提交' }).click();
  await page.getByRole('alert').getByText('还没有答完').waitFor();
  expect(await questionOn(page, question).locator('select').nth(1).inputValue()).toBe(second);
  await visitor.close();
});

describe.each(widths)('at %i px', (width) => {
  let visitor: Visitor;
  let page: Page;
  const person = width === 360 ? 'streetTrainer' : 'streetLeader';
  beforeAll(async () => {
    visitor = await openVisitor(browser, office.origin, width, { person, javaScript: width !== 360 });
    page = visitor.page;
  });
  afterAll(() => visitor.close());
  const answers = async (question: Question) => ofKind(await office.store.factsOf((await office.member(person)).memberId), 'question.answered').filter((fact) => fact.body.questionId === question.id);

  test.each(types)('a %s question is answered wrongly, explained, and answered right', async (type) => {
    const question = questionOf(type);
    await visitor.go(lessonPage(question));
    await answer(page, question, false);
    const place = questionOn(page, question);
    await place.getByText(question.explanation).waitFor();
    await visitor.look(`${type}-wrong`);
    await place.getByRole('link', { name: '再答一次' }).click();
    await place.getByRole('button', { name: '提交' }).waitFor();
    await answer(page, question, true);
    await visitor.look(`${type}-right`);
    expect((await answers(question)).map((fact) => fact.body.attempt)).toEqual([1, 2]);
    if (type !== 'short') expect((await answers(question)).map((fact) => isCorrect(question, fact.body.chosen))).toEqual([false, true]);
  });
});

describe('by keyboard alone', () => {
  test.each(types)('a %s question is answered', async (type) => {
    const visitor = await openVisitor(browser, office.origin, 1280, { person: 'streetAdmin' });
    const { page } = visitor;
    const question = questionOf(type);
    await visitor.go(lessonPage(question));
    const place = questionOn(page, question);
    const fields = place.locator('form').first().locator('input:not([type=hidden]), select, textarea');
    await fields.first().focus();
    for (let left = 60; left > 0; left -= 1) {
      const at = await page.evaluate(() => { const one = document.activeElement as HTMLInputElement; return { tag: one.tagName, type: one.type, name: one.name ?? '' }; });
      if (at.tag === 'BUTTON') break;
      if (at.tag === 'SELECT') await page.keyboard.press('ArrowDown');
      else if (at.type === 'radio' || at.type === 'checkbox') await page.keyboard.press('Space');
      else await page.keyboard.type('六十日');
      if (type === 'order' || type === 'match') for (let more = await placeOf(page); more > 0; more -= 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await place.getByText(/答对了|没有答对|对照要点/).first().waitFor();
    await visitor.close();
  });

  /** Which of the selects has the focus: each gets another choice. */
  const placeOf = (page: Page) => page.evaluate(() => [...document.activeElement!.closest('form')!.querySelectorAll('select')].indexOf(document.activeElement as HTMLSelectElement));
});

test('a refused second try keeps what was filled in as well', async () => {
  const visitor = await openVisitor(browser, office.origin, 1280, { person: 'streetTrainer', javaScript: false });
  visitor.expectRefusal(400);
  const { page } = visitor;
  const blank = [...office.catalog.questions.values()].find((one) => one.type === 'blank' && one.use === 'check' && one !== questionOf('blank'))!;
  await visitor.go(lessonPage(blank));
  await answer(page, blank, false);
  await questionOn(page, blank).getByRole('link', { name: '再答一次' }).click();
  const gaps = questionOn(page, blank).getByRole('textbox');
  await gaps.first().fill('六十日');
  for (const one of await gaps.all()) await one.evaluate((input: HTMLInputElement) => { input.required = false; });
  await questionOn(page, blank).getByRole('button', { name: '提交' }).click();
  await page.getByRole('alert').getByText('还没有答完').waitFor();
  expect(await questionOn(page, blank).getByRole('textbox').first().inputValue()).toBe('六十日');
  await visitor.close();
});

test('the sheet to print has every question, and the key only for trainers', async () => {
  for (const person of ['cadre', 'trainer'] as const) {
    const visitor = await openVisitor(browser, office.origin, 1280, { person });
    await visitor.go('/courses/petition-regulations/registration/paper?key=1');
    expect(await visitor.page.getByRole('heading', { name: '答案和依据（只给授课人）' }).count()).toBe(person === 'trainer' ? 1 : 0);
    const lesson = office.catalog.lessons.get('petition-regulations/registration')!;
    for (const { id, stem, explanation } of checkQuestionsOf(office.catalog, lesson)) {
      expect(await visitor.page.getByText(withGaps(stem, '＿＿＿＿＿＿')).count(), id).toBeGreaterThan(0);
      expect(await visitor.page.getByText(explanation).count(), id).toBe(person === 'trainer' ? 1 : 0);
    }
    await visitor.look(`paper-${person}`);
    await visitor.close();
  }
});
