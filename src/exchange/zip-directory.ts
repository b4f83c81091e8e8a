import { Refusal } from '../domain/refusal.ts';

/** The most that deflate can make of one byte. */
const deflateRatio = 1032;

/**
 * Bytes that the parts of a zip file claim to unpack to, read from its central directory without unpacking anything.
 * Refuses `file-not-xlsx` when the directory cannot be read or leaves a part's size open.
 */
export function declaredBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const { offset, parts } = directory(view);
    let total = 0;
    let at = offset;
    for (let part = 0; part < parts; part += 1) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new RangeError('no entry here');
      total += partBytes(view, at);
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return total;
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('file-not-xlsx');
    throw error;
  }
}

/** Looks backwards for the end record, behind which a comment may stand. Throws RangeError when there is none. */
function directory(view: DataView): { offset: number; parts: number } {
  let end = view.byteLength - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  const parts = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const offset = view.getUint32(end + 16, true);
  if (parts !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff) return { offset, parts };
  const large = long(view, end - 20 + 8);
  if (view.getUint32(end - 20, true) !== 0x07064b50 || view.getUint32(large, true) !== 0x06064b50) throw new RangeError('no zip64 record');
  return { offset: long(view, large + 48), parts: long(view, large + 32) };
}

/** What one part unpacks to. A part that says nothing of it is taken to be the most that it could be. */
function partBytes(view: DataView, at: number): number {
  const isStreamed = (view.getUint16(at + 8, true) & 8) !== 0;
  const packed = view.getUint32(at + 20, true);
  if (isStreamed && packed === 0) throw new RangeError('the size stands behind the part only');
  const said = view.getUint32(at + 24, true);
  const unpacked = said === 0xffffffff ? long(view, zip64Extra(view, at)) : said;
  const nothing = 2;
  return unpacked || (packed > nothing ? packed * deflateRatio : 0);
}

/** Where the long sizes of an entry stand; the unpacked one comes first. */
function zip64Extra(view: DataView, at: number): number {
  const end = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
  for (let field = at + 46 + view.getUint16(at + 28, true); field < end; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) === 1) return field + 4;
  }
  throw new RangeError('no zip64 sizes');
}

function long(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
