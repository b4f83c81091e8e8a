import { rosterFields, rosterFieldWords, type RosterField } from '../domain/roster-row.ts';

/** Where a roster's columns are. `last` is the row of the headings (0-based); what follows are people. */
export interface RosterHeader {
  last: number;
  /** Columns (0-based) of each field. Several for one field: a 单位 column beside a 科室 column, 职务 beside 职级. */
  columns: Record<RosterField, number[]>;
  missing: RosterField[];
}

/** Headings that offices use, the one to be believed first in front. For the unit: the broader in front. */
const headings: Record<RosterField, readonly string[]> = {
  staffNo: ['工号', '员工号'],
  name: ['姓名'],
  unit: ['单位', '部门', '单位/科室', '科室'],
  post: ['岗位'],
  rank: ['职务层次', '职级', '职务'],
  roles: ['角色'],
  phone: ['手机', '手机号', '手机号码', '联系电话'],
};
const searched = 10;

/**
 * The headings among the first ten rows: the row in which most are known. `text` gives the displayed text of a cell, for
 * any cell of a merged range that of the range. A heading over two rows counts with its lower part, or with its upper
 * part where the lower one is blank. Null when no row knows at least two headings.
 */
export function findHeader(text: (row: number, column: number) => string, columns: number): RosterHeader | null {
  const fieldAt = (row: number, column: number) => fieldOf(text(row, column) || (row > 0 ? text(row - 1, column) : ''));
  const known = (row: number) => new Set(Array.from({ length: columns }, (_, column) => fieldAt(row, column)).filter((field) => field !== null)).size;
  const scores = Array.from({ length: searched }, (_, row) => known(row));
  const best = Math.max(...scores);
  if (best < 2) return null;
  let last = scores.indexOf(best);
  while (scores[last + 1] === best) last += 1;
  const found = (field: RosterField) => headings[field].flatMap((heading) => Array.from({ length: columns }, (_, column) => column)
    .filter((column) => normal(text(last, column) || (last > 0 ? text(last - 1, column) : '')) === heading));
  const byField = Object.fromEntries(rosterFields.map((field) => [field, found(field)])) as Record<RosterField, number[]>;
  return { last, columns: byField, missing: rosterFields.filter((field) => field !== 'phone' && byField[field].length === 0) };
}

/** The missing columns as they should be headed: 工号、角色. */
export function headingsOf(fields: readonly RosterField[]): string {
  return fields.map((field) => rosterFieldWords[field]).join('、');
}

function fieldOf(text: string): RosterField | null {
  const heading = normal(text);
  return rosterFields.find((field) => headings[field].includes(heading)) ?? null;
}

/**
 * Without blanks, the mark of a required field, a colon and a remark in brackets: 「*单位 ／ 科室（必填）：」 is 单位/科室.
 * Full-width forms become plain; for headings only, never for names.
 */
function normal(text: string): string {
  return text.normalize('NFKC').replace(/[\s*]+/gu, '').replace(/:$/, '').replace(/\([^()]*\)$/, '').replace(/、/g, '/');
}
