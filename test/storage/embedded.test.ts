import { readdir, readFile, rm, cp, writeFile, truncate, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmbeddedStore, forgetDossiers } from '../../src/storage/embedded/store.ts';
import { answered, completed, enrolled, opened, scheduled, signedIn, sun, zhang } from '../builders.ts';
import { storeContract } from './contract.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';

storeContract('the embedded store', dataFolder);

const march = 'facts/2026-03.jsonl';
let data: DataFolder;
beforeEach(async () => { data = await dataFolder(); });
afterEach(async () => { await data.clean(); });
const idsOf = async (store: EmbeddedStore, subjectId = 'member-zhang') => (await store.factsOf(subjectId)).map((fact) => fact.id);
const attempts = (...numbers: number[]) => numbers.map((attempt) => answered(zhang, 'first-01', attempt, ['a']));
const idsOfAttempts = (...numbers: number[]) => numbers.map((attempt) => `answered/first-01/${attempt}`);

test('a dossier that cannot be read refuses what would be added to it, before anything is recorded', async () => {
  await data.store.append([enrolled(zhang, '2026-03-02T01:00:00.000Z')]);
  await writeFile(data.at('dossiers/contexts/session-1.json'), '{');
  await expect(data.store.append([signedIn('session-1', zhang, '2026-03-02T01:00:00.000Z'), signedIn('session-2', sun, '2026-03-02T01:00:00.000Z')])).rejects.toThrow();
  expect(await data.store.append(attempts(1))).toMatchObject([{ seq: 2 }]);
  expect(await data.store.verify()).toEqual({ facts: 2, subjects: 1, blobs: 0, problems: [] });
});

test('what a killed process left half-written among the documents or the blobs is removed at the next start', async () => {
  await data.store.changeDocuments('accounts', [{ id: '1001', expected: 0, value: { name: '张䶮' } }]);
  await data.store.close();
  for (const name of ['documents/accounts.json.4711.abcdef.tmp', `blobs/${'a'.repeat(64)}.4711.abcdef.tmp`]) await writeFile(data.at(name), '{"1001"');
  const store = await data.reopen();
  expect([await readdir(data.at('documents')), await readdir(data.at('blobs'))]).toEqual([['accounts.json'], []]);
  expect(await store.readDocument('accounts', '1001')).toMatchObject({ value: { name: '张䶮' } });
});

describe('a journal whose end is torn', () => {
  test('loses the torn last line, and nothing else', async () => {
    await data.store.append(attempts(1));
    await data.store.append(attempts(2));
    await data.store.close();
    const whole = await readFile(data.at(march));
    for (const cut of [1, 40]) {
      await writeFile(data.at(march), whole.subarray(0, whole.length - cut));
      const store = await data.reopen();
      expect(await idsOf(store), `cut ${cut}`).toEqual(idsOfAttempts(1));
      expect(await store.append(attempts(2))).toMatchObject([{ seq: 2 }]);
      expect(await store.verify()).toEqual({ facts: 2, subjects: 1, blobs: 0, problems: [] });
      await store.close();
    }
  });

  test('loses a torn batch whole, wherever in it the cut falls', async () => {
    await data.store.append(attempts(1));
    const { size: before } = await stat(data.at(march));
    await data.store.append([...attempts(2, 3), completed(zhang, 'course-a/first'), enrolled(sun, '2026-03-02T01:00:00.000Z')]);
    await data.store.close();
    const whole = await readFile(data.at(march));
    const lineEnds = [...whole.keys()].filter((at) => whole[at] === 0x0a && at >= before).map((at) => at + 1);
    expect(lineEnds).toHaveLength(4);
    for (const cut of [...lineEnds.slice(0, 3), ...lineEnds.slice(0, 3).map((end) => end + 7), lineEnds[3]! - 1, before + 1]) {
      await writeFile(data.at(march), whole.subarray(0, cut));
      const store = await data.reopen();
      expect(await idsOf(store), `cut at ${cut}`).toEqual(idsOfAttempts(1));
      expect(await store.factsOf('member-sun')).toEqual([]);
      expect(await store.verify()).toEqual({ facts: 1, subjects: 1, blobs: 0, problems: [] });
      await store.close();
    }
    await writeFile(data.at(march), whole);
    expect((await (await data.reopen()).verify()).facts).toBe(5);
  });

  test('may be torn in the very first line, or before it', async () => {
    await data.store.append(attempts(1));
    for (const left of [0, 10]) {
      await data.store.close();
      await truncate(data.at(march), left);
      const store = await data.reopen();
      expect(await store.verify()).toEqual({ facts: 0, subjects: 0, blobs: 0, problems: [] });
      await store.append(attempts(1));
      expect(await idsOf(await data.reopen())).toEqual(idsOfAttempts(1));
    }
  });

  test('may end in zeroes, as a file system leaves what it had made room for but not yet written', async () => {
    await data.store.append(attempts(1));
    await data.store.close();
    const whole = await readFile(data.at(march));
    for (const zeroes of [1, 512, 300_000]) {
      await writeFile(data.at(march), Buffer.concat([whole, Buffer.alloc(zeroes)]));
      expect(await (await data.reopen()).append(attempts(1, 2)), `${zeroes} zeroes`).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    }
  });

  test('is cut where it should also when the torn batch is longer than one look at the end', async () => {
    await data.store.append(attempts(1));
    await data.store.append(Array.from({ length: 1_500 }, (_, index) => answered(sun, 'first-01', index + 1, ['a'])));
    await data.store.close();
    await truncate(data.at(march), (await stat(data.at(march))).size - 300_000 + 1);
    const store = await data.reopen();
    expect(await store.verify()).toEqual({ facts: 1, subjects: 1, blobs: 0, problems: [] });
  });
});

