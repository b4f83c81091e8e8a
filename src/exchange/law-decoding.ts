import { Refusal } from '../domain/refusal.ts';

/**
 * The characters of a text file: UTF-16 with its mark, UTF-8, else GB18030, the older Chinese standard. A UTF-8 file with a
 * damaged place stays UTF-8, and the place shows as U+FFFD. Refuses `law-file-unreadable` {name, what, todo}.
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = decoded(bytes);
  const controls = text.match(/[\0-\x08\x0e-\x1f\x7f]/g)?.length ?? 0;
  if (controls * 500 > text.length || !/\p{Script=Han}/u.test(text)) {
    throw new Refusal('law-file-unreadable', { name, what: '这不是文字文件，或者其中没有汉字', todo: '请核对文件。应是 .docx，或者从 Word、WPS、记事本另存的文本文件（.txt、.md）' });
  }
  return text;
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const modern = new TextDecoder('utf-8').decode(bytes);
  if (!modern.includes('\uFFFD')) return modern;
  const older = new TextDecoder('gb18030').decode(bytes);
  return commonCharacters(older) > commonCharacters(modern) ? older : modern;
}

/** Counts what every Chinese text is full of; read in the wrong encoding, hardly any of it appears. */
function commonCharacters(text: string): number {
  return text.match(/[，。、的第条一不是人有]/g)?.length ?? 0;
}
