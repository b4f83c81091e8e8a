import { headingMark, unspaced } from './law-headings.ts';
import type { LineNote } from './law-lines.ts';
import { articleMark, endsSentence, refersOnly } from './law-marks.ts';
import { findNote, historyOf, isDocumentNumber, mergedHistory } from './law-history.ts';
import type { Line, Source } from './law-source.ts';

export interface Head { title: string | null; partName: string | null; history: string[]; body: Line[]; warnings: LineNote[] }

const titleEnd = /(?:法|法典|宪法|条例|规定|规则|办法|细则|解释|决定|批复|准则|章程|规程|通则|意见|规范|公约|法律|修正案)(?:[（(][^（()）]{1,30}[）)])?$/;

/** What stands before the articles: the title, the notes on its history; the contents are left out, and pages before the title. */
export function readHead({ lines, headLength }: Source): Head {
  const { head, body, warnings } = headLength === null ? divided(lines) : withoutContents(lines.slice(0, headLength), lines.slice(headLength));
  const marked = head.filter((line) => line.level > 0);
  const found = marked.length > 0 || headLength !== null ? marked[0] ? { first: head.indexOf(marked[0]), last: head.indexOf(marked[0]) } : { first: 0, last: 0 } : findTitle(head);
  if (!found || head.length === 0) return { title: null, partName: null, history: [], body: [...head, ...body], warnings: [...warnings, { line: null, message: '没有找到法律名称' }] };
  const title = head.slice(found.first, found.last + 1).map((line) => unspaced(line.text)).join('');
  const after = head.slice(found.last + 1);
  const part = after.find((line) => line.level > 0 && !isDocumentNumber(line.text));
  const { history, lead } = headLength === null ? historyOf(after.filter((line) => line !== part)) : { history: mergedHistory(after.filter((line) => line !== part)), lead: [] };
  return { title, partName: part ? unspaced(part.text) : null, history, body: [...lead, ...body], warnings };
}

interface Divided { head: Line[]; body: Line[]; warnings: LineNote[] }

/** Of a file without a mark at the end of the head: up to the contents, else to the first heading or article. */
function divided(lines: readonly Line[]): Divided {
  const first = lines.findIndex((line) => isContents(line) || isHeading(line) || startsArticle(line.text));
  const end = first < 0 ? lines.length : first;
  return withoutContents(lines.slice(0, end), lines.slice(end));
}

/** A title that carries `#` is no heading, but 第一编 may. */
const isHeading = (line: Line) => {
  const mark = headingMark(line);
  return mark !== null && (line.level !== 1 || mark.number !== null);
};
const isContents = (line: Line) => /^目\s{0,9}[录次]$/.test(line.text);
const startsArticle = (text: string) => {
  const mark = articleMark(text);
  return mark !== null && (mark.isSpaced || !refersOnly(mark.rest));
};

/** The contents end where their first entry comes again. */
function withoutContents(head: Line[], body: Line[]): Divided {
  const contents = body.findIndex(isContents);
  const article = body.findIndex((line) => startsArticle(line.text));
  if (contents < 0 || (article >= 0 && article < contents)) return { head, body, warnings: [] };
  const entry = compact(body[contents + 1]?.text ?? '');
  const again = body.findIndex((line, index) => index > contents + 1 && compact(line.text) === entry);
  const before = body.slice(0, contents);
  if (again < 0) {
    const warnings = [{ line: body[contents]!.line, message: '目录之后没有再次出现第一个标题，目录与正文可能没有分开，请核对章节' }];
    return { head, body: [...before, ...body.slice(contents + 1)], warnings };
  }
  const end = article >= 0 && again > article ? article : again;
  return { head, body: [...before, ...leadAfter(body.slice(contents + 1, end), new Set(body.slice(end).map((line) => compact(line.text)))), ...body.slice(end)], warnings: [] };
}

/** A lead paragraph between the contents and the body: what follows the last entry, if it is a sentence. */
function leadAfter(lines: readonly Line[], recurring: ReadonlySet<string>): Line[] {
  const lastEntry = lines.findLastIndex((line) => recurring.has(compact(line.text)) || headingMark(line) !== null);
  const lead = lines.slice(lastEntry + 1);
  return lead.some((line) => line.text.endsWith('。')) ? lead : [];
}

/** An entry without blanks, dots and page number. */
function compact(text: string): string {
  return text.slice(0, 200).replace(/\s/g, '').replace(/[.．·…‥]{2,99}\d{0,4}$|(?<=\D)\d{1,4}$/, '');
}

/** The line before the note in brackets, else the last that reads like a title; both may be broken over two lines. */
function findTitle(head: readonly Line[]): { first: number; last: number } | null {
  const note = findNote(head);
  const isTitle = ({ text }: Line) => text.length <= 80 && !isDocumentNumber(text) && !/[。；：，;:,]$/.test(text);
  const before = note === null ? head : head.slice(0, note.first);
  let last = before.findLastIndex((line) => isTitle(line) && titleEnd.test(unspaced(line.text)));
  if (last < 0) last = note === null ? before.findIndex(isTitle) : before.findLastIndex(isTitle);
  if (last < 0) return null;
  const isBroken = (upper: string, lower: string) => unclosed(upper) || /^(?:关于|》)/.test(lower) && /(?:法院|检察院|委员会|国务院|政府|部|局)$/.test(upper);
  let first = last;
  while (first > 0 && last - first < 3 && isTitle(before[first - 1]!) && !endsSentence(before[first - 1]!.text.replace(/[）》]$/, '')) && isBroken(before[first - 1]!.text, before[first]!.text)) first -= 1;
  return { first, last };
}

const unclosed = (text: string): boolean => text.split('《').length > text.split('》').length;
