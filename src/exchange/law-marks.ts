import { numberOf, numeralCharacters } from '../domain/numeral.ts';

/** What the beginning of a line says it is. All patterns look at a bounded number of characters. */
export interface Marked { number: number; rest: string }
export interface ArticleMark { article: string; rest: string; isSpaced: boolean }

const numeral = `[${numeralCharacters}○]`;
const articlePattern = new RegExp(`^第\\s{0,3}((?:${numeral}\\s{0,3}){1,12})条(?:\\s{0,3}之\\s{0,3}(${numeral}{1,6}))?`);
const itemPattern = new RegExp(`^[（(]\\s{0,3}(${numeral}{1,9})\\s{0,3}[）)]`);
const oldItemPattern = new RegExp(`^(${numeral}{1,9})、`);
const subitemPattern = /^([\d０-９]{1,3})\s{0,2}[.．、](?![\d０-９])/;

/** 第十七条之一 → 17-1; null when the line starts with no article number. `isSpaced`: something parts the number from the words. */
export function articleMark(text: string): ArticleMark | null {
  const match = articlePattern.exec(text);
  const number = match && numeralValue(match[1]!);
  if (!match || !number) return null;
  const suffix = match[2] ? numeralValue(match[2]) : null;
  if (match[2] && !suffix) return null;
  const rest = text.slice(match[0].length);
  return { article: suffix ? `${number}-${suffix}` : String(number), rest: rest.trim(), isSpaced: rest === '' || /^[\s【]/.test(rest) };
}

/** A word after a number that makes it a reference to an article, not the beginning of one: 第三条规定的…. */
export const refersOnly = (rest: string): boolean => /^[第规所的、至和或及与，。；]/.test(rest);

/** （一）, (一), （1）. */
export function itemMark(text: string): (Marked & { isChinese: boolean }) | null {
  const match = itemPattern.exec(text);
  const marked = match && markedBy(match, text);
  return marked && { ...marked, isChinese: !/[\d０-９]/.test(match[1]!) };
}

/** 一、 as older laws number their items, and judicial interpretations their headings. */
export function oldItemMark(text: string): Marked | null {
  const match = oldItemPattern.exec(text);
  return match && !/[\d０-９]/.test(match[1]!) ? markedBy(match, text) : null;
}

/** `1.` or `1、`, but not 1.5. */
export function subitemMark(text: string): Marked | null {
  const match = subitemPattern.exec(text);
  return match && markedBy(match, text);
}

/** The cells of `| 甲 | 乙 |` in one line; '' for the rule under a table's head. Null for what is no row. */
export function tableRow(text: string): string | null {
  if (text.length < 2 || !text.startsWith('|') || !text.endsWith('|')) return null;
  const cells = text.slice(1, -1).split('|').map((cell) => cell.trim());
  return cells.every((cell) => /^:?-+:?$/.test(cell)) ? '' : cells.join('｜');
}

/** The last character ends a sentence or a part of one. */
export const endsSentence = (text: string): boolean => /[。；：！？”’）》〉」』…;:!?")]$/.test(text.slice(-1));
export const endsInColon = (text: string): boolean => /[：:]$/.test(text.slice(-1));
export const endsInComma = (text: string): boolean => /[，,]$/.test(text.slice(-1));

export function numeralValue(text: string): number | null {
  return numberOf(text.replace(/\s/g, '').replaceAll('○', '〇'));
}

function markedBy(match: RegExpExecArray, text: string): Marked | null {
  const number = numeralValue(match[1]!);
  return number ? { number, rest: text.slice(match[0].length).trim() } : null;
}
