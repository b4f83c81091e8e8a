import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRightAnswer, answersOf } from '../../src/domain/answer.ts';
import { ofKind } from '../../src/domain/fact.ts';
import { sittingsOf } from '../../src/domain/sitting.ts';
import { choose, questionOn } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, type Office } from './office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
let office: Office;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(async () => { await browser.close(); });
beforeEach(async () => { office = await openOffice(); });
afterEach(async () => { await office.close(); });

const factsOfCadre = async () => office.store.factsOf((await office.member('cadre')).memberId);
const lastSitting = async () => sittingsOf(await factsOfCadre()).at(-1)!;

/** Answers the question that the page shows, and returns its id. */
async function answerShown({ page }: Visitor, right: boolean, button: '有把握，提交' | '没把握，提交' = '有把握，提交'): Promise<string> {
  const questionId = (await page.locator('article.question').getAttribute('id'))!;
  const question = office.catalog.questions.get(questionId)!;
  await choose(page, question, right);
  await questionOn(page, question).getByRole('button', { name: button }).click();
  if (question.type === 'short') {
    await page.getByRole('button', { name: '对照好了' }).waitFor();
    if (right) for (const point of question.points) await page.getByRole('checkbox', { name: point, exact: true }).check();
    await page.getByRole('button', { name: '对照好了' }).click();
  }
  await page.getByText(right ? '答对了' : '没有答对').waitFor();
  return questionId;
}

describe.each(widths)('at %i px a cadre', (width) => {
  for (const javaScript of [true, false]) {
    test(`practises ten questions, leaves in between, and finds the misses in the book (${javaScript ? 'with' : 'without'} scripts)`, async () => {
      const visitor = await openVisitor(browser, office.origin, width, { person: 'cadre', javaScript });
      const { page } = visitor;
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '练习' }).click();
      await visitor.look(`practice-${javaScript}`);
      await page.getByLabel('练什么').selectOption({ label: (await page.getByLabel('练什么').locator('option').allInnerTexts()).find((text) => text.startsWith('全部题目'))! });
      await page.getByLabel('几题').selectOption('10');
      await page.getByRole('button', { name: '开始练习' }).click();
      await page.getByRole('heading', { name: '第 1 题，共 10 题' }).waitFor();
      await visitor.look(`practice-question-${javaScript}`);
      const missed = [await answerShown(visitor, false)];
      await visitor.look(`practice-wrong-${javaScript}`);
      for (let number = 2; number <= 6; number += 1) {
        await page.getByRole('link', { name: '继续' }).click();
        await page.getByRole('heading', { name: `第 ${number} 题，共 10 题` }).waitFor();
        const id = await answerShown(visitor, number !== 4, number % 2 ? '有把握，提交' : '没把握，提交');
        if (number === 4) missed.push(id);
      }
      await visitor.go('/practice');
      await page.getByRole('link', { name: '接着练', exact: false }).click();
      await page.getByRole('heading', { name: '第 7 题，共 10 题' }).waitFor();
      for (let number = 7; number <= 10; number += 1) {
        await answerShown(visitor, true);
        await page.getByRole('link', { name: number === 10 ? '看结果' : '继续' }).click();
      }
      await page.getByText('10 题都答完了，答对 8 题。').waitFor();
      await visitor.look(`practice-end-${javaScript}`);
      const sitting = await lastSitting();
      expect(sitting.answers.size).toBe(10);
      expect([...sitting.answers.values()].filter((answer) => !isRightAnswer(office.catalog.questions, answer)).map((answer) => answer.questionId)).toEqual(missed);
      expect([...sitting.answers.values()].map((answer) => answer.sure)).toEqual([true, false, true, false, true, false, true, true, true, true]);
      await page.getByRole('link', { name: '看错题本' }).click();
      await page.getByRole('heading', { name: '错题本', level: 1 }).waitFor();
      await visitor.look(`mistakes-${javaScript}`);
      await visitor.close();
    });
  }

  test('reviews what is due from today, sees it count against the week, and pauses for leave', async () => {
    office.advance(3 * 24 * 60);
    const visitor = await openVisitor(browser, office.origin, width, { person: 'cadre' });
    const { page } = visitor;
    await visitor.go('/');
    await visitor.look('today-review');
    await page.getByRole('button', { name: '开始复习' }).click();
    await page.getByRole('heading', { name: /^第 1 题，共 \d+ 题$/ }).waitFor();
    expect((await lastSitting()).purpose).toBe('review');
    const total = (await lastSitting()).questionIds.length;
    for (let number = 1; number <= total; number += 1) {
      office.advance(1);
      await answerShown(visitor, number % 3 !== 0);
      await page.getByRole('link', { name: number === total ? '看结果' : '继续' }).click();
    }
    await page.getByText(`${total} 题都答完了`).waitFor();
    await visitor.go('/practice');
    await page.getByText('调整时间，或者休假期间暂停').click();
    const today = office.now().slice(0, 10);
    await page.getByLabel('从哪天暂停').fill(today);
    visitor.expectRefusal(400);
    await page.getByRole('button', { name: '保存安排' }).click();
    await page.getByText('暂停要写明起止两天').waitFor();
    expect(await page.getByLabel('从哪天暂停').inputValue()).toBe(today);
    await page.getByLabel('到哪天为止').fill('2026-12-31');
    await page.getByRole('button', { name: '保存安排' }).click();
    await page.getByText('复习已暂停到 2026-12-31。').waitFor();
    await visitor.look('practice-paused');
    expect(ofKind(await factsOfCadre(), 'review.arranged').map((fact) => fact.body)).toEqual([{ minutes: 30, pausedFrom: today, pausedTo: '2026-12-31' }]);
    await visitor.go('/');
    expect(await page.getByRole('button', { name: '开始复习' }).count()).toBe(0);
    await visitor.close();
  });
});

