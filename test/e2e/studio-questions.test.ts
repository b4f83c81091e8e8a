import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../../src/domain/answer-key.ts';
import { lessonOfQuestion } from '../../src/domain/catalog.ts';
import type { Course } from '../../src/domain/course.ts';
import { hasOptions, optionsOf, pathsOf, type Of, type Question } from '../../src/domain/question.ts';
import { withGaps } from '../../src/text/gaps.ts';
import { aMember, answered, practised } from '../builders.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, type Office } from './office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
let office: Office;
let misleading: Of<'classify'>;
let course: Course;
beforeAll(async () => {
  browser = await launchBrowser();
  office = await openOffice();
  const all = [...office.catalog.questions.values()].filter((question) => question.state === 'live');
  misleading = all.find((question): question is Of<'classify'> => question.use === 'practice' && question.type === 'classify')!;
  const { courseId } = lessonOfQuestion(office.catalog, misleading.id)!;
  course = office.catalog.courses.find((one) => one.courseId === courseId)!;
  await answeredByMany(misleading, all.filter((question) => question.use === 'check' && hasOptions(question) && !question.arguable).slice(0, 6));
});
afterAll(async () => {
  await office.close();
  await browser.close();
});

/** Sixty people: the twenty who are right at all other questions go a wrong way here, the others the right one. */
async function answeredByMany(target: Of<'classify'>, others: readonly Question[]): Promise<void> {
  const { unitId } = await office.member('cadre');
  const astray = pathsOf(target.tree).find((path) => path !== target.answer)!;
  for (let index = 0; index < 60; index += 1) {
    const person = aMember({ memberId: `member-many-${index}`, unitId });
    const knows = index < 20;
    const tries = others.map((question) => answered(person, question.id, 1, knows ? keyOf(question) : wrongTo(question), office.now()));
    await office.store.append([...tries, practised(person, target.id, 1, knows ? [astray] : [target.answer], office.now())]);
  }
}

function wrongTo(question: Question): string[] {
  return hasOptions(question) ? optionsOf(question).filter((option) => !option.right).map((option) => option.id).slice(0, 1) : [];
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();

describe.each(widths)('at %i px, a trainer', (width) => {
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    visitor = await openVisitor(browser, office.origin, width, { person: 'trainer' });
    page = visitor.page;
  });
  afterAll(() => visitor.close());

  test('comes from the desk to the questions of a course, the flagged first', async () => {
    await visitor.go('/studio');
    await heading(page, '编写');
    await visitor.look('studio');
    await page.getByRole('main').getByRole('link', { name: '题库' }).click();
    await heading(page, '题库');
    await page.getByRole('link', { name: course.title }).click();
    const first = page.getByRole('row').filter({ has: page.getByRole('rowheader') }).first();
    await first.getByText('其他题答得好的', { exact: false }).first().waitFor();
    await visitor.look('studio-questions');
  });

  test('sees why a question is flagged, and what each option drew', async () => {
    await visitor.go(`/studio/questions?course=${course.courseId}&flagged=1`);
    await page.getByRole('link', { name: withGaps(misleading.stem) }).click();
    await heading(page, `题目 ${misleading.id}`);
    await page.getByText('误导', { exact: true }).waitFor();
    await page.getByText(misleading.explanation).waitFor();
    await page.getByText('按最多 1,000 人的首答计算').waitFor();
    expect(await page.getByRole('table').getByRole('rowheader').count()).toBe(2);
    await visitor.look('studio-question');
    for (const type of ['case', 'match', 'short', 'find-fault', 'blank', 'order'] as const) {
      await visitor.go(`/studio/questions/${[...office.catalog.questions.values()].find((question) => question.type === type)!.id}`);
      await page.getByRole('heading', { name: '首答统计' }).waitFor();
      await visitor.look(`studio-question-${type}`);
    }
  });
});

test('the numbers of the page are those of its data, and name nobody', async () => {
  const visitor = await openVisitor(browser, office.origin, 1280, { person: 'trainer' });
  const text = async (address: string) => (await visitor.context.request.get(address)).text();
  const bank = JSON.parse(await text(`/studio/questions.json?course=${course.courseId}`));
  const line = bank.lines.find((one: { questionId: string }) => one.questionId === misleading.id);
  const detail = JSON.parse(await text(`/studio/questions/${misleading.id}.json`));
  expect([line.takers, line.facility, line.flags]).toEqual([detail.takers, detail.facility, detail.flags]);
  expect(JSON.stringify([bank, detail])).not.toContain('member-');
  await visitor.close();
});

test('a cadre is refused the bank and its data', async () => {
  const visitor = await openVisitor(browser, office.origin, 360, { person: 'cadre' });
  visitor.expectRefusal(403);
  for (const address of ['/studio', '/studio/questions', `/studio/questions/${misleading.id}`]) {
    await visitor.go(address);
    await visitor.page.getByText('没有查看权限').first().waitFor();
    expect((await visitor.context.request.get(`${address}.json`)).status(), address).toBe(403);
  }
  expect(await visitor.page.getByText(misleading.explanation).count()).toBe(0);
  await visitor.close();
});
