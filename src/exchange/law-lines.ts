import type { LawText } from '../domain/law-text.ts';
import type { SourceLine } from './law-file.ts';
import { readBody } from './law-body.ts';
import { bodyNotes } from './law-checks.ts';
import { readHead } from './law-head.ts';
import { tidySource } from './law-source.ts';
import { unwrapped } from './law-wrapping.ts';

/** Something noticed, by line (of a .docx: paragraph). */
export interface LineNote { line: number | null; message: string }

export interface LawReading {
  /** Null when no article was found. With faults it must not be imported, whatever it holds. */
  text: LawText | null;
  /** The title as printed, also of what is no law. */
  documentName?: string;
  /** The line under the title of a file that holds a part of a law: 物权编. */
  partName?: string;
  faults: LineNote[];
  warnings: LineNote[];
}

/** Reads the lines of one file as the text of a law or of a part of one. Never throws; everything doubtful is noted by line. */
export function readLaw(source: readonly SourceLine[]): LawReading {
  const tidy = tidySource(source);
  const head = readHead(tidy);
  const { lines, warnings: wrapping } = unwrapped(head.body, tidy.headLength !== null);
  const body = readBody(lines, head.title);
  const notes = bodyNotes(tidy.lines, body);
  const { preamble, headings, articles } = body;
  return {
    text: articles.length > 0 ? { title: head.title ?? '', history: head.history, preamble, headings, articles: articles.map((one) => ({ article: one.article, paragraphs: one.paragraphs, raw: one.raw.join('\n') })) } : null,
    ...(head.title === null ? {} : { documentName: head.title }),
    ...(head.partName === null ? {} : { partName: head.partName }),
    faults: limited([...notes.faults, ...body.faults]),
    warnings: limited([...tidy.warnings, ...head.warnings, ...wrapping, ...body.warnings, ...notes.warnings]),
  };
}

const most = 50;

/** In the order of lines, and no more than anyone would read. */
function limited(notes: readonly LineNote[]): LineNote[] {
  const sorted = notes.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return sorted.length <= most ? sorted : [...sorted.slice(0, most), { line: null, message: `另有 ${sorted.length - most} 处，不再列出` }];
}