test('two tabs of one question, the back button and a lost network leave one answer each', async () => {
  const visitor = await openVisitor(browser, office.origin, 1280, { person: 'cadre' });
  const { page, context } = visitor;
  await visitor.go('/practice');
  await page.getByRole('button', { name: '开始练习' }).click();
  await page.getByRole('heading', { name: /^第 1 题/ }).waitFor();
  const address = page.url();
  const other = await context.newPage();
  await other.goto(address);
  const first = await answerShown(visitor, true);
  await choose(other, office.catalog.questions.get(first)!, false);
  visitor.expectRefusal(409);
  await other.getByRole('button', { name: '没把握，提交' }).click();
  await other.getByText('这一次作答已经提交过').waitFor();
  await other.close();
  await page.getByRole('link', { name: '继续' }).click();
  await page.getByRole('heading', { name: /^第 2 题/ }).waitFor();
  await page.goBack();
  await page.getByText('答对了').waitFor();
  await page.goForward();
  await page.getByRole('heading', { name: /^第 2 题/ }).waitFor();
  const second = (await page.locator('article.question').getAttribute('id'))!;
  await choose(page, office.catalog.questions.get(second)!, true);
  visitor.expectOffline();
  await context.setOffline(true);
  await page.getByRole('button', { name: '没把握，提交' }).click();
  await page.getByText('网络不通，没有提交成功').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: '没把握，提交' }).click();
  await page.locator('.verdict, .ticks').first().waitFor();
  const answers = answersOf(await factsOfCadre()).filter((answer) => answer.where === 'practice' && [first, second].includes(answer.questionId));
  expect(answers.map((answer) => [answer.questionId, answer.sure])).toEqual([[first, true], [second, false]]);
  await visitor.close();
});

test('the keyboard alone is enough to practise', async () => {
  const visitor = await openVisitor(browser, office.origin, 1280, { person: 'cadre' });
  const { page } = visitor;
  await visitor.go('/practice');
  await page.getByRole('button', { name: '开始练习' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^第 1 题/ }).waitFor();
  const id = (await page.locator('article.question').getAttribute('id'))!;
  await choose(page, office.catalog.questions.get(id)!, true);
  await page.getByRole('button', { name: '有把握，提交' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.verdict, .ticks').first().waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(id);
  expect((await lastSitting()).answers.get(id)!.sure).toBe(false);
  await visitor.close();
});
