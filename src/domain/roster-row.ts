import { z } from 'zod';
import { roles as everyRole, type Role } from './member.ts';

/** What a roster says of a person, in the order of its columns. */
export const rosterFields = ['staffNo', 'name', 'unit', 'post', 'rank', 'roles', 'phone'] as const;
export const rosterFieldSchema = z.enum(rosterFields);
export type RosterField = z.infer<typeof rosterFieldSchema>;

/** Column headings of the roster. */
export const rosterFieldWords: Record<RosterField, string> = {
  staffNo: '工号', name: '姓名', unit: '单位/科室', post: '岗位', rank: '职务层次', roles: '角色', phone: '手机',
};

/** Rows in one roster; more are refused before anything is planned. */
export const rosterLimit = 20_000;

/** One row as it was read: displayed text, trimmed; an empty cell is an empty text. */
export const rosterRowSchema = z.strictObject({
  row: z.int().min(1).describe('row number as the sheet shows it'),
  staffNo: z.string(),
  name: z.string(),
  unit: z.string().describe('section, or path from the root down: 区信访办/来访接待科'),
  post: z.string(),
  rank: z.string(),
  roles: z.string().describe('role words, separated by 、 or the like'),
  phone: z.string().describe('empty also when the sheet has no such column: then the number on record stays'),
});
export type RosterRow = z.infer<typeof rosterRowSchema>;

const roleInSheet: Record<string, Role> = { 学员: 'cadre', 授课人: 'trainer', 领导: 'leader', 管理员: 'admin' };
/** The words that may stand in the column 角色. */
export const roleNames: readonly string[] = Object.keys(roleInSheet);

/** What is wrong with a row by itself, as sentences; whether it fits the others and the records is another question. */
export function faultsIn(row: RosterRow): string[] {
  const filled = rosterFields.filter((field) => field !== 'staffNo' && !isFormulaError(row[field]));
  const broken = rosterFields.filter((field) => isFormulaError(row[field]));
  const required = (['staffNo', 'name', 'unit', 'roles'] as const).filter((field) => !/[^、,，;；/／\s]/u.test(row[field]));
  const unknown = wordsIn(row.roles).filter((word) => !roleNames.includes(word));
  return [
    ...required.map((field) => `没有填写${rosterFieldWords[field]}`),
    ...broken.map((field) => `${rosterFieldWords[field]}是公式错误「${row[field]}」`),
    ...(row.staffNo.length > 32 ? ['工号超过 32 个字符'] : []),
    ...(/[^A-Za-z0-9-]/.test(row.staffNo) && !isFormulaError(row.staffNo) ? [`工号「${shortened(row.staffNo)}」只能用半角字母、数字和短横`] : []),
    ...(['name', 'post', 'rank'] as const).flatMap((field) => (row[field].length > 40 ? [`${rosterFieldWords[field]}超过 40 个字`] : [])),
    ...(unknown.length > 0 && filled.includes('roles') ? [`角色「${shortened(unknown.join('、'))}」不在可选范围内，只能填 ${roleNames.join('、')}`] : []),
    ...(row.phone && filled.includes('phone') && !/^[0-9+\- ]{7,20}$/.test(row.phone) ? [`手机「${shortened(row.phone)}」应为 7–20 位数字，可以有 +、- 和空格`] : []),
  ];
}

/** Everyone studies: 学员 comes first, whether written or not. */
export function rolesIn(text: string): Role[] {
  const named = new Set<Role | undefined>(['cadre', ...wordsIn(text).map((word) => roleInSheet[word])]);
  return everyRole.filter((role) => named.has(role));
}

/** Role words for codes, as they stand in the column. */
export function rolesInWords(roles: readonly Role[]): string {
  return roleNames.filter((word) => roles.includes(roleInSheet[word]!)).join('、');
}

function wordsIn(text: string): string[] {
  return text.split(/[、,，;；/／\s]+/u).filter(Boolean);
}

function isFormulaError(text: string): boolean {
  return /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/.test(text);
}

/** Text from a cell, cut so that a sentence stays one. By code point: a rare character is never halved. */
function shortened(text: string): string {
  const points = [...text];
  return points.length > 40 ? `${points.slice(0, 40).join('')}…` : text;
}
