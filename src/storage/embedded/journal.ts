import { createReadStream } from 'node:fs';
import { open, readdir, truncate, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { localDate, monthOf } from '../../domain/calendar.ts';
import type { Fact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { canonicalJson } from '../chain.ts';
import { makeFolder, syncFolder } from './durable-file.ts';

/** A place in the journal: after this many bytes of this segment. */
export interface Position { segment: string; offset: number }
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

  /** Writes batches with one write and one fsync. Resolved means durable; refused means that nothing of it remains. */
  async write(batches: readonly (readonly Fact[])[]): Promise<void> {
    if (this.#stopped) throw new Refusal('store-stopped');
    const month = monthOf(localDate(batches.flat().reduce((at, fact) => (fact.at > at ? fact.at : at), '')));
    if (month > this.#segment) await this.#use(month);
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
    for (const segment of await segmentsIn(this.#folder)) {
      if (segment < after.segment) continue;
      const start = segment === after.segment ? after.offset : 0;
      const end = segment === this.#segment ? this.#length : undefined;
      if (end !== undefined && start >= end) continue;
      const file = path.join(this.#folder, `${segment}.jsonl`);
      let number = 0;
      for await (const text of linesIn(file, start, end)) {
        number += 1;
        const fact = factIn(text);
        if (!fact) throw new Refusal('folder-damaged', { file: `${segment}.jsonl`, line: number + await lineCount(file, start) });
        yield fact;
      }
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await this.#handle?.close();
    this.#handle = null;
  }

  async #use(segment: string): Promise<void> {
    await this.#handle?.close();
    this.#handle = await open(path.join(this.#folder, `${segment}.jsonl`), 'r+').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return open(path.join(this.#folder, `${segment}.jsonl`), 'wx+', 0o600);
    });
    this.#segment = segment;
    this.#length = (await this.#handle.stat()).size;
    await syncFolder(this.#folder);
  }

  /** A full disk leaves the journal usable once the partial write is cut off; after any other error nothing more is written. */
  async #afterFailure(error: NodeJS.ErrnoException): Promise<Refusal> {
    if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG') {
      try {
        await this.#handle!.truncate(this.#length);
        await this.#handle!.datasync();
        return new Refusal('store-full');
      } catch { /* then it is not only full */ }
    }
    this.#stopped = true;
    return new Refusal('store-stopped', { cause: error.code ?? error.message });
  }
}

function line(fact: Fact, more: number): string {
  return `${canonicalJson(more ? { ...fact, more } : fact)}\n`;
}

/** null when the line is not a fact at all; whether it was altered is for the chain to say. */
function factIn(text: string): Fact | null {
  try {
    const { more: _more, ...fact } = JSON.parse(text) as Fact & { more?: number };
    return typeof fact.subjectId === 'string' && typeof fact.hash === 'string' ? fact as Fact : null;
  } catch {
    return null;
  }
}

/** Lines between two offsets, split at LF alone: text in a fact may hold the separators at which node:readline splits too. */
async function* linesIn(file: string, start: number, end: number | undefined): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', start, ...(end ? { end: end - 1 } : {}) })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest) yield rest;
}

async function lineCount(file: string, end: number): Promise<number> {
  let count = 0;
  if (end > 0) for await (const _line of linesIn(file, 0, end)) count += 1;
  return count;
}

async function segmentsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-\d{2}\.jsonl$/.test(name)).map((name) => name.slice(0, 7)).sort();
}

/** Bytes up to the end of the last whole batch. Only the last batch can be torn, so only the end is looked at. */
async function wholeLength(file: string): Promise<number> {
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
