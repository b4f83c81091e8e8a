import { afterEach, describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/fact.ts';
import { hashOf } from '../../src/storage/chain.ts';
import type { RecordLine, Store } from '../../src/storage/port.ts';
import { aMember, answered, closed, completed, enrolled, opened, scheduled, signedIn, now, sun, wu, zhang } from '../builders.ts';
import type { Opened } from './contract.ts';

/** The part of the contract that is about everything at once: leaving a store and coming into another. */
export function recordPromises(current: () => Store, reopen: () => Promise<void>, open: () => Promise<Opened>): void {
  let others: Opened[] = [];
  afterEach(async () => {
    for (const other of others) { await other.store.close(); await other.clean?.(); }
    others = [];
  });
  const another = async () => {
    const other = await open();
    others.push(other);
    return other.store;
  };

  describe('all records together', () => {
    test('leave a store blobs first, then documents, then facts in the order in which they were recorded', async () => {
      await fill(current());
      const lines = await all(current().exportRecords());
      const names = lines.map((line) => ('blob' in line ? `blob ${Buffer.from(line.blob.base64, 'base64').toString()}`
        : 'document' in line ? `${line.document.collection} ${line.document.id} ${line.document.version}` : `${line.fact.subjectId} ${line.fact.seq}`));
      expect(names.slice(0, 2).sort()).toEqual(['blob 会场', 'blob 登记表']);
      expect(names.slice(2, 5).sort()).toEqual(['accounts __proto__ 1', 'members a 2', 'members b 1']);
      expect(names.slice(5)).toEqual(['member-zhang 1', 'session-1 1', 'session-1 2', 'member-sun 1', 'member-zhang 2', 'member-zhang 3', 'session-1 3']);
    });

    test('come into an empty store with the same versions and hashes, and every character', async () => {
      await fill(current());
      const lines = await all(current().exportRecords());
      const other = await another();
      expect(await other.importRecords(each(lines))).toEqual({ blobs: 2, documents: 3, facts: 7 });
      expect(await all(other.exportRecords())).toEqual(lines);
      expect(await other.verify()).toEqual({ facts: 7, subjects: 3, blobs: 2, problems: [] });
      for (const subjectId of ['member-zhang', 'member-sun', 'session-1']) expect(await other.factsOf(subjectId)).toEqual(await current().factsOf(subjectId));
      expect(await other.factsIn('session-1')).toEqual(await current().factsIn('session-1'));
      expect(await other.factsOfUnit('unit-root')).toEqual(await current().factsOfUnit('unit-root'));
      for (const id of ['a', 'b']) expect(await other.readDocument('members', id)).toEqual(await current().readDocument('members', id));
      expect(await other.readDocument('accounts', '__proto__')).toEqual({ id: '__proto__', version: 1, value: { said: '䶮㛃堃𬭚\u2028\ud800' } });
    });

    test('that have come in are there after a restart, and recording goes on behind them', async () => {
      const source = await another();
      await fill(source);
      await current().importRecords(source.exportRecords());
      await reopen();
      expect(await current().append([completed(zhang, 'course-a/second'), enrolled(sun)])).toMatchObject([{ seq: 4 }, { seq: 2 }]);
      await current().changeDocuments('members', [{ id: 'a', expected: 2, value: 'later' }]);
      expect(await current().append([enrolled(zhang)])).toMatchObject([{ seq: 1 }]);
      await expect(current().changeDocuments('members', [{ id: 'b', expected: 0, value: 1 }])).rejects.toMatchObject({ code: 'document-conflict' });
      expect(await current().verify()).toEqual({ facts: 9, subjects: 3, blobs: 2, problems: [] });
      expect(await current().factsIn('session-1')).toHaveLength(2);
    });

    test('of nothing are nothing', async () => {
      expect(await all(current().exportRecords())).toEqual([]);
      expect(await current().importRecords(each([]))).toEqual({ blobs: 0, documents: 0, facts: 0 });
      expect(await current().append([enrolled()])).toMatchObject([{ seq: 1 }]);
    });

    test('do not come into a store that holds a fact or a document', async () => {
      const lines = await all((await filled(another)).exportRecords());
      await current().changeDocuments('settings', [{ id: 'office', expected: 0, value: 1 }]);
      await expect(current().importRecords(each(lines))).rejects.toMatchObject({ code: 'store-not-empty' });
      expect(await all(current().exportRecords())).toHaveLength(1);
      const other = await another();
      await other.append([enrolled(wu)]);
      await expect(other.importRecords(each(lines))).rejects.toMatchObject({ code: 'store-not-empty' });
      expect(await all(other.exportRecords())).toHaveLength(1);
    });

    test('that do not fit together are refused, and the store is empty and usable afterwards', async () => {
      const lines = await all((await filled(another)).exportRecords());
      for (const [what, broken] of Object.entries(damages(lines))) {
        await expect(current().importRecords(each(broken)), what).rejects.toMatchObject({ code: 'records-broken', facts: { problem: expect.stringMatching(/./) } });
        expect(await all(current().exportRecords()), what).toEqual([]);
      }
      await reopen();
      expect(await all(current().exportRecords())).toEqual([]);
      expect(await current().factsOf('member-zhang')).toEqual([]);
      expect(await current().importRecords(each(lines))).toEqual({ blobs: 2, documents: 3, facts: 7 });
    });

    test('whose source fails in the middle leave nothing, and the failure is passed on', async () => {
      const lines = await all((await filled(another)).exportRecords());
      const failing = async function* () { yield* lines.slice(0, 8); throw new Error('the disk was pulled out'); };
      await expect(current().importRecords(failing())).rejects.toThrow('the disk was pulled out');
      await reopen();
      expect(await all(current().exportRecords())).toEqual([]);
      expect(await current().append([enrolled()])).toMatchObject([{ seq: 1 }]);
    });

    test('leave as they stood at one moment while others go on writing', async () => {
      const people = Array.from({ length: 8 }, (_, index) => aMember({ memberId: `member-${index}` }));
      const before = 5;
      let going = true;
      const write = async (person: typeof zhang) => {
        for (let count = 1; going || count <= before; count += 1) {
          await current().append([answered(person, 'first-01', count, ['a']), answered(person, 'first-02', count, ['a']), answered(zhang, `of-${person.memberId}`, count, ['a'])]);
          await current().changeDocuments('members', [{ id: person.memberId, expected: count - 1, value: count }]);
          if (count === before) reached.get(person)!();
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const reached = new Map<unknown, () => void>();
      const started = Promise.all(people.map((person) => new Promise<void>((resolve) => reached.set(person, resolve))));
      const writing = people.map(write);
      await started;
      const lines: RecordLine[] = [];
      for await (const line of current().exportRecords()) {
        lines.push(line);
        if (lines.length % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      going = false;
      await Promise.all(writing);

      for (const { memberId } of people) {
        const number = (name: string) => lines.filter((line) => 'fact' in line && line.fact.id.startsWith(`answered/${name}/`) && [memberId, 'member-zhang'].includes(line.fact.subjectId) && (line.fact.subjectId === memberId || name.startsWith('of-'))).length;
        const batches = [number('first-01'), number('first-02'), number(`of-${memberId}`)];
        expect(new Set(batches).size, `${memberId}: ${batches}`).toBe(1);
        const document = lines.find((line) => 'document' in line && line.document.id === memberId) as Extract<RecordLine, { document: unknown }>;
        expect(document.document.version).toBeGreaterThanOrEqual(before);
        expect(batches[0]).toBeGreaterThanOrEqual(document.document.version);
      }
      const other = await another();
      await other.importRecords(each(lines));
      expect((await other.verify()).problems).toEqual([]);
    });
  });
}

async function fill(store: Store): Promise<void> {
  for (const text of ['会场', '登记表']) await store.writeBlob(Buffer.from(text));
  await store.changeDocuments('members', [{ id: 'b', expected: 0, value: wu }, { id: 'a', expected: 0, value: 1 }]);
  await store.changeDocuments('members', [{ id: 'a', expected: 1, value: { name: '䶮' } }]);
  await store.changeDocuments('accounts', [{ id: '__proto__', expected: 0, value: { said: '䶮㛃堃𬭚\u2028\ud800' } }, { id: 'gone', expected: 0, value: 1 }]);
  await store.changeDocuments('accounts', [{ id: 'gone', expected: 1, value: undefined }]);
  await store.append([enrolled(zhang), scheduled('session-1'), opened('session-1', [zhang, sun])]);
  await store.append([signedIn('session-1', sun, now), signedIn('session-1', zhang, now)]);
  await store.append([answered(zhang, 'first-01', 1, ['a'], '2026-04-01T02:00:00.000Z')]);
  await store.append([{ ...closed('session-1'), body: { note: '䶮㛃堃𬭚\u2028甲\u2029乙\u0085丙\r\n丁\t"引号"\\u0000\ud800' } }]);
}

async function filled(another: () => Promise<Store>): Promise<Store> {
  const store = await another();
  await fill(store);
  return store;
}

/** Each of them records with one thing wrong. */
function damages(lines: readonly RecordLine[]): Record<string, RecordLine[]> {
  const documents = lines.filter((line) => 'document' in line);
  const facts = lines.flatMap((line) => ('fact' in line ? [line.fact] : []));
  const replaced = (index: number, ...by: Fact[]) => [...documents, ...facts.toSpliced(index, 1, ...by).map((fact) => ({ fact }))];
  const answer = facts.findIndex((fact) => fact.kind === 'question.answered');
  const altered = { ...facts[answer]!, body: { ...facts[answer]!.body, chosen: ['b'] } } as Fact;
  const unchained = { ...facts[answer]!, prev: 'f'.repeat(64) };
  const unknown = { ...facts[0]!, kind: 'no.such' } as never as Fact;
  const hostile = { ...facts[0]!, subjectId: '../../x' };
  return {
    'an altered fact': replaced(answer, altered),
    'a missing fact': replaced(facts.findIndex((fact) => fact.subjectId === 'member-zhang' && fact.seq === 2)),
    'a missing first fact': replaced(0),
    'a fact twice': replaced(0, facts[0]!, facts[0]!),
    'a wrong prev': replaced(answer, { ...unchained, hash: hashOf(unchained) } as Fact),
    'a fact of no known kind': replaced(0, { ...unknown, hash: hashOf(unknown) } as Fact),
    'an id that is a path': replaced(0, { ...hostile, hash: hashOf(hostile) } as Fact),
    'an unknown collection': [{ document: { collection: 'secrets' as never, id: 'a', version: 1, value: 1 } }, ...lines],
    'a document twice': [documents[0]!, ...lines],
    'a version that is none': [{ document: { collection: 'settings', id: 'office', version: 0, value: 1 } }, ...lines],
  };
}

async function* each(lines: readonly RecordLine[]): AsyncGenerator<RecordLine> {
  yield* structuredClone(lines);
}

async function all(lines: AsyncIterable<RecordLine>): Promise<RecordLine[]> {
  const gathered: RecordLine[] = [];
  for await (const line of lines) gathered.push(line);
  return gathered;
}
