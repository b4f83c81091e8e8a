import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenFor } from '../../scripts/demo/given.ts';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import { ofKind } from '../../src/domain/fact.ts';
import type { Of } from '../../src/domain/question.ts';
import type { MarkingView } from '../../src/views/marking.ts';
import { questionOn } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { Client } from './client.ts';
import { openOffice, type Office } from './office.ts';
import type { Person } from './second-office.ts';
import { markedLesson, markedQuestion, withTrainerMarked } from './trainer-marked.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

/** A short answer goes to a trainer and comes back; each test goes on where the one before stopped. On the phone without scripts. */
describe.each(widths)('at %i px', (width) => {
  let office: Office;
  let writer: Visitor;
  let trainer: Visitor;
  let question: Of<'short'>;
  const javaScript = width !== 360;

  beforeAll(async () => {
    office = await openOffice({ taught: withTrainerMarked });
    question = office.catalog.questions.get(markedQuestion) as Of<'short'>;
    await solveTheRest('streetLeader');
    writer = await openVisitor(browser, office.origin, width, { person: 'streetLeader', javaScript });
    trainer = await openVisitor(browser, office.origin, width, { person: 'trainer', javaScript });
  });
  afterAll(async () => {
    for (const visitor of [writer, trainer]) await visitor.close();
    await office.close();
  });

  /** All the questions of the lesson but the one that a trainer marks. */
  async function solveTheRest(person: Person): Promise<void> {
    const act = await office.act(person);
    for (const one of checkQuestionsOf(office.catalog, office.catalog.lessons.get(markedLesson)!)) {
      if (one.id !== markedQuestion) await answerQuestion(act, { lessonId: markedLesson, questionId: one.id, attempt: 1, given: givenFor(one, act.actor!.memberId, 1, keyOf(one)) });
    }
  }
  const completions = async (person: Person) => ofKind(await office.store.factsOf((await office.member(person)).memberId), 'lesson.completed').map((fact) => fact.body.lessonId);
  const place = () => questionOn(writer.page, question);
  const onQueue = (text: string) => trainer.page.getByRole('article').filter({ hasText: text });

  test('a trainer with nothing to mark is told so', async () => {
    await trainer.go('/studio/marking');
    await trainer.page.getByRole('heading', { name: '没有待评阅的简答', level: 1 }).waitFor();
    await trainer.look('marking-empty');
  });

  test('the writer hands in the last answer and waits: the lesson says for what, and no key is shown', async () => {
    await writer.go(`/courses/${markedLesson}`);
    await place().getByRole('textbox').fill('头一回写的。\n分两行。');
    await place().getByRole('button', { name: '提交' }).click();
    await place().getByText('等授课人评阅').waitFor();
    await place().getByText('头一回写的。').waitFor();
    for (const point of question.points) expect(await place().getByText(point).count()).toBe(0);
    expect(await place().getByRole('button').count()).toBe(0);
    await writer.page.getByText('其余的题都已答对，只等授课人评阅 1 道简答').waitFor();
    await writer.look('marking-waiting');
    await writer.go(`/courses/${markedLesson}?retry=${markedQuestion}`);
    await place().getByText('等授课人评阅').waitFor();
  });

  test('the trainer sees what was written, and no name; after marking the next is on top', async () => {
    const act = await office.act('streetAdmin');
    office.advance(10);
    await answerQuestion({ ...act, now: office.now() }, { lessonId: markedLesson, questionId: markedQuestion, attempt: 1, given: ['另一个人写的。'] });
    await trainer.go('/studio/marking');
    const { page } = trainer;
    await page.getByRole('heading', { name: '2 份简答待评阅', level: 1 }).waitFor();
    await page.getByText('评阅时不显示姓名').waitFor();
    expect(await page.getByRole('article').count()).toBe(2);
    expect(await page.getByRole('article').first().innerText()).toContain('头一回写的');
    for (const person of ['streetLeader', 'streetAdmin'] as const) expect(await page.content()).not.toContain((await office.member(person)).name);
    await trainer.look('marking');
    const first = onQueue('头一回写的');
    await first.getByText('非写到不可').waitFor();
    await first.getByRole('checkbox', { name: question.points[1]!, exact: true }).check();
    await first.getByLabel('评语').fill('少了第一点，再想想。');
    await first.getByRole('button', { name: '评阅' }).click();
    await page.getByRole('heading', { name: '1 份简答待评阅', level: 1 }).waitFor();
    expect(await page.getByRole('article').first().innerText()).toContain('另一个人写的');
    expect(new URL(page.url()).pathname).toBe('/studio/marking');
  });

  test('a note that is none is refused, and what was ticked and written stays', async () => {
    const { page } = trainer;
    trainer.expectRefusal(400);
    const first = onQueue('另一个人写的');
    for (const point of question.points) await first.getByRole('checkbox', { name: point, exact: true }).check();
    await first.getByLabel('评语').fill('好');
    await first.getByRole('button', { name: '评阅' }).click();
    await page.getByRole('alert').getByText('评语至少写两个字').waitFor();
    expect(await onQueue('另一个人写的').getByLabel('评语').inputValue()).toBe('好');
    expect(await onQueue('另一个人写的').getByRole('checkbox', { checked: true }).count()).toBe(question.points.length);
    await trainer.look('marking-refused');
  });

  test('the writer reads what was found and what was said, and answers anew', async () => {
    await writer.go(`/courses/${markedLesson}`);
    await place().getByText('没有答对').waitFor();
    await place().getByText('少了第一点，再想想。').waitFor();
    await place().getByText('没有写到（非写到不可）').waitFor();
    expect(await writer.page.content()).not.toContain((await office.member('trainer')).name);
    await writer.look('marking-wrong');
    await place().getByRole('link', { name: '再答一次' }).click();
    await place().getByRole('textbox').fill('第二回写的。');
    await place().getByRole('button', { name: '提交' }).click();
    await place().getByText('等授课人评阅').waitFor();
  });

  test('marked right, it completes the lesson without another word from the writer', async () => {
    await trainer.go('/studio/marking');
    const second = onQueue('第二回写的');
    await second.getByText('第 2 次作答').waitFor();
    for (const point of question.points) await second.getByRole('checkbox', { name: point, exact: true }).check();
    expect(await completions('streetLeader')).toEqual([]);
    await second.getByRole('button', { name: '评阅' }).click();
    await trainer.page.getByRole('heading', { name: '1 份简答待评阅', level: 1 }).waitFor();
    expect(await completions('streetLeader')).toEqual([markedLesson]);
    await writer.go(`/courses/${markedLesson}`);
    await place().getByText('答对了').waitFor();
    await writer.page.getByText('这一课已学完').waitFor();
    await writer.look('marking-right');
  });

  test('the queue as data says what the page says, names nobody, and is for trainers', async () => {
    const [asTrainer, asCadre] = await Promise.all((['trainer', 'cadre'] as const).map((person) => Client.loggedIn(office.origin, person)));
    const text = (await asTrainer!.get('/studio/marking.json')).text;
    expect(JSON.parse(text) as MarkingView).toMatchObject({ total: 1, answers: [{ questionId: markedQuestion, attempt: 1, text: '另一个人写的。' }] });
    expect(text).not.toContain((await office.member('streetAdmin')).name);
    expect((await asCadre!.get('/studio/marking.json')).status).toBe(403);
  });
});
