import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewFact } from '../../src/domain/fact.ts';
import { breakIn } from '../../src/storage/chain.ts';
import type { Store } from '../../src/storage/port.ts';
import { aMember, answered, closed, completed, enrolled, now, opened, scheduled, signedIn, sun, voided, zhang } from '../builders.ts';
import { blobPromises } from './contract-blobs.ts';
import { documentPromises } from './contract-documents.ts';
import { figurePromises } from './contract-figures.ts';
import { firstAnswerPromises } from './contract-first-answers.ts';
import { followUpPromises } from './contract-follow-ups.ts';
import { recordPromises } from './contract-records.ts';
import { shortAnswerPromises } from './contract-short-answers.ts';

/** A store under test. `reopen` closes it and opens its records again; `clean` removes what it left behind; `damageBlob` changes a byte behind its back. */
export interface Opened { store: Store; reopen: () => Promise<Store>; damageBlob: (hash: string) => Promise<void>; clean?: () => Promise<void> }

/** Every promise of `src/storage/port.ts`. Each adapter runs the whole of it. */
export function storeContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} keeps the promises of the port`, () => {
    let opened_: Opened;
    let store: Store;
    beforeEach(async () => { opened_ = await open(); store = opened_.store; });
    afterEach(async () => { await store.close(); await opened_.clean?.(); });
    const reopen = async () => { store = await opened_.reopen(); };

    factPromises(() => store, reopen);
    indexPromises(() => store, reopen);
    documentPromises(() => store, reopen);
    blobPromises(() => opened_, () => store, reopen, open);
    figurePromises(() => store, reopen);
    followUpPromises(() => store, reopen);
    firstAnswerPromises(() => store, reopen);
    shortAnswerPromises(() => store, reopen);
    recordPromises(() => store, reopen, open);

    describe('as a whole', () => {
      test('a closed store refuses everything, and closing it again does nothing', async () => {
        await store.append([enrolled()]);
        await store.close();
        await store.close();
        const calls = [
          store.append([completed(zhang, 'course-a/first')]), store.factsOf('member-zhang'), store.factsIn('session-1'), store.factsOfUnit('unit-root'),
          store.readDocument('members', 'a'), store.listDocuments('members'), store.changeDocuments('members', []), store.verify(),
          store.writeBlob(Buffer.from('a')), store.readBlob('a'), store.removeBlob('a'),
          store.exportRecords().next(), store.importRecords(store.exportRecords()),
        ];
        for (const result of await Promise.allSettled(calls)) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store-stopped' } });
      });

      test('closing waits for what is under way', async () => {
        const appended = store.append([enrolled()]);
        const changed = store.changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
        const written = store.writeBlob(Buffer.alloc(1_000_000, 'a'));
        await Promise.all([appended, changed, written, store.close()]);
        await reopen();
        expect(await store.factsOf('member-zhang')).toHaveLength(1);
        expect(await store.readDocument('members', 'a')).not.toBeNull();
        expect(await store.readBlob(await written)).toHaveLength(1_000_000);
      });

      test('hostile ids name nothing, and what is written under them stays inside', async () => {
        for (const id of ['../../x', '__proto__', 'constructor', 'toString', '..', '/etc/passwd', 'a/b', 'a\\b', '', '.', 'subjects/member-zhang', 'checkpoint']) {
          expect([await store.factsOf(id), await store.factsIn(id), await store.factsOfUnit(id)], id).toEqual([[], [], []]);
          expect(await store.readDocument('accounts', id), id).toBeNull();
          await store.changeDocuments('accounts', [{ id, expected: 0, value: { said: id } }]);
        }
        await store.append([enrolled()]);
        await reopen();
        for (const id of ['../../documents/accounts', '../subjects/member-zhang', '../checkpoint', 'member-zhang/../member-zhang']) {
          expect([await store.factsOf(id), await store.factsIn(id), await store.factsOfUnit(id)], id).toEqual([[], [], []]);
        }
        for (const id of ['../../x', '__proto__', 'constructor']) {
          expect(await store.readDocument('accounts', id)).toEqual({ id, version: 1, value: { said: id } });
          await store.changeDocuments('accounts', [{ id, expected: 1, value: undefined }]);
          expect(await store.readDocument('accounts', id)).toBeNull();
        }
        expect(({} as { said?: string }).said).toBeUndefined();
        for (const over of [{ subjectId: '../../x' }, { subjectId: '__proto__' }, { contextId: '../x' }, { unitId: 'a/b' }, { id: '../x' }, { id: 'A b' }]) {
          await expect(store.append([{ ...enrolled(), ...over }])).rejects.toThrow();
        }
        expect(await store.verify()).toEqual({ facts: 1, subjects: 1, blobs: 0, problems: [] });
      });
    });
  });
}

function factPromises(current: () => Store, reopen: () => Promise<void>): void {
  const idsOf = async (subjectId: string) => (await current().factsOf(subjectId)).map((fact) => fact.id);

  describe('facts', () => {
    test('are numbered from 1 for each subject and chained to the one before', async () => {
      const first = await current().append([enrolled(zhang), enrolled(sun), answered(zhang, 'first-01', 1, ['b'])]);
      const second = await current().append([answered(zhang, 'first-01', 2, ['a'])]);
      expect([...first, ...second].map((fact) => [fact.subjectId, fact.seq])).toEqual([['member-zhang', 1], ['member-sun', 1], ['member-zhang', 2], ['member-zhang', 3]]);
      const facts = await current().factsOf('member-zhang');
      expect(facts).toEqual([first[0], first[2], second[0]]);
      facts.forEach((fact, index) => expect(breakIn(fact, facts[index - 1] ?? null)).toBeNull());
      expect(await current().verify()).toEqual({ facts: 4, subjects: 2, blobs: 0, problems: [] });
    });

    test('of one call are recorded all or not at all', async () => {
      await current().append([answered(zhang, 'first-01', 1, ['a'])]);
      const batch = [enrolled(sun), completed(zhang, 'course-a/first'), answered(zhang, 'first-01', 1, ['b'])];
      await expect(current().append(batch)).rejects.toMatchObject({ code: 'fact-conflict' });
      await expect(current().append([enrolled(sun), { ...enrolled(zhang), kind: 'no.such' } as never])).rejects.toThrow('no.such');
      await expect(current().append([answered(sun, 'first-01', 1, ['a']), answered(sun, 'first-01', 1, ['b'])])).rejects.toMatchObject({ code: 'fact-conflict' });
      await reopen();
      expect([await idsOf('member-zhang'), await idsOf('member-sun')]).toEqual([['answered/first-01/1'], []]);
    });

    test('sent again are the same facts, whatever the clock says by then', async () => {
      const [once] = await current().append([answered(zhang, 'first-01', 1, ['a'])]);
      const [again, more] = await current().append([answered(zhang, 'first-01', 1, ['a'], '2026-03-02T05:00:00.000Z'), completed(zhang, 'course-a/first')]);
      expect(again).toEqual(once);
      expect(more?.seq).toBe(2);
      expect(await current().append([])).toEqual([]);
      expect(await idsOf('member-zhang')).toEqual(['answered/first-01/1', 'completed/course-a/first']);
    });

    test('with a known id and other content are refused, one difference at a time', async () => {
      const fact = answered(zhang, 'first-01', 1, ['a']);
      await current().append([fact]);
      const others: Partial<NewFact>[] = [{ actorId: 'member-sun' }, { unitId: 'unit-letters' }, { contextId: 'session-1' }, { body: { ...fact.body, chosen: ['b'] } }];
      for (const over of others) await expect(current().append([{ ...fact, ...over } as NewFact])).rejects.toMatchObject({ code: 'fact-conflict' });
      await current().append([{ ...fact, subjectId: 'member-sun' }]);
      expect((await current().verify()).facts).toBe(2);
    });

    test('of 64 clients to one subject are all there, once, in one chain', async () => {
      const chosen = (client: number) => Array.from({ length: 5 }, (_, number) => answered(zhang, 'first-01', client * 5 + number + 1, ['a']));
      const acknowledged = (await Promise.all(Array.from({ length: 64 }, async (_, client) => {
        const own = [];
        for (const fact of chosen(client)) own.push(...await current().append([fact]));
        return own;
      }))).flat();
      await reopen();
      const facts = await current().factsOf('member-zhang');
      expect(facts.map((fact) => fact.seq)).toEqual(Array.from({ length: 320 }, (_, index) => index + 1));
      expect(new Set(facts.map((fact) => fact.id)).size).toBe(320);
      expect([...acknowledged].sort((a, b) => a.seq - b.seq)).toEqual(facts);
      expect(await current().verify()).toEqual({ facts: 320, subjects: 1, blobs: 0, problems: [] });
    });

    test('of 64 clients to as many subjects stand in the order each of them sent', async () => {
      const people = Array.from({ length: 64 }, (_, index) => aMember({ memberId: `member-${index}` }));
      await Promise.all(people.flatMap((person) => [1, 2, 3, 4, 5].map((attempt) => current().append([answered(person, 'first-01', attempt, ['a']), answered(person, 'first-02', attempt, ['a'])]))));
      await reopen();
      const inOrder = [1, 2, 3, 4, 5].flatMap((attempt) => [`answered/first-01/${attempt}`, `answered/first-02/${attempt}`]);
      for (const person of people) expect(await idsOf(person.memberId)).toEqual(inOrder);
      expect(await current().verify()).toEqual({ facts: 640, subjects: 64, blobs: 0, problems: [] });
    });

    test('of which one client sends the same and another something else at once are recorded once, for the first', async () => {
      const results = await Promise.allSettled([['a'], ['a'], ['b'], ['a']].map((chosen) => current().append([answered(zhang, 'first-01', 1, chosen)])));
      expect(results.map((result) => (result.status === 'fulfilled' ? result.value[0]?.seq : (result.reason as { code: string }).code))).toEqual([1, 1, 'fact-conflict', 1]);
    });

    test('that were refused because of another show that one when read again', async () => {
      const seen: unknown[] = [];
      const send = (chosen: string) => current().append([answered(zhang, 'first-01', 1, [chosen])]).catch(async () => { seen.push((await current().factsOf('member-zhang'))[0]?.body); });
      await Promise.all(['a', 'b', 'c'].map(send));
      expect(seen).toMatchObject([{ chosen: ['a'] }, { chosen: ['a'] }]);
    });

    test('are recorded for good when a retry hears that they are', async () => {
      const first = current().append([enrolled()]);
      const [retry] = await current().append([enrolled()]);
      expect((await current().verify()).facts).toBe(1);
      expect(await current().factsOf('member-zhang')).toEqual([retry]);
      expect(await first).toEqual([retry]);
    });

    test('keep their place when the clock jumps back, over a month end too', async () => {
      await current().append([answered(zhang, 'first-01', 1, ['b'], '2026-03-01T02:00:00.000Z')]);
      await current().append([answered(zhang, 'first-01', 2, ['c'], '2026-02-10T02:00:00.000Z')]);
      await current().append([answered(zhang, 'first-01', 3, ['a'], '2026-04-01T02:00:00.000Z')]);
      await reopen();
      expect(await idsOf('member-zhang')).toEqual([1, 2, 3].map((attempt) => `answered/first-01/${attempt}`));
      expect((await current().verify()).problems).toEqual([]);
    });

    test('are handed out so that changing what was handed out changes nothing', async () => {
      const fact = answered(zhang, 'first-01', 1, ['a']);
      const spoil = (given: { body: { chosen: string[] } }[]) => {
        try { given[0]!.body.chosen.push('b'); } catch { /* frozen is as good as a copy */ }
        given.pop();
      };
      const sending = current().append([fact]);
      fact.body.chosen.push('c');
      spoil(await sending as never);
      for (let time = 0; time < 2; time += 1) spoil(await current().factsOf('member-zhang') as never);
      expect((await current().factsOf('member-zhang'))[0]?.body).toMatchObject({ chosen: ['a'] });
      expect((await current().verify()).problems).toEqual([]);
    });

    test('keep every character: rare ones, line separators, half surrogates, and text that looks like an escape', async () => {
      const note = '䶮㛃堃𬭚\u2028甲\u2029乙\u0085丙\r\n丁\t"引号"\\u0000\ud800';
      await current().append([{ ...closed('session-1'), body: { note } }]);
      await current().append([{ ...closed('session-2'), body: { note: '后一条' } }]);
      expect(await current().verify()).toEqual({ facts: 2, subjects: 2, blobs: 0, problems: [] });
      await reopen();
      expect((await current().factsOf('session-1'))[0]?.body).toEqual({ note });
      expect(await current().verify()).toEqual({ facts: 2, subjects: 2, blobs: 0, problems: [] });
    });

    test('never hold NUL: refused alone, beside others that stay', async () => {
      const [bad, good] = await Promise.allSettled([current().append([{ ...closed('session-1'), body: { note: '甲\u0000乙' } }]), current().append([enrolled()])]);
      expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
      expect(await current().verify()).toEqual({ facts: 1, subjects: 1, blobs: 0, problems: [] });
    });
  });
}

/** A session held by the root office: Zhang signs in, is voided and signs in again; Sun signs in. */
const held = [scheduled('session-1'), opened('session-1', [zhang, sun]), signedIn('session-1', zhang, now), voided(signedIn('session-1', zhang, now), now),
  signedIn('session-1', zhang, now, 2), signedIn('session-1', sun, now), closed('session-1')];

function indexPromises(current: () => Store, reopen: () => Promise<void>): void {
  const ids = (facts: { subjectId: string; id: string }[]) => facts.map((fact) => `${fact.subjectId} ${fact.id}`);

  describe('facts are found again', () => {
    test('by subject, by the session in which they happened, and by the unit that held the session', async () => {
      await current().append([enrolled(zhang), ...held, completed(zhang, 'course-a/first'), scheduled('session-2', {}, 'unit-street')]);
      for (const again of [async () => undefined, reopen]) {
        await again();
        expect(ids(await current().factsOf('session-1'))).toEqual(['session-1 scheduled', 'session-1 opened', 'session-1 closed']);
        expect(ids(await current().factsIn('session-1'))).toEqual([
          'member-zhang signed-in/session-1/1', 'member-zhang voided/signed-in/session-1/1', 'member-zhang signed-in/session-1/2', 'member-sun signed-in/session-1/1',
        ]);
        expect(ids(await current().factsOfUnit('unit-root'))).toEqual(['session-1 scheduled', 'session-1 opened', 'session-1 closed']);
        expect(ids(await current().factsOfUnit('unit-street'))).toEqual(['session-2 scheduled']);
        expect(await current().factsOfUnit('unit-reception')).toEqual([]);
        expect(await current().factsIn('session-2')).toEqual([]);
      }
    });
  });
}