describe('a damaged folder', () => {
  test('with garbage in the middle of the journal is refused with file and line, and left as it is', async () => {
    await data.store.append([enrolled(zhang, '2026-02-02T01:00:00.000Z')]);
    await data.store.append(attempts(1, 2, 3));
    await data.store.close();
    await forgetDossiers(data.folder);
    for (const garbage of ['{"id": "half', '\u0000\u0000', '5', 'null']) {
      await data.alter(march, (text) => text.split('\n').map((line, index) => (index === 1 ? garbage : line)).join('\n'));
      const damaged = await readFile(data.at(march));
      await expect(EmbeddedStore.open(data.folder), garbage).rejects.toMatchObject({ code: 'folder-damaged', facts: { file: '2026-03.jsonl', line: 2 } });
      expect((await readFile(data.at(march))).equals(damaged)).toBe(true);
    }
  });

  test('names the line of the file also when only the end of it is read', async () => {
    await data.store.append(attempts(1, 2));
    await data.store.close();
    const checkpoint = await readFile(data.at('dossiers/checkpoint.json'));
    await data.store.close();
    const store = await data.reopen();
    await store.append(attempts(3, 4, 5));
    await store.close();
    await writeFile(data.at('dossiers/checkpoint.json'), checkpoint);
    await data.alter(march, (text) => text.split('\n').map((line, index) => (index === 3 ? 'garbage' : line)).join('\n'));
    await expect(EmbeddedStore.open(data.folder)).rejects.toMatchObject({ code: 'folder-damaged', facts: { file: '2026-03.jsonl', line: 4 } });
  });

  test('can be opened again once it is mended: the refused start holds no lock', async () => {
    await data.store.append(attempts(1, 2));
    await data.store.close();
    await forgetDossiers(data.folder);
    const whole = await readFile(data.at(march), 'utf8');
    await writeFile(data.at(march), `garbage\n${whole}`);
    await expect(EmbeddedStore.open(data.folder)).rejects.toMatchObject({ code: 'folder-damaged' });
    await writeFile(data.at(march), whole);
    expect(await idsOf(await data.reopen())).toEqual(idsOfAttempts(1, 2));
  });

  test('with a broken file of documents refuses that collection, serves the others, and closes', async () => {
    await data.store.changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
    await data.store.changeDocuments('units', [{ id: 'a', expected: 0, value: 1 }]);
    await data.store.close();
    await data.alter('documents/members.json', (text) => text.slice(0, -3));
    const store = await data.reopen();
    await expect(store.readDocument('members', 'a')).rejects.toMatchObject({ code: 'folder-damaged', facts: { file: data.at('documents/members.json') } });
    expect(await store.readDocument('units', 'a')).not.toBeNull();
    await store.close();
    await (await EmbeddedStore.open(data.folder)).close();
  });

  test('an altered fact is found by verify and named, and so is one that was taken out', async () => {
    await data.store.append([...attempts(1, 2, 3), enrolled(sun, '2026-03-02T01:00:00.000Z')]);
    await data.alter(march, (text) => text.replace('"attempt":2,"chosen":["a"]', '"attempt":2,"chosen":["b"]'));
    const altered = await data.store.verify();
    expect(altered.problems).toHaveLength(1);
    expect(altered.problems[0]).toMatch(/member-zhang 第 2 条（answered\/first-01\/2）.*曾被改动/);
    await data.alter(march, (text) => text.replace('"chosen":["b"]', '"chosen":["a"]'));
    expect((await data.store.verify()).problems).toEqual([]);
    await data.store.close();
    await data.alter(march, (text) => text.split('\n').filter((_, index) => index !== 1).join('\n'));
    expect((await (await data.reopen()).verify()).problems).toEqual([expect.stringContaining('member-zhang 第 3 条')]);
  });

  test('garbage in the journal is reported by verify with its place', async () => {
    await data.store.append(attempts(1, 2, 3));
    await data.alter(march, (text) => text.replace('"id":"answered/first-01/2"', '"id:answered/first-01/2"'));
    expect((await data.store.verify()).problems).toEqual(['2026-03.jsonl 第 2 行无法读取']);
  });
});

