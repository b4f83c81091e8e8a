import { printLawText } from '../../src/domain/law-print.ts';
import type { LawText } from '../../src/domain/law-text.ts';
import { readLaw, type LawReading } from '../../src/exchange/law-lines.ts';

export interface OfficialLine { kind: 'title' | 'note' | 'contents' | 'heading' | 'article' | 'text' | 'row'; label?: string; text: string }

/** The lines of a law in the order of the official downloads: title, note, contents, and all headings once more in the body. */
export function officialLines(law: LawText): OfficialLine[] {
  const printed = printLawText(law).trimEnd().split('\n\n');
  const body = printed.slice(printed.indexOf('<!-- INFO END -->') + 1).map((block): OfficialLine => {
    if (block.startsWith('#')) return { kind: 'heading', text: block.replace(/^#+ /, '') };
    if (block.startsWith('|')) return { kind: 'row', text: block };
    const article = /^(第[^条]{1,9}条(?:之[一二三四五六七八九十]+)?)(?: (.*))?$/.exec(block);
    return article ? { kind: 'article', label: article[1]!, text: article[2] ?? '' } : { kind: 'text', text: block };
  });
  const headings = body.filter((line) => line.kind === 'heading');
  return [
    { kind: 'title', text: law.title },
    ...law.history.length > 0 ? [{ kind: 'note' as const, text: `（${law.history.map((event) => event.replace('日 ', '日')).join('　')}）` }] : [],
    ...headings.length > 0 ? [{ kind: 'note' as const, text: '目　　录' }, ...headings.map(({ text }) => ({ kind: 'contents' as const, text }))] : [],
    ...body,
  ];
}

/** The same as plain text: indents of U+3000, blank lines here and there, page numbers. */
export function officialText(law: LawText): string {
  return officialLines(law).map(({ kind, label, text }, index) => {
    const gap = index % 5 === 4 ? '\n\n' : '\n';
    const footer = index % 40 === 39 ? `\n　　　— ${Math.floor(index / 40) + 1} —\n` : '';
    const shown = kind === 'article' ? `　　${label}　${text}` : kind === 'text' ? `　　${text}` : kind === 'heading' ? `　　　　${text.replace(' ', '　')}` : text;
    return `${shown}${gap}${footer}`;
  }).join('');
}

/** The same with its lines broken at a width, as copied from a PDF. */
export function hardWrapped(law: LawText, width: number, indent = ''): string {
  return officialLines(law).flatMap(({ kind, label, text }) => {
    const whole = kind === 'article' ? `${indent}${label}　${text}` : kind === 'text' ? `${indent}${text}` : text;
    return kind === 'text' || kind === 'article' ? [...whole.matchAll(new RegExp(`.{1,${width}}`, 'gu'))].map((match) => match[0]) : [whole];
  }).join('\n');
}

export const sourceLines = (text: string) => text.split('\n').map((line, index) => ({ line: index + 1, text: line }));
export const readText = (text: string): LawReading => readLaw(sourceLines(text));

/** What must be the same however a law was laid out. */
export function treeOf(law: LawText | null) {
  if (!law) return null;
  return {
    title: law.title, preamble: law.preamble,
    headings: law.headings.map(({ kind, number, title, from, to }) => ({ kind, number, title, from, to })),
    articles: law.articles.map(({ article, paragraphs }) => ({ article, paragraphs })),
  };
}

/** `3 条号不连续…`, shortened to what is looked for. */
export const notesOf = (notes: LawReading['faults']): string[] => notes.map(({ line, message }) => `${line ?? '-'} ${message}`);
