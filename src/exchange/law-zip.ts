import { crc32, inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { Refusal } from '../domain/refusal.ts';
import { declaredBytes } from './zip-directory.ts';

interface Entry { name: string; isEncrypted: boolean; method: number; check: number; packed: number; unpacked: number; header: number }

const damaged = { what: '文件已损坏，不完整', todo: '请重新下载后再上传' };
/** Tags and attributes of one part, several times those of the longest code; more would take memory that a server should not give. */
const mostMarks = 500_000;
/** The parts of a .docx that hold or describe its text; pictures and attachments stay packed. */
const textParts = /^(\[Content_Types\]\.xml|_rels\/\.rels|word\/_rels\/document\d*\.xml\.rels|word\/(document\d*|styles|numbering)\.xml)$/;

/**
 * A .docx with nothing but its text parts, unpacked within bounds, checked and packed anew: whatever opens it next meets no surprise.
 * Refuses `law-file-too-large` {name, megabytes}, `law-file-unreadable` {name, what, todo}.
 */
export function openLawZip(bytes: Uint8Array, name: string, mostUnpacked: number): Uint8Array {
  const refuse = (words: { what: string; todo: string }): never => { throw new Refusal('law-file-unreadable', { name, ...words }); };
  const tooLarge = () => new Refusal('law-file-too-large', { name, megabytes: mostUnpacked / 1_048_576 });
  const entries = entriesOf(bytes) ?? refuse(damaged);
  demandDocx(entries, refuse);
  if (declared(bytes, refuse) > mostUnpacked) throw tooLarge();
  const wanted = entries.filter((entry) => textParts.test(entry.name));
  const parts = wanted.map((entry): [string, Uint8Array] => [entry.name, unpack(bytes, entry, mostUnpacked) ?? refuse(damaged)]);
  if (parts.some(([, part]) => marksIn(part) > mostMarks)) refuse({ what: '文件里的格式太零碎，不像一部法律的原文', todo: '请把全文复制到文本文件（.txt），再上传' });
  return zipSync(Object.fromEntries(parts), { level: 0 });
}

/** Tags and attributes: a reader of XML keeps an object for each, whatever their bytes. */
function marksIn(part: Uint8Array): number {
  let marks = 0;
  for (const byte of part) if (byte === 0x3c || byte === 0x3d) marks += 1;
  return marks;
}

function demandDocx(entries: readonly Entry[], refuse: (words: { what: string; todo: string }) => never): void {
  const has = (pattern: RegExp) => entries.some((entry) => pattern.test(entry.name));
  if (entries.some((entry) => entry.isEncrypted)) refuse({ what: '文件设了密码', todo: '请取消密码后再上传' });
  if (has(/^word\/document\d*\.xml$/)) return;
  const todo = '请在国家法律法规数据库下载 .docx 格式，或者把全文复制到文本文件（.txt），再上传';
  if (has(/(^|\/)OFD\.xml$/i)) refuse({ what: '这是 OFD 版式文件', todo });
  if (has(/^xl\//)) refuse({ what: '这是 Excel 表格', todo });
  if (has(/^ppt\//)) refuse({ what: '这是演示文稿', todo });
  refuse({ what: '这是压缩包，或者不是 Word 文件', todo: '请上传 .docx 或文本文件；是压缩包的，先解压' });
}

function declared(bytes: Uint8Array, refuse: (words: { what: string; todo: string }) => never): number {
  try {
    return declaredBytes(bytes);
  } catch {
    return refuse(damaged);
  }
}

/** The central directory; null when it cannot be read. */
function entriesOf(bytes: Uint8Array): Entry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  try {
    let end = bytes.length - 22;
    while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== 0x02014b50) return null;
      const nameEnd = at + 46 + view.getUint16(at + 28, true);
      entries.push({
        name: Buffer.from(bytes.subarray(at + 46, nameEnd)).toString(), isEncrypted: (view.getUint16(at + 8, true) & 1) === 1, method: view.getUint16(at + 10, true),
        check: view.getUint32(at + 16, true), packed: view.getUint32(at + 20, true), unpacked: view.getUint32(at + 24, true), header: view.getUint32(at + 42, true),
      });
      at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
  } catch {
    return null;
  }
}

/** Never more than the entry said it would be; null when it is not what it said. */
function unpack(bytes: Uint8Array, entry: Entry, most: number): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(entry.header, true) !== 0x04034b50) return null;
    const start = entry.header + 30 + view.getUint16(entry.header + 26, true) + view.getUint16(entry.header + 28, true);
    const packed = bytes.subarray(start, start + entry.packed);
    const unpacked = entry.method === 0 ? packed : entry.method === 8 ? inflateRawSync(packed, { maxOutputLength: Math.min(Math.max(entry.unpacked, 1), most) }) : null;
    return unpacked?.length === entry.unpacked && crc32(unpacked) === entry.check ? unpacked : null;
  } catch {
    return null;
  }
}
