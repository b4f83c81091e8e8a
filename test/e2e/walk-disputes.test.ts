import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chance } from '../../scripts/demo/chance.ts';
import { givenFor, wrongAnswer } from '../../scripts/demo/given.ts';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { carryOutRulings } from '../../src/commands/carry-out-rulings.ts';
import { disputeQuestion } from '../../src/commands/dispute-question.ts';
import { ruleOnDispute } from '../../src/commands/rule-on-dispute.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { localDate } from '../../src/domain/calendar.ts';
import { liveQuestionsOf } from '../../src/domain/catalog.ts';
import type { Lesson } from '../../src/domain/course.ts';
import { disputesOf, questionRegisterSubject } from '../../src/domain/dispute.ts';
import { lessonProgress, questionProgress } from '../../src/domain/progress.ts';
import type { Question } from '../../src/domain/question.ts';
import { answer, questionOn } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, type Office } from './office.ts';
import type { Person } from './second-office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

/** Each test goes on where the one before stopped; the phone without JavaScript. */
describe.each(widths)('at %i px, a question is disputed', (width) => {
  let office: Office;
  let lesson: Lesson;
  let question: Question;
  const people = {} as Record<'cadre' | 'trainer', Visitor>;
  beforeAll(async () => {
    office = await openOffice();
    ({ lesson, question } = await lessonWithOneMissing());
    for (const person of ['cadre', 'trainer'] as const) people[person] = await openVisitor(browser, office.origin, width, { person, javaScript: width !== 360 });
  });
  afterAll(async () => {
    for (const visitor of Object.values(people)) await visitor.close();
    await office.close();
  });
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const progress = async () => lessonProgress(lesson, liveQuestionsOf(office.catalog, lesson, localDate(office.now())), await office.store.factsOf((await office.member('cadre')).memberId));

  /** A lesson of which the cadre has answered everything but one single-choice question. */
  async function lessonWithOneMissing(): Promise<{ lesson: Lesson; question: Question }> {
    const act = await office.act('cadre');
    const { memberId } = act.actor!;
    const facts = await office.store.factsOf(memberId);
    const untouched = [...office.catalog.lessons.values()].filter((one) => lessonProgress(one, liveQuestionsOf(office.catalog, one, localDate(office.now())), facts).state === 'untouched');
    for (const one of untouched) {
      const live = liveQuestionsOf(office.catalog, one, localDate(office.now()));
      const missing = live.find((each) => each.type === 'single' && !each.arguable);
      if (!missing || live.some((each) => each.type === 'short')) continue;
      for (const each of live.filter((other) => other !== missing)) await answerQuestion(act, { lessonId: one.lessonId, questionId: each.id, attempt: 1, given: givenFor(each, memberId, 1, keyOf(each)) });
      return { lesson: one, question: missing };
    }
    throw new Error('the cadre of the sample office has begun every lesson');
  }

  test('by the cadre who answered it wrong; a reason too short comes back as it was typed', async () => {
    const { page } = people.cadre;
    await people.cadre.go(`/courses/${lesson.lessonId}`);
    await answer(page, question, false);
    const place = questionOn(page, question);
    await place.getByText('对这道题有疑问').click();
    await place.getByLabel('理由').fill('　不对　　　　');
    people.cadre.expectRefusal(400);
    await place.getByRole('button', { name: '提交申诉' }).click();
    await place.getByRole('alert').getByRole('link', { name: '理由写 5 到 500 字' }).waitFor();
    expect(await place.getByLabel('理由').inputValue()).toContain('不对');
    await people.cadre.look('dispute-refused');
    await place.getByLabel('理由').fill('条文没有排除这样办。\n䶮、㛃两位同志也这样看。');
    await place.getByRole('button', { name: '提交申诉' }).click();
    await place.getByText('等待授课人裁定').waitFor();
    expect(await place.getByRole('button', { name: '提交申诉' }).count()).toBe(0);
    await people.cadre.look('dispute-open');
  });

  test('the trainer sees what the cadre saw, without a name', async () => {
    const { page } = people.trainer;
    await people.trainer.go('/studio/disputes');
    await heading(page, /^\d+ 件申诉待裁定$/);
    await people.trainer.look('disputes');
    await page.getByRole('link', { name: question.stem }).click();
    await heading(page, /^第 \d+ 件申诉，待裁定$/);
    await page.getByText('当时判为没有答对').waitFor();
    await page.getByText(question.explanation).waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain((await office.member('cadre')).name);
    await people.trainer.look('dispute');
  });

  test('rules with an article that is not there, is told so, and rules again', async () => {
    const { page } = people.trainer;
    await page.getByRole('radio', { name: /申诉成立，这样答也算对/ }).check();
    await page.getByLabel('裁定的理由').fill('条文确实没有排除这样办。');
    await page.getByLabel('依据的法条').fill('petition-work-regulations/99');
    people.trainer.expectRefusal(400);
    await page.getByRole('button', { name: '作出裁定' }).click();
    await page.getByText('没有“petition-work-regulations/99”这一条').waitFor();
    expect([await page.getByLabel('裁定的理由').inputValue(), await page.getByRole('radio', { name: /这样答也算对/ }).isChecked()]).toEqual(['条文确实没有排除这样办。', true]);
    await people.trainer.look('ruling-refused');
    await page.getByLabel('依据的法条').fill(question.cites.join('、'));
    await page.getByRole('button', { name: '作出裁定' }).click();
    await heading(page, /^第 \d+ 件申诉，已裁定$/);
    await page.getByText('正在改判').waitFor();
    await people.trainer.look('dispute-ruled');
  });

  test('the answer counts at once; carried out, the lesson is completed and the trainer sees how many were touched', async () => {
    expect((await progress()).completedAt).toBeNull();
    expect(await carryOutRulings({ store: office.store, catalog: await office.catalogNow(), now: office.now() })).toBe(1);
    expect((await progress()).completedAt).toBe(office.now());
    const disputes = (await office.catalogNow()).disputes;
    const number = disputes.findIndex((dispute) => dispute.questionId === question.id) + 1;
    const touched = disputes[number - 1]!.ruling!.people!;
    await people.trainer.go(`/studio/disputes/${number}`);
    await people.trainer.page.getByText(`改判了 ${touched} 人的作答`).waitFor();
    await people.trainer.go('/studio/disputes');
    expect(await people.trainer.page.getByRole('listitem').filter({ hasText: question.stem }).innerText()).not.toContain('待裁定');
  });

  test('the cadre is told today, and sees the ruling at the question', async () => {
    const { page } = people.cadre;
    await people.cadre.go('/');
    await page.getByRole('link', { name: /的申诉已裁定：申诉成立，这样答也算对/ }).click();
    const place = questionOn(page, question);
    await place.getByText('答对了，经申诉裁定，这样答也算对').waitFor();
    await place.getByText('条文确实没有排除这样办。').waitFor();
    await page.getByText(`${localDate(office.now())} 已学完`).waitFor();
    await people.cadre.look('dispute-told');
  });

  /** Someone answers a question wrong, if they have not answered it yet, and disputes it; the number of the dispute. */
  async function disputed(person: Person, { id }: Question): Promise<number> {
    const [act, one] = [await office.act(person), office.catalog.questions.get(id)!];
    const lessonId = [...office.catalog.lessons.values()].find((each) => each.questionIds.includes(id))!.lessonId;
    const { memberId } = act.actor!;
    if (questionProgress(one, await office.store.factsOf(memberId)).attempts.length === 0) await answerQuestion(act, { lessonId, questionId: id, attempt: 1, given: givenFor(one, memberId, 1, wrongAnswer(one, chance(1))) });
    await disputeQuestion(act, { questionId: id, answerId: `answered/${id}/1`, reason: '这样连也说得通。' });
    await office.catalogNow();
    return disputesOf(await office.store.factsOf(questionRegisterSubject)).length;
  }

  test('of an answer with parts the trainer says which is right too', async () => {
    const match = [...office.catalog.lessons.values()].flatMap((each) => liveQuestionsOf(office.catalog, each, localDate(office.now()))).find((each) => each.type === 'match')!;
    const number = await disputed('streetTrainer', match);
    const { page } = people.trainer;
    await people.trainer.go(`/studio/disputes/${number}`);
    await page.getByRole('radio', { name: /申诉成立，这样答也算对/ }).check();
    const part = page.getByLabel('哪一处也算对');
    expect(await part.inputValue()).toBe('1');
    await part.selectOption('2');
    await page.getByLabel('裁定的理由').fill('这一对两种连法都通。');
    await people.trainer.look('ruling-part');
    await page.getByRole('button', { name: '作出裁定' }).click();
    await heading(page, /^第 \d+ 件申诉，已裁定$/);
    await page.getByText('申诉成立，第 2 对这样答也算对').waitFor();
  });

  test('too late, when the question has been withdrawn: the cadre is told so, and what was written is there', async () => {
    const other = liveQuestionsOf(office.catalog, lesson, localDate(office.now())).find((each) => each.id !== question.id && each.type !== 'short')!;
    const { page } = people.cadre;
    await people.cadre.go(`/courses/${lesson.lessonId}`);
    const place = questionOn(page, other);
    await place.getByText('对这道题有疑问').click();
    await place.getByLabel('理由').fill('题干说得不清楚，两种理解都通。');
    await disputed('leader', other);
    const disputeId = disputesOf(await office.store.factsOf(questionRegisterSubject)).at(-1)!.disputeId;
    await ruleOnDispute(await office.act('trainer'), { disputeId, ruling: 'withdrawn', part: null, retire: false, reason: '题干确实有歧义。', cites: other.cites.join(' ') });
    await office.catalogNow();
    people.cadre.expectRefusal(409);
    await place.getByRole('button', { name: '提交申诉' }).click();
    await page.getByRole('heading', { name: '这道题已停用' }).waitFor();
    expect(await page.getByLabel('您写的申诉理由').inputValue()).toBe('题干说得不清楚，两种理解都通。');
    await people.cadre.look('dispute-too-late');
  });
});
