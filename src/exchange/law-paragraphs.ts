import type { LineNote } from './law-lines.ts';
import type { ReadArticle } from './law-body.ts';
import { endsInColon, endsInComma, itemMark, oldItemMark, subitemMark, tableRow, type Marked } from './law-marks.ts';
import type { Line } from './law-source.ts';

/** An article still being read; `isArabic`: the 项 of its last 款 are numbered 1, 2, 3, so these are no 目. */
export interface OpenArticle extends ReadArticle { isArabic: boolean }

/** Adds a line to an article: a new 款, a 项 of the last 款, a 目 of the last 项, a row of a table or the rest of a list. */
export function addLine(article: OpenArticle, { line, text }: Line, warnings: LineNote[]): void {
  const paragraph = article.paragraphs.at(-1);
  const row = tableRow(text);
  if (row !== null) return addRow(article, row, line, warnings);
  const mark = itemMark(text);
  if (mark?.isChinese) return addItem(article, mark, line, warnings);
  const numbered = mark ?? subitemMark(text);
  if (numbered && paragraph && (paragraph.items.length > 0 || endsInColon(paragraph.text))) {
    if (paragraph.items.length > 0 && !article.isArabic) return addSubitem(article, numbered, line, warnings);
    article.isArabic = true;
    return addItem(article, numbered, line, warnings);
  }
  const old = oldItemMark(text);
  if (old && paragraph && (paragraph.items.length > 0 || endsInColon(paragraph.text))) return addItem(article, old, line, warnings);
  if (paragraph && paragraph.items.length === 0 && continuesList(paragraph.text, text)) {
    paragraph.text += text;
    return;
  }
  article.isArabic = false;
  article.paragraphs.push({ text, items: [] });
}

/** Lists without numbers: 由下列人员组成： / 主任， / 副主任若干人， / 委员若干人。 */
function continuesList(above: string, text: string): boolean {
  return endsInComma(above) || (endsInColon(above) && endsInComma(text));
}

function addItem(article: OpenArticle, { number, rest }: Marked, line: number, warnings: LineNote[]): void {
  if (article.paragraphs.length === 0) article.paragraphs.push({ text: '', items: [] });
  foldIntoItem(article, number, line, warnings);
  const { items } = article.paragraphs.at(-1)!;
  noteOrder('项', number, items.at(-1)?.number ?? 0, line, warnings);
  items.push({ number, text: rest, subitems: [] });
}

/** Of 项 three, 项 four with a paragraph between them, that paragraph belongs to 项 three. */
function foldIntoItem({ paragraphs }: OpenArticle, number: number, line: number, warnings: LineNote[]): void {
  const holder = paragraphs.findLastIndex(({ items }) => items.length > 0);
  const between = paragraphs.slice(holder + 1);
  if (holder < 0 || between.length === 0 || paragraphs[holder]!.items.at(-1)!.number !== number - 1 || endsInColon(between.at(-1)!.text)) return;
  paragraphs.length = holder + 1;
  paragraphs[holder]!.items.at(-1)!.text += between.map(({ text }) => text).join('');
  warnings.push({ line, message: `第${number - 1}项之后的段落已并入第${number - 1}项，因为这里接着是第${number}项，请核对` });
}

function addSubitem(article: OpenArticle, { number, rest }: Marked, line: number, warnings: LineNote[]): void {
  const { subitems } = article.paragraphs.at(-1)!.items.at(-1)!;
  noteOrder('目', number, subitems.at(-1)?.number ?? 0, line, warnings);
  subitems.push({ number, text: rest });
}

function noteOrder(word: string, number: number, before: number, line: number, warnings: LineNote[]): void {
  if (number !== before + 1) warnings.push({ line, message: `${word}的序号不连续：这里是第${number}${word}，应当是第${before + 1}${word}，请核对` });
}

function addRow(article: OpenArticle, row: string, line: number, warnings: LineNote[]): void {
  const paragraph = article.paragraphs.at(-1);
  if (!paragraph) article.paragraphs.push({ text: '', items: [] });
  const item = paragraph?.items.at(-1);
  const holder = item?.subitems.at(-1) ?? item ?? article.paragraphs.at(-1)!;
  if (!holder.text.includes('\n')) warnings.push({ line, message: '从这一行起是表格，已按行并入上面一款，请对照原文件核对' });
  if (row !== '') holder.text += `\n${row}`;
}
