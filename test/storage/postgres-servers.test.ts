import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openStore } from '../../src/storage/open.ts';
import { PostgresStore } from '../../src/storage/postgres/store.ts';
import { sentenceFor } from '../../src/text/refusals.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { aMember, answered, completed, enrolled, sun, zhang } from '../builders.ts';
import { administer, freshDatabase } from './postgres-server.ts';
import { Writers } from './writers.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let opened: PostgresStore[];
beforeEach(async () => { database = await freshDatabase(inject('postgresUrl')); opened = []; });
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await database.drop();
});
const server = async (url = database.url) => {
  const store = await PostgresStore.open(url);
  opened.push(store);
  return store;
};
const attempts = (...numbers: number[]) => numbers.map((attempt) => answered(zhang, 'first-01', attempt, ['a']));

describe('several servers on one database', () => {
  test('take 64 clients to one person and to many: nothing is lost, doubled or out of order', async () => {
    const servers = await Promise.all([server(), server()]);
    const writers = new Writers(servers, 64);
    for (let round = 0; round < 6; round += 1) await writers.goneOn();
    await writers.stop();
    for (const store of servers) await writers.check(store);
    expect(writers.refusals).toEqual([]);
  });

  test('answer the same fact sent to both with the one that was recorded, and refuse another under its id', async () => {
    const [first, second] = await Promise.all([server(), server()]) as [PostgresStore, PostgresStore];
    for (let attempt = 1; attempt <= 30; attempt += 1) {
      const [here, there] = await Promise.all([first.append(attempts(attempt)), second.append(attempts(attempt))]);
      expect(here).toEqual(there);
      await expect(second.append([answered(zhang, 'first-01', attempt, ['b'])])).rejects.toMatchObject({ code: 'fact-conflict' });
    }
    expect(await first.verify()).toEqual({ facts: 30, subjects: 1, blobs: 0, problems: [] });
  });

  test('let exactly one of them through each version of a document', async () => {
    const servers = await Promise.all([server(), server()]);
    await servers[0]!.changeDocuments('guesses', [{ id: 'a', expected: 0, value: 0 }]);
    const count = async (store: PostgresStore) => {
      for (let done = 0; done < 50;) {
        const { version, value } = (await store.readDocument<number>('guesses', 'a'))!;
        done += await store.changeDocuments('guesses', [{ id: 'a', expected: version, value: value + 1 }]).then(() => 1, () => 0);
      }
    };
    await Promise.all(servers.map(count));
    expect(await servers[0]!.readDocument('guesses', 'a')).toEqual({ id: 'a', version: 101, value: 100 });
  });

  test('change many documents crosswise without blocking each other for good', async () => {
    const servers = await Promise.all([server(), server()]);
    const ids = Array.from({ length: 300 }, (_, index) => `doc-${index}`);
    await servers[0]!.changeDocuments('guesses', ids.map((id) => ({ id, expected: 0, value: 0 })));
    for (let version = 1; version < 8; version += 1) {
      const results = await Promise.allSettled([ids, ids.toReversed()].map((order, index) => servers[index]!.changeDocuments('guesses', order.map((id) => ({ id, expected: version, value: index })))));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    }
  });

  test('that start at the same moment on an empty database build it once', async () => {
    const servers = await Promise.all(Array.from({ length: 6 }, () => server()));
    await Promise.all(servers.map((store, index) => store.append([enrolled(aMember({ memberId: `member-${index}` }))])));
    expect(await servers[5]!.verify()).toEqual({ facts: 6, subjects: 6, blobs: 0, problems: [] });
  });
});

test('a chain goes on from what the database has, also when it was set back under a running server', async () => {
  const store = await server();
  await store.append(attempts(1, 2, 3));
  await administer(database.url, 'delete from facts where seq = 3', 'delete from pending where seq = 3');
  expect(await store.append(attempts(4))).toMatchObject([{ seq: 3 }]);
  expect(await store.verify()).toEqual({ facts: 3, subjects: 1, blobs: 0, problems: [] });
});

test('an export that nobody reads to its end does not hold up closing', async () => {
  const store = await server();
  await store.append(attempts(1, 2));
  const records = store.exportRecords();
  await records.next();
  await store.close();
  await expect(records.next()).rejects.toMatchObject({ code: 'store-stopped' });
});

test('an export of a fact that is no longer readable is refused and names it, for a backup as for a move', async () => {
  const store = await server();
  await store.append([enrolled(sun)]);
  await administer(database.url, "update facts set body = '{' where subject_id = 'member-sun'");
  await expect(Array.fromAsync(store.exportRecords())).rejects.toMatchObject({ code: 'records-broken', facts: { problem: expect.stringContaining('member-sun 第 1 条（enrolled）：内容无法读取') } });
});

test('units changed by one server are seen by the others at once, and nobody changes what another was handed', async () => {
  const [first, second] = [await server(), await server()];
  expect(await second.listDocuments('units')).toEqual([]);
  await first.changeDocuments('units', [{ id: 'unit-root', expected: 0, value: { name: '区信访办' } }]);
  const [stored] = await second.listDocuments<{ name: string }>('units');
  expect(stored).toEqual({ id: 'unit-root', version: 1, value: { name: '区信访办' } });
  stored!.version = 9;
  try { stored!.value.name = '别的名称'; } catch { /* frozen is as good as a copy */ }
  expect(await second.listDocuments('units')).toEqual([{ id: 'unit-root', version: 1, value: { name: '区信访办' } }]);
  await first.changeDocuments('units', [{ id: 'unit-root', expected: 1, value: undefined }]);
  expect(await second.listDocuments('units')).toEqual([]);
});

