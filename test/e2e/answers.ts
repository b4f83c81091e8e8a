import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';
import { optionsOf, type Question } from '../../src/domain/question.ts';

/** The place of a question on a lesson's page. */
export function questionOn(page: Page, question: Question): Locator {
  return page.getByRole('article').filter({ has: page.getByText(question.stem) }).filter({ hasNot: page.getByRole('article') });
}

export async function choose(page: Page, question: Question, right: boolean): Promise<void> {
  const options = optionsOf(question);
  const texts = (right ? options.filter((one) => one.right) : [options.find((one) => !one.right)!]).map((one) => one.text);
  for (const text of texts) {
    const place = questionOn(page, question);
    await (question.type === 'multiple' ? place.getByRole('checkbox', { name: text, exact: true }) : place.getByRole('radio', { name: text, exact: true })).check();
  }
}

/** Chooses and submits; returns once the verdict stands on the page. */
export async function answer(page: Page, question: Question, right: boolean): Promise<void> {
  await choose(page, question, right);
  await questionOn(page, question).getByRole('button', { name: '提交' }).click();
  await questionOn(page, question).getByText(right ? '答对了' : '没有答对').waitFor();
}

/** Option texts in the order in which they are shown. */
export async function shownOrder(page: Page, question: Question): Promise<string[]> {
  const shown = (await questionOn(page, question).innerText()).replace(/\s+/g, ' ');
  const texts = optionsOf(question).map((one) => one.text);
  for (const text of texts) expect(shown).toContain(text);
  return texts.sort((a, b) => shown.indexOf(a) - shown.indexOf(b));
}
