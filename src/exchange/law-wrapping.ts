import { beginsBlock, headingMark } from './law-headings.ts';
import type { LineNote } from './law-lines.ts';
import { articleMark, endsSentence } from './law-marks.ts';
import type { Line } from './law-source.ts';

/** No page has longer lines; longer ones are paragraphs. */
const widest = 120;

/**
 * Paragraphs of a text whose lines were broken at the width of a page, as copied from a PDF: a line that ends no sentence goes on
 * in the next, unless that begins an article, a 项 or a heading. Where paragraphs are indented, only that decides.
 * Any other text stays as it is.
 */
export function unwrapped(lines: readonly Line[], isMarked: boolean): { lines: Line[]; warnings: LineNote[] } {
  const width = isMarked ? null : pageWidth(lines);
  if (width === null) return { lines: [...lines], warnings: [] };
  const byIndent = indentsParagraphs(lines);
  const joined: Line[] = [];
  const warnings: LineNote[] = [{ line: lines[0]!.line, message: '原文按页宽断行，已接成整段，请核对分款' }];
  let above: Line | null = null;
  for (const line of lines) {
    const last = joined.at(-1);
    const goesOn = last && above && !isHeading(last) && !isHeading(line) && (byIndent ? !isIndented(line) && articleMark(line.text)?.isSpaced !== true : !beginsSomething(line) && !endsSentence(above.text));
    if (goesOn) joined[joined.length - 1] = { ...last, text: last.text + line.text, raw: `${last.raw}\n${line.raw}` };
    else {
      if (above && !byIndent && !beginsSomething(line) && endsSentence(above.text) && above.text.length >= width - 1) warnings.push({ line: line.line, message: '上一行满行又恰好结束一句，这一行作为新的一款，请核对' });
      joined.push(line);
    }
    above = line;
  }
  return { lines: joined, warnings };
}

const isHeading = (line: Line) => headingMark(line) !== null;
const isIndented = ({ raw }: Line) => /^(?:\u3000|[ \u00A0\t\u2002]{2})/.test(raw);

const beginsSomething = ({ text, level }: Line) => level > 0 || beginsBlock(text);

/** The width at which lines were broken; null when hardly any line stops in the middle of a sentence, or those that do are short. */
function pageWidth(lines: readonly Line[]): number | null {
  const cut = lines.filter((line, index) => {
    const next = lines[index + 1];
    return next !== undefined && !endsSentence(line.text) && !isHeading(line) && !beginsSomething(next);
  });
  if (cut.length < 3 || cut.length * 7 < lines.length) return null;
  const lengths = lines.map((line) => line.text.length).sort((a, b) => a - b);
  const width = lengths[Math.floor(lengths.length * 0.9)]!;
  const middle = cut.map((line) => line.text.length).sort((a, b) => a - b)[Math.floor(cut.length / 2)]!;
  return width <= widest && middle >= width * 0.7 ? width : null;
}

/** Most articles are indented and most lines that go on are not. */
function indentsParagraphs(lines: readonly Line[]): boolean {
  const articles = lines.filter((line) => articleMark(line.text)?.isSpaced);
  const goingOn = lines.filter((line, index) => index > 0 && !endsSentence(lines[index - 1]!.text) && !isHeading(lines[index - 1]!) && !beginsSomething(line));
  const indented = (some: readonly Line[]) => some.filter(isIndented).length;
  return articles.length > 0 && indented(articles) * 10 >= articles.length * 8 && indented(goingOn) * 10 <= goingOn.length * 2;
}
