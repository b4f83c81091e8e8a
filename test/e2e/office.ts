import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, inject, vi } from 'vitest';
import { loadCatalog } from '../../src/catalog.ts';
import type { Act } from '../../src/commands/act.ts';
import { scheduleSession, type ScheduleInput } from '../../src/commands/schedule-session.ts';
import type { Account } from '../../src/domain/account.ts';
import { addMinutes } from '../../src/domain/calendar.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { Member } from '../../src/domain/member.ts';
import { officeOf } from '../../src/domain/unit.ts';
import { createSecrets } from '../../src/server/secrets.ts';
import { Published } from '../../src/server/published.ts';
import { createSite } from '../../src/server/site.ts';
import { openStore } from '../../src/storage/open.ts';
import { loadUnits } from '../../src/storage/people.ts';
import type { Store } from '../../src/storage/port.ts';
import { firstDay, root } from './office-folder.ts';
import { accounts, type Person } from './second-office.ts';

/** The sample office, served in this process on a free port, with its own copy of the records and a clock the test sets. */
export interface Office {
  origin: string;
  store: Store;
  catalog: Catalog;
  /** The content as published, with what commands recorded of laws and questions by now. */
  catalogNow(): Promise<Catalog>;
  now(): string;
  advance(minutes: number): void;
  member(person: Person): Promise<Member>;
  /** What a command is given when this person acts now. */
  act(person: Person): Promise<Act>;
  /** Schedules a session of this trainer's office, or of another unit, for half an hour from now. */
  schedule(person?: Person, over?: Partial<ScheduleInput>): Promise<string>;
  /** Stops the server and removes the copy; fails when the server met an error it did not expect. */
  close(): Promise<void>;
}

/** `publicOrigin`: as behind a proxy that is reached under this address. `over`: a store with the same office in it, which stays open. `taught`: what is published, made from the content. */
export async function openOffice({ publicOrigin = null, over, taught = (content) => content }: { publicOrigin?: string | null; over?: Store; taught?: (content: Catalog) => Catalog } = {}): Promise<Office> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xuefa-e2e-'));
  if (!over) await cp(inject('officeFolder'), folder, { recursive: true });
  const store = over ?? await openStore({ DATA_DIR: folder });
  const catalog = taught(loadCatalog(root));
  const secrets = createSecrets();
  const errors = vi.spyOn(console, 'error');
  let now = `${firstDay}T01:00:00.000Z`;
  const kept = await Published.open(store, catalog);
  const site = await createSite({ store, published: kept, secrets, setUpCode: null, dist: path.join(root, 'dist'), publicOrigin, clock: () => now });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));

  const office: Office = {
    origin: `http://127.0.0.1:${(site.address() as AddressInfo).port}`, store, catalog,
    catalogNow: async () => {
      await kept.refresh();
      return kept.catalog;
    },
    now: () => now,
    advance: (minutes) => { now = addMinutes(now, minutes); },
    async member(person) {
      const account = await store.readDocument<Account>('accounts', accounts[person]);
      return (await store.readDocument<Member>('members', account!.value.memberId))!.value;
    },
    act: async (person) => ({ store, catalog, secrets, actor: await office.member(person), now, newId: (prefix) => `${prefix}-${randomBytes(8).toString('hex')}` }),
    schedule: async (person = 'trainer', over = {}) => scheduleSession(await office.act(person), {
      kind: 'pre-meeting', meetingKind: 'directors-meeting', unitId: officeOf(await loadUnits(store), (await office.member(person)).unitId), lessonId: [...catalog.lessons.keys()].at(-1)!,
      startsAt: addMinutes(now, 30), minutes: 10, place: '三楼会议室', host: '周敬之（主任）', lecturer: '林晓筠', capacity: 'backbone', lateAfterMinutes: 5, ...over,
    }),
    async close() {
      const closed = new Promise((resolve) => { site.close(resolve); });
      site.closeAllConnections();
      await closed;
      if (!over) await store.close();
      await rm(folder, { recursive: true, force: true });
      const met = errors.mock.calls.map((call) => String(call[0]));
      errors.mockRestore();
      expect(met, 'errors the server did not expect').toEqual([]);
    },
  };
  return office;
}

/** Everything on record but log-ins: two of these are equal when nothing was changed in between. */
export async function recordsOf(store: Store): Promise<unknown> {
  const collections = ['members', 'units', 'accounts', 'settings', 'session-codes', 'roster-imports'] as const;
  const documents = await Promise.all(collections.map((collection) => store.listDocuments(collection)));
  return { facts: (await store.verify()).facts, documents };
}
