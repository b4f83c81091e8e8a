import { closeSync, createReadStream, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { byteLines } from '../byte-lines.ts';
import { collections, type Collection, type RecordLine } from '../port.ts';
import { blobsIn, blobsOf } from './blob-folder.ts';
import { importMark } from './export-import.ts';
import { lineIn, segmentName } from './journal.ts';

/** What is wrong in the folder. `torn`: bytes at the end of the last segment that are no whole batch; `stray`: a file among the blobs that is none. */
export type Damage = { kind: 'line'; file: string; line: number } | { kind: 'torn'; file: string; bytes: number } | { kind: 'documents'; file: string; collection: Collection }
  | { kind: 'stray'; file: string };
type OnDamage = (damage: Damage) => void;

interface Moment { hashes: string[]; strays: string[]; documents: { collection: Collection; file: string; text: string }[]; segments: Segment[] }
interface Segment { file: string; size: number; isLast: boolean }

/** A torn end that is the same after this long is not one that a server is just writing. */
const settledAfterMs = 500;
const longestLine = 256 * 1024 * 1024;
const blobsName = 'blobs';

/**
 * Every record of a data folder, without its lock and without changing anything, while a server may be writing to it: what
 * a start after a power cut at one moment would find. So whatever was acknowledged before the reading began is in it; a fact
 * that a document rests on is in it too, since it was recorded first, and so is every blob that they name; and a roster
 * import that was under way is one that the next start finishes. A batch half written is left out. Damage is refused as
 * `folder-damaged`, or told to `onDamage` and passed over; whether a blob matches its hash is for the reader to say.
 */
export async function* readFolder(folder: string, onDamage?: OnDamage): AsyncGenerator<RecordLine> {
  const { documents, segments, strays } = yield* blobsOf(path.join(folder, blobsName), () => momentOf(folder));
  for (const file of strays) onDamage?.({ kind: 'stray', file: path.join(blobsName, file) });
  for (const one of documents) yield* documentsIn(one, onDamage);
  for (const segment of segments) for await (const fact of factsIn(segment, onDamage)) yield { fact };
}

/** Refuses `not-a-data-folder` {problem}. */
export function demandDataFolder(folder: string): void {
  const isFolder = (...names: string[]) => statSync(path.join(folder, ...names), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder()) throw new Refusal('not-a-data-folder', { problem: `没有 ${folder} 这个文件夹` });
  if (statSync(path.join(folder, importMark), { throwIfNoEntry: false })) throw new Refusal('not-a-data-folder', { problem: `${folder} 中有一次没有做完的恢复，其中的记录不作数，要重新运行 npm run restore` });
  if (!isFolder('facts') || !isFolder('documents')) throw new Refusal('not-a-data-folder', { problem: `${folder} 不是学法台的数据文件夹（其中应有 facts 和 documents）` });
}

/**
 * All files as they stood at one moment. A file of documents is never changed, only replaced by another: if none was while
 * all were opened, the segments measured and the blobs listed, they belong together; else once more.
 */
function momentOf(folder: string): Moment {
  demandDataFolder(folder);
  const places = collections.map((collection) => ({ collection, file: path.join(folder, 'documents', `${collection}.json`) }));
  for (;;) {
    const open = places.map((place) => ({ ...place, descriptor: openedOrNull(place.file) }));
    try {
      const segments = segmentsIn(path.join(folder, 'facts'));
      const blobs = blobsIn(path.join(folder, blobsName)); // last: whatever those documents and segments name is there
      if (!open.every(isUnreplaced)) continue;
      return { ...blobs, segments, documents: open.flatMap(({ collection, file, descriptor }) => (descriptor === null ? [] : [{ collection, file, text: readFileSync(descriptor, 'utf8') }])) };
    } finally {
      for (const { descriptor } of open) if (descriptor !== null) closeSync(descriptor);
    }
  }
}

function segmentsIn(facts: string): Segment[] {
  const files = readdirSync(facts).filter((name) => segmentName.test(name)).sort().map((name) => path.join(facts, name));
  return files.map((file, index) => ({ file, size: statSync(file).size, isLast: index === files.length - 1 }));
}

function openedOrNull(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isUnreplaced({ file, descriptor }: { file: string; descriptor: number | null }): boolean {
  const there = statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
  return there === (descriptor === null ? undefined : fstatSync(descriptor, { bigint: true }).ino);
}

function* documentsIn({ collection, file, text }: Moment['documents'][number], onDamage?: OnDamage): Generator<RecordLine> {
  let entries: Record<string, { version: number; value: unknown }>;
  try {
    entries = JSON.parse(text);
  } catch {
    if (!onDamage) throw new Refusal('folder-damaged', { file, line: 1 });
    return onDamage({ kind: 'documents', file, collection });
  }
  for (const id of Object.keys(entries).sort()) yield { document: { collection, id, ...entries[id]! } };
}

/** Facts of a segment up to its measured size, a whole batch at a time. */
async function* factsIn({ file, size, isLast }: Segment, onDamage?: OnDamage): AsyncGenerator<Fact> {
  if (size === 0) return;
  const unread = (line: number) => {
    if (!onDamage) throw new Refusal('folder-damaged', { file: path.basename(file), line });
    onDamage({ kind: 'line', file: path.basename(file), line });
  };
  let number = 0;
  let read = 0;
  /** Since the last whole batch, which ended at `whole`. */
  let batch: Fact[] = [];
  let unreadable: number[] = [];
  let whole = 0;
  const tooLong = () => new Refusal('folder-damaged', { file: path.basename(file), line: number + 1 });
  for await (const bytes of byteLines(createReadStream(file, { end: size - 1 }), longestLine, tooLong)) {
    number += 1;
    read += bytes.length;
    const line = bytes.at(-1) === 0x0a ? lineIn(bytes.toString()) : null;
    if (line) batch.push(line.fact);
    else unreadable.push(number);
    if (!line || line.more > 0) continue;
    unreadable.forEach(unread);
    yield* batch;
    [batch, unreadable, whole] = [[], [], read];
  }
  if (isLast) {
    if (whole < size && onDamage && await staysSo(file, size)) onDamage({ kind: 'torn', file: path.basename(file), bytes: size - whole });
  } else {
    unreadable.forEach(unread);
    yield* batch;
  }
}

async function staysSo(file: string, size: number): Promise<boolean> {
  await pause(settledAfterMs);
  return statSync(file).size === size;
}
