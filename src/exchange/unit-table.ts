import { colToLetter, writeXlsx, type Cell, type CellStyle } from 'hucre';

/** `percent` values are percent points: 83.3 is shown as 83.3%. `date` values are local dates, YYYY-MM-DD. */
export interface UnitColumn { header: string; kind: 'text' | 'integer' | 'percent' | 'date'; width?: number }

/** A table as it was shown on the page, with what is needed to read it without the page. */
export interface UnitTable {
  title: string;
  periodText: string;
  /** When the figures were counted, in words. */
  generatedAt: string;
  columns: readonly UnitColumn[];
  /** One array a row, in the order of the columns; null for nothing. */
  rows: readonly (readonly (string | number | null)[])[];
  /** The same figures summed by section, on a sheet of their own. */
  sections?: { columns: readonly UnitColumn[]; rows: readonly (readonly (string | number | null)[])[] };
  /** How each figure is counted. */
  rules: readonly { name: string; text: string }[];
}

const formats: Partial<Record<UnitColumn['kind'], string>> = { integer: '0', percent: '0.0%', date: 'yyyy-mm-dd' };
const font = { name: '宋体', size: 11 };
const bold = { ...font, bold: true };
const heading: CellStyle = { font: bold, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } };

/**
 * Writes a table as an .xlsx that Excel and WPS open without a question: the headings are row 1 and stay in view, numbers
 * are numbers, dates are dates, and text is text even if it begins with = + - @. The sheet 口径说明 says what was counted.
 * Throws RangeError on a date that does not exist.
 */
export async function writeUnitTable(view: UnitTable): Promise<Uint8Array> {
  return writeXlsx({
    defaultFont: font,
    properties: { title: view.title },
    sheets: [
      tableSheet('台账', view),
      ...(view.sections ? [tableSheet('科室', view.sections)] : []),
      {
        name: '口径说明',
        columns: [{ width: 20 }, { width: 90 }],
        cells: new Map([['名称', view.title], ['统计期', view.periodText], ['生成时间', view.generatedAt], ...view.rules.map(({ name, text: rule }) => [name, rule])]
          .flatMap(([name = '', said = ''], row): [string, Partial<Cell>][] => [[`${row},0`, text(name, { font: bold, alignment: { vertical: 'top' } })], [`${row},1`, text(said, { alignment: { wrapText: true } })]])),
      },
    ],
  });
}

/** `name` must need no quoting: the print titles refer to it, and hucre does not quote there. */
function tableSheet(name: string, { columns, rows }: Pick<UnitTable, 'columns' | 'rows'>): Parameters<typeof writeXlsx>[0]['sheets'][number] {
  return {
    name,
    columns: columns.map((column) => ({ width: column.width ?? widthOf(column) })),
    cells: new Map([
      ...columns.map(({ header }, at): [string, Partial<Cell>] => [`0,${at}`, text(header, heading)]),
      ...rows.flatMap((row, down) => columns.map((column, at): [string, Partial<Cell>] => [`${down + 1},${at}`, cellOf(row[at] ?? null, column.kind)])),
    ]),
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${colToLetter(columns.length - 1)}${rows.length + 1}` },
    pageSetup: { paperSize: 'a4', orientation: 'landscape', printTitlesRow: '$1:$1' },
  };
}

/** A figure that is missing may stand as a word (—) in a column of numbers; then it is text. */
function cellOf(value: string | number | null, kind: UnitColumn['kind']): Partial<Cell> {
  const numFmt = formats[kind];
  if (value === null || value === '') return {};
  if (kind === 'text' || !numFmt) return text(String(value));
  if (kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? { value: dayOf(String(value)), style: { numFmt } } : text(String(value));
  if (typeof value === 'string') return text(value, { alignment: { horizontal: 'right' } });
  return { value: kind === 'percent' ? Number((value / 100).toFixed(12)) : value, style: { numFmt } };
}

function text(value: string, style?: CellStyle): Partial<Cell> {
  return { value, type: 'string', ...(style ? { style } : {}) };
}

/** Midnight UTC of the day: that is what the sheet's day number is made of, whatever the time zone of the server. */
function dayOf(date: string): Date {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) throw new RangeError(`no such date: ${date}`);
  return day;
}

/** A Chinese character is two wide; the arrow of the filter needs room beside the heading. */
function widthOf({ header, kind }: UnitColumn): number {
  const heading = [...header].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 4);
  return Math.max(heading, { text: 16, integer: 10, percent: 10, date: 14 }[kind]);
}
