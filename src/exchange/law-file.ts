import { Refusal } from '../domain/refusal.ts';
import { decodeText } from './law-decoding.ts';
import { docxLines } from './law-docx.ts';
import { demandReadable, looksLikeZip } from './law-formats.ts';
import { openLawZip } from './law-zip.ts';

/** A line as it came; of a .docx the number counts paragraphs. */
export interface SourceLine { line: number; text: string }
export interface LawFile { name: string; format: 'docx' | 'text'; lines: SourceLine[] }

const megabyte = 1_048_576;
/** The longest code has 250 KB as text and 400 KB as .docx. */
const most = { uploaded: 5, unpacked: 20, lines: 200_000 } as const;

/**
 * The lines of an official text: .docx, Markdown or plain text, recognised by the bytes and never by the name.
 * Refuses `law-file-too-large` {name, megabytes}, `law-file-unreadable` {name, what, todo}.
 */
export async function readLawFile(bytes: Uint8Array, name: string): Promise<LawFile> {
  if (bytes.length > most.uploaded * megabyte) throw new Refusal('law-file-too-large', { name, megabytes: most.uploaded });
  demandReadable(bytes, name);
  if (looksLikeZip(bytes)) return { name, format: 'docx', lines: await docxLines(openLawZip(bytes, name, most.unpacked * megabyte), name) };
  return { name, format: 'text', lines: numbered(decodeText(bytes, name), name) };
}

/** Page breaks and Unicode's own line ends divide a line without being counted, as editors do. */
function numbered(text: string, name: string): SourceLine[] {
  const parts = text.split(/\r\n|[\n\r\f\v\u0085\u2028\u2029]/, most.lines + 1).length;
  if (parts > most.lines) throw new Refusal('law-file-unreadable', { name, what: '文件的行数太多，不像一部法律的原文', todo: '请核对文件后再上传' });
  return text.split(/\r\n|\n|\r/).flatMap((whole, index) => whole.split(/[\f\v\u0085\u2028\u2029]/).map((part) => ({ line: index + 1, text: part })));
}
