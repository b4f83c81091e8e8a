import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { read, utils, write } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { readRosterSheet, writeRosterTemplate } from '../../src/exchange/roster-sheet.ts';
import { aWorkbook, headings } from '../roster-builders.ts';

const zhang = ['1001', '张伟', '来访接待科', '接访岗', '一级科员', '学员'];
const refusal = (code: string, facts: object = {}) => expect.objectContaining({ name: 'Refusal', code, facts });

describe('a plain roster', () => {
  test('is read row by row, with the row numbers the sheet shows', async () => {
    expect(await readRosterSheet(aWorkbook([headings, zhang, [], ['', ' ', '　'], ['1002', '李娜', '办公室', '', '', '领导']]))).toEqual([
      { row: 2, staffNo: '1001', name: '张伟', unit: '来访接待科', post: '接访岗', rank: '一级科员', roles: '学员', phone: '' },
      { row: 5, staffNo: '1002', name: '李娜', unit: '办公室', post: '', rank: '', roles: '领导', phone: '' },
    ]);
  });

  test('keeps rare characters and composes nothing but what NFC composes', async () => {
    const names = ['䶮㛃堃𬭚', '〇', '㐂', 'Ａ', 'e\u0301'];
    const rows = await readRosterSheet(aWorkbook([headings, ...names.map((name, index) => [String(index), name, ...zhang.slice(2)])]));
    expect(rows.map((row) => row.name)).toEqual(['䶮㛃堃𬭚', '〇', '㐂', 'Ａ', 'é']);
  });

  test('loses blanks of any width at the ends, line breaks, and marks that have no width', async () => {
    const [row] = await readRosterSheet(aWorkbook([headings, ['\u202D1001\u202C', '　张伟\u200B ', '来访\n接待科', ...zhang.slice(3)]]));
    expect(row).toMatchObject({ staffNo: '1001', name: '张伟', unit: '来访 接待科' });
  });

  test('leaves out rows that hold only a running number', async () => {
    const rows = await readRosterSheet(aWorkbook([['序号', ...headings], [1, ...zhang], [2], [3]]));
    expect(rows.map((row) => row.row)).toEqual([2]);
  });
});

describe('numbers and dates are read as shown', () => {
  const staffNoOf = async (cell: object) => (await readRosterSheet(aWorkbook([headings, zhang], { cells: { A2: cell as never } })))[0]!.staffNo;

  test('007 survives as text and as a number with a format', async () => {
    expect(await staffNoOf({ t: 's', v: '007' })).toBe('007');
    expect(await staffNoOf({ t: 'n', v: 7, z: '000' })).toBe('007');
    expect(await staffNoOf({ t: 'n', v: 7, z: '"XF"000' })).toBe('XF007');
    expect(await staffNoOf({ t: 'n', v: 1001, z: '0_ ' })).toBe('1001');
  });

  test('a long number keeps its digits as far as Excel knows them', async () => {
    expect(await staffNoOf({ t: 'n', v: 330102199001011 })).toBe('330102199001011');
    expect(await staffNoOf({ t: 'n', v: 330102199001011234 })).toBe('3.30102E+17');
  });

  test('a phone number typed as a number has no exponent', async () => {
    const [row] = await readRosterSheet(aWorkbook([[...headings, '手机'], [...zhang, 13800138000]]));
    expect(row!.phone).toBe('13800138000');
  });

  test('what Excel took for a date stays what it shows', async () => {
    expect(await staffNoOf({ t: 'n', v: 46086, z: 'm"月"d"日"' })).toBe('3月5日');
    expect(await staffNoOf({ t: 'n', v: 46086, z: 'm/d/yy' })).toMatch(/^(2026\/3\/5|3\/5\/26)$/);
  });

  test('the result of a formula counts, not the formula', async () => {
    expect(await staffNoOf({ t: 's', v: 'XF1', f: '"XF"&1' })).toBe('XF1');
  });
});

