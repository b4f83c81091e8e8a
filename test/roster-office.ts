import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Act } from '../src/commands/act.ts';
import type { Account } from '../src/domain/account.ts';
import type { Member } from '../src/domain/member.ts';
import type { Unit } from '../src/domain/unit.ts';
import { EmbeddedStore } from '../src/storage/embedded/store.ts';
import type { Collection } from '../src/storage/port.ts';
import { aMember, reception, root } from './roster-builders.ts';

export const now = '2026-03-02T01:00:00.000Z';
export const admin = aMember({ memberId: 'member-admin', staffNo: 'boss', name: '李主任', unitId: 'unit-root', roles: ['cadre', 'admin'] });
export const zhang = aMember({ memberId: 'member-zhang', staffNo: '1001' });

export function anAccount(over: Partial<Account> = {}): Account {
  return { account: 'boss', memberId: admin.memberId, passwordHash: 'hash of old', mustChange: false, failures: 0, lockedUntil: null, active: true, ...over };
}

/** An office in a folder of its own: one section, an administrator and one cadre, both with accounts. Hashing takes no time. */
export class Office {
  readonly #folder: string;
  store: EmbeddedStore;
  #ids = 0;

  private constructor(folder: string, store: EmbeddedStore) {
    this.#folder = folder;
    this.store = store;
  }

  static async open(): Promise<Office> {
    const folder = await mkdtemp(path.join(tmpdir(), 'xuefa-roster-'));
    const office = new Office(folder, await EmbeddedStore.open(folder));
    for (const unit of [root, reception]) await office.put('units', unit.unitId, unit);
    for (const member of [admin, zhang]) await office.put('members', member.memberId, member);
    await office.put('accounts', 'boss', anAccount());
    await office.put('accounts', '1001', anAccount({ account: '1001', memberId: zhang.memberId }));
    await office.put('settings', 'office', { officeName: '区信访办', rootUnitId: root.unitId, goal: { lessons: 1, per: 'week' } });
    return office;
  }

  /** By the administrator unless said otherwise; the one-time passwords of each act are Once-1, Once-2 … */
  act(over: Partial<Act> = {}): Act {
    let passwords = 0;
    return {
      store: this.store, actor: admin, now, newId: (prefix) => `${prefix}-${this.#ids += 1}`,
      catalog: { courses: [], lessons: new Map(), questions: new Map(), laws: new Map(), texts: new Map(), changes: [], disputes: [] },
      secrets: {
        token: () => 'token', tokenId: (token) => token, signInCode: () => '0000', oneTimePassword: () => `Once-${passwords += 1}`,
        hashPassword: async (password) => `hash of ${password}`, checkPassword: async (password, hash) => hash === `hash of ${password}`,
      },
      ...over,
    };
  }

  async restart(): Promise<void> {
    await this.store.close();
    this.store = await EmbeddedStore.open(this.#folder);
  }

  async close(): Promise<void> {
    await this.store.close();
    await rm(this.#folder, { recursive: true });
  }

  async put(collection: Collection, id: string, value: unknown): Promise<void> {
    const stored = await this.store.readDocument(collection, id);
    await this.store.changeDocuments(collection, [{ id, expected: stored?.version ?? 0, value }]);
  }

  async list<T>(collection: Collection): Promise<T[]> {
    return (await this.store.listDocuments<T>(collection)).map((stored) => stored.value);
  }

  async member(staffNo: string): Promise<Member> {
    return (await this.list<Member>('members')).find((one) => one.staffNo === staffNo)!;
  }

  async accountOf(id: string): Promise<Account> {
    return (await this.store.readDocument<Account>('accounts', id))!.value;
  }

  /** Who there is, which sections, and how many facts of these people. */
  async everything(): Promise<{ members: Member[]; units: Unit[]; facts: number }> {
    const members = await this.list<Member>('members');
    const facts = await Promise.all(members.map((one) => this.store.factsOf(one.memberId)));
    return { members, units: await this.list<Unit>('units'), facts: facts.flat().length };
  }
}
