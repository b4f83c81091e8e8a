import { colToLetter, readXlsx, type Sheet } from 'hucre';
import { Refusal } from '../domain/refusal.ts';
import { rosterFields, rosterLimit, type RosterField, type RosterRow } from '../domain/roster-row.ts';
import { displayedText, formatsOf } from './displayed-text.ts';
import { mergedInto, spanDown } from './merged-cells.ts';
import { findHeader, headingsOf, type RosterHeader } from './roster-header.ts';
import { declaredBytes } from './zip-directory.ts';

export { writeRosterTemplate } from './roster-template.ts';

const megabyte = 1_048_576;
/** An upload of 10 MB may unpack to 100 MB; a roster of 20,000 people needs about a tenth of either. */
const most = { uploaded: 10, unpacked: 100 } as const;
/** Columns looked at; sheets looked through for headings. */
const widest = 100;
const searchedSheets = 10;

interface Found { position: number; sheet: Sheet; is1904: boolean; header: RosterHeader }

/**
 * Reads the people from the first sheet of an .xlsx file that has the roster's headings: text as displayed, trimmed, NFC.
 * Rows without anything under the headings are left out; a section, post, rank or role merged over several rows holds for each.
 * Refuses `file-too-large` {megabytes}, `file-not-xlsx`, `roster-columns-missing` {columns}, `roster-empty`, `roster-too-long` {rows, limit}.
 */
export async function readRosterSheet(bytes: Uint8Array): Promise<RosterRow[]> {
  if (bytes.length > most.uploaded * megabyte) throw new Refusal('file-too-large', { megabytes: most.uploaded });
  if (declaredBytes(bytes) > most.unpacked * megabyte) throw new Refusal('file-too-large', { megabytes: most.unpacked });
  const found = await findRoster(bytes);
  if (found.header.missing.length > 0) throw new Refusal('roster-columns-missing', { columns: headingsOf(found.header.missing) });

  const used = rosterFields.flatMap((field) => found.header.columns[field]);
  const filled = [...found.sheet.rows.entries()].slice(found.header.last + 1)
    .filter(([, cells]) => used.some((column) => displayedText(cells[column] ?? null) !== '')).map(([row]) => row);
  if (filled.length === 0) throw new Refusal('roster-empty');
  if (filled.length > rosterLimit) throw new Refusal('roster-too-long', { rows: filled.length, limit: rosterLimit });

  const text = await textIn(bytes, found, used, filled);
  return filled.map((row) => {
    const values = Object.fromEntries(rosterFields.map((field) => [field, joined(field, found.header.columns[field].map((column) => text(row, column, field)))]));
    return { row: row + 1, ...values } as RosterRow;
  });
}

/** The first sheet with all headings, else the one that misses least. */
async function findRoster(bytes: Uint8Array): Promise<Found> {
  let best: Found | null = null;
  let opened = 0;
  for (let position = 0; position < searchedSheets; position += 1) {
    const { sheet, is1904 } = await readSheet(bytes, position, {});
    if (!sheet) break;
    opened += 1;
    const corner = mergedInto(sheet.merges ?? [], 11, widest);
    const header = findHeader((row, column) => displayedText(sheet.rows[corner(row, column).row]?.[corner(row, column).column] ?? null), Math.min(widest, sheet.rows[0]?.length ?? 0));
    if (header && (!best || header.missing.length < best.header.missing.length)) best = { position, sheet, is1904, header };
    if (best?.header.missing.length === 0) return best;
  }
  if (opened === 0) throw new Refusal('file-not-xlsx');
  if (!best) throw new Refusal('roster-columns-missing', { columns: headingsOf(rosterFields.filter((field) => field !== 'phone')) });
  return best;
}

/** What a cell shows. Formats are read, for a second time through the file, only when there are numbers or dates to show. */
async function textIn(bytes: Uint8Array, { position, sheet, is1904, header }: Found, used: readonly number[], filled: readonly number[]) {
  const isPlain = filled.every((row) => used.every((column) => typeof (sheet.rows[row]![column] ?? '') === 'string'));
  const range = `A${header.last + 1}:${colToLetter(Math.max(...used))}${filled.at(-1)! + 1}`;
  const styled = isPlain ? null : (await readSheet(bytes, position, { readStyles: true, range })).sheet;
  const formatAt = formatsOf(styled);
  const above = new Map(used.map((column) => [column, spanDown(sheet.merges ?? [], column, header.last + 1, filled.at(-1)!)]));
  const own: readonly RosterField[] = ['staffNo', 'name', 'phone'];
  return (row: number, column: number, field: RosterField): string => {
    const from = own.includes(field) ? { row, column } : above.get(column)!(row);
    return displayedText(sheet.rows[from.row]?.[from.column] ?? null, formatAt(from.row, from.column), is1904);
  };
}

/** A 单位 column beside a 科室 column makes a path; of any other field the first that is filled counts. */
function joined(field: RosterField, texts: readonly string[]): string {
  const filled = texts.filter(Boolean);
  return field === 'unit' ? [...new Set(filled)].join('/') : filled[0] ?? '';
}

/** The visible sheet at a position; undefined behind the last. Refuses `file-not-xlsx`. */
async function readSheet(bytes: Uint8Array, position: number, options: { readStyles?: boolean; range?: string }): Promise<{ sheet: Sheet | undefined; is1904: boolean }> {
  let visible = 0;
  const sheets = (info: { hidden?: boolean; veryHidden?: boolean }) => !info.hidden && !info.veryHidden && visible++ === position;
  try {
    const workbook = await readXlsx(bytes, { range: `A1:${colToLetter(widest - 1)}1048576`, ...options, sheets });
    return { sheet: workbook.sheets[0], is1904: workbook.dateSystem === '1904' };
  } catch {
    throw new Refusal('file-not-xlsx');
  }
}
