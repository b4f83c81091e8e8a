import { utils, write, type CellObject, type Range, type WorkSheet } from '@e965/xlsx';
import type { Member } from '../src/domain/member.ts';
import type { RosterGround } from '../src/domain/roster.ts';
import type { RosterRow } from '../src/domain/roster-row.ts';
import { unitSchema, type Unit } from '../src/domain/unit.ts';

export const root: Unit = unitSchema.parse({ unitId: 'unit-root', name: '区信访办', kind: 'office', parentId: null, order: 0 });
export const reception: Unit = unitSchema.parse({ unitId: 'unit-reception', name: '来访接待科', kind: 'section', parentId: 'unit-root', order: 0 });

export function aMember(over: Partial<Member> = {}): Member {
  return { memberId: 'member-zhang', staffNo: '1001', name: '张伟', unitId: 'unit-reception', post: '接访岗', rank: '一级科员', roles: ['cadre'], ...over };
}

export function aRow(over: Partial<RosterRow> = {}): RosterRow {
  return { row: 2, staffNo: '1001', name: '张伟', unit: '来访接待科', post: '接访岗', rank: '一级科员', roles: '学员', phone: '', ...over };
}

/** An office with one section and one administrator at its root, who can log in. */
export function aGround(over: Partial<RosterGround> = {}): RosterGround {
  const numbers: Record<string, number> = {};
  return {
    members: [aMember({ memberId: 'member-admin', staffNo: 'boss', name: '李主任', unitId: 'unit-root', roles: ['cadre', 'admin'] })],
    units: [root, reception], rootUnitId: 'unit-root', reachUnitId: 'unit-root',
    accounts: [{ account: 'boss', memberId: 'member-admin', active: true }],
    newId: (prefix) => `${prefix}-${numbers[prefix] = (numbers[prefix] ?? 0) + 1}`,
    ...over,
  };
}

export const headings = ['工号', '姓名', '单位/科室', '岗位', '职务层次', '角色'];

/** An .xlsx by another library than the one that reads it. `cells` replaces single cells, `merges` are ranges like A1:C1. */
export function aWorkbook(rows: readonly (readonly unknown[])[], over: { cells?: Record<string, CellObject>; merges?: string[]; before?: { name: string; rows: unknown[][]; hidden?: boolean }[] } = {}): Uint8Array {
  const sheet: WorkSheet = utils.aoa_to_sheet(rows as unknown[][]);
  for (const [place, cell] of Object.entries(over.cells ?? {})) sheet[place] = cell;
  if (over.merges) sheet['!merges'] = over.merges.map((range): Range => utils.decode_range(range));
  const book = utils.book_new();
  for (const one of over.before ?? []) utils.book_append_sheet(book, utils.aoa_to_sheet(one.rows), one.name);
  utils.book_append_sheet(book, sheet, '名册');
  book.Workbook = { Sheets: [...(over.before ?? []).map((one) => ({ Hidden: one.hidden ? 1 as const : 0 as const })), { Hidden: 0 as const }] };
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as ArrayBuffer);
}
