import { strFromU8, unzipSync } from 'fflate';
import { read, type CellObject } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { writeUnitTable, type UnitTable } from '../../src/exchange/unit-table.ts';

const table: UnitTable = {
  title: '区信访办/学法台账', periodText: '2026年3月', generatedAt: '2026-04-01 09:00',
  columns: [{ header: '姓名', kind: 'text' }, { header: '完成课数', kind: 'integer' }, { header: '首答正确率', kind: 'percent' }, { header: '最近学习', kind: 'date', width: 20 }],
  rows: [['䶮㛃堃𬭚', 12, 83.3, '2026-03-05'], ['=1+1', 0, 100, null], ['+86', 7, null, '2024-02-29'], ['-', 1, '—', '—'], ['@SUM(A1)', 2, 0, null], ['007', 3, 12.5, null]],
  rules: [{ name: '完成课数', text: '本期内学完的课' }, { name: '首答正确率', text: '=第一次作答' }],
};
const opened = async (over: Partial<UnitTable> = {}) => {
  const bytes = await writeUnitTable({ ...table, ...over });
  const book = read(bytes, { cellNF: true, cellStyles: true, cellFormula: true });
  const cell = (place: string) => book.Sheets['台账']![place] as CellObject | undefined;
  const part = (name: string) => strFromU8(unzipSync(bytes)[name]!);
  return { book, cell, part };
};

describe('the table', () => {
  test('begins with the headings in row 1, bold, frozen, with a filter over everything', async () => {
    const { book, cell, part } = await opened();
    expect(['A1', 'B1', 'C1', 'D1'].map((place) => cell(place)?.v)).toEqual(['姓名', '完成课数', '首答正确率', '最近学习']);
    expect(book.Sheets['台账']!['!autofilter']).toEqual({ ref: 'A1:D7' });
    expect(book.Sheets['台账']!['!cols']?.map((column) => Math.round(column.width ?? 0))).toEqual([16, 12, 14, 20]);
    const xml = part('xl/worksheets/sheet1.xml');
    expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    const style = Number(/<c r="A1"[^>]* s="(\d+)"/.exec(xml)![1]);
    const styles = part('xl/styles.xml');
    const font = /<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles)![1]!.match(/<xf [^>]*>/g)![style]!.match(/fontId="(\d+)"/)![1];
    expect(/<fonts[^>]*>(.*)<\/fonts>/s.exec(styles)![1]!.match(/<font>.*?<\/font>/gs)![Number(font)]).toContain('<b/>');
  });

  test('holds numbers that can be added up', async () => {
    const { cell } = await opened();
    expect(cell('B2')).toMatchObject({ t: 'n', v: 12, w: '12' });
    expect(cell('B3')).toMatchObject({ t: 'n', v: 0 });
  });

  test('holds percentages as percentages', async () => {
    const { cell } = await opened();
    expect(cell('C2')).toMatchObject({ t: 'n', v: 0.833, z: '0.0%', w: '83.3%' });
    expect(cell('C3')).toMatchObject({ t: 'n', v: 1, w: '100.0%' });
    expect(cell('C6')).toMatchObject({ t: 'n', v: 0, w: '0.0%' });
  });

  test('holds dates as dates, whatever the time zone of the server', async () => {
    const { cell } = await opened();
    expect(cell('D2')).toMatchObject({ t: 'n', v: 46086, z: 'yyyy-mm-dd', w: '2026-03-05' });
    expect(cell('D4')).toMatchObject({ v: 45351, w: '2024-02-29' });
  });

  test('refuses a day that does not exist', async () => {
    await expect(opened({ rows: [['甲', 1, 1, '2026-02-30']] })).rejects.toThrow(RangeError);
  });

  test('leaves a cell empty where there is nothing, and keeps a word in a column of numbers', async () => {
    const { cell } = await opened();
    expect(cell('C4')).toBeUndefined();
    expect(cell('C5')).toMatchObject({ t: 's', v: '—' });
    expect(cell('D5')).toMatchObject({ t: 's', v: '—' });
  });

  test('keeps text as text: rare characters, leading zeros, and what looks like a formula', async () => {
    const { cell } = await opened();
    for (const [row, said] of [[2, '䶮㛃堃𬭚'], [3, '=1+1'], [4, '+86'], [5, '-'], [6, '@SUM(A1)'], [7, '007']] as const) {
      expect(cell(`A${row}`), said).toMatchObject({ t: 's', v: said });
      expect(cell(`A${row}`)?.f).toBeUndefined();
    }
  });

  test('may have no rows', async () => {
    const { book, cell } = await opened({ rows: [] });
    expect(cell('A1')?.v).toBe('姓名');
    expect(book.Sheets['台账']!['!autofilter']).toEqual({ ref: 'A1:D1' });
  });

  test('repeats the headings on every printed page', async () => {
    expect((await opened()).part('xl/workbook.xml')).toContain('<definedName name="_xlnm.Print_Titles" localSheetId="0">台账!$1:$1</definedName>');
  });
});

test('the second sheet says what was counted, over which period, and when', async () => {
  const { book } = await opened();
  expect(book.SheetNames).toEqual(['台账', '口径说明']);
  const sheet = book.Sheets['口径说明']!;
  const text = (place: string) => (sheet[place] as CellObject).v;
  expect(['A', 'B'].map((column) => [1, 2, 3, 4, 5].map((row) => text(`${column}${row}`)))).toEqual([
    ['名称', '统计期', '生成时间', '完成课数', '首答正确率'], ['区信访办/学法台账', '2026年3月', '2026-04-01 09:00', '本期内学完的课', '=第一次作答'],
  ]);
  expect((sheet['B5'] as CellObject).f).toBeUndefined();
});
