import { parseNewFact, type Fact, type NewFact } from '../../src/domain/fact.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { breakIn, chained, contentOf } from '../../src/storage/chain.ts';
import type { Collection, DocumentChange, Store, Stored, VerifyReport } from '../../src/storage/port.ts';

/** What outlives a `MemoryStore`: another one over the same records is the store opened again. */
export class MemoryRecords {
  facts: Fact[] = [];
  documents = new Map<Collection, Map<string, Stored>>();
}

/** The smallest store that keeps every promise of the port but the disk. Every call yields once, so that callers interleave. */
export class MemoryStore implements Store {
  readonly #records: MemoryRecords;
  #closed = false;

  constructor(records = new MemoryRecords()) {
    this.#records = records;
  }

  async append(facts: readonly NewFact[]): Promise<Fact[]> {
    const whole = facts.map((fact) => parseNewFact(structuredClone(fact)));
    await this.#turn();
    const all = [...this.#records.facts];
    const answer = whole.map((fact) => {
      const own = all.filter((one) => one.subjectId === fact.subjectId);
      const same = own.find((one) => one.id === fact.id);
      if (same && contentOf(same) !== contentOf(fact)) throw new Refusal('fact-conflict', { id: fact.id });
      if (same) return same;
      const next = chained(fact, own.at(-1) ?? null);
      all.push(next);
      return next;
    });
    this.#records.facts = all;
    return structuredClone(answer);
  }

  factsOf(subjectId: string): Promise<Fact[]> {
    return this.#facts((fact) => fact.subjectId === subjectId);
  }

  factsIn(contextId: string): Promise<Fact[]> {
    return this.#facts((fact) => fact.contextId === contextId);
  }

  factsOfUnit(unitId: string): Promise<Fact[]> {
    return this.#facts((fact) => fact.kind.startsWith('session.') && fact.contextId === null && fact.unitId === unitId);
  }

  async readDocument<T>(collection: Collection, id: string): Promise<Stored<T> | null> {
    await this.#turn();
    return structuredClone(this.#collection(collection).get(id) ?? null) as Stored<T> | null;
  }

  async listDocuments<T>(collection: Collection): Promise<Stored<T>[]> {
    await this.#turn();
    return structuredClone([...this.#collection(collection).values()].sort((a, b) => (a.id < b.id ? -1 : 1))) as Stored<T>[];
  }

  async changeDocuments(collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
    const wanted = structuredClone(changes);
    await this.#turn();
    const next = new Map(this.#collection(collection));
    for (const { id, expected, value } of wanted) {
      if ((next.get(id)?.version ?? 0) !== expected) throw new Refusal('document-conflict');
      if (value === undefined) next.delete(id);
      else next.set(id, { id, version: expected + 1, value });
    }
    this.#records.documents.set(collection, next);
  }

  async verify(): Promise<VerifyReport> {
    await this.#turn();
    const last = new Map<string, Fact>();
    const problems = this.#records.facts.flatMap((fact) => {
      const problem = breakIn(fact, last.get(fact.subjectId) ?? null);
      last.set(fact.subjectId, fact);
      return problem ?? [];
    });
    return { facts: this.#records.facts.length, subjects: last.size, problems };
  }

  async close(): Promise<void> {
    await Promise.resolve();
    this.#closed = true;
  }

  async #facts(wanted: (fact: Fact) => boolean): Promise<Fact[]> {
    await this.#turn();
    return structuredClone(this.#records.facts.filter(wanted));
  }

  #collection(collection: Collection): Map<string, Stored> {
    return this.#records.documents.get(collection) ?? new Map();
  }

  async #turn(): Promise<void> {
    await Promise.resolve();
    if (this.#closed) throw new Refusal('store-stopped');
  }
}
