/**
 * Lines of a stream of bytes, split at LF alone, each with its LF; the last may lack one. Refuses with `tooLong` a line of
 * more than so many bytes, so that a file made to fill the memory cannot.
 */
export async function* byteLines(chunks: AsyncIterable<Buffer>, limit: number, tooLong: () => Error): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a) + 1; end > 0; end = chunk.indexOf(0x0a, start) + 1) {
      const piece = chunk.subarray(start, end);
      yield parts.length > 0 ? Buffer.concat([...parts, piece]) : piece;
      parts = [];
      length = 0;
      start = end;
    }
    if (start === chunk.length) continue;
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > limit) throw tooLong();
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
