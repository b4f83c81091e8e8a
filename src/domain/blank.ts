import { numberOf } from './numeral.ts';
import type { Blank } from './question.ts';

/** Whether what was typed fills the gap: one of the ways to write it, or the number with its unit. */
export function isRightBlank(blank: Blank, typed: string): boolean {
  if (blank.kind === 'text') return blank.answers.some((answer) => plain(answer) === plain(typed));
  const [given, unit] = [quantityIn(typed), unitOf(narrow(blank.unit))];
  const [value, tolerance] = [blank.value * unit.times, blank.tolerance * unit.times];
  return given !== null && given.unit === unit.name && Math.abs(given.value - value) <= tolerance + 1e-9 * Math.max(1, Math.abs(value));
}

/** Whether two people filled a gap with the same, however each wrote it. */
export function isSameFilling(blank: Blank, one: string, other: string): boolean {
  if (plain(one) === plain(other)) return true;
  const [first, second] = blank.kind === 'number' ? [quantityIn(one), quantityIn(other)] : [null, null];
  return first !== null && second !== null && first.unit === second.unit && Math.abs(first.value - second.value) <= 1e-9 * Math.max(1, Math.abs(first.value));
}

/** Without width, spaces, marks that are not seen; one way to write a nought and a dash. */
function narrow(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '').replaceAll('○', '〇').replace(/[\u2010-\u2015\u2212]/g, '-');
}

/** Case, punctuation and the marks around a title make no difference either. Marks between digits do: 17-1 is not 171. */
function plain(text: string): string {
  const all = narrow(text).toLowerCase();
  return all.replace(/(?!(?<=\d)[.\-/](?=\d))[\p{P}\p{S}]/gu, '') || all;
}

const sameUnits: Readonly<Record<string, string>> = { 天: '日', 自然日: '日', 日历日: '日', 岁: '周岁', 周年: '年', 名: '人', 位: '人', 元钱: '元', 块: '元', 块钱: '元', 人民币: '元' };
/** Formal numerals of documents, and the short ones for twenty and thirty. */
const usualNumerals: Readonly<Record<string, string>> = { 壹: '一', 贰: '二', 叁: '三', 肆: '四', 伍: '五', 陆: '六', 柒: '七', 捌: '八', 玖: '九', 拾: '十', 佰: '百', 仟: '千', 萬: '万', 廿: '二十', 卅: '三十' };
/** Said before a limit without changing it. */
const leadIn = /^(?:不得?超过|最多|最长|至多|满|为|是|共|人民币|[¥￥])+/;
const scales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };

/** 60日, 六十日, 陆拾日, 60（六十）日, 不超过60日, 60 天, 5个工作日, 2万元, 3.5倍, 30%, 百分之三十. Null without a number or without a unit. */
function quantityIn(typed: string): { value: number; unit: string } | null {
  const bare = narrow(typed).replace(/^[\p{Ps}\p{Pi}"']+|[^\p{L}\p{N}%‰]+$/gu, '').replace(/^百分之(.+)$/, '$1%')
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟萬廿卅]/g, (one) => usualNumerals[one]!).replace(leadIn, '').replace(/(?<=^[\d〇零一二两三四五六七八九十百千万]{1,12})\([\d〇零一二两三四五六七八九十百千万]{1,12}\)/, '');
  const match = /^(\d[\d.,]*|[〇零一二两三四五六七八九十百千万]+)(.+)$/.exec(bare);
  if (!match) return null;
  const [, digits = '', rest = ''] = match;
  const value = /^\d/.test(digits) ? Number(digits.replace(/,(?=\d{3})/g, '')) : numberOf(digits);
  const unit = unitOf(rest);
  return value === null || Number.isNaN(value) ? null : { value: value * unit.times, unit: unit.name };
}

/** 万元: 元, ten thousand times. */
function unitOf(written: string): { times: number; name: string } {
  const [, scale = '', name = ''] = /^([十百千万亿]*)(.+)$/.exec(written.replace(/^个(?=.)/, '')) ?? [];
  const bare = name.replace(/^个(?=.)/, '').replace(/(?<=.)([以之]?内|整|时间|期限?)$/, '');
  return { times: [...scale].reduce((product, word) => product * scales[word]!, 1), name: Object.hasOwn(sameUnits, bare) ? sameUnits[bare]! : bare };
}
