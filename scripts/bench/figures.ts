/** The measured thing beside its bare twin: per second, one entry a round. `micros`: processor time of each server per request. */
export interface Row { name: string; ours: number[]; bare: number[]; p99?: number[]; bytes?: number; micros?: { ours: number[]; bare: number[] } }

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
}

/** A plain table: the ratio first (1 = as fast as bare, above 1 = faster), the absolute figures beside it. */
export function table(rows: readonly Row[], bareName: string): string {
  const withPages = rows.some((row) => row.micros);
  const head = ['项目', '速度比 中位（最小–最大）', '本站 次/秒', `${bareName} 次/秒`, ...(withPages ? ['字节', '本站 p99 毫秒', '本站 CPU 微秒/次', '裸 CPU 微秒/次'] : [])];
  return plainTable(head, rows.map(({ name, ours, bare, p99, bytes, micros }) => [
    name, spread(ours.map((value, round) => value / bare[round]!)), whole(median(ours)), whole(median(bare)),
    ...(micros ? [whole(bytes!), median(p99!).toFixed(1), whole(median(micros.ours)), whole(median(micros.bare))] : []),
  ]));
}

/** Columns lined up: the first to the left, the others to the right. */
export function plainTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => width(line[column]!))));
  const pad = (text: string, column: number) => (column === 0 ? text + ' '.repeat(widths[0]! - width(text)) : ' '.repeat(widths[column]! - width(text)) + text);
  return [head, ...lines].map((line) => line.map(pad).join('  ')).join('\n');
}

/** Median, and the least and the greatest. */
export function spread(ratios: readonly number[]): string {
  return `${ratio(median(ratios))}（${ratio(Math.min(...ratios))}–${ratio(Math.max(...ratios))}）`;
}

export function ratio(value: number): string {
  return value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3);
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds with as many places as matter. */
export function ms(value: number): string {
  return value >= 100 ? whole(value) : value >= 1 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toFixed(3);
}

/** Columns on a terminal: Chinese characters and full-width marks take two. */
function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(letter) ? 2 : 1), 0);
}
