import type { MergeRange } from 'hucre';

export interface Place { row: number; column: number }

/** For the top left corner of a sheet: the cell that holds what is shown at a place, be it merged with others or not. */
export function mergedInto(merges: readonly MergeRange[], rows: number, columns: number): (row: number, column: number) => Place {
  const holders = new Map<string, Place>();
  for (const merge of merges) {
    if (merge.startRow >= rows || merge.startCol >= columns || holders.has(`${merge.startRow},${merge.startCol}`)) continue;
    for (let row = merge.startRow; row <= Math.min(merge.endRow, rows - 1); row += 1) {
      for (let column = merge.startCol; column <= Math.min(merge.endCol, columns - 1); column += 1) {
        holders.set(`${row},${column}`, { row: merge.startRow, column: merge.startCol });
      }
    }
  }
  return (row, column) => holders.get(`${row},${column}`) ?? { row, column };
}

/** For one column between two rows: the cell that holds what is shown there, where cells are merged downwards. */
export function spanDown(merges: readonly MergeRange[], column: number, first: number, last: number): (row: number) => Place {
  const holders = new Map<number, Place>();
  const spans = merges.filter((merge) => merge.startCol <= column && merge.endCol >= column && merge.endRow > merge.startRow && merge.startRow >= first)
    .sort((a, b) => a.startRow - b.startRow);
  let covered = first - 1;
  for (const span of spans) {
    for (let row = Math.max(span.startRow, covered + 1); row <= Math.min(span.endRow, last); row += 1) {
      holders.set(row, { row: span.startRow, column: span.startCol });
      covered = row;
    }
  }
  return (row) => holders.get(row) ?? { row, column };
}
