import type { HeadingKind, LawHeading } from '../domain/law-text.ts';
import type { HeadingMark } from './law-headings.ts';

const ranks: Partial<Record<HeadingKind, number>> = { part: 1, subpart: 2, chapter: 3, section: 4 };
const byRank: HeadingKind[] = ['part', 'subpart', 'chapter', 'section'];

/** Headings with the first and last article below each. `position` says how many articles stand before the heading. */
export function articlesOf(marks: readonly (HeadingMark & { position: number })[], articles: readonly string[]): LawHeading[] {
  const highest = byRank.find((kind) => marks.some((mark) => mark.kind === kind));
  const headings = marks.map((mark) => (mark.title === '附则' && mark.number === null && highest ? { ...mark, kind: highest } : mark));
  const rankOf = (kind: HeadingKind) => ranks[kind] ?? (highest ? 5 : 3);
  const ends = nextOfSameRank(headings.map(({ kind }) => rankOf(kind)));
  return headings.map(({ kind, number, title, raw, position }, index) => {
    const end = headings[ends[index]!]?.position ?? articles.length;
    const isEmpty = kind === 'preamble' || position >= end;
    return { kind, number, title, raw, from: isEmpty ? null : articles[position]!, to: isEmpty ? null : articles[end - 1]! };
  });
}

/** For each the index of the next that stands as high or higher. */
function nextOfSameRank(heights: readonly number[]): number[] {
  const next: number[] = heights.map(() => heights.length);
  const open: number[] = [];
  heights.forEach((height, index) => {
    while (open.length > 0 && heights[open.at(-1)!]! >= height) next[open.pop()!] = index;
    open.push(index);
  });
  return next;
}
