import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../../src/domain/account.ts';
import type { Member } from '../../src/domain/member.ts';
import { aWorkbook, headings } from '../roster-builders.ts';
import { Client, visibleText, type Answer } from './client.ts';
import { openOffice, recordsOf, type Office } from './office.ts';

let office: Office;
let admin: Client;
beforeAll(async () => {
  office = await openOffice();
  admin = await Client.loggedIn(office.origin, 'admin');
});
afterAll(() => office.close());

async function upload(bytes: Uint8Array, name = '名册.xlsx'): Promise<Answer> {
  const form = new FormData();
  form.set('file', new File([Buffer.from(bytes)], name));
  return admin.act('/admin/roster', 'uploadRoster', form);
}

/** The page to which a successful upload leads. */
async function previewOf(answer: Answer): Promise<{ address: string; said: string; html: string }> {
  expect([answer.status, visibleText(answer.text).slice(0, 200)]).toEqual([303, '']);
  const { text } = await admin.get(answer.location!);
  return { address: answer.location!, said: visibleText(text), html: text };
}

const person = (staffNo: string, over: Partial<Record<number, string>> = {}) => Object.assign([staffNo, '新人', '来访接待科', '接访岗', '一级科员', '学员'], over);
const oldExcel = () => write({ SheetNames: ['名册'], Sheets: { 名册: utils.aoa_to_sheet([headings, person('3001')]) } }, { type: 'buffer', bookType: 'biff8' }) as Buffer;
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n');

describe('a file that is no roster', () => {
  test.each<readonly [string, () => Uint8Array, string, string]>([
    ['an empty file', () => new Uint8Array(0), '名册.xlsx', '打不开这个文件'],
    ['an .xls of old Excel', oldExcel, '名册.xls', '打不开这个文件'],
    ['an .xls renamed to .xlsx', oldExcel, '名册.xlsx', '打不开这个文件'],
    ['a PDF', () => pdf, '名册.pdf', '打不开这个文件'],
    ['half an .xlsx', () => aWorkbook([headings, person('3001')]).slice(0, 2000), '名册.xlsx', '打不开这个文件'],
    ['a sheet without headings', () => aWorkbook([['甲', '乙'], ['丙', '丁']]), '名册.xlsx', '没有找到：工号、姓名、单位/科室、岗位、职务层次、角色'],
    ['a sheet with two columns missing', () => aWorkbook([['工号', '姓名', '单位/科室', '岗位'], ['3001', '新人', '来访接待科', '接访岗']]), '名册.xlsx', '没有找到：职务层次、角色'],
    ['a sheet with headings and nobody', () => aWorkbook([headings]), '名册.xlsx', '名册里没有人员'],
    ['20,001 people', () => aWorkbook([headings, ...Array.from({ length: 20_001 }, (_, at) => person(`X${at}`))]), '名册.xlsx', '有 20001 行，一次最多导入 20000 行'],
  ])('%s is refused in words, and nothing is written', async (_what, bytes, name, said) => {
    const before = await recordsOf(office.store);
    const answer = await upload(bytes(), name);
    expect(answer.status).toBe(400);
    expect(visibleText(answer.text)).toContain(said);
    expect(answer.text).toContain('名册文件');
    expect(await recordsOf(office.store)).toEqual(before);
  });

  test('no file at all is asked for', async () => {
    const asBrowsersSendIt = ['--x', 'Content-Disposition: form-data; name="file"; filename=""', 'Content-Type: application/octet-stream', '', '', '--x--', ''].join('\r\n');
    const answer = await admin.send('POST', '/admin/roster?_action=uploadRoster', { origin: office.origin, 'content-type': 'multipart/form-data; boundary=x' }, Buffer.from(asBrowsersSendIt));
    expect(answer.status).toBe(400);
    expect(visibleText(answer.text)).toContain('没有选择文件');
    const without = await admin.act('/admin/roster', 'uploadRoster', new FormData());
    expect(without.status).toBe(400);
    expect(visibleText(without.text)).toContain('请选择名册文件');
  });
});