describe('dossiers are gathered again from the journal', () => {
  const fill = async (store: EmbeddedStore) => {
    await store.append([scheduled('session-1'), opened('session-1', [zhang]), signedIn('session-1', zhang, '2026-03-02T01:00:00.000Z'), ...attempts(1, 2)]);
  };
  const everything = async (store: EmbeddedStore) => [
    await idsOf(store), await idsOf(store, 'session-1'), (await store.factsIn('session-1')).map((fact) => fact.id), (await store.factsOfUnit('unit-root')).map((fact) => fact.id),
  ];
  const whole = [['signed-in/session-1/1', ...idsOfAttempts(1, 2)], ['scheduled', 'opened'], ['signed-in/session-1/1'], ['scheduled', 'opened']];

  beforeEach(async () => {
    await fill(data.store);
    await data.store.close();
  });

  test('when the whole folder of dossiers is gone', async () => {
    await rm(data.at('dossiers'), { recursive: true });
    expect(await everything(await data.reopen())).toEqual(whole);
  });

  test('when only the checkpoint is gone, whatever the files say', async () => {
    await forgetDossiers(data.folder);
    await writeFile(data.at('dossiers/subjects/member-zhang.json'), 'half a fi');
    expect(await everything(await data.reopen())).toEqual(whole);
  });

  test('when the checkpoint cannot be read', async () => {
    await writeFile(data.at('dossiers/checkpoint.json'), '{');
    await rm(data.at('dossiers/subjects/member-zhang.json'));
    expect(await everything(await data.reopen())).toEqual(whole);
  });

  test('when the checkpoint is from another boot, as after a power cut', async () => {
    await data.alter('dossiers/checkpoint.json', (text) => JSON.stringify({ ...JSON.parse(text) as object, until: 'another boot' }));
    await writeFile(data.at('dossiers/subjects/member-zhang.json'), '');
    expect(await everything(await data.reopen())).toEqual(whole);
  });

  test('when some of the files were deleted', async () => {
    await rm(data.at('dossiers/subjects/member-zhang.json'));
    const store = await data.reopen();
    expect(await everything(store)).toEqual(whole);
    await store.append(attempts(3));
    expect((await store.verify()).problems).toEqual([]);
  });

  test('from where the checkpoint stands, when it is behind the journal', async () => {
    await cp(data.at('dossiers'), data.at('earlier'), { recursive: true });
    const store = await data.reopen();
    await store.append([...attempts(3, 4), answered(sun, 'first-01', 1, ['a'], '2026-04-02T01:00:00.000Z')]);
    await store.close();
    await rm(data.at('dossiers'), { recursive: true });
    await cp(data.at('earlier'), data.at('dossiers'), { recursive: true });
    const again = await data.reopen();
    expect(await idsOf(again)).toEqual(['signed-in/session-1/1', ...idsOfAttempts(1, 2, 3, 4)]);
    expect(await idsOf(again, 'member-sun')).toEqual(idsOfAttempts(1));
    expect(await again.append(attempts(5))).toMatchObject([{ seq: 6 }]);
    expect((await again.verify()).problems).toEqual([]);
  });

  test('without doubling what the files already hold, when only the checkpoint is behind', async () => {
    const checkpoint = await readFile(data.at('dossiers/checkpoint.json'));
    const store = await data.reopen();
    await store.append(attempts(3));
    await store.close();
    await writeFile(data.at('dossiers/checkpoint.json'), checkpoint);
    expect(await idsOf(await data.reopen())).toEqual(['signed-in/session-1/1', ...idsOfAttempts(1, 2, 3)]);
  });
});

test('facts lie in monthly segments by Beijing time, and only their owner may read the files', async () => {
  await data.store.append(attempts(1).map((fact) => ({ ...fact, at: '2026-03-31T15:59:59.999Z' })));
  await data.store.append(attempts(2).map((fact) => ({ ...fact, at: '2026-03-31T16:00:00.000Z' })));
  await data.store.changeDocuments('accounts', [{ id: 'a', expected: 0, value: 1 }]);
  await data.store.close();
  expect(await readdir(data.at('facts'))).toEqual(['2026-03.jsonl', '2026-04.jsonl']);
  if (process.platform === 'win32') return void console.log('文件权限：Windows 没有这一层权限位，未检查');
  for (const name of ['facts/2026-03.jsonl', 'facts/2026-04.jsonl', 'documents/accounts.json', 'dossiers/subjects/member-zhang.json']) expect((await stat(data.at(name))).mode & 0o077, name).toBe(0);
});
