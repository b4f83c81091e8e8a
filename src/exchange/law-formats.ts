import { Refusal } from '../domain/refusal.ts';

const asDocx = '请用 Word 或 WPS 打开后另存为 .docx，或者把全文复制到文本文件（.txt），再上传';
const fromOfficialSite = '请在国家法律法规数据库下载 .docx 格式，或者把全文复制到文本文件（.txt），再上传';

interface Known { starts: string; what: string; todo: string }

/** What people take for a text of a law, by its first bytes. */
const known: readonly Known[] = [
  { starts: '%PDF-', what: '这是 PDF 文件，里面的文字不能可靠地读出', todo: fromOfficialSite },
  { starts: '{\\rtf', what: '这是 RTF 文件', todo: asDocx },
  { starts: '<!doctype html', what: '这是网页文件', todo: fromOfficialSite },
  { starts: '<html', what: '这是网页文件', todo: fromOfficialSite },
  { starts: '<?xml', what: '这是 XML 文件', todo: asDocx },
  { starts: 'Rar!', what: '这是压缩包', todo: '请解压后上传里面的文件' },
  { starts: '7z\xbc\xaf', what: '这是压缩包', todo: '请解压后上传里面的文件' },
  { starts: '\x1f\x8b', what: '这是压缩包', todo: '请解压后上传里面的文件' },
];

/** Refuses `law-file-unreadable` {name, what, todo} for an empty file and for formats that cannot be read. */
export function demandReadable(bytes: Uint8Array, name: string): void {
  const refuse = (what: string, todo: string): never => { throw new Refusal('law-file-unreadable', { name, what, todo }); };
  if (bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) refuse('文件是空的', '请核对文件，重新下载后再上传');
  if (startsWith(bytes, '\xd0\xcf\x11\xe0')) {
    if (isEncrypted(bytes)) refuse('文件设了密码', '请在 Word 或 WPS 中取消密码，另存为 .docx 后再上传');
    refuse('这是旧版 Word 文件（.doc）', asDocx);
  }
  const head = String.fromCharCode(...bytes.subarray(0, 1024)).replace(/^\xef\xbb\xbf/, '').trimStart().toLowerCase();
  const found = known.find(({ starts }) => head.startsWith(starts.toLowerCase())) ?? (head.includes('%pdf-') ? known[0] : undefined);
  if (found) refuse(found.what, found.todo);
}

export function looksLikeZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06');
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, index) => bytes[index] === character.charCodeAt(0));
}

/** Office packs an encrypted .docx into the old container, under a name that stands there in UTF-16. */
function isEncrypted(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from('EncryptedPackage', 'utf16le'));
}
