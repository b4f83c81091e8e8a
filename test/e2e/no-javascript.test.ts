import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import type { Lesson } from '../../src/domain/course.ts';
import { optionsOf } from '../../src/domain/question.ts';
import { aWorkbook, headings } from '../roster-builders.ts';
import { answer, choose, questionOn, shownOrder } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { firstDay } from './office-folder.ts';
import { openOffice, type Office } from './office.ts';
import { accounts, type Person } from './second-office.ts';
import { openVisitor, type Visitor } from './visitor.ts';

let browser: Browser;
let office: Office;
let lesson: Lesson;
beforeAll(async () => {
  browser = await launchBrowser();
  office = await openOffice();
  lesson = office.catalog.courses[0]!.lessons[0]!;
});
afterAll(async () => {
  await office.close();
  await browser.close();
});

/** On a phone, without client scripts. */
const visit = (person?: Person): Promise<Visitor> => openVisitor(browser, office.origin, 360, { javaScript: false, person });

describe('without JavaScript', () => {
  test('scripts of the page do not run', async () => {
    const visitor = await visit();
    await visitor.go('/login');
    await visitor.page.setContent('<p id="mark">as sent</p><script>document.getElementById("mark").textContent = "changed"</script>');
    expect(await visitor.page.getByText('as sent').count()).toBe(1);
    await visitor.close();
  });

  test('a person logs in, is refused with a wrong password, and logs out', async () => {
    const visitor = await visit();
    const { page } = visitor;
    await visitor.go('/me');
    visitor.expectRefusal(401);
    await page.getByLabel('账号').fill(accounts.cadre);
    await page.getByLabel('密码').fill('Wrong-Password-1');
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').getByText('账号或密码不正确').waitFor();
    expect(await page.getByLabel('账号').inputValue()).toBe(accounts.cadre);
    await page.getByLabel('密码').fill('Demo-2026!');
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '我的学法档案', level: 1 }).waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '登录', level: 1 }).waitFor();
    await visitor.close();
  });

  test('a person answers, reads the verdict, retries, and completes a lesson', async () => {
    const visitor = await visit('streetLeader');
    const { page } = visitor;
    await page.getByRole('link', { name: `开始学：${lesson.title}` }).click();
    const questions = checkQuestionsOf(office.catalog, lesson);
    const single = questions.find((one) => one.type === 'single')!;
    const order = await shownOrder(page, single);
    await answer(page, single, false);
    await questionOn(page, single).getByText(single.explanation).waitFor();
    await visitor.look('no-javascript-wrong');
    await questionOn(page, single).getByRole('link', { name: '再答一次' }).click();
    await questionOn(page, single).getByRole('button', { name: '提交' }).waitFor();
    expect(await shownOrder(page, single)).not.toEqual(order);
    expect(page.url()).toContain(`#${single.id}`);
    for (const question of questions) await answer(page, question, true);
    await page.getByText('这一课已学完').waitFor();
    await page.getByRole('link', { name: /^下一课：/ }).click();
    await page.getByText(/第 2 课，共/).waitFor();
    const multiple = checkQuestionsOf(office.catalog, office.catalog.courses[0]!.lessons[1]!).find((one) => one.type === 'multiple')!;
    visitor.expectRefusal(400);
    await questionOn(page, multiple).getByRole('button', { name: '提交' }).click();
    await page.getByRole('alert').getByText('还没有作答').waitFor();
    await choose(page, multiple, true);
    expect(await questionOn(page, multiple).getByRole('checkbox', { checked: true }).count()).toBe(optionsOf(multiple).filter((one) => one.right).length);
    await visitor.close();
  });

  test('a session is scheduled, opened, attended and closed', async () => {
    const trainer = await visit('trainer');
    const { page } = trainer;
    await trainer.go('/sessions/new');
    await page.getByLabel('会议', { exact: true }).selectOption({ label: '党组会' });
    await page.getByLabel('日期').fill(firstDay);
    await page.getByLabel('时间', { exact: true }).fill('09:20');
    await page.getByLabel('学哪一课').selectOption(lesson.lessonId);
    await page.getByLabel('地点').fill('三楼会议室');
    await page.getByLabel('主持人').fill('周敬之（主任）');
    await page.getByRole('button', { name: '安排' }).click();
    await page.getByRole('button', { name: '开始签到' }).click();
    const code = (await page.getByText(/^\d{4}$/).first().innerText()).trim();
    const address = new URL(page.url()).pathname;

    const cadre = await visit('cadre');
    await cadre.go(address);
    await cadre.page.getByLabel('签到码').fill(code);
    await cadre.page.getByRole('button', { name: '签到' }).click();
    await cadre.page.getByText('09:00 签到').waitFor();
    await cadre.close();

    await page.getByText('为没有手机的人登记').click();
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: '登记到场' }) });
    await form.getByLabel('人员').selectOption({ label: '龚䶮（1003）' });
    await form.getByLabel('原因').fill('未带手机，已当面确认');
    await form.getByRole('button', { name: '登记到场' }).click();
    await page.getByText('授课人登记：未带手机，已当面确认').waitFor();
    await page.getByLabel('讨论要点').fill('对照登记期限自查。');
    await page.getByRole('button', { name: '结束并锁定' }).click();
    await page.getByRole('link', { name: /学法记录/ }).click();
    await page.getByText('对照登记期限自查。').waitFor();
    await trainer.close();
  });

  test('a roster is uploaded and confirmed, and the new person changes the password', async () => {
    const admin = await visit('admin');
    const { page } = admin;
    await admin.go('/admin/roster');
    await page.getByLabel('名册文件').setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(aWorkbook([headings, ['3001', '㛃䶮堃', '来访接待科', '接访岗', '', '学员']])) });
    await page.getByRole('button', { name: '上传并预览' }).click();
    await page.getByRole('button', { name: '确认导入' }).click();
    const slip = await page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '㛃䶮堃' }) }).innerText();
    await admin.close();

    const person = await visit();
    await person.logIn('3001', slip.trim().split(/\s+/).at(-1)!);
    await changePassword(person.page, slip.trim().split(/\s+/).at(-1)!, 'Willow-Pond-31');
    await person.page.getByRole('heading', { name: /本月还需约/, level: 1 }).waitFor();
    await person.close();
  });

  test('the text grows in two steps and shrinks again, on every page', async () => {
    const visitor = await visit('cadre');
    const { page } = visitor;
    const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    expect(await size()).toBe('18px');
    for (const [word, pixels] of [['大字', '21px'], ['特大字', '24px']] as const) {
      await visitor.go('/courses');
      await page.getByRole('link', { name: word, exact: true }).click();
      expect([new URL(page.url()).pathname, await size()]).toEqual(['/courses', pixels]);
      await visitor.go('/me');
      expect(await size()).toBe(pixels);
      await visitor.look(`text-${pixels}`);
    }
    await page.getByRole('link', { name: '标准字', exact: true }).click();
    expect(await size()).toBe('18px');
    await visitor.close();
  });
});

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('一次性口令').fill(current);
  await page.getByLabel('新密码', { exact: true }).fill(next);
  await page.getByLabel('再填一次新密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
}
