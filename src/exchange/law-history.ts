import type { Line } from './law-source.ts';

const event = /通过|公布|发布|批准|修正|修订|施行|制定|颁布/;
const date = /^[（(]?(?:根据|自)?\d{4}年\d{1,2}月\d{1,2}日/;
const longestNote = 20;

/** 法释〔2018〕1号, 第711号. */
export function isDocumentNumber(text: string): boolean {
  return text.length <= 60 && /[〔［\[（(]\s?\d{4}\s?[〕］\]）)]\s?第?\d{1,5}\s?号$|^(?:.{0,20}令)?\s{0,4}第?[\d一二三四五六七八九十百〇零]{1,8}号$/.test(text);
}

/** The note in brackets under a title, from the bracket that opens to the one that closes. */
export function findNote(lines: readonly Line[]): { first: number; last: number } | null {
  const first = lines.findLastIndex(({ text }) => /^[（(]/.test(text) && /\d{4}\s?年/.test(text.slice(0, 200)));
  if (first < 0) return null;
  let last = first;
  let open = depth(lines[first]!.text);
  while (open > 0 && last + 1 < lines.length && last - first < longestNote) {
    last += 1;
    open += depth(lines[last]!.text);
  }
  return event.test(lines.slice(first, last + 1).map((line) => line.text.slice(0, 2000)).join('')) ? { first, last } : null;
}

/** Of the lines under a title: the notes on its history, one event each, and what is none of them. */
export function historyOf(lines: readonly Line[]): { history: string[]; lead: Line[] } {
  const note = findNote(lines);
  const bracketed = note ? lines.slice(note.first, note.last + 1).map((line) => line.text).join('　') : '';
  const events = bracketed.replace(/^[（(]/, '').replace(/[）)]$/, '').split(/\u3000+|\s{2,9}|(?=根据\d{4}年)/).filter(Boolean);
  const others = note ? [...lines.slice(0, note.first), ...lines.slice(note.last + 1)] : [...lines];
  const isHistory = ({ text }: Line) => isDocumentNumber(text) || (text.length <= 200 && date.test(text) && event.test(text));
  return { history: [...others.filter(isHistory).map((line) => line.text), ...mergedEvents(events)], lead: others.filter((line) => !isHistory(line)) };
}

/** The lines of a head as history: one without a date continues the one above; a bracket that closes none is dropped. */
export function mergedHistory(lines: readonly Line[]): string[] {
  return mergedEvents(lines.map((line) => line.text));
}

function mergedEvents(events: readonly string[]): string[] {
  const merged: string[] = [];
  for (const text of events) {
    if (merged.length === 0 || date.test(text) || isDocumentNumber(text)) merged.push(text);
    else merged[merged.length - 1] += text;
  }
  return merged.map((text) => (depth(text) < 0 ? text.replace(/[）)]$/, '') : text));
}

/** Brackets left open. */
function depth(text: string): number {
  return (text.match(/[（(]/g)?.length ?? 0) - (text.match(/[）)]/g)?.length ?? 0);
}