describe('headings as offices write them', () => {
  const unitsOf = async (bytes: Uint8Array) => (await readRosterSheet(bytes)).map((row) => row.unit);

  test('a merged title row may stand on top', async () => {
    expect(await unitsOf(aWorkbook([['区信访办工作人员名册'], [], headings, zhang], { merges: ['A1:F1'] }))).toEqual(['来访接待科']);
  });

  test('columns come in any order, with blank and unknown columns between', async () => {
    const [row] = await readRosterSheet(aWorkbook([['角色', '', '姓名', '备注', '工号', '岗位', '职务', '部门'], ['学员', '', '张伟', 'x', '1001', '接访岗', '科长', '办公室']]));
    expect(row).toMatchObject({ staffNo: '1001', name: '张伟', unit: '办公室', rank: '科长', roles: '学员' });
  });

  test('blanks, line breaks, marks and remarks in a heading do not matter', async () => {
    const spaced = ['*员 工 号', '姓　名', '单位\n／科室（必填）', '岗位：', '职务\r\n层次', '角色(可多选)', '联系电话'];
    expect(await readRosterSheet(aWorkbook([spaced, [...zhang, '88888888']]))).toEqual([expect.objectContaining({ staffNo: '1001', unit: '来访接待科', phone: '88888888' })]);
  });

  test('a heading merged over two rows has its real names in the second', async () => {
    const rows = [['基本信息', '', '任职信息', '', '', ''], headings, zhang];
    expect(await unitsOf(aWorkbook(rows, { merges: ['A1:B1', 'C1:F1'] }))).toEqual(['来访接待科']);
  });

  test('some headings are merged downwards and others stand below a group', async () => {
    const rows = [['人员名册'], ['工号', '姓名', '单位/科室', '任职', '', '角色'], ['', '', '', '岗位', '职务层次', ''], zhang];
    expect(await readRosterSheet(aWorkbook(rows, { merges: ['A1:F1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:E2', 'F2:F3'] }))).toEqual([expect.objectContaining({ row: 4, rank: '一级科员', roles: '学员' })]);
    expect(await readRosterSheet(aWorkbook(rows))).toEqual([expect.objectContaining({ row: 4, rank: '一级科员', roles: '学员' })]);
  });

  test('a unit column beside a section column makes a path; the better of two ranks counts', async () => {
    const rows = [['工号', '姓名', '科室', '单位', '岗位', '职务', '职级', '角色'], ['1', '甲', '办公室', '区信访办', '', '主任', '一级主任科员', '学员'], ['2', '乙', '', '区信访办', '', '主任', '', '学员']];
    const read = await readRosterSheet(aWorkbook(rows));
    expect(read.map((row) => [row.unit, row.rank])).toEqual([['区信访办/办公室', '一级主任科员'], ['区信访办', '主任']]);
  });

  test('the sheet with the headings is found behind a cover and a hidden sheet', async () => {
    const before = [{ name: '封面', rows: [['名册']] }, { name: '旧', rows: [headings, ['9', ...zhang.slice(1)]], hidden: true }, { name: '统计', rows: [['姓名', '单位'], ['甲', '乙']] }];
    expect((await readRosterSheet(aWorkbook([headings, zhang], { before }))).map((row) => row.staffNo)).toEqual(['1001']);
  });

  test('a section merged downwards holds for every row it spans, a name does not', async () => {
    const rows = [headings, zhang, ['1002', '李娜', '', '办信岗', '', '学员'], ['1003', '', '', '', '', '领导'], ['1004', '赵', '办公室', '', '', '学员']];
    const read = await readRosterSheet(aWorkbook(rows, { merges: ['C2:C4', 'B3:B4'] }));
    expect(read.map((row) => [row.unit, row.name])).toEqual([['来访接待科', '张伟'], ['来访接待科', '李娜'], ['来访接待科', ''], ['办公室', '赵']]);
  });

  test('headings that are missing are named', async () => {
    await expect(readRosterSheet(aWorkbook([['姓名', '单位', '岗位', '职务'], ['甲', '乙', '', '']]))).rejects.toEqual(refusal('roster-columns-missing', { columns: '工号、角色' }));
    await expect(readRosterSheet(aWorkbook([['随便', '什么']]))).rejects.toEqual(refusal('roster-columns-missing', { columns: '工号、姓名、单位/科室、岗位、职务层次、角色' }));
  });

  test('headings below the tenth row are not looked for', async () => {
    const above = Array.from({ length: 10 }, () => ['说明']);
    await expect(readRosterSheet(aWorkbook([...above, headings, zhang]))).rejects.toEqual(refusal('roster-columns-missing', { columns: expect.any(String) as never }));
    expect(await unitsOf(aWorkbook([...above.slice(1), headings, zhang]))).toHaveLength(1);
  });

  test('headings without people are an empty roster', async () => {
    await expect(readRosterSheet(aWorkbook([headings]))).rejects.toEqual(refusal('roster-empty'));
  });
});

