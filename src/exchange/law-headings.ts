import { numeralCharacters } from '../domain/numeral.ts';
import type { HeadingKind } from '../domain/law-text.ts';
import { articleMark, itemMark, numeralValue, oldItemMark, subitemMark, tableRow } from './law-marks.ts';
import type { Line } from './law-source.ts';

export interface HeadingMark { kind: HeadingKind; number: number | null; title: string; raw: string; line: number }

const numeral = `[${numeralCharacters}○]`;
const pattern = new RegExp(`^第\\s{0,3}((?:${numeral}\\s{0,3}){1,12})(分\\s{0,3}编|编|篇|章|节)`);
const kinds: Record<string, HeadingKind> = { 分编: 'subpart', 编: 'part', 篇: 'part', 章: 'chapter', 节: 'section' };
const longest = 200;

/** The heading a line is, or null. Its kind is read from the words, never from the number of `#`. */
export function headingMark({ text, raw, level, line }: Line): HeadingMark | null {
  if (text.length > longest) return null;
  const match = pattern.exec(text);
  const number = match && numeralValue(match[1]!);
  if (match && number) {
    const rest = text.slice(match[0].length);
    if (level === 0 && !isTitle(rest)) return null;
    return { kind: kinds[match[2]!.replace(/\s/g, '')]!, number, title: unspaced(rest), raw, line };
  }
  const title = unspaced(text);
  const named = { number: null, title, raw, line };
  if (/^(序言|前言)$/.test(title)) return { ...named, kind: 'preamble' };
  if (title === '附则') return { ...named, kind: 'other' };
  const listed = oldItemMark(text);
  if (listed && (level > 0 || (isTitle(` ${listed.rest}`) && listed.rest.length <= 30 && !listed.rest.includes('，')))) return { ...named, kind: 'other', number: listed.number, title: unspaced(listed.rest) };
  return level > 0 ? { ...named, kind: 'other' } : null;
}

/** Whether a text by itself begins an article, a 项, a 目, a row or a heading; an article only with a blank behind its number. */
export function beginsBlock(text: string): boolean {
  return articleMark(text)?.isSpaced === true || itemMark(text) !== null || subitemMark(text) !== null || oldItemMark(text) !== null || tableRow(text) !== null
    || headingMark({ text, raw: text, level: 0, line: 0 }) !== null;
}

/** 总　则 → 总则: blanks go where they stand between single Chinese characters only. */
export function unspaced(title: string): string {
  const words = title.trim().split(/\s+/);
  return words.every((word) => /^\p{Script=Han}$/u.test(word)) ? words.join('') : words.join(' ');
}

/** What may follow 第一章 when no `#` says that it is a heading: a title, not the rest of a sentence. */
function isTitle(rest: string): boolean {
  if (rest.length > 60 || /[。；：:;，]$/.test(rest)) return false;
  return /^\s|^$/.test(rest) || (rest.length <= 30 && !/[，。；：]|^[规所的第、和与至或及]/.test(rest));
}
