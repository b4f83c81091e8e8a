import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFolder, type Damage } from '../../src/storage/embedded/folder-reader.ts';
import type { RecordLine } from '../../src/storage/port.ts';
import { answered, closed, completed, zhang } from '../builders.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';

let data: DataFolder;
beforeEach(async () => { data = await dataFolder(); });
afterEach(async () => { await data.clean(); });

test('a folder read again and again while it is written to shows one moment each time: a fact, then the documents that rest on it, one after the other', async () => {
  let going = true;
  const writing = (async () => {
    for (let count = 1; going; count += 1) {
      await data.store.append([answered(zhang, 'first-01', count, ['a']), answered(zhang, 'first-02', count, ['a'])]);
      await data.store.changeDocuments('roster-imports', [{ id: 'one', expected: count - 1, value: count }]);
      await data.store.changeDocuments('members', [{ id: 'one', expected: count - 1, value: count }]);
    }
  })();
  const seen: number[] = [];
  while (seen.length < 60 || new Set(seen).size <= 5) {
    const lines = await all(readFolder(data.folder));
    const [imports, members] = ['roster-imports', 'members'].map((collection) => lines.flatMap((line) => ('document' in line && line.document.collection === collection ? [line.document.version] : []))[0] ?? 0);
    const facts = lines.filter((line) => 'fact' in line).length / 2;
    expect([imports! - members!, facts - imports!].map((ahead) => ahead === 0 || ahead === 1), `${facts} ${imports} ${members}`).toEqual([true, true]);
    seen.push(facts);
    await new Promise((resolve) => setImmediate(resolve));
  }
  going = false;
  await writing;
});

test('a batch that a server is just writing is left out, and is no damage', async () => {
  await data.store.append([answered(zhang, 'first-01', 1, ['a'])]);
  await data.store.append([answered(zhang, 'first-01', 2, ['a']), completed(zhang, 'course-a/first')]);
  await data.store.close();
  const whole = await all(readFolder(data.folder));
  await data.alter('facts/2026-03.jsonl', (text) => text.slice(0, -10));
  const damages: Damage[] = [];
  const reading = all(readFolder(data.folder, (damage) => damages.push(damage)));
  setTimeout(() => void writeFile(data.at('facts/2026-03.jsonl'), 'the rest of it', { flag: 'a' }), 100);
  expect(await reading).toEqual(whole.slice(0, 1));
  expect(damages).toEqual([]);
  expect(await all(readFolder(data.folder, (damage) => damages.push(damage)))).toEqual(whole.slice(0, 1));
  expect(damages).toEqual([{ kind: 'torn', file: '2026-03.jsonl', bytes: expect.any(Number) }]);
});

test('damage before the end is refused unless someone wants to hear of it', async () => {
  await data.store.append([answered(zhang, 'first-01', 1, ['a'])]);
  await data.store.append([answered(zhang, 'first-01', 2, ['a'])]);
  await data.store.changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
  await data.store.close();
  await data.alter('facts/2026-03.jsonl', (text) => text.replace('{', ''));
  await expect(all(readFolder(data.folder))).rejects.toMatchObject({ code: 'folder-damaged', facts: { file: '2026-03.jsonl', line: 1 } });
  await writeFile(data.at('documents/members.json'), '{');
  await expect(all(readFolder(data.folder))).rejects.toMatchObject({ code: 'folder-damaged', facts: { line: 1 } });
  const damages: Damage[] = [];
  expect(await all(readFolder(data.folder, (damage) => damages.push(damage)))).toMatchObject([{ fact: { seq: 2 } }]);
  expect(damages.map(({ kind }) => kind)).toEqual(['documents', 'line']);
});

test('a blob that is removed after a reading began is not named by the documents that come out of it', async () => {
  const hashes = await Promise.all(['first', 'second', 'third'].map((text) => data.store.writeBlob(Buffer.from(text))));
  const [first, second, third] = hashes.sort() as [string, string, string];
  await data.store.changeDocuments('settings', [{ id: 'photos', expected: 0, value: [first, second, third] }]);
  const reading = readFolder(data.folder);
  const begun = await reading.next();
  await data.store.changeDocuments('settings', [{ id: 'photos', expected: 1, value: [first, third] }]);
  await data.store.removeBlob(second);
  await data.store.append([answered(zhang, 'first-01', 1, ['a'])]);
  const lines = [begun.value as RecordLine, ...await all(reading)];
  expect(blobsOf(lines)).toEqual([first, third]);
  expect(lines.slice(2)).toMatchObject([{ document: { version: 2, value: [first, third] } }, { fact: { id: 'answered/first-01/1' } }]);
});

test('a blob that is written and named while a folder is read comes out with what names it, or neither does', async () => {
  let going = true;
  const writing = (async () => {
    for (let count = 1; going; count += 1) {
      const [named, noted] = [await data.store.writeBlob(Buffer.from(`photo ${count}`)), await data.store.writeBlob(Buffer.from(`note ${count}`))];
      await data.store.changeDocuments('settings', [{ id: 'photo', expected: count - 1, value: named }]);
      await data.store.append([{ ...closed(`session-${count}`), body: { note: noted } }]);
      if (count > 1) await data.store.removeBlob(createHash('sha256').update(`photo ${count - 1}`).digest('hex'));
    }
  })();
  for (let time = 0; time < 40; time += 1) {
    const lines = await all(readFolder(data.folder));
    const there = new Set(blobsOf(lines));
    const named = lines.flatMap((line) => ('document' in line ? [line.document.value as string] : 'fact' in line ? [(line.fact.body as { note: string }).note] : []));
    expect(named.filter((hash) => !there.has(hash)), `${time}`).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  going = false;
  await writing;
  expect((await all(readFolder(data.folder))).filter((line) => 'fact' in line).length).toBeGreaterThan(5);
});

test('files among the blobs that are none are named as strays, and drafts under way are passed over', async () => {
  const hash = await data.store.writeBlob(Buffer.from('photo'));
  const elsewhere = hash.startsWith('aa') ? 'bb' : 'aa';
  await mkdir(data.at('blobs', elsewhere));
  for (const name of [`${hash}.1.2.tmp`, 'Thumbs.db', path.join(elsewhere, hash), path.join(hash.slice(0, 2), `${hash}.jpg`)]) await writeFile(data.at('blobs', name), 'half');
  const damages: Damage[] = [];
  expect(blobsOf(await all(readFolder(data.folder, (damage) => damages.push(damage))))).toEqual([hash]);
  const strays = ['Thumbs.db', path.join(elsewhere, hash), path.join(hash.slice(0, 2), `${hash}.jpg`)].sort();
  expect(damages).toEqual(strays.map((name) => ({ kind: 'stray', file: path.join('blobs', name) })));
  expect(await data.store.verify()).toMatchObject({ blobs: 1, problems: strays.map((name) => expect.stringContaining(name)) });
});

function blobsOf(lines: readonly RecordLine[]): string[] {
  return lines.flatMap((line) => ('blob' in line ? [line.blob.hash] : []));
}

async function all(lines: AsyncIterable<RecordLine>): Promise<RecordLine[]> {
  const gathered: RecordLine[] = [];
  for await (const line of lines) gathered.push(line);
  return gathered;
}