describe('size', () => {
  const people = (count: number) => Array.from({ length: count }, (_, index) => [index + 1, `张${index}`, ...zhang.slice(2)]);

  test('20,000 rows are read, one more is refused with the count', async () => {
    expect(await readRosterSheet(aWorkbook([headings, ...people(20_000)]))).toHaveLength(20_000);
    await expect(readRosterSheet(aWorkbook([headings, ...people(20_001)]))).rejects.toEqual(refusal('roster-too-long', { rows: 20_001, limit: 20_000 }));
  }, 30_000);

  test('a file over 10 MB is refused unread', async () => {
    await expect(readRosterSheet(new Uint8Array(10 * 1_048_576 + 1))).rejects.toEqual(refusal('file-too-large', { megabytes: 10 }));
  });

  test('a zip bomb is refused before anything is unpacked', async () => {
    const bomb = zipSync({ ...unzipSync(aWorkbook([headings, zhang])), 'xl/worksheets/sheet1.xml': new Uint8Array(101 * 1_048_576) }, { level: 6 });
    expect(bomb.length).toBeLessThan(300_000);
    await expect(readRosterSheet(bomb)).rejects.toEqual(refusal('file-too-large', { megabytes: 100 }));
  }, 30_000);

  test('a zip bomb that hides its size is refused, one that lies about it is cut off', async () => {
    const bomb = zipSync({ ...unzipSync(aWorkbook([headings, zhang])), 'xl/worksheets/sheet1.xml': new Uint8Array(120 * 1_048_576) }, { level: 6 });
    await expect(readRosterSheet(saying(bomb, 0))).rejects.toEqual(refusal('file-too-large', { megabytes: 100 }));
    await expect(readRosterSheet(saying(bomb, 1_000))).rejects.toEqual(refusal('file-not-xlsx'));
  }, 30_000);
});

describe('files that are no .xlsx', () => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([headings, zhang]), '名册');
  const written = (bookType: 'biff8' | 'ods' | 'csv') => new Uint8Array(write(book, { type: 'buffer', bookType }) as ArrayBuffer);
  const whole = aWorkbook([headings, zhang]);
  const files: Record<string, Uint8Array> = {
    'an empty file': new Uint8Array(), 'a few bytes': strToU8('PK'), 'garbage': new Uint8Array(4_000).fill(7), 'a PDF': strToU8(`%PDF-1.7\n${'x'.repeat(500)}\n%%EOF`),
    'an old .xls': written('biff8'), 'an OpenDocument sheet': written('ods'), 'a CSV file': written('csv'), 'a zip of something else': zipSync({ 'a.txt': strToU8('a') }),
    'a file cut short': whole.slice(0, whole.length / 2), 'a damaged file': zipSync({ ...unzipSync(whole), 'xl/workbook.xml': strToU8('<not') }),
    'a text document': zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<document/>'), '_rels/.rels': strToU8('<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>') }),
  };
  test.each(Object.entries(files))('%s is refused', async (_name, bytes) => {
    await expect(readRosterSheet(bytes)).rejects.toEqual(refusal('file-not-xlsx'));
  });
});

describe('the template', () => {
  test('has the headings, keeps 工号 and 手机 as text, and offers the roles', async () => {
    const bytes = await writeRosterTemplate();
    const book = read(bytes, { cellNF: true, cellStyles: true, sheetStubs: true });
    expect(book.SheetNames).toEqual(['名册', '填写说明']);
    expect(utils.sheet_to_json(book.Sheets['名册']!, { header: 1, blankrows: false })[0]).toEqual([...headings, '手机']);
    expect(book.Sheets['名册']!['A2'].z).toBe('@');
    expect(strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!)).toContain('<formula1>"学员,授课人,领导,管理员,授课人、领导,领导、管理员"</formula1>');
  });

  test('is a roster without people until someone is written into it', async () => {
    const bytes = await writeRosterTemplate();
    await expect(readRosterSheet(bytes)).rejects.toEqual(refusal('roster-empty'));
    const book = read(bytes, { cellNF: true });
    utils.sheet_add_aoa(book.Sheets['名册']!, [zhang], { origin: 'A2' });
    expect(await readRosterSheet(new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as ArrayBuffer))).toHaveLength(1);
  });
});

/** The zip with another unpacked size of its largest part in the central directory. */
function saying(zip: Uint8Array, size: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at < copy.length - 46; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 1_048_576) view.setUint32(at + 24, size, true);
  }
  return copy;
}
