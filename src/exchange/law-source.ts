import type { SourceLine } from './law-file.ts';
import type { LineNote } from './law-lines.ts';

/** A line made ready for reading: trimmed, without comments and marks that have no width. */
export interface Line {
  line: number;
  text: string;
  /** As it came. */
  raw: string;
  /** Number of `#` in front, 0 for none. */
  level: number;
}

export interface Source {
  lines: Line[];
  /** How many of them stand before `<!-- INFO END -->`; null when the file has no such mark. */
  headLength: number | null;
  warnings: LineNote[];
}

const infoEnd = /<!--\s{0,9}INFO\s{1,9}END\s{0,9}-->/i;
const pageNumber = /^(?:[-—–－─―~·]{1,4}\s{0,4}\d{1,4}\s{0,4}[-—–－─―~·]{1,4}|第\s{0,2}\d{1,4}\s{0,2}页(?:[\s,，/]{0,3}共\s{0,2}\d{1,4}\s{0,2}页)?|\d{1,4}(?:\s{0,2}\/\s{0,2}\d{1,4})?)$/;

/** The lines that say something: no blank lines, comments, page numbers or front matter. */
export function tidySource(source: readonly SourceLine[]): Source {
  const lines: Line[] = [];
  const warnings: LineNote[] = [];
  let headLength: number | null = null;
  for (const { line, text: raw } of source.slice(frontMatterLength(source))) {
    if (headLength === null && infoEnd.test(raw)) headLength = lines.length;
    const plain = withoutComments(raw.toWellFormed()).replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g, '').replace(/[\u00A0\u2007\u202F\t]/g, ' ').trim();
    const level = /^#{1,9}/.exec(plain)?.[0].length ?? 0;
    const text = plain.slice(level).trim();
    if (text === '' && level > 0) warnings.push({ line, message: '空的标题行，已略去' });
    if (text === '' || (level === 0 && text.length < 30 && pageNumber.test(text))) continue;
    if (text.includes('<!--')) warnings.push({ line, message: '注释没有结束，其中的文字作为原文读入，请核对' });
    lines.push({ line, text, raw, level });
  }
  return { lines, headLength, warnings };
}

/** Headings of a web site's own, between two lines of `---` at the very top. */
function frontMatterLength(source: readonly SourceLine[]): number {
  const first = source.findIndex(({ text }) => text.trim() !== '');
  if (first < 0 || source[first]!.text.trim() !== '---') return 0;
  const last = source.slice(first + 1, first + 60).findIndex(({ text }) => text.trim() === '---');
  return last < 0 ? 0 : first + last + 2;
}

function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    kept += text.slice(from, start);
    from = end + 3;
  }
  return from === 0 ? text : kept + text.slice(from);
}
