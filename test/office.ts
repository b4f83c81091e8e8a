import type { Act, Secrets } from '../src/commands/act.ts';
import type { Account } from '../src/domain/account.ts';
import type { NewFact } from '../src/domain/fact.ts';
import type { Member } from '../src/domain/member.ts';
import { shownOptions } from '../src/domain/response.ts';
import { isRefusal } from '../src/domain/refusal.ts';
import type { Settings } from '../src/domain/settings.ts';
import type { Collection, Store } from '../src/storage/port.ts';
import { sentenceFor } from '../src/text/refusals.ts';
import type { Reading } from '../src/views/reading.ts';
import { catalog, everyone, now, units } from './builders.ts';
import { MemoryRecords, MemoryStore } from './storage/memory-store.ts';

export const settings: Settings = { officeName: '区信访办', rootUnitId: 'unit-root', goal: { lessons: 1, per: 'week' } };

/** Secrets that can be foretold; hashing takes a turn, as the real one does. */
export function someSecrets(): Secrets & { codes: string[] } {
  let tokens = 0;
  let passwords = 0;
  const codes = ['1111', '2222', '3333', '4444', '5555'];
  return {
    codes, token: () => `token-${tokens += 1}`, tokenId: (token) => `id-of-${token}`, signInCode: () => codes.shift()!, oneTimePassword: () => `Once-${passwords += 1}-Once`,
    hashPassword: async (password) => { await Promise.resolve(); return `hash of ${password}`; },
    checkPassword: async (password, hash) => { await Promise.resolve(); return hash === `hash of ${password}`; },
  };
}

/** The office of `builders.ts` in a memory store: everyone on the roster with an account, password `Right-2026!`. */
export class Office {
  store: Store;
  readonly records = new MemoryRecords();
  readonly secrets = someSecrets();
  #ids = 0;

  constructor() {
    this.store = new MemoryStore(this.records);
  }

  static async open(members: readonly Member[] = everyone): Promise<Office> {
    const office = new Office();
    for (const unit of units) await office.put('units', unit.unitId, unit);
    for (const member of members) {
      await office.put('members', member.memberId, member);
      await office.put('accounts', member.staffNo, { account: member.staffNo, memberId: member.memberId, passwordHash: 'hash of Right-2026!', mustChange: false, failures: 0, lockedUntil: null, active: true } satisfies Account);
    }
    await office.put('settings', 'office', settings);
    return office;
  }

  act(actor: Member | null, at = now, over: Partial<Act> = {}): Act {
    return { store: this.store, catalog, actor, now: at, newId: (prefix) => `${prefix}-${String(this.#ids += 1).padStart(16, '0')}`, secrets: this.secrets, ...over };
  }

  reading(actor: Member | null, at = now, over: Partial<Reading> = {}): Reading {
    return { store: this.store, catalog, settings, actor, now: at, ...over };
  }

  async put(collection: Collection, id: string, value: unknown): Promise<void> {
    const stored = await this.store.readDocument(collection, id);
    await this.store.changeDocuments(collection, [{ id, expected: stored?.version ?? 0, value }]);
  }

  async document<T>(collection: Collection, id: string): Promise<T | null> {
    return (await this.store.readDocument<T>(collection, id))?.value ?? null;
  }

  async record(...facts: NewFact[]): Promise<void> {
    await this.store.append(facts);
  }

  async factIds(subjectId: string): Promise<string[]> {
    return (await this.store.factsOf(subjectId)).map((fact) => fact.id);
  }
}

/** The letters under which this person is shown the right options, or one that is wrong. */
export function lettersFor(questionId: string, memberId: string, attempt: number, wanted: 'right' | 'wrong'): string[] {
  const question = catalog.questions.get(questionId)!;
  const letters = shownOptions(question, memberId, attempt).filter(({ option }) => option.right === (wanted === 'right')).map(({ letter }) => letter);
  return wanted === 'right' ? letters : letters.slice(0, 1);
}

/** What a promise was refused with; `null` when it was kept. A refusal without the figures its sentence needs is a fault of its own. */
export function refusalOf(work: Promise<unknown>): Promise<{ code: string; facts: Record<string, unknown> } | null> {
  return work.then(() => null, (error: unknown) => {
    if (isRefusal(error) && /undefined|NaN/.test(sentenceFor(error.code, error.facts).detail)) throw new Error(`no figures for the sentence of ${error.code}`);
    return error as { code: string; facts: Record<string, unknown> };
  });
}
