import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { PostgresStore } from '../../src/storage/postgres/store.ts';
import { answered, completed, enrolled, now, sun, zhang } from '../builders.ts';
import { administer, freshDatabase, startPostgres } from './postgres-server.ts';
import { openProxy, type Proxy } from './tcp-proxy.ts';
import { Writers } from './writers.ts';

const someTime = (most: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));
const attempts = (...numbers: number[]) => numbers.map((attempt) => answered(zhang, 'first-01', attempt, ['a']));

// The kernel keeps what a killed process had handed to it: this shows recovery and our own part, not that the disk keeps its word.
test('a database killed under load loses nothing it had acknowledged, and servers go on by themselves once it is back', async () => {
  const server = await startPostgres();
  try {
    const stores = [await PostgresStore.open(server.url), await PostgresStore.open(server.url)];
    const writers = new Writers(stores, 16);
    for (let kill = 0; kill < 6; kill += 1) {
      await writers.goneOn();
      await someTime(200);
      await server.kill();
      await someTime(200);
      await server.start();
    }
    await writers.goneOn();
    await writers.stop();
    await writers.check(stores[0]!);
    expect(new Set(writers.refusals)).toEqual(new Set());
    expect(writers.acknowledged.length).toBeGreaterThan(16 * 6 * 2);
    await Promise.all(stores.map((store) => store.close()));
  } finally {
    await server.stop();
  }
});

describe('a network that is cut', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let proxy: Proxy;
  let store: PostgresStore;
  let direct: PostgresStore;
  beforeEach(async () => {
    database = await freshDatabase(inject('postgresUrl'));
    const url = new URL(database.url);
    proxy = await openProxy(Number(url.port));
    url.port = String(proxy.port);
    direct = await PostgresStore.open(database.url);
    url.searchParams.set('application_name', 'of-this-test'); // others share the server
    store = await PostgresStore.open(url.href, { answerMs: 300, giveUpMs: 2_000 });
  });
  afterEach(async () => {
    await Promise.all([store.close(), direct.close()]);
    await proxy.close();
    await database.drop();
  });

  test('in the middle of anything, also between the commit and its answer, loses nothing and doubles nothing', async () => {
    const writers = new Writers([store, store, store, direct], 16);
    for (let cut = 0; cut < 40; cut += 1) {
      await writers.goneOn();
      if (cut % 2 === 0) proxy.loseAnswersTo('insert into facts', 1 + cut % 3);
      else await someTime(20).then(proxy.cut);
    }
    await writers.goneOn();
    await writers.stop();
    expect(proxy.lost()).toBeGreaterThan(19);
    await writers.check(direct);
    expect(writers.refusals).toEqual([]);
  });

  test('so that an answer is lost: the caller hears of the facts that were recorded, not of a conflict', async () => {
    await store.append(attempts(1));
    proxy.loseAnswersTo('insert into facts', 1);
    const again = await store.append([...attempts(2), enrolled(sun)]);
    expect(proxy.lost()).toBe(1);
    expect(again).toEqual([(await direct.factsOf('member-zhang'))[1], (await direct.factsOf('member-sun'))[0]]);
    expect(await direct.verify()).toEqual({ facts: 3, subjects: 2, blobs: 0, problems: [] });
  });

  test('so that an answer is lost: a blob is written and removed all the same, once', async () => {
    const photo = Buffer.alloc(2_000_000, 'photo');
    proxy.loseAnswersTo('insert into blobs', 2);
    const hash = await store.writeBlob(photo);
    expect(proxy.lost()).toBe(2);
    expect(photo.equals((await direct.readBlob(hash))!)).toBe(true);
    proxy.loseAnswersTo('delete from "blobs"', 1);
    await store.removeBlob(hash);
    expect(proxy.lost()).toBe(3);
    expect(await direct.verify()).toEqual({ facts: 0, subjects: 0, blobs: 0, problems: [] });
  });

  test('without anybody noticing: what is sent waits, is refused in time, and goes through when the line is back', async () => {
    const writers = new Writers([store], 16);
    for (const length of [100, 700, 4_000]) {
      await writers.goneOn();
      proxy.swallow(true);
      await new Promise((resolve) => setTimeout(resolve, length));
      proxy.swallow(false);
    }
    await writers.goneOn();
    await writers.stop();
    expect(new Set(writers.refusals)).toEqual(new Set(['store-stopped']));
    await writers.check(direct);
  });

  test('refuses documents and reading while it lasts, and the process lives on', async () => {
    await store.changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
    proxy.cut();
    expect(await store.readDocument('members', 'a')).toMatchObject({ value: 1 });
    await administer(database.url, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'of-this-test'").catch(() => undefined);
    expect(await store.readDocument('members', 'a')).toMatchObject({ value: 1 });
    await proxy.close();
    const refused = await Promise.allSettled([store.readDocument('members', 'a'), store.changeDocuments('members', [{ id: 'a', expected: 1, value: 2 }]), store.verify(), store.append(attempts(1)), store.writeBlob(Buffer.from('photo'))]);
    for (const result of refused) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store-stopped' } });
  });
});

// Shows what a server of ours does when PostgreSQL says that there is no room. What PostgreSQL does itself on a full disk (it says so, or
// restarts when its log does not fit) is its own affair, and the restart is like the kill above.
test('a full disk refuses what does not fit, records nothing of it, and takes it once there is room', async () => {
  const database = await freshDatabase(inject('postgresUrl'));
  const store = await PostgresStore.open(database.url);
  await store.append(attempts(1));
  await administer(database.url, "create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$",
    ...['facts', 'documents', 'blobs'].map((table) => `create trigger no_room after insert on ${table} for each row execute function no_room()`));
  const refused = await Promise.allSettled([store.append(attempts(2)), store.append([enrolled(sun)]), store.changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]), store.writeBlob(Buffer.from('photo'))]);
  for (const result of refused) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store-full' } });
  expect(await store.verify()).toEqual({ facts: 1, subjects: 1, blobs: 0, problems: [] });
  expect(await store.listDocuments('members')).toEqual([]);
  await administer(database.url, 'drop trigger no_room on facts', 'drop trigger no_room on documents');
  await store.append([...attempts(2), enrolled(sun), completed(zhang, 'course-a/first', now)]);
  expect(await store.verify()).toEqual({ facts: 4, subjects: 2, blobs: 0, problems: [] });
  await store.close();
  await database.drop();
});
