import type { ArticleShape } from './law-text.ts';
import { numberOf, numeralCharacters } from './numeral.ts';

/** A quantity that a text states: `三分之二` is 2/3 分数, `两个月` 2 月, `30天` 30 日, `5个工作日` 5 工作日, `两万元` 20000 元. */
export interface StatedNumber { value: string; unit: string; text: string; index: number }

/** Quantities a rule may turn on, in order. Dates, numbers of articles, and words that only look like numbers are none. */
export function numbersIn(text: string): StatedNumber[] {
  const readable = text.replace(notQuantities, (all) => '＿'.repeat(all.length));
  return [...readable.matchAll(quantities)].flatMap((match) => read(match.groups!).map((one) => ({ ...one, text: match[0], index: match.index })));
}

/** Quantities stated that none of the articles states. A number of 项, 类 or 种 may also be that of the articles, or of 项 in `shapes`. */
export function numbersMissing(stated: string, articles: readonly string[], shapes: readonly ArticleShape[] = []): StatedNumber[] {
  const name = ({ value, unit }: StatedNumber) => `${value}${unit}`;
  const known = new Set(articles.flatMap(numbersIn).map(name));
  const counted = new Set([articles.length, ...shapes.flat()].map(String));
  return numbersIn(stated).filter((one) => !known.has(name(one)) && !(listed.has(one.unit) && counted.has(one.value)));
}

type Quantity = Pick<StatedNumber, 'value' | 'unit'>;

const digits = '[\\d０-９]';
const numeral = `(?:(?:${digits}{1,3}(?:,${digits}{3})+|${digits}+)(?:[.．]${digits}+)?[百千万亿]?|[${numeralCharacters}]+(?:点[〇零一二三四五六七八九]+)?亿?)`;

/** As they are written, each unless the word goes on otherwise. */
const units = [
  '个?工作日', '个月', '周岁', '岁(?!月)', '日(?![期历报志])', '天', '年半', '年(?![代级度龄份轻老])', '个?小时(?!候)', '元(?![旦素])', '个?人(?![民大次员均家士格])',
  '倍', '次(?![日序要])', '平方米', '公里', '米', '亩', '公顷', '项(?!目)', '类(?![似型别])', '种(?![植子])', '%', '％',
].join('|');
const synonyms: Readonly<Record<string, string>> = { 天: '日', 岁: '周岁', '％': '%' };
const listed = new Set(['项', '类', '种']);
/** With one, more often a way of speaking than a rule: 一人、一次、一天、一项. */
const idleAsOne = new Set(['人', '次', '天', '项', '类', '种']);

/** 第三十一条, 第一、二、三项, 第（六）项, 前五项, 2022年5月1日, 5月1日, 12月底. */
const notQuantities = new RegExp([
  `第[${numeralCharacters}]+(?:[、至到和][${numeralCharacters}]+)*[条款项章节]`, `第[${numeralCharacters}]+.?`, `[前后这那哪][${numeralCharacters}]+[项类种]`,
  `(?:${digits}{4}|[〇零一二三四五六七八九]{4})年(?:[${numeralCharacters}]{1,3}月(?:[${numeralCharacters}]{1,3}日)?)?`, `[${numeralCharacters}]{1,3}月(?:[${numeralCharacters}]{1,3}日)?`,
].join('|'), 'gsu');

/** Where a number may begin: not inside one; 几十日 and 数十人 are vague, 人数十人 and 数60日 are not. */
const exact = `(?<![几.．${numeralCharacters}])(?!(?<=(?<![人总户])数)[十百千万])`;
const quantities = new RegExp([
  `${exact}(?<whole>百|千|万|${numeral})分之(?<part>${numeral})`, '(?<![上下大小多年])(?<half>半年)',
  `${exact}(?:(?<from>${numeral})[—–~～\\-－至到])?(?<number>${numeral}) ?(?<unit>${units})`,
].join('|'), 'gu');

function read({ whole, part, half, from, number, unit }: Record<string, string | undefined>): Quantity[] {
  if (half) return [{ value: '6', unit: '月' }];
  if (whole) return fraction(whole, part!);
  const written = unit!.replace('个', '');
  return [from, number].flatMap((one): Quantity[] => {
    const value = one === undefined ? null : valueOf(one);
    if (value === null || (value === 1 && idleAsOne.has(written))) return [];
    return [written === '年半' ? { value: String(value * 12 + 6), unit: '月' } : { value: String(value), unit: synonyms[written] ?? written }];
  });
}

function fraction(whole: string, part: string): Quantity[] {
  const [parts, taken] = [multiples[whole] ?? valueOf(whole), multiples[part] ?? valueOf(part)];
  if (parts === null || taken === null) return [];
  return [parts === 100 ? { value: String(taken), unit: '%' } : { value: `${taken}/${parts}`, unit: '分数' }];
}

const multiples: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };

/** 1,000 · 1.5 · 5万 · 二百 · 三亿 · 零点五; null for what is none. */
function valueOf(text: string): number | null {
  const plain = text.normalize('NFKC').replaceAll(',', '');
  const arabic = /^(\d+(?:\.\d+)?)([百千万亿]?)$/.exec(plain);
  if (arabic) return Number(arabic[1]) * (multiples[arabic[2]!] ?? 1);
  const [, high = '', decimals, hundredMillions] = /^(.*?)(?:点(.+?))?(亿?)$/.exec(plain)!;
  const value = high === '零' ? 0 : numberOf(high);
  if (value === null) return null;
  const fractional = decimals ? Number(`0.${[...decimals].map((one) => numberOf(one) ?? 0).join('')}`) : 0;
  return (value + fractional) * (hundredMillions ? multiples.亿! : 1);
}