test('20,000 documents change in one call within seconds', async () => {
  const store = await server();
  const all = (expected: number) => Array.from({ length: 20_000 }, (_, index) => ({ id: `member-${index}`, expected, value: { name: '张䶮', index } }));
  const begun = performance.now();
  await store.changeDocuments('guesses', all(0));
  await store.changeDocuments('guesses', all(1));
  await expect(store.changeDocuments('guesses', [...all(2).slice(1), { id: 'member-0', expected: 9, value: 0 }])).rejects.toMatchObject({ code: 'document-conflict' });
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(await store.readDocuments('guesses', ['member-19999', 'none', 'member-0'])).toEqual([{ id: 'member-19999', version: 2, value: { name: '张䶮', index: 19_999 } }, { id: 'member-0', version: 2, value: { name: '张䶮', index: 0 } }]);
});

test('a document named twice in one call changes one step after the other', async () => {
  const store = await server();
  await store.changeDocuments('guesses', [{ id: 'a', expected: 0, value: 1 }, { id: 'b', expected: 0, value: 1 }, { id: 'a', expected: 1, value: 2 }, { id: 'b', expected: 1, value: undefined }, { id: 'c', expected: 0, value: undefined }]);
  expect(await store.listDocuments('guesses')).toEqual([{ id: 'a', version: 2, value: 2 }]);
  for (const changes of [[{ id: 'a', expected: 2, value: 3 }, { id: 'a', expected: 2, value: 4 }], [{ id: 'a', expected: 0, value: undefined }]]) {
    await expect(store.changeDocuments('guesses', changes)).rejects.toMatchObject({ code: 'document-conflict' });
  }
  expect(await store.listDocuments('guesses')).toEqual([{ id: 'a', version: 2, value: 2 }]);
});

test('a database from before there were blobs takes them as soon as it is opened', async () => {
  const before = await server();
  await before.append([enrolled(sun)]);
  await before.close();
  await administer(database.url, 'drop table blobs', "delete from migrations where name = '003-blobs'");
  const store = await server();
  await store.writeBlob(Buffer.from('photo'));
  expect(await store.verify()).toEqual({ facts: 1, subjects: 1, blobs: 1, problems: [] });
});

describe('verify names what was done behind the back of the store', () => {
  const damage = async (...statements: string[]) => {
    const store = await server();
    await store.append([...attempts(1, 2, 3, 4), enrolled(sun), completed(sun, 'course-a/first')]);
    await administer(database.url, ...statements);
    return (await store.verify()).problems;
  };

  test('an altered fact, whichever part of it', async () => {
    expect(await damage(`update facts set body = replace(body, '"attempt":2', '"attempt":9') where id = 'answered/first-01/2'`, "update facts set unit_id = 'unit-street' where id = 'completed/course-a/first'"))
      .toEqual([expect.stringMatching(/member-sun 第 2 条（completed\/course-a\/first）.*曾被改动/), expect.stringMatching(/member-zhang 第 2 条（answered\/first-01\/2）.*曾被改动/)]);
  });

  test('a fact that was taken out, or is no longer readable', async () => {
    expect(await damage("delete from facts where subject_id = 'member-zhang' and seq = 2", "update facts set body = '{' where subject_id = 'member-sun' and seq = 1"))
      .toEqual([expect.stringContaining('member-sun 第 1 条（enrolled）：内容无法读取'), expect.stringContaining('member-zhang 第 3 条：前面应有第 2 条')]);
  });

  test('facts that changed places', async () => {
    const problems = await damage("update facts set seq = seq + 100 where subject_id = 'member-zhang' and seq in (2, 3)", "update facts set seq = 105 - seq where seq > 100");
    expect(problems).toEqual([expect.stringContaining('member-zhang 第 2 条：与前一条不相接')]);
  });
});

describe('a database that cannot be used is refused at the start, in a sentence without the password', () => {
  const sentence = async (url: string) => openStore({ DATABASE_URL: url }).then(() => 'opened', (error: unknown) => {
    if (!isRefusal(error)) throw error;
    const { title, detail } = sentenceFor(error.code, error.facts);
    return `${title}：${detail}`;
  });
  const at = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    url.password = 'ge-heim';
    return url.href;
  };

  test('when nobody is there, the name is wrong, or the address is', async () => {
    expect(await sentence(at((url) => { url.port = '1'; }))).toMatch(/^连不上数据库：127\.0\.0\.1:1\/.*没有数据库在运行/);
    expect(await sentence(at((url) => { url.pathname = 'none'; }))).toMatch(/没有这个名称的数据库/);
    expect(await sentence('mysql://x:ge-heim@localhost/x')).toMatch(/^连不上数据库：DATABASE_URL：写法不对/);
    expect(await sentence('ge-heim')).not.toContain('ge-heim：');
    for (const url of [at((one) => { one.port = '1'; }), at((one) => { one.pathname = 'none'; })]) expect(await sentence(url)).not.toContain('ge-heim');
  });

  test('when a later version has been there, or it acknowledges before it writes', async () => {
    await (await server()).append([enrolled()]);
    expect(await sentence(at((url) => { url.searchParams.set('options', `${url.searchParams.get('options')} -c synchronous_commit=off`); }))).toContain('synchronous_commit 是 off');
    await administer(database.url, "insert into migrations values ('999-later', 'tomorrow')");
    expect(await sentence(database.url)).toBe('数据库由更新的版本使用过：其中有本版本不认识的表结构（999-later）。请改用较新的程序，没有改动任何数据。');
  });
});
