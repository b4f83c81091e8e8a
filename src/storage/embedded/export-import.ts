import { open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { localDate, monthOf } from '../../domain/calendar.ts';
import type { Fact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { checkedRecords } from '../checked-records.ts';
import { collections, type Collection, type RecordCounts, type RecordLine, type Stored } from '../port.ts';
import { blobsIn, blobsOf } from './blob-folder.ts';
import type { Blobs } from './blobs.ts';
import type { Documents } from './documents.ts';
import { syncFolder } from './durable-file.ts';
import { beginning, type Journal } from './journal.ts';

/** Stands in the folder while records are being imported; what a folder with it holds was never acknowledged. */
export const importMark = 'importing';
/** Facts written together. */
const portion = 2_000;

/** What a data folder holds. */
export interface Holdings { journal: Journal; documents: Documents; blobs: Blobs }

/** Blobs, then documents and facts as they stood at one moment, whatever is written while they are read. */
export async function* exportRecords({ journal, documents, blobs }: Holdings): AsyncGenerator<RecordLine> {
  const documentsNow = await documents.openAll();
  // One moment: nothing is awaited in between.
  const moment = yield* blobsOf(blobs.folder, () => ({ all: documentsNow(), until: journal.position, hashes: blobsIn(blobs.folder).hashes }));
  for (const document of moment.all) yield { document };
  for await (const { fact } of journal.readPlaced(beginning, moment.until)) yield { fact };
}

/**
 * Fills an empty store that nobody else uses meanwhile. A mark in the folder makes it all or nothing even when the process is
 * killed: the next to open the folder empties it.
 */
export async function importRecords(folder: string, holdings: Holdings, lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
  const { journal, documents, blobs } = holdings;
  const documentsNow = await documents.openAll();
  if (!documentsNow().next().done || !blobs.isEmpty || await journal.bytesBetween(beginning, journal.position) > 0) throw new Refusal('store-not-empty');
  const mark = path.join(folder, importMark);
  await placeMark(mark);
  try {
    const counts = await writeAll(holdings, lines);
    await removeMark(mark);
    return counts;
  } catch (error) {
    const cleared = async () => { await journal.clear(); await documents.clear(); await blobs.clear(); await removeMark(mark); };
    await cleared().catch((cause: unknown) => { throw new Refusal('store-stopped', { cause: String(cause) }); });
    throw error;
  }
}

/** Empties a folder in which an import was cut off. Called under the lock, before anything in the folder is read. */
export async function clearUnfinishedImport(folder: string): Promise<void> {
  if (!(await readdir(folder)).includes(importMark)) return;
  for (const name of ['facts', 'documents', 'blobs', 'dossiers']) await rm(path.join(folder, name), { recursive: true, force: true });
  await syncFolder(folder);
  await removeMark(path.join(folder, importMark));
}

async function writeAll({ journal, documents, blobs }: Holdings, lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
  const filled = new Map<Collection, Stored[]>(collections.map((collection) => [collection, []]));
  const counts = { blobs: 0, documents: 0, facts: 0 };
  let waiting: Fact[] = [];
  let month = '';
  const write = async () => {
    if (waiting.length > 0) await journal.write(waiting.map((fact) => [fact]));
    waiting = [];
  };
  for await (const line of checkedRecords(lines)) {
    if ('blob' in line) {
      await blobs.write(Buffer.from(line.blob.base64, 'base64'));
      counts.blobs += 1;
      continue;
    }
    if ('document' in line) {
      const { collection, ...stored } = line.document;
      filled.get(collection)!.push(stored);
      counts.documents += 1;
      continue;
    }
    const ownMonth = monthOf(localDate(line.fact.at));
    if (waiting.length >= portion || ownMonth > month) await write();
    if (ownMonth > month) month = ownMonth;
    waiting.push(line.fact);
    counts.facts += 1;
  }
  await write();
  for (const [collection, stored] of filled) if (stored.length > 0) await documents.fill(collection, stored);
  return counts;
}

async function placeMark(file: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  await handle.sync();
  await handle.close();
  await syncFolder(path.dirname(file));
}

async function removeMark(file: string): Promise<void> {
  await rm(file, { force: true });
  await syncFolder(path.dirname(file));
}
