import mammoth from 'mammoth';
import { Refusal } from '../domain/refusal.ts';
import type { SourceLine } from './law-file.ts';
import { beginsBlock } from './law-headings.ts';
import { endsSentence } from './law-marks.ts';

/** What mammoth makes of a document: paragraphs, runs, text, tabs, breaks, tables. */
interface Node { type: string; value?: string; breakType?: string; children?: Node[] }

/**
 * The paragraphs of a .docx, numbered from 1 as they stand. A table gives one line a row, `| 甲 | 乙 |`, numbered by its first
 * paragraph. Text deleted under tracked changes is left out. Refuses `law-file-unreadable` {name, what, todo}.
 */
export async function docxLines(bytes: Uint8Array, name: string): Promise<SourceLine[]> {
  let body: Node = { type: 'document', children: [] };
  const keep = (document: Node): Node => {
    body = document;
    return { ...document, children: [] };
  };
  try {
    await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { transformDocument: keep });
    return linesOf(body);
  } catch {
    throw new Refusal('law-file-unreadable', { name, what: 'Word 文件已损坏，打不开', todo: '请用 Word 或 WPS 打开后另存为 .docx，或者重新下载，再上传' });
  }
}

function linesOf(document: Node): SourceLine[] {
  const lines: SourceLine[] = [];
  let paragraph = 0;
  const add = (node: Node): void => {
    if (node.type === 'paragraph') {
      paragraph += 1;
      for (const text of withoutSoftBreaks(textOf(node))) lines.push({ line: paragraph, text });
    } else if (node.type === 'tableRow' && (node.children?.length ?? 0) > 1) {
      const first = paragraph + 1;
      lines.push({ line: first, text: `| ${node.children!.map(cellText).join(' | ')} |` });
      paragraph += count(node);
    } else {
      node.children?.forEach(add);
    }
  };
  add(document);
  return lines;
}

const count = (node: Node): number => (node.type === 'paragraph' ? 1 : (node.children ?? []).reduce((sum, child) => sum + count(child), 0));
const cellText = (cell: Node): string => textOf(cell).replaceAll('\n', ' ').replaceAll('|', '｜').trim();

/** A soft break parts two lines only behind a sentence or before something that begins a line; else it was put there for looks. */
function withoutSoftBreaks(text: string): string[] {
  const kept: string[] = [];
  for (const piece of text.split('\n')) {
    const above = kept.at(-1);
    if (above === undefined || above.trim() === '' || endsSentence(above.trimEnd()) || beginsBlock(piece.trim())) kept.push(piece);
    else kept[kept.length - 1] = above.trimEnd() + piece.trim();
  }
  return kept;
}

/** Soft line breaks are kept as line ends. */
function textOf(node: Node): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return '\n';
  return (node.children ?? []).map(textOf).join(node.type === 'tableCell' ? ' ' : '');
}
