import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { largestBlob, type RecordLine, type Store } from '../../src/storage/port.ts';
import { enrolled } from '../builders.ts';
import type { Opened } from './contract.ts';
import { MemoryStore } from './memory-store.ts';

const photo = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0a, 0x0d, 0x80, 0xc0, 0x5c, 0x27]);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const unknown = 'f'.repeat(64);

/** The part of the contract that is about blobs. */
export function blobPromises(opened: () => Opened, current: () => Store, reopen: () => Promise<void>, open: () => Promise<Opened>): void {
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
  const isKept = async (store: Store, bytes: Uint8Array) => Buffer.from(await store.readBlob(hashOf(bytes)) ?? 'nothing').equals(bytes);

  describe('blobs', () => {
    test('are the same bytes again, whichever they are, also after a restart', async () => {
      const all = [photo, Buffer.alloc(0), Buffer.alloc(300), Buffer.from('附件\r\n䶮\0'), new Uint8Array(randomBytes(300_000)).subarray(7), randomBytes(5_000_000)];
      for (const bytes of all) expect(await current().writeBlob(bytes)).toBe(hashOf(bytes));
      for (const bytes of all) expect(await isKept(current(), bytes), `${bytes.length}`).toBe(true);
      await reopen();
      for (const bytes of all) expect(await isKept(current(), bytes), `${bytes.length}`).toBe(true);
      expect(await current().verify()).toEqual({ facts: 0, subjects: 0, blobs: all.length, problems: [] });
    });

    test('of the same bytes are one, also when 32 clients bring them at once', async () => {
      const bytes = randomBytes(200_000);
      const hashes = await Promise.all(Array.from({ length: 32 }, () => current().writeBlob(bytes)));
      hashes.push(await current().writeBlob(bytes));
      expect(new Set(hashes)).toEqual(new Set([hashOf(bytes)]));
      expect(await isKept(current(), bytes)).toBe(true);
      expect(await current().verify()).toEqual({ facts: 0, subjects: 0, blobs: 1, problems: [] });
    });

    test('that are not there, or could not be, are null, and can be removed all the same', async () => {
      const kept = await current().writeBlob(photo);
      for (const hash of [unknown, kept.toUpperCase(), kept.slice(0, 63), `${kept}0`, `${kept.slice(0, 2)}/${kept}`, '../../x', '__proto__', '', '..', `../${kept}`, 'a\0b']) {
        expect(await current().readBlob(hash), hash).toBeNull();
        await current().removeBlob(hash);
      }
      expect(await isKept(current(), photo)).toBe(true);
    });

    test('that were removed are gone, also after a restart, and may come again', async () => {
      const [hash] = [await current().writeBlob(photo), await current().writeBlob(Buffer.from('another'))];
      await current().removeBlob(hash);
      expect(await current().readBlob(hash)).toBeNull();
      await reopen();
      expect(await current().readBlob(hash)).toBeNull();
      expect((await current().verify()).blobs).toBe(1);
      await current().writeBlob(photo);
      expect(await isKept(current(), photo)).toBe(true);
    });

    test('are copies going in and coming out', async () => {
      const given = Buffer.from(photo);
      const writing = current().writeBlob(given);
      given.fill(0);
      const hash = await writing;
      (await current().readBlob(hash))!.fill(0);
      expect(await isKept(current(), photo)).toBe(true);
    });

    test('as large as they may be go in and out, larger ones are a mistake and leave nothing', async () => {
      const large = Buffer.alloc(largestBlob, randomBytes(1_000));
      await current().writeBlob(large);
      expect(await isKept(current(), large)).toBe(true);
      await expect(current().writeBlob(Buffer.alloc(largestBlob + 1))).rejects.toThrow(RangeError);
      expect((await current().verify()).blobs).toBe(1);
      const other = await another();
      expect(await other.importRecords(current().exportRecords())).toEqual({ blobs: 1, documents: 0, facts: 0 });
      expect(await isKept(other, large)).toBe(true);
    });

    test('that are damaged are not handed out, are named by verify, and are whole again when the same bytes come again', async () => {
      const whole = Buffer.from('whole');
      const [hash] = [await current().writeBlob(photo), await current().writeBlob(whole)];
      await opened().damageBlob(hash);
      await expect(current().readBlob(hash)).rejects.toMatchObject({ code: 'blob-damaged', facts: { hash } });
      expect(await current().verify()).toEqual({ facts: 0, subjects: 0, blobs: 2, problems: [expect.stringContaining(`附件 ${hash}：内容与校验值不符`)] });
      expect(await isKept(current(), whole)).toBe(true);
      await expect((await another()).importRecords(current().exportRecords())).rejects.toMatchObject({ code: 'records-broken', facts: { problem: expect.stringContaining(hash) } });
      await current().writeBlob(photo);
      expect(await isKept(current(), photo)).toBe(true);
      expect((await current().verify()).problems).toEqual([]);
    });

    test('move with the records into a store of another kind and back', async () => {
      const all = [photo, Buffer.alloc(0), randomBytes(5_000_000)];
      for (const bytes of all) await current().writeBlob(bytes);
      await current().append([enrolled()]);
      const elsewhere = new MemoryStore();
      const back = await another();
      expect(await elsewhere.importRecords(current().exportRecords())).toEqual({ blobs: 3, documents: 0, facts: 1 });
      expect(await back.importRecords(elsewhere.exportRecords())).toEqual({ blobs: 3, documents: 0, facts: 1 });
      for (const store of [elsewhere, back]) {
        for (const bytes of all) expect(await isKept(store, bytes)).toBe(true);
        expect(await store.verify()).toEqual({ facts: 1, subjects: 1, blobs: 3, problems: [] });
      }
      await elsewhere.close();
    });

    test('keep records from coming into a store that holds nothing else', async () => {
      await current().writeBlob(photo);
      await expect(current().importRecords((async function* () { /* nothing */ })())).rejects.toMatchObject({ code: 'store-not-empty' });
      expect(await isKept(current(), photo)).toBe(true);
    });

    test('that do not fit their hash, or come twice, refuse an import, of which nothing stays', async () => {
      const line = (hash: string, bytes: Uint8Array | string) => ({ blob: { hash, base64: Buffer.from(bytes).toString('base64') } });
      const good = line(hashOf(photo), photo);
      const wrong: unknown[] = [line(unknown, photo), good, line('../../x', photo), { blob: { hash: hashOf(photo) } }, { blob: null }, line(hashOf(photo).toUpperCase(), photo)];
      for (const [index, bad] of wrong.entries()) {
        const lines = async function* () { yield good; yield bad as RecordLine; };
        await expect(current().importRecords(lines()), `${index}`).rejects.toMatchObject({ code: 'records-broken', facts: { problem: expect.stringMatching(/附件/) } });
        expect(await current().readBlob(hashOf(photo))).toBeNull();
      }
      await reopen();
      expect(await current().importRecords((async function* () { yield good; })())).toEqual({ blobs: 1, documents: 0, facts: 0 });
      await reopen();
      expect(await isKept(current(), photo)).toBe(true);
    });

    test('leave with every document that names them, while others are written, named, unnamed and removed', async () => {
      let going = true;
      const rounds = [0, 0, 0];
      const replace = async (id: number) => {
        for (let before: string | null = null; going; rounds[id]! += 1) {
          const hash = await current().writeBlob(Buffer.from(`photo ${rounds[id]} of ${id}`));
          await current().changeDocuments('settings', [{ id: `${id}`, expected: rounds[id]!, value: hash }]);
          if (before) await current().removeBlob(before);
          before = hash;
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const replacing = rounds.map((_, id) => replace(id));
      const missing: string[] = [];
      for (let time = 0; time < 12 || Math.min(...rounds) < 20; time += 1) {
        const blobs = new Set<string>();
        for await (const line of current().exportRecords()) {
          if ('blob' in line) blobs.add(line.blob.hash);
          else if ('document' in line && !blobs.has(line.document.value as string)) missing.push(`${time} ${line.document.id}`);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
      going = false;
      await Promise.all(replacing);
      expect(missing).toEqual([]);
    });
  });
}
