import { beforeEach, expect, test } from 'vitest';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import type { Account } from '../../src/domain/account.ts';
import type { RosterRow } from '../../src/domain/roster-row.ts';
import { adminView, peopleView } from '../../src/views/admin.ts';
import { rosterPreview } from '../../src/views/roster-preview.ts';
import { admin, aMember, everyone, now } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

const streetAdmin = aMember({ memberId: 'member-street-admin', staffNo: '2009', name: '街管', unitId: 'unit-street', roles: ['cadre', 'admin'] });
let office: Office;
beforeEach(async () => { office = await Office.open([...everyone, streetAdmin]); });

const people = async (actor: typeof admin, search = '') => peopleView(office.reading(actor), new URLSearchParams(search));
const change = async (id: string, over: Partial<Account>) => office.put('accounts', id, { ...(await office.document<Account>('accounts', id))!, ...over });
const row = (over: Partial<RosterRow>): RosterRow => ({ row: 2, staffNo: '1001', name: '张䶮', unit: '来访接待科', post: '接访岗', rank: '一级科员', roles: '学员', phone: '', ...over });

test('an administrator sees the people of their own office and below, never a password', async () => {
  expect((await adminView(office.reading(admin))).people).toBe(11);
  const street = await adminView(office.reading(streetAdmin));
  expect(street).toMatchObject({ people: 4, sections: [{ unitId: 'unit-street', people: 3 }, { unitId: 'unit-desk', people: 1 }] });
  expect((await people(streetAdmin)).rows.map((one) => one.staffNo)).toEqual(['2001', '2002', '2003', '2009']);
  expect((await people(streetAdmin, 'section=unit-reception')).rows).toEqual([]);
  expect(JSON.stringify(await people(admin))).not.toMatch(/hash|Right-2026/);
});

test('people are found by section, name or 工号, rare characters included, a page at a time', async () => {
  expect((await people(admin, 'q=䶮')).rows.map((one) => one.name)).toEqual(['张䶮']);
  expect((await people(admin, 'q=200')).rows.map((one) => one.staffNo)).toEqual(['2001', '2002', '2003', '2009']);
  expect((await people(admin, 'section=unit-letters')).rows.map((one) => one.staffNo)).toEqual(['1002']);
  expect((await people(admin, 'q=nobody')).total).toBe(0);
  for (let index = 0; index < 120; index += 1) await office.put('members', `member-x${index}`, aMember({ memberId: `member-x${index}`, staffNo: `9${String(index).padStart(3, '0')}` }));
  const pages = await Promise.all(['1', '2', '99', 'x'].map((page) => people(admin, `page=${page}`)));
  expect(pages.map((view) => [view.page, view.pages, view.rows.length, view.total])).toEqual([[1, 2, 100, 131], [2, 2, 31, 131], [2, 2, 31, 131], [1, 2, 100, 131]]);
});

test('how an account stands is said in words, and counted', async () => {
  await office.put('accounts', '1001', undefined);
  await change('1002', { mustChange: true });
  await change('1003', { lockedUntil: '2026-03-02T01:15:00.000Z' });
  await change('1004', { lockedUntil: now });
  await change('1005', { active: false });
  const states = Object.fromEntries((await people(admin)).rows.map((one) => [one.staffNo, one.accountState]));
  expect(states).toMatchObject({ 1001: '未发口令', 1002: '待首次登录', 1003: '已锁定', 1004: '正常', 1005: '已停用', 1006: '正常' });
  expect(await adminView(office.reading(admin))).toMatchObject({ withoutAccount: 1, waiting: 1 });
});

test('a roster preview says row by row what would happen, errors first, to the administrator who made it only', async () => {
  const importId = await previewRoster(office.act(admin), [
    row({}), row({ row: 3, staffNo: '1002', name: '孙㛃', unit: '办信科', post: '督办岗' }), row({ row: 4, staffNo: '1777', name: '新人', unit: '新科' }), row({ row: 5, staffNo: '', name: '无号' }),
  ]);
  const view = await rosterPreview(office.reading(admin), importId, 1);
  expect(view.lines.map(({ row: number, outcome, what }) => [number, outcome, what])).toEqual([
    [5, 'error', '没有填写工号。'], [4, 'new', expect.stringContaining('新增')], [3, 'changed', '岗位：接访岗 改为 督办岗'], [2, 'same', '没有变化'],
  ]);
  expect(view).toMatchObject({ state: 'previewed', newSections: ['新科'], counts: { added: 1, changed: 1, same: 1, faulty: 1 }, page: 1, pages: 1, total: 4 });
  expect(await refusalOf(rosterPreview(office.reading(streetAdmin), importId, 1))).toMatchObject({ code: 'not-found' });
  for (const unknown of ['import-gone', 'head', '__proto__']) expect(await refusalOf(rosterPreview(office.reading(admin), unknown, 1)), unknown).toMatchObject({ code: 'not-found' });
});
