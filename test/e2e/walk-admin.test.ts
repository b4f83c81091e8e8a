import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import type { Member } from '../../src/domain/member.ts';
import { aWorkbook, headings } from '../roster-builders.ts';
import { answer } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, recordsOf, type Office } from './office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

const newcomer = ['3001', '㛃䶮堃', '来访接待科', '接访岗', '一级科员', '学员'];
const ownPassword = 'Sunny-Lake-88';

/** Each test goes on where the one before stopped. */
describe.each(widths)('at %i px, the administrator imports a roster', (width) => {
  let office: Office;
  let admin: Visitor;
  let page: Page;
  let password: string;
  beforeAll(async () => {
    office = await openOffice();
    admin = await openVisitor(browser, office.origin, width, { person: 'admin' });
    page = admin.page;
  });
  afterAll(async () => {
    await admin.close();
    await office.close();
  });
  const upload = async (rows: unknown[][]) => {
    await page.getByLabel('名册文件').setInputFiles({ name: '名册.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(aWorkbook([headings, ...rows])) });
    await page.getByRole('button', { name: '上传并预览' }).click();
    await page.getByRole('heading', { name: '名册预览，尚未写入', level: 1 }).waitFor();
  };
  const line = (staffNo: string) => page.getByRole('row').filter({ has: page.getByRole('cell', { name: new RegExp(`${staffNo}$`) }) });
  const members = async () => (await office.store.listDocuments<Member>('members')).map(({ value }) => value);

  test('a roster with errors is explained row by row, and nothing is written', async () => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '管理' }).click();
    await page.getByRole('heading', { name: /在册 \d+ 人/, level: 1 }).waitFor();
    await admin.look('admin');
    await page.getByRole('link', { name: '导入人员名册' }).click();
    await admin.look('roster-upload');
    const { documents, facts } = await recordsOf(office.store) as { documents: unknown[]; facts: number };
    await upload([newcomer, ['3002', '赵敏之', '来信办理科', '办信岗', '一级科员', '处长'], ['3001', '钱学礼', '来信办理科', '办信岗', '二级科员', '学员'], ['1023', '陈㛃', '来访接待科', '接访岗', '二级科员', '学员']]);
    await page.getByText('有 3 行需要改正').waitFor();
    expect(await line('3002').innerText()).toMatch(/^\s*3\s[\s\S]*角色「处长」不在可选范围内/);
    expect(await line('3001').first().innerText()).toMatch(/^\s*2\s[\s\S]*工号「3001」与第 4 行重复/);
    expect(await line('3001').last().innerText()).toMatch(/^\s*4\s[\s\S]*工号「3001」与第 2 行重复/);
    expect(await line('1023').innerText()).toContain('职务层次：一级科员 改为 二级科员');
    expect(await page.getByRole('button', { name: '确认导入' }).count()).toBe(0);
    await admin.look('roster-faulty');
    const after = await recordsOf(office.store) as { documents: unknown[]; facts: number };
    expect(after.facts).toBe(facts);
    expect(after.documents.slice(0, -1)).toEqual(documents.slice(0, -1));
  });

  test('the corrected one is previewed, confirmed, and its one-time passwords are shown once', async () => {
    await page.getByRole('link', { name: '重新上传' }).click();
    await upload([newcomer, ['3002', '赵敏之', '法制审核科', '审核岗', '一级科员', '学员、授课人'], ['1023', '陈㛃', '来访接待科', '接访岗', '二级科员', '学员']]);
    expect(await line('3001').innerText()).toContain('新增人员');
    await page.getByText('将新建科室：法制审核科').waitFor();
    await admin.look('roster-preview');
    const before = await members();
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByRole('heading', { name: '一次性口令（只显示这一次）' }).waitFor();
    await admin.look('roster-confirmed');
    const slip = (await page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '㛃䶮堃' }) }).innerText()).trim().split(/\s+/);
    expect(slip).toContain('3001');
    password = slip.at(-1)!;
    expect(password).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    expect((await members()).length).toBe(before.length + 2);
    expect((await members()).find((member) => member.staffNo === '1023')).toMatchObject({ name: '陈㛃', rank: '二级科员' });
    await admin.go(new URL(page.url()).pathname);
    await page.getByRole('heading', { name: '名册已导入', level: 1 }).waitFor();
    expect(await page.content()).not.toContain(password);
    await admin.go('/admin/people?q=3001');
    await page.getByText('待首次登录').waitFor();
    await admin.look('people');
  });

  test('the new person must change the one-time password, and only then can study', async () => {
    const person = await openVisitor(browser, office.origin, width);
    const { page: own } = person;
    await person.logIn('3001', password);
    await own.getByRole('heading', { name: '修改密码', level: 1 }).waitFor();
    await person.look('first-password');
    await person.go('/courses');
    expect(new URL(own.url()).pathname).toBe('/account/password');
    const change = async (next: string, repeated = next) => {
      await own.getByLabel('一次性口令').fill(password);
      await own.getByLabel('新密码', { exact: true }).fill(next);
      await own.getByLabel('再填一次新密码').fill(repeated);
      await own.getByRole('button', { name: '修改密码' }).click();
    };
    person.expectRefusal(400);
    await change('qwertyuiop12');
    await own.getByRole('alert').getByText('密码强度不够').waitFor();
    await person.look('password-weak');
    await change(ownPassword, `${ownPassword}9`);
    await own.getByRole('alert').getByText('两次填写的新密码不一致').waitFor();
    await person.look('password-mismatch');
    await change(ownPassword);
    await own.waitForURL((url) => url.pathname === '/');
    await own.getByRole('link', { name: '㛃䶮堃，账号与安全' }).waitFor();
    await person.look('first-day');
    await own.getByRole('link', { name: /^开始学：/ }).first().click();
    const lesson = office.catalog.lessons.get(new URL(own.url()).pathname.replace('/courses/', ''))!;
    await answer(own, checkQuestionsOf(office.catalog, lesson)[0]!, true);
    await person.close();
    const again = await openVisitor(browser, office.origin, width);
    await again.logIn('3001', ownPassword);
    await again.page.getByRole('link', { name: '接着学', exact: false }).first().waitFor();
    await again.close();
  });
});
