import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';
import { chance } from '../../scripts/demo/chance.ts';
import { wrongAnswer } from '../../scripts/demo/given.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { hasOptions, optionsOf, type Part, type Question } from '../../src/domain/question.ts';
import { answerOfPart, pathWords } from '../../src/domain/response.ts';
import { withGaps } from '../../src/text/gaps.ts';

/** The place of a question on a lesson's page. */
export function questionOn(page: Page, question: Question): Locator {
  return page.getByRole('article').filter({ has: page.getByText(withGaps(question.stem)) }).filter({ hasNot: page.getByRole('article') });
}

/** The option of a single-choice question that a wrong answer here chooses. */
export function wrongOption(question: Question): string {
  return wrongAnswer(question, chance(1))[0]!;
}

/** Fills in the form of a question of any type, by what stands on the page. */
export async function choose(page: Page, question: Question, right: boolean): Promise<void> {
  const place = questionOn(page, question);
  const chosen = right ? keyOf(question) : wrongAnswer(question, chance(1));
  switch (question.type) {
    case 'match': {
      const rights = [...question.pairs.map((pair) => pair.right), ...question.extra];
      for (const [index, pair] of question.pairs.entries()) await choosing(place.getByLabel(pair.left), rights['abcdefghijkl'.indexOf(chosen[index]!.split('=')[1]!)]!);
      return;
    }
    case 'order':
      for (const [index, step] of question.steps.entries()) await place.getByLabel(step).selectOption(String(chosen.indexOf(String(index + 1)) + 1));
      return;
    case 'classify': return place.getByRole('radio', { name: pathWords(question.tree, chosen[0]!).at(-1)!, exact: true }).check();
    case 'find-fault':
      for (const number of chosen) await place.getByRole('checkbox', { name: question.passages[Number(number) - 1]!.text, exact: true }).check();
      return;
    case 'short': return place.getByRole('textbox').fill(chosen[0]!);
    case 'case':
      for (const [index, part] of question.parts.entries()) await choosePart(place.locator('.case-part').nth(index), part, answerOfPart(chosen, index + 1));
      return;
    default: return choosePart(place, question, chosen);
  }
}

async function choosePart(place: Locator, part: Part, chosen: readonly string[]): Promise<void> {
  if (!hasOptions(part)) {
    for (const [index, text] of chosen.entries()) await place.getByRole('textbox').nth(index).fill(text);
    return;
  }
  for (const { text } of optionsOf(part).filter((option) => chosen.includes(option.id))) {
    await place.getByRole(part.type === 'multiple' ? 'checkbox' : 'radio', { name: text, exact: true }).check();
  }
}

/** Options of a select carry a letter before the words. */
async function choosing(select: Locator, words: string): Promise<void> {
  const labels = await select.locator('option').allInnerTexts();
  await select.selectOption({ label: labels.find((label) => label.trim().replace(/^[A-L]\s*/, '') === words)!.trim() });
}

/** Chooses and submits; a short answer is held against its points. Returns once the verdict stands on the page. */
export async function answer(page: Page, question: Question, right: boolean): Promise<void> {
  const place = questionOn(page, question);
  await choose(page, question, right);
  await place.getByRole('button', { name: '提交' }).click();
  if (question.type === 'short') {
    await place.getByRole('button', { name: '对照好了' }).waitFor();
    if (right) for (const point of question.points) await place.getByRole('checkbox', { name: point, exact: true }).check();
    await place.getByRole('button', { name: '对照好了' }).click();
  }
  await place.getByText(right ? '答对了' : '没有答对').waitFor();
}

/** Option texts in the order in which they are shown. */
export async function shownOrder(page: Page, question: Question): Promise<string[]> {
  const shown = (await questionOn(page, question).innerText()).replace(/\s+/g, ' ');
  const texts = hasOptions(question) ? optionsOf(question).map((one) => one.text) : [];
  for (const text of texts) expect(shown).toContain(text);
  return texts.sort((a, b) => shown.indexOf(a) - shown.indexOf(b));
}
