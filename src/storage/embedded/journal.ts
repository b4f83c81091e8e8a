import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { localDate, monthOf } from '../../domain/calendar.ts';
import type { Fact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { byteLines } from '../byte-lines.ts';
import { canonicalJson } from '../chain.ts';
import { makeFolder, syncFolder } from './durable-file.ts';

/** A place in the journal: after this many bytes of this segment. */
export interface Position { segment: string; offset: number }
/** Longer than any batch of a day; a file without line ends does not fill the memory. */
const longestLine = 256 * 1024 * 1024;

export const beginning: Position = { segment: '', offset: 0 };

export function isAfter(a: Position, b: Position): boolean {
  return a.segment > b.segment || (a.segment === b.segment && a.offset > b.offset);
}

/**
 * Append-only monthly segments, one canonical JSON line a fact. A line of a batch says in `more` how many lines of the
 * same batch follow, so that a batch cut by a power failure is recognised and cut off whole at the next start.
 */
export class Journal {
  readonly #folder: string;
  #segment = '';
  #length = 0;
  #handle: FileHandle | null = null;
  #stopped = false;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Journal> {
    await makeFolder(folder);
    const journal = new Journal(folder);
    const last = (await segmentsIn(folder)).at(-1);
    if (last) {
      const file = path.join(folder, `${last}.jsonl`);
      const whole = await wholeLength(file);
      await truncate(file, whole);
      await journal.#use(last);
      await journal.#handle!.sync();
    }
    return journal;
  }

  get position(): Position {
    return { segment: this.#segment, offset: this.#length };
  }

  /** Writes batches with one write and one fsync. Resolved means durable; `store-full` that nothing of it remains; `store-stopped` that nobody knows before the next start. */
  async write(batches: readonly (readonly Fact[])[]): Promise<void> {
    if (this.#stopped) throw new Refusal('store-stopped');
    const month = monthOf(localDate(batches.flat().reduce((at, fact) => (fact.at > at ? fact.at : at), '')));
    if (month > this.#segment) await this.#use(month).catch((error: NodeJS.ErrnoException) => { throw this.#refusalFor(error); });
    const text = batches.map((batch) => batch.map((fact, index) => line(fact, batch.length - 1 - index)).join('')).join('');
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;) done += (await this.#handle!.write(bytes, done, bytes.length - done, this.#length + done)).bytesWritten;
      await this.#handle!.datasync();
      this.#length += bytes.length;
    } catch (error) {
      throw await this.#afterFailure(error as NodeJS.ErrnoException);
    }
  }

  /** Every fact after a position, oldest first. Throws Refusal `folder-damaged` on a line that cannot be read. */
  async *read(after: Position = beginning): AsyncGenerator<Fact> {
    for await (const { fact } of this.readPlaced(after, this.position)) yield fact;
  }

  /** As `read`, up to a position, each fact with the place behind it. */
  async *readPlaced(after: Position, until: Position): AsyncGenerator<{ fact: Fact; behind: Position }> {
    for (const segment of await segmentsIn(this.#folder)) {
      if (segment < after.segment || segment > until.segment) continue;
      let offset = segment === after.segment ? after.offset : 0;
      const start = offset;
      const end = segment === until.segment ? until.offset : undefined;
      if (end !== undefined && start >= end) continue;
      const file = path.join(this.#folder, `${segment}.jsonl`);
      let number = 0;
      for await (const bytes of linesIn(file, start, end)) {
        number += 1;
        offset += bytes.length;
        const fact = lineIn(bytes.toString())?.fact;
        if (!fact) throw new Refusal('folder-damaged', { file: `${segment}.jsonl`, line: number + await lineCount(file, start) });
        yield { fact, behind: { segment, offset } };
      }
    }
  }

  async bytesBetween(after: Position, until: Position): Promise<number> {
    let bytes = 0;
    for (const segment of await segmentsIn(this.#folder)) {
      if (segment < after.segment || segment > until.segment) continue;
      const end = segment === until.segment ? until.offset : (await stat(path.join(this.#folder, `${segment}.jsonl`))).size;
      bytes += Math.max(0, end - (segment === after.segment ? after.offset : 0));
    }
    return bytes;
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await this.#handle?.close();
    this.#handle = null;
  }

  /** Removes every segment. Only for an import that has failed: nothing in them was ever acknowledged. */
  async clear(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    for (const segment of await segmentsIn(this.#folder)) await rm(path.join(this.#folder, `${segment}.jsonl`));
    await syncFolder(this.#folder);
    this.#segment = '';
    this.#length = 0;
  }

  async #use(segment: string): Promise<void> {
    const handle = await open(path.join(this.#folder, `${segment}.jsonl`), 'r+').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return open(path.join(this.#folder, `${segment}.jsonl`), 'wx+', 0o600);
    });
    const { size } = await handle.stat();
    await this.#handle?.close();
    this.#handle = handle;
    this.#segment = segment; // together with the length: others ask for the position meanwhile
    this.#length = size;
    await syncFolder(this.#folder);
  }

  /** A full disk leaves the journal usable once the partial write is cut off; after any other error nothing more is written, and the next start knows what arrived. */
  async #afterFailure(error: NodeJS.ErrnoException): Promise<Refusal> {
    const refusal = this.#refusalFor(error);
    if (refusal.code === 'store-full') {
      try {
        await this.#handle!.truncate(this.#length);
        await this.#handle!.datasync();
      } catch {
        return this.#refusalFor(new Error('then it is not only full'));
      }
    }
    return refusal;
  }

  #refusalFor(error: NodeJS.ErrnoException): Refusal {
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(error.code ?? '')) return new Refusal('store-full');
    this.#stopped = true;
    return new Refusal('store-stopped', { cause: error.code ?? error.message });
  }
}

function line(fact: Fact, more: number): string {
  return `${canonicalJson(more ? { ...fact, more } : fact)}\n`;
}

/** null when the line is not a fact at all; whether it was altered is for the chain to say. `more`: lines of its batch that follow. */
export function lineIn(text: string): { fact: Fact; more: number } | null {
  try {
    const { more = 0, ...fact } = JSON.parse(text) as Fact & { more?: number };
    return typeof fact.subjectId === 'string' && typeof fact.hash === 'string' ? { fact: fact as Fact, more } : null;
  } catch {
    return null;
  }
}

/** Lines between two offsets, each with its LF. */
function linesIn(file: string, start: number, end: number | undefined): AsyncGenerator<Buffer> {
  return byteLines(createReadStream(file, { start, ...(end ? { end: end - 1 } : {}) }), longestLine, () => new Refusal('folder-damaged', { file: path.basename(file), line: 1 }));
}

async function lineCount(file: string, end: number): Promise<number> {
  let count = 0;
  if (end > 0) for await (const _line of linesIn(file, 0, end)) count += 1;
  return count;
}

/** The name of a segment's file. */
export const segmentName = /^\d{4}-\d{2}\.jsonl$/;

async function segmentsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => segmentName.test(name)).map((name) => name.slice(0, 7)).sort();
}

/** Bytes up to the end of the last whole batch. Only the last batch can be torn, so only the end is looked at. */
export async function wholeLength(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const size = (await handle.stat()).size;
    for (let span = 65_536; ; span *= 4) {
      const from = Math.max(0, size - span);
      const tail = Buffer.alloc(size - from);
      await handle.read(tail, 0, tail.length, from);
      const end = lastWholeEnd(tail, from === 0);
      if (end !== null) return from + end;
    }
  } finally {
    await handle.close();
  }
}

/** Within the tail of a segment: the end of the last line that closes a batch; null when the tail is too short to hold one. */
function lastWholeEnd(tail: Buffer, isWholeFile: boolean): number | null {
  let end = tail.lastIndexOf(0x0a) + 1;
  while (end > 0) {
    const start = end >= 2 ? tail.lastIndexOf(0x0a, end - 2) + 1 : 0;
    if (start === 0 && !isWholeFile) return null;
    try {
      if (!(JSON.parse(tail.toString('utf8', start, end)) as { more?: number }).more) return end;
    } catch { /* a line of garbage: before it */ }
    end = start;
  }
  return isWholeFile ? 0 : null;
}
