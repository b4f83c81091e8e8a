import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unitOverview } from '../../src/views/unit-overview.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, type Office } from './office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

/** Each test goes on where the one before stopped; the phone without JavaScript. */
describe.each(widths)('at %i px, the administrator changes the tree of units', (width) => {
  let office: Office;
  let admin: Visitor;
  let page: Page;
  beforeAll(async () => {
    office = await openOffice();
    admin = await openVisitor(browser, office.origin, width, { person: 'admin', javaScript: width !== 360 });
    page = admin.page;
  });
  afterAll(async () => {
    await admin.close();
    await office.close();
  });
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const found = async (kind: string, name: string, parent: string | RegExp) => {
    await page.getByLabel('隶属').selectOption({ label: (await page.getByLabel('隶属').locator('option').allInnerTexts()).find((text) => text.match(parent))!.trim() });
    await page.getByLabel('类别').selectOption(kind);
    await page.getByLabel('名称').fill(name);
    await page.getByRole('button', { name: '设立' }).click();
  };
  const overview = async () => {
    const leader = await office.member('leader');
    return unitOverview({ store: office.store, catalog: office.catalog, settings: { officeName: '', rootUnitId: 'unit-root', goal: { lessons: 1, per: 'month' } }, actor: leader, now: office.now() }, new URLSearchParams());
  };
  const lessonsIn = async (name: string) => (await overview()).sections.find((row) => row.name.startsWith(name))?.figures[0]?.value;

  test('founds a street office and a section below it', async () => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '管理' }).click();
    await page.getByRole('link', { name: '单位和科室的变动' }).click();
    await heading('单位和科室');
    await page.getByRole('link', { name: '新设' }).click();
    await admin.look('unit-new');
    await found('office', '桃源㛃街道信访办', /^区|信访/);
    await page.getByRole('link', { name: '桃源㛃街道信访办' }).click();
    await heading('桃源㛃街道信访办');
    await page.getByRole('link', { name: '在下面新设' }).click();
    await found('section', '接访组', '桃源㛃街道信访办');
    await page.getByRole('link', { name: '接访组' }).waitFor();
    await admin.go('/admin/units/new');
    admin.expectRefusal(409);
    await found('office', '桃源㛃街道信访办', /^区|信访/);
    await page.getByRole('alert').getByText('名称已经使用').waitFor();
    expect(await page.getByLabel('名称').inputValue()).toBe('桃源㛃街道信访办');
    await admin.go('/admin/units');
    await admin.look('units');
  });

  test('moves a person there, once, however often the form is sent', async () => {
    const { memberId, name } = await office.member('cadre');
    await admin.go('/admin/people?q=1022');
    await page.getByRole('link', { name }).click();
    await heading(name);
    await admin.look('admin-person');
    const form: Record<string, string> = Object.fromEntries(await Promise.all(['memberId', 'fromUnitId', 'changeId'].map(async (field) => [field, await page.locator(`form:has([name=changeId]) [name=${field}]`).inputValue()])));
    await page.getByLabel('调往').selectOption({ label: '桃源㛃街道信访办 / 接访组' });
    form.unitId = await page.getByLabel('调往').inputValue();
    await page.getByRole('button', { name: '调动' }).click();
    await page.getByRole('definition').getByText('桃源㛃街道信访办 / 接访组').waitFor();
    const again = await page.request.post(`/admin/people/${memberId}?_action=moveMember`, { form, headers: { origin: office.origin } });
    expect([again.status(), new URL(again.url()).pathname]).toEqual([200, `/admin/people/${memberId}`]);
    expect((await office.store.factsOf(memberId)).filter((fact) => fact.kind === 'member.changed')).toHaveLength(1);
    expect(await page.getByRole('table').innerText()).toContain('桃源㛃街道信访办 / 接访组，');
  });

  test('merges two sections after being told what will happen; the past stays', async () => {
    const head = await office.member('sectionLeader');
    const before = await lessonsIn('来信办理科');
    expect(before).toBeGreaterThan(0);
    await admin.go(`/admin/units/${head.unitId}`);
    await heading('来信办理科');
    await page.getByText('并入另一科室').click();
    await page.getByLabel('并入').selectOption({ label: '来访接待科' });
    await admin.look('unit');
    await page.getByRole('button', { name: '下一步' }).click();
    await heading('把来信办理科并入来访接待科');
    const people = Number(/(\d+) 人调到来访接待科/.exec(await page.getByRole('main').innerText())![1]);
    await admin.look('unit-merge');
    admin.expectRefusal(400);
    await page.getByLabel('依据').fill(' 改 ');
    await page.getByRole('button', { name: '确认并入' }).click();
    await page.getByRole('alert').getByText('至少两个字').waitFor();
    await page.getByLabel('依据').fill('机构改革方案');
    await page.getByRole('button', { name: '确认并入' }).click();
    await heading('来访接待科');
    expect((await office.member('sectionLeader')).unitId).not.toBe(head.unitId);
    expect(people).toBeGreaterThan(1);
    expect(await lessonsIn('来信办理科（已并入来访接待科）')).toBe(before);
    await admin.go(`/admin/units/${head.unitId}`);
    await heading('来信办理科（已并入来访接待科）');
    await admin.look('unit-merged');
  });

  test('closes a section nobody belongs to, and not one with people', async () => {
    await admin.go('/admin/units/new');
    await found('section', '督查科', /^区|信访/);
    await page.getByRole('link', { name: '督查科' }).click();
    await page.getByRole('link', { name: '撤销', exact: true }).click();
    await heading('撤销督查科');
    await admin.look('unit-close');
    await page.getByLabel('依据').fill('机构改革方案');
    await page.getByRole('button', { name: '确认撤销' }).click();
    await heading('督查科（已撤销）');
    admin.expectRefusal(409);
    await admin.go('/admin/units/unit-street/close');
    await page.getByText('还有人员').waitFor();
  });

  test('lends a street office to a trainer of another office, who schedules there', async () => {
    const borrower = await office.member('streetTrainer');
    const trainer = await openVisitor(browser, office.origin, width, { person: 'streetTrainer' });
    await trainer.go('/sessions/new');
    const units = () => trainer.page.getByLabel('参加单位').locator('option').allInnerTexts();
    expect((await units()).map((text) => text.trim())).toEqual(['临湖街道信访办']);
    await admin.go('/admin/units');
    await page.getByRole('link', { name: '桃源㛃街道信访办' }).click();
    await page.getByText('委托一名授课人').click();
    await page.getByLabel('授课人').selectOption(borrower.memberId);
    await page.getByRole('button', { name: '委托授课' }).click();
    await page.getByRole('button', { name: `结束委托：${borrower.name}` }).waitFor();
    await admin.look('unit-lent');
    await trainer.go('/sessions/new');
    expect((await units()).map((text) => text.trim())).toEqual(['临湖街道信访办', '桃源㛃街道信访办', '桃源㛃街道信访办 / 接访组']);
    await trainer.page.getByLabel('参加单位').selectOption({ label: '桃源㛃街道信访办 / 接访组' });
    await trainer.page.getByLabel('日期').fill('2026-11-27');
    await trainer.page.getByLabel('学哪一课').selectOption({ index: 1 });
    await trainer.page.getByLabel('地点').fill('二楼');
    await trainer.page.getByLabel('主持人').fill('刘主任');
    await trainer.page.getByRole('button', { name: '安排', exact: true }).click();
    await trainer.page.getByRole('heading', { name: /会前学法/, level: 1 }).waitFor();
    await trainer.go('/sessions');
    await trainer.page.getByText('桃源㛃街道信访办 / 接访组').first().waitFor();
    await trainer.close();
  });
});
