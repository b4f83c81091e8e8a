import { writeXlsx, type Cell, type CellStyle } from 'hucre';
import { roleNames, rosterFields, rosterFieldWords, rosterLimit, type RosterField } from '../domain/roster-row.ts';

const widths: Record<RosterField, number> = { staffNo: 14, name: 12, unit: 28, post: 16, rank: 18, roles: 20, phone: 18 };
/** Rows prepared for typing: 工号 and 手机 as text, so that 007 stays 007, and the list of roles. */
const prepared = 500;
const font = { name: '宋体', size: 11 };
const heading: CellStyle = { font: { ...font, bold: true }, alignment: { horizontal: 'center', vertical: 'center' } };
const asText: CellStyle = { numFmt: '@' };

const rules: Record<RosterField, string> = {
  staffNo: '必填。半角字母、数字和短横，不超过 32 个，全系统不重复；也是登录账号，不分大小写。',
  name: '必填。不超过 40 个字，生僻字照原样填写。',
  unit: '必填。填科室名称；有上下级的写成「区信访办/来访接待科」。系统里还没有的科室会自动新建。',
  post: '如 接访岗。可以留空。',
  rank: '如 一级科员。可以留空。',
  roles: `必填。可填 ${roleNames.join('、')}，多个用顿号隔开；人人都是学员。`,
  phone: '选填。留空或没有这一列时，保留系统里原来的号码。',
};

/** An empty roster .xlsx to be filled in: headings, a choice of roles, and a second sheet that explains each column. */
export async function writeRosterTemplate(): Promise<Uint8Array> {
  const cells = new Map<string, Partial<Cell>>(rosterFields.map((field, column) => [`0,${column}`, { value: rosterFieldWords[field], style: heading }]));
  for (const field of ['staffNo', 'phone'] as const) {
    for (let row = 1; row <= prepared; row += 1) cells.set(`${row},${rosterFields.indexOf(field)}`, { value: null, style: asText });
  }
  const letter = String.fromCharCode(65 + rosterFields.indexOf('roles'));
  return writeXlsx({
    defaultFont: font,
    sheets: [
      {
        name: '名册', columns: rosterFields.map((field) => ({ width: widths[field] })), cells, freezePane: { rows: 1 },
        dataValidations: [{
          type: 'list', range: `${letter}2:${letter}${prepared + 1}`, values: [...roleNames, '授课人、领导', '领导、管理员'], allowBlank: true,
          showInputMessage: true, inputTitle: '角色', inputMessage: '从列表中选，或自己填写，多个用顿号隔开', showErrorMessage: false,
        }],
      },
      {
        name: '填写说明', columns: [{ width: 16 }, { width: 90 }],
        rows: [
          ['列', '怎样填'], ...rosterFields.map((field) => [rosterFieldWords[field], rules[field]]),
          ['表头', '在前十行之内即可，列的先后、空列和标题行都不影响导入。'], ['人数', `一次最多 ${rosterLimit.toLocaleString('en')} 行。名册里没有写到的人保持不变。`],
        ],
        cells: new Map([['0,0', { style: heading }], ['0,1', { style: heading }]]),
      },
    ],
  });
}
