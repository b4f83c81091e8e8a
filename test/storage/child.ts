import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { isRefusal } from '../../src/domain/refusal.ts';
import { EmbeddedStore } from '../../src/storage/embedded/store.ts';
import { aMember, answered, completed } from '../builders.ts';

/** A process of its own on a data folder: `node child.ts <what> <folder> [number]`. Says what it did, a line of JSON each, written at once. */
const [what, folder = '', number = '0'] = process.argv.slice(2);
const say = (value: unknown) => writeSync(1, `${JSON.stringify(value)}\n`);
const person = (index: number) => aMember({ memberId: `member-${index}` });

/** Opens the folder and says whether it may; holds it until killed. */
async function hold(): Promise<void> {
  await EmbeddedStore.open(folder);
  say({ opened: process.pid });
  setInterval(() => undefined, 1_000);
}

/** Appends without end, several writers at once, batches of two, and says which facts were acknowledged. */
async function append(): Promise<void> {
  const store = await EmbeddedStore.open(folder);
  await Promise.all([0, 1, 2, 3].map(async (writer) => {
    for (let count = 1; ; count += 1) {
      const facts = await store.append([answered(person(writer), `round-${number}`, count, ['a']), completed(person(writer), `course-a/${number}-${count}`)]);
      say(facts.map(({ subjectId, id, seq }) => [subjectId, id, seq]));
    }
  }));
}

/** Writes blobs of a size that takes a while, without end, several at once, and says which were acknowledged. */
async function photos(): Promise<void> {
  const store = await EmbeddedStore.open(folder);
  await Promise.all([0, 1, 2].map(async (writer) => {
    for (let count = 1; ; count += 1) say(await store.writeBlob(Buffer.alloc(300_000, `${number} ${writer} ${count} `)));
  }));
}

/** Under a limit on the size of files: fills a segment until an append is refused, then goes on with less, and in a new month. */
async function fill(): Promise<void> {
  const store = await EmbeddedStore.open(folder);
  const codeOf = (error: unknown) => (isRefusal(error) ? error.code : String(error));
  const batch = (from: number, count: number, at?: string) => Array.from({ length: count }, (_, index) => answered(person(index % 50), 'first-01', from + index, ['a'], at));
  let recorded = 0;
  let refused = '';
  while (!refused) {
    const size = 100;
    refused = await store.append(batch(recorded + 1, size)).then(() => { recorded += size; return ''; }, codeOf);
  }
  const together = await Promise.all([1, 2].map(() => store.append(batch(recorded + 1, 100)).then(() => 'recorded', codeOf)));
  const during = await store.verify();
  const small = await store.append(batch(recorded + 1, 1)).then(() => 'recorded', codeOf);
  const nextMonth = await store.append(batch(recorded + 2, 100, '2026-04-02T01:00:00.000Z')).then(() => 'recorded', codeOf);
  const documents = await store.changeDocuments('members', [{ id: 'big', expected: 0, value: 'x'.repeat(600_000) }]).then(() => 'recorded', codeOf);
  const smaller = await store.changeDocuments('members', [{ id: 'small', expected: 0, value: 'x' }]).then(() => 'recorded', codeOf);
  const photo = await store.writeBlob(Buffer.alloc(200_000)).then(() => 'recorded', codeOf);
  const smallPhoto = await store.writeBlob(Buffer.alloc(20_000)).then(() => 'recorded', codeOf);
  say({ refused, recorded, together, during, small, nextMonth, documents, smaller, photo, smallPhoto, left: (await store.listDocuments('members')).map(({ id }) => id) });
  await store.close();
}

flushCompileCache(); // a child that is killed would not write it
try {
  await ({ hold, append, photos, fill } as Record<string, () => Promise<void>>)[what ?? '']!();
} catch (error) {
  say(isRefusal(error) ? { code: error.code, facts: error.facts } : { error: String(error) });
  process.exitCode = 1;
}
