import { formatValue, type CellValue, type Sheet } from 'hucre';

/** No field of a roster is nearly as long; a longer one is refused by its rule, and cutting it keeps a hostile sheet small. */
const longest = 500;

/** The number format of a cell, undefined for none; `sheet` read with its styles, or null. */
export function formatsOf(sheet: Sheet | null | undefined): (row: number, column: number) => string | undefined {
  return (row, column) => sheet?.cells?.get(`${row},${column}`)?.style?.numFmt;
}

/**
 * The text a cell shows in a Chinese Excel, on one line, trimmed, NFC; never NFKC, which would replace rare characters.
 * Without a format a number keeps all its digits, up to the 15 that Excel knows; beyond, it shows as Excel shows it, so
 * that a number which has lost its last digits is not taken for one that has not.
 */
export function displayedText(value: CellValue, format?: string, is1904 = false): string {
  if (value === null) return '';
  if (typeof value === 'string') return tidy(value);
  if (value instanceof Date) return tidy(formatValue(value, !format ? 'yyyy-mm-dd' : format === 'm/d/yyyy' ? 'yyyy/m/d' : format, { is1904 }));
  if (typeof value === 'number' && (!format || /^general$/i.test(format))) return plainNumber(value);
  return tidy(formatValue(value, format ?? '', { is1904 }));
}

function plainNumber(value: number): string {
  return Math.abs(value) < 1e15 ? String(Number(value.toPrecision(15))) : value.toExponential(5).replace('e', 'E');
}

/** Line breaks become blanks; marks without a width, which come along when text is copied from a phone or a web page, go. */
function tidy(text: string): string {
  return text.slice(0, longest).toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2060\uFEFF]/g, '').normalize('NFC').trim();
}
