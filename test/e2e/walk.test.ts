import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import type { Lesson } from '../../src/domain/course.ts';
import { ofKind } from '../../src/domain/fact.ts';
import { optionsOf, type Of } from '../../src/domain/question.ts';
import type { SessionView } from '../../src/views/session.ts';
import { answer, questionOn, shownOrder, wrongOption } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { Client } from './client.ts';
import { firstDay } from './office-folder.ts';
import { openOffice, type Office } from './office.ts';
import { pagesInPdf } from './pdf.ts';
import { accounts } from './second-office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

/** Study and the session: each test goes on where the one before stopped, as people do. */
describe.each(widths)('at %i px, an office studies', (width) => {
  let office: Office;
  let trainer: Visitor;
  let cadre: Visitor;
  let second: Visitor;
  let lessons: Lesson[];
  let due: Lesson;
  let taught: Lesson;
  let sessionPath: string;
  let code: string;

  beforeAll(async () => {
    office = await openOffice();
    trainer = await openVisitor(browser, office.origin, width);
    cadre = await openVisitor(browser, office.origin, width);
    second = await openVisitor(browser, office.origin, width === 360 ? 1280 : 360);
    lessons = office.catalog.courses.flatMap((course) => course.lessons);
    const learnt = ofKind(await office.store.factsOf((await office.member('cadre')).memberId), 'lesson.completed').map((fact) => fact.body.lessonId);
    due = lessons.find((lesson) => !learnt.includes(lesson.lessonId))!;
    taught = lessons.at(-1)!;
  });
  afterAll(async () => {
    for (const visitor of [trainer, cadre, second]) await visitor.close();
    await office.close();
  });
  const answered = () => checkQuestionsOf(office.catalog, due).find((one) => one.type === 'single')! as Of<'single'>;
  const register = async () => {
    const client = await Client.loggedIn(office.origin, 'trainer');
    return (JSON.parse((await client.get(`${sessionPath}.json`)).text) as SessionView).register!.counts;
  };

  test('the trainer schedules 会前学法 for later today', async () => {
    const { page } = trainer;
    await trainer.go('/');
    expect(new URL(page.url()).pathname).toBe('/login');
    await trainer.look('login');
    await trainer.logIn(accounts.trainer);
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '学法会' }).click();
    await page.getByRole('heading', { name: '学法会', level: 1 }).waitFor();
    await trainer.look('sessions-before');
    await page.getByRole('link', { name: '安排会前学法' }).click();
    await trainer.look('session-new');
    await page.getByLabel('会议', { exact: true }).selectOption({ label: '主任办公会' });
    await page.getByLabel('日期').fill(firstDay);
    await page.getByLabel('时间', { exact: true }).fill('09:30');
    await page.getByLabel('学哪一课').selectOption(taught.lessonId);
    for (const [label, text] of [['地点', '三楼会议室'], ['主持人', '周敬之（主任）']]) await page.getByLabel(label!).fill(text!);
    expect(await page.getByLabel('领学人', { exact: true }).inputValue()).toBe('林晓筠');
    await page.getByRole('button', { name: '安排' }).click();
    await page.getByRole('heading', { name: '主任办公会会前学法', level: 1 }).waitFor();
    sessionPath = new URL(page.url()).pathname;
    expect(sessionPath).toMatch(/^\/sessions\/session-[0-9a-f]{16}$/);
    await page.getByText(/2026年11月20日.*09:30.*三楼会议室/).waitFor();
    await trainer.look('session-scheduled');
  });

  test('the cadre sees what is due today, the coming session, and nothing else', async () => {
    const { page } = cadre;
    await cadre.logIn(accounts.cadre);
    await page.getByRole('heading', { name: `本月还需约 ${due.minutes + taught.minutes} 分钟`, level: 1 }).waitFor();
    const main = page.getByRole('main');
    expect(await main.getByRole('link', { name: /^(开始学|接着学)：/ }).count()).toBe(2);
    await main.getByRole('link', { name: `开始学：${due.title}` }).waitFor();
    await main.getByRole('link', { name: `开始学：${taught.title}` }).waitFor();
    const coming = page.getByRole('region', { name: '下次学法会' });
    await coming.getByText(/今天 09:30/).waitFor();
    expect([await main.getByRole('button', { name: '开始复习' }).count(), await main.getByRole('listitem').count()]).toEqual([1, 4]);
    await cadre.look('today');
  });

  test('the cadre opens the lesson that is due and reads it', async () => {
    await cadre.page.getByRole('link', { name: `开始学：${due.title}` }).click();
    await cadre.page.getByRole('heading', { name: due.title, level: 1 }).waitFor();
    await cadre.page.getByRole('heading', { name: '想一想' }).waitFor();
    expect(await cadre.page.getByRole('button', { name: '提交' }).count()).toBe(checkQuestionsOf(office.catalog, due).length);
    await cadre.look('lesson');
  });

  test('a wrong answer is told at once, with why and the article; a retry shows another order and may be right', async () => {
    const { page } = cadre;
    const question = answered();
    const place = questionOn(page, question);
    const first = await shownOrder(page, question);
    await answer(page, question, false);
    const wrong = optionsOf(question).find((one) => one.id === wrongOption(question))!;
    await place.getByText('误选').waitFor();
    await place.getByText(wrong.why!).waitFor();
    await place.getByText(question.explanation).waitFor();
    const law = office.catalog.laws.get(question.cites[0]!.split(/[@/]/)[0]!)!;
    expect(await place.innerText()).toMatch(new RegExp(`《${law.title}》.*第[零一二三四五六七八九十百千]+条`));
    await cadre.look('lesson-wrong');
    await place.getByRole('link', { name: '再答一次' }).click();
    await place.getByRole('button', { name: '提交' }).waitFor();
    expect(await shownOrder(page, question)).not.toEqual(first);
    await answer(page, question, true);
    expect(await place.getByText('正确', { exact: true }).count()).toBe(1);
    await cadre.look('lesson-right');
  });

  test('the lesson is completed by answers, and the next one is one tap away', async () => {
    const { page } = cadre;
    expect(await page.getByText('这一课已学完').count()).toBe(0);
    for (const one of checkQuestionsOf(office.catalog, due).filter((question) => question !== answered())) await answer(page, one, true);
    await page.getByText('这一课已学完').waitFor();
    await cadre.look('lesson-completed');
    await page.getByRole('link', { name: /^下一课：/ }).click();
    await page.getByRole('heading', { name: lessons[lessons.indexOf(due) + 1]!.title, level: 1 }).waitFor();
  });

  test('another device shows the same progress', async () => {
    const { page } = second;
    await second.logIn(accounts.cadre);
    await page.getByRole('heading', { name: `本月还需约 ${taught.minutes} 分钟`, level: 1 }).waitFor();
    await second.go(`/courses/${due.lessonId}`);
    await page.getByText(`${firstDay} 已学完`).waitFor();
    expect(await page.getByText('答对了', { exact: true }).count()).toBe(checkQuestionsOf(office.catalog, due).length);
    await second.go(`/courses/${due.courseId}`);
    await page.getByText(`${firstDay} 学完`).waitFor();
    await second.look('course-on-second-device');
  });

  test('the trainer opens the sign-in and shows the code to the room', async () => {
    const { page } = trainer;
    await page.getByRole('button', { name: '开始签到' }).click();
    code = (await page.getByText(/^\d{4}$/).first().innerText()).trim();
    await trainer.look('session-open');
    await page.getByRole('link', { name: '展示签到码' }).click();
    await page.getByText(code, { exact: true }).waitFor();
    await page.getByText(/还差 \d+ 人/).waitFor();
    await trainer.look('projector');
    await page.getByRole('link', { name: '返回' }).click();
  });

  test('the cadre types a wrong code and is told how many tries are left, then the right one', async () => {
    const { page } = cadre;
    await cadre.go('/');
    await page.getByRole('link', { name: '签到', exact: true }).click();
    await second.go(sessionPath);
    await page.getByLabel('签到码').fill(code === '0000' ? '0001' : '0000');
    cadre.expectRefusal(403);
    await page.getByRole('button', { name: '签到' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('签到码不正确').waitFor();
    await alert.getByText('还可以试 4 次').waitFor();
    await cadre.look('code-wrong');
    expect(await register()).toMatchObject({ present: 0, late: 0 });
    await page.getByLabel('签到码').fill(code);
    await page.getByRole('button', { name: '签到' }).click();
    await page.getByText('09:00 签到').waitFor();
    await cadre.look('signed-in');
  });

  test('signing in twice, from another device, is one attendance', async () => {
    await second.page.getByLabel('签到码').fill(code);
    await second.page.getByRole('button', { name: '签到' }).click();
    await second.page.getByText('09:00 签到').waitFor();
    expect(await register()).toMatchObject({ present: 1, late: 0 });
    expect(await office.store.factsIn(path.basename(sessionPath))).toHaveLength(1);
    await second.go('/');
    await second.page.getByRole('region', { name: '下次学法会' }).getByText('已签到').waitFor();
  });

  test('who comes after the grace minutes is late', async () => {
    office.advance(36);
    const latecomer = await openVisitor(browser, office.origin, width, { person: 'latecomer' });
    await latecomer.go(sessionPath);
    await latecomer.page.getByLabel('签到码').fill(code);
    await latecomer.page.getByRole('button', { name: '签到' }).click();
    await latecomer.page.getByText('09:36 签到').waitFor();
    await latecomer.page.getByText('迟到', { exact: true }).first().waitFor();
    await latecomer.close();
    expect(await register()).toMatchObject({ present: 1, late: 1 });
  });

  test('the trainer marks two people by hand and takes one of them back', async () => {
    const { page } = trainer;
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('cell', { name, exact: true }) });
    for (const [name, staffNo] of [['龚䶮', '1003'], ['陈㛃', '1023']]) {
      await trainer.go(sessionPath);
      await page.getByText('为没有手机的人登记').click();
      const form = page.locator('form').filter({ has: page.getByRole('button', { name: '登记到场' }) });
      await form.getByLabel('人员').selectOption({ label: `${name}（${staffNo}）` });
      await form.getByLabel('原因').fill('未带手机，已当面确认');
      await form.getByRole('button', { name: '登记到场' }).click();
      await row(name!).getByText('授课人登记：未带手机，已当面确认').waitFor();
    }
    await trainer.look('session-by-hand');
    expect(await register()).toMatchObject({ late: 3 });
    await page.getByText('撤销一次签到').click();
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: '撤销', exact: true }) });
    await form.getByLabel('人员').selectOption({ label: '陈㛃（1023）' });
    await form.getByLabel('原因').fill('登记错了人');
    await form.getByRole('button', { name: '撤销', exact: true }).click();
    await row('陈㛃').getByText('未签到').waitFor();
    expect(await register()).toMatchObject({ present: 1, late: 2 });
  });

  test('closing locks the register: present, late, and everyone else absent', async () => {
    const { page } = trainer;
    await page.getByLabel('讨论要点').fill('围绕窗口常见问法练习释法说明。明确涉诉事项先登记、再引导，不当场评判判决。'.repeat(4));
    await page.getByRole('button', { name: '结束并锁定' }).click();
    await page.getByText('已结束').first().waitFor();
    const due = (await office.store.listDocuments('members')).length;
    expect(await register()).toEqual({ due, present: 1, late: 2, absent: due - 3, awaited: 0 });
    expect(await page.getByRole('button', { name: '登记到场' }).count()).toBe(0);
    await trainer.look('session-closed');
  });

  test('the minutes print on one A4 sheet', async () => {
    await trainer.page.getByRole('link', { name: /学法记录/ }).click();
    await trainer.page.getByRole('heading', { name: '会前学法记录' }).waitFor();
    await trainer.look('minutes');
    const pdf = await trainer.page.pdf({ format: 'A4', path: `test-results/${width}-minutes.pdf` });
    expect(pagesInPdf(pdf)).toBe(1);
  });

  test('the cadre finds all of it in the own record: what, when, which law, with which result', async () => {
    const { page } = cadre;
    await cadre.go('/');
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '档案' }).click();
    await page.getByRole('heading', { name: '我的学法档案', level: 1 }).waitFor();
    const row = (text: string) => page.getByRole('row').filter({ hasText: text }).first();
    expect(await row(`学完《${due.title}》`).innerText()).toMatch(new RegExp(`${firstDay} 09:00[\\s\\S]*《.+》第.+条[\\s\\S]*完成`));
    expect(await row('会前学法').innerText()).toMatch(/出席/);
    for (const result of ['首答答错', '第 2 次答对']) await row(result).waitFor();
    await cadre.look('me');
  });
});
