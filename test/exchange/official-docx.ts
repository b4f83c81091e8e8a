import { AlignmentType, Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import type { LawText } from '../../src/domain/law-text.ts';
import { officialLines, type OfficialLine } from './law-layouts.ts';

/** The text as a .docx in the layout of the official database: title, note in brackets, contents, body; bold runs, soft breaks. */
export async function officialDocx(text: LawText, before: readonly string[] = []): Promise<Uint8Array> {
  return docxOf([...before.map((line) => new Paragraph(line)), ...blocksOf(officialLines(text))]);
}

export async function docxOf(children: readonly (Paragraph | Table)[]): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: [...children] }] })));
}

function blocksOf(lines: readonly OfficialLine[]): (Paragraph | Table)[] {
  return lines.map((line, index) => {
    if (line.kind === 'row') return new Table({ rows: [new TableRow({ children: line.text.slice(1, -1).split('|').map((cell) => new TableCell({ children: [new Paragraph(cell.trim())] })) })] });
    if (line.kind === 'article') return new Paragraph({ children: [...boldInPieces(line.label!), new TextRun(`　${line.text}`)] });
    if (line.kind === 'text' || line.kind === 'contents') return new Paragraph({ children: withSoftBreak(`${line.kind === 'text' ? '　　' : ''}${line.text}`, index) });
    return new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text: line.text, bold: true })] });
  });
}

/** Word parts a number into runs wherever someone once put the cursor. */
function boldInPieces(label: string): TextRun[] {
  const middle = Math.ceil(label.length / 2);
  return [new TextRun({ text: label.slice(0, 1), bold: true }), new TextRun({ text: label.slice(1, middle), bold: true }), new TextRun({ text: label.slice(middle), bold: true })].filter((_, place) => place !== 1 || middle > 1);
}

/** Every third long paragraph has a soft break in the middle of a word. */
function withSoftBreak(text: string, index: number): TextRun[] {
  const middle = 8;
  const cuts = index % 3 === 0 && /^\p{Script=Han}{4}$/u.test(text.slice(middle - 2, middle + 2)) && !/[第一二三四五六七八九十]/.test(text.slice(middle));
  return cuts ? [new TextRun(text.slice(0, middle)), new TextRun({ text: text.slice(middle), break: 1 })] : [new TextRun(text)];
}
