import { describe, expect, test } from 'vitest';
import type { Member } from '../../src/domain/member.ts';
import type { Store } from '../../src/storage/port.ts';
import { wu } from '../builders.ts';

/** The part of the contract that is about documents. */
export function documentPromises(current: () => Store, reopen: () => Promise<void>): void {
  const value = async (id: string) => (await current().readDocument<unknown>('members', id))?.value;

  describe('documents', () => {
    test('are written under the version last read, and are there again after a restart', async () => {
      await current().changeDocuments('members', [{ id: 'b', expected: 0, value: wu }, { id: 'a', expected: 0, value: { name: '䶮㛃堃𬭚\u2028' } satisfies Partial<Member> }]);
      await current().changeDocuments('members', [{ id: 'a', expected: 1, value: { name: '堃' } }]);
      await reopen();
      expect(await current().listDocuments('members')).toEqual([{ id: 'a', version: 2, value: { name: '堃' } }, { id: 'b', version: 1, value: wu }]);
      expect(await current().readDocument('accounts', 'a')).toBeNull();
    });

    test('are refused when the version has moved on, also for one that is new or gone', async () => {
      await current().changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
      for (const change of [{ id: 'a', expected: 0, value: 2 }, { id: 'a', expected: 2, value: 2 }, { id: 'none', expected: 1, value: 2 }, { id: 'a', expected: 3, value: undefined }]) {
        await expect(current().changeDocuments('members', [change])).rejects.toMatchObject({ code: 'document-conflict' });
      }
      expect(await current().listDocuments('members')).toEqual([{ id: 'a', version: 1, value: 1 }]);
    });

    test('of one call are changed all or not at all', async () => {
      await current().changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
      const changes = [{ id: 'b', expected: 0, value: 2 }, { id: 'a', expected: 1, value: undefined }, { id: 'c', expected: 7, value: 3 }];
      await expect(current().changeDocuments('members', changes)).rejects.toMatchObject({ code: 'document-conflict' });
      await reopen();
      expect([await value('a'), await value('b'), await value('c')]).toEqual([1, undefined, undefined]);
    });

    test('can be removed and begin again at version 1', async () => {
      await current().changeDocuments('members', [{ id: 'a', expected: 0, value: 1 }]);
      await current().changeDocuments('members', [{ id: 'a', expected: 1, value: undefined }]);
      await reopen();
      expect(await current().readDocument('members', 'a')).toBeNull();
      await current().changeDocuments('members', [{ id: 'a', expected: 0, value: 2 }]);
      expect(await current().readDocument('members', 'a')).toEqual({ id: 'a', version: 1, value: 2 });
    });

    test('changed by 64 clients at once let exactly one through each version', async () => {
      const results = await Promise.allSettled(Array.from({ length: 64 }, (_, client) => current().changeDocuments('members', [{ id: 'a', expected: 0, value: client }])));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      await Promise.all(Array.from({ length: 64 }, (_, client) => current().changeDocuments('members', [{ id: `m-${client}`, expected: 0, value: client }])));
      await reopen();
      expect(await current().listDocuments('members')).toHaveLength(65);
    });

    test('that were refused because of another change show that change when read again', async () => {
      const seen: unknown[] = [];
      const change = (client: number) => current().changeDocuments('members', [{ id: 'a', expected: 0, value: client }]).catch(async () => { seen.push(await value('a')); });
      await Promise.all([change(0), change(1), change(2), change(3)]);
      expect(seen).toEqual([0, 0, 0]);
    });

    test('are copies going in and coming out', async () => {
      const given = { roles: ['cadre'] };
      const writing = current().changeDocuments('members', [{ id: 'a', expected: 0, value: given }]);
      given.roles.push('admin');
      await writing;
      given.roles.push('leader');
      for (const stored of [await current().readDocument<typeof given>('members', 'a'), ...await current().listDocuments<typeof given>('members'), ...await current().readDocuments<typeof given>('members', ['a'])]) {
        try { stored!.value.roles.push('trainer'); } catch { /* frozen is as good as a copy */ }
        stored!.version = 9;
      }
      expect(await current().readDocuments('members', ['none', 'a', 'none'])).toEqual([{ id: 'a', version: 1, value: { roles: ['cadre'] } }]);
      expect(await value('a')).toEqual({ roles: ['cadre'] });
    });
  });
}