describe('a roster as offices make them', () => {
  test('may have a title merged over headings that are merged over two rows', async () => {
    const { said } = await previewOf(await upload(aWorkbook([
      ['澄湖区信访办公室人员名册', '', '', '', '', ''], ['工号', '姓名', '单位/科室', '职务', '', '角色'], ['', '', '', '岗位', '职务层次', ''], ['3001', '阿依古丽·买买提', '来访接待科', '接访岗', '一级科员', '学员'],
    ], { merges: ['A1:F1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:E2', 'F2:F3'] })));
    expect(said).toMatch(/4 3001 阿依古丽·买买提 来访接待科 新增人员/);
  });

  test('with the same 工号 twice, an unknown role and a blank name is explained row by row, and cannot be confirmed', async () => {
    const preview = await previewOf(await upload(aWorkbook([headings, person('3001'), person('3002', { 5: '处长' }), person('3001', { 1: '另一人' }), person('3003', { 1: '' }), person('30 04')])));
    expect(preview.said).toMatch(/2 3001 新人 来访接待科 工号「3001」与第 4 行重复。/);
    expect(preview.said).toMatch(/3 3002 新人 来访接待科 角色「处长」不在可选范围内，只能填 学员、授课人、领导、管理员。/);
    expect(preview.said).toMatch(/4 3001 另一人 来访接待科 工号「3001」与第 2 行重复。/);
    expect(preview.said).toMatch(/5 3003 来访接待科 没有填写姓名。/);
    expect(preview.said).toMatch(/6 30 04 新人 来访接待科 工号「30 04」只能用半角字母、数字和短横。/);
    expect(preview.html).not.toContain('confirmRoster');
    const before = await recordsOf(office.store);
    const forced = await admin.act(preview.address, 'confirmRoster', { importId: preview.address.split('/').at(-1)! });
    expect([forced.status, visibleText(forced.text).includes('有 5 行需要改正')]).toEqual([409, true]);
    expect(await recordsOf(office.store)).toEqual(before);
  });

  test('whose text looks like markup is shown as text', async () => {
    const { html } = await previewOf(await upload(aWorkbook([headings, person('3001', { 1: '<script>alert(1)</script>' })])));
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script>alert(1)&lt;/script>'.replaceAll('>', html.includes('&lt;script&gt;') ? '&gt;' : '>'));
  });

  test('that would leave no administrator cannot be confirmed', async () => {
    const row = (await office.store.listDocuments<Member>('members')).find(({ value }) => value.name === '管伟')!.value;
    const preview = await previewOf(await upload(aWorkbook([headings, [row.staffNo, row.name, '澄湖区信访办公室', row.post, row.rank, '学员']])));
    expect(preview.said).toContain('这份名册会使系统没有管理员，不能确认');
    expect((await admin.act(preview.address, 'confirmRoster', { importId: preview.address.split('/').at(-1)! })).status).toBe(409);
  });

  test('confirmed a second time changes nothing and shows no password again', async () => {
    const preview = await previewOf(await upload(aWorkbook([headings, person('3100')])));
    const importId = preview.address.split('/').at(-1)!;
    const first = await admin.act(preview.address, 'confirmRoster', { importId });
    expect([first.status, /\w{4}-\w{4}-\w{4}/.test(visibleText(first.text))]).toEqual([200, true]);
    const before = await recordsOf(office.store);
    const again = await admin.act(preview.address, 'confirmRoster', { importId });
    expect(again.status).toBe(409);
    expect(visibleText(again.text)).toContain('这份名册已经导入');
    expect(visibleText(again.text)).not.toMatch(/\w{4}-\w{4}-\w{4}/);
    expect(await recordsOf(office.store)).toEqual(before);
  });

  test('is previewed anew when people changed in between', async () => {
    const first = await previewOf(await upload(aWorkbook([headings, person('1023', { 1: '陈㛃', 4: '三级主任科员' })])));
    const members = await office.store.listDocuments<Member>('members');
    const stored = members.find(({ value }) => value.staffNo === '1023')!;
    await office.store.changeDocuments('members', [{ id: stored.id, expected: stored.version, value: { ...stored.value, post: '引导岗' } }]);
    const answer = await admin.act(first.address, 'confirmRoster', { importId: first.address.split('/').at(-1)! });
    expect([answer.status, visibleText(answer.text).includes('名册预览已经过时')]).toEqual([409, true]);
  });
});

test('20,000 people are previewed, confirmed and found again, while others go on working', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => person(`B${at}`, { 1: `新人${at}`, 2: `第${at % 40}科` }));
  const cadre = await Client.loggedIn(office.origin, 'cadre');
  const started = Date.now();
  const preview = await previewOf(await upload(aWorkbook([headings, ...rows])));
  expect(preview.said).toMatch(/新增 20000/);
  expect(preview.said).toContain('第 1 页，共 100 页，20000 条');
  expect(visibleText((await admin.get(`${preview.address}?page=100`)).text)).toContain('B19999');
  expect((await office.store.listDocuments('members')).length).toBeLessThan(100);
  const confirming = admin.act(preview.address, 'confirmRoster', { importId: preview.address.split('/').at(-1)! });
  expect((await cadre.get('/me')).status).toBe(200);
  const confirmed = await confirming;
  expect(confirmed.status).toBe(200);
  expect(visibleText(confirmed.text)).toContain('有 20000 人还没有口令');
  expect(Date.now() - started).toBeLessThan(60_000);
  expect((await office.store.listDocuments('members')).length).toBeGreaterThan(20_000);
  expect((await office.store.listDocuments<Account>('accounts')).some(({ id }) => id === 'b7')).toBe(false);
  expect(visibleText((await admin.get('/admin/people?q=B19999')).text)).toContain('未发口令');
  expect((await office.store.verify()).problems).toEqual([]);
});
