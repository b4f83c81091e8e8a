import type { LawHeading, LawParagraph } from '../domain/law-text.ts';
import { articlesOf } from './law-heading-ranges.ts';
import { headingMark, type HeadingMark } from './law-headings.ts';
import type { LineNote } from './law-lines.ts';
import { articleMark, endsSentence, refersOnly, type ArticleMark } from './law-marks.ts';
import { addLine, type OpenArticle } from './law-paragraphs.ts';
import type { Line } from './law-source.ts';

export interface ReadArticle { article: string; line: number; lastLine: number; paragraphs: LawParagraph[]; raw: string[] }
export interface Body { preamble: string[]; headings: LawHeading[]; marks: HeadingMark[]; articles: ReadArticle[]; faults: LineNote[]; warnings: LineNote[] }

const shortTitle = 30;

/** The tree of the lines behind the head: what stands before the first article, headings, articles with their 款, 项 and 目. */
export function readBody(lines: readonly Line[], title: string | null): Body {
  const marks: (HeadingMark & { position: number })[] = [];
  const articles: OpenArticle[] = [];
  const preamble: string[] = [];
  const faults: LineNote[] = [];
  const warnings: LineNote[] = [];
  const startOf = articleStarts(lines);
  const annex = annexStart(lines, startOf);
  let open: (typeof marks)[number] | null = null;

  for (const line of lines.slice(0, annex)) {
    const start = startOf(line);
    const heading = start ? null : headingMark(line);
    if (start) {
      articles.push({ article: start.article, line: line.line, lastLine: line.line, paragraphs: [], raw: [line.raw], isArabic: false });
      if (start.rest) addLine(articles.at(-1)!, { ...line, text: start.rest }, warnings);
      open = null;
    } else if (heading) {
      open = { ...heading, position: articles.length };
      marks.push(open);
    } else if (line.text === title && line.level === 0) {
      warnings.push({ line: line.line, message: '这一行重复了法律名称，已略去' });
    } else if (open && open.kind !== 'preamble' && line.text.length < shortTitle && !endsSentence(line.text)) {
      open.title += line.text;
      open.raw += `\n${line.raw}`;
      warnings.push({ line: line.line, message: `标题断成两行，已接成“${open.title.slice(0, 40)}”，请核对` });
    } else if (articles.length === 0) {
      preamble.push(line.text);
    } else if (open) {
      faults.push({ line: line.line, message: '标题之后、条文之前有一段文字，不知道属于哪一条' });
    } else {
      const article = articles.at(-1)!;
      article.raw.push(line.raw);
      article.lastLine = line.line;
      addLine(article, line, warnings);
    }
  }
  if (annex < lines.length) {
    const heading = headingMark(lines[annex]!);
    if (heading) marks.push({ ...heading, position: articles.length });
    warnings.push({ line: lines[annex]!.line, message: `从这一行起是附件（${lines[annex]!.text.slice(0, 20)}），不在条文之内，没有读入，请查阅原文件` });
  }
  const headings = articlesOf(marks, articles.map((one) => one.article));
  return { preamble, headings, marks, articles, faults, warnings };
}

/**
 * Which lines begin an article. Where a text parts numbers from words by a blank, a line without one only refers to an article;
 * where it never does, the word behind the number decides.
 */
function articleStarts(lines: readonly Line[]): (line: Line) => ArticleMark | null {
  const marked = lines.map((line) => articleMark(line.text)).filter((mark) => mark !== null);
  const isSpaced = marked.filter((mark) => mark.isSpaced).length * 2 >= marked.length;
  return ({ text }) => {
    const mark = articleMark(text);
    return mark && (mark.isSpaced || (!isSpaced && !refersOnly(mark.rest))) ? mark : null;
  };
}

/** Where annexes begin: 附件, 附表 behind the last article, or before articles that count from 1 again. */
function annexStart(lines: readonly Line[], startOf: (line: Line) => ArticleMark | null): number {
  let next: string | null = null;
  let start = lines.length;
  let isBehindArticles = false;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index]!;
    const article = startOf(line)?.article;
    if (article) {
      next = article;
      isBehindArticles = true;
    } else if ((next === null || next === '1') && isAnnexTitle(line)) {
      start = index;
      isBehindArticles = false;
    }
    if (isBehindArticles && next !== '1') break;
  }
  return lines.slice(0, start).some((line) => startOf(line)) ? start : lines.length;
}

function isAnnexTitle({ text, level }: Line): boolean {
  if (text.length > 60) return false;
  return /^附(?:件|表|录|图)?[\s一二三四五六七八九十\d]{0,6}(?:[:：]|$)/.test(text) || (/^附(?:件|表|录|图)/.test(text) && (level > 0 || !endsSentence(text)));
}
