import { parseNewFact, type Fact, type NewFact } from '../../src/domain/fact.ts';
import type { Question } from '../../src/domain/question.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { damageIn, taken, whole } from '../../src/storage/blob.ts';
import { breakIn, chained, contentOf } from '../../src/storage/chain.ts';
import { checkedRecords } from '../../src/storage/checked-records.ts';
import { KeptFigures } from '../../src/storage/figures/kept-figures.ts';
import { openSqliteFigures } from '../../src/storage/figures/sqlite.ts';
import type { Collection, DocumentChange, Figures, RecordCounts, RecordLine, Store, Stored, VerifyReport } from '../../src/storage/port.ts';

/** What outlives a `MemoryStore`: another one over the same records is the store opened again. */
export class MemoryRecords {
  facts: Fact[] = [];
  documents = new Map<Collection, Map<string, Stored>>();
  blobs = new Map<string, Uint8Array>();
}

/** The smallest store that keeps every promise of the port but the disk. Every call yields once, so that callers interleave. */
export class MemoryStore implements Store {
  readonly #records: MemoryRecords;
  #closed = false;
  #kept: Promise<KeptFigures> | null = null;

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
    await (await this.#kept)?.follow(collection, changes);
  }

  async readDocuments<T>(collection: Collection, ids: readonly string[]): Promise<Stored<T>[]> {
    return (await Promise.all(ids.map((id) => this.readDocument<T>(collection, id)))).filter((stored) => stored !== null);
  }

  async writeBlob(given: Uint8Array): Promise<string> {
    const { hash, bytes } = taken(given);
    await this.#turn();
    this.#records.blobs.set(hash, new Uint8Array(bytes));
    return hash;
  }

  async readBlob(hash: string): Promise<Uint8Array | null> {
    await this.#turn();
    const bytes = this.#records.blobs.get(hash);
    return bytes ? whole(hash, bytes.slice()) : null;
  }

  async removeBlob(hash: string): Promise<void> {
    await this.#turn();
    this.#records.blobs.delete(hash);
  }

  async membersUnder(unitId: string): Promise<string[]> {
    return (await this.#keptFigures()).membersUnder(unitId);
  }

  async figures(questions: ReadonlyMap<string, Question>): Promise<Figures> {
    return (await this.#keptFigures()).current(questions);
  }

  async rebuildFigures(questions: ReadonlyMap<string, Question>, say: (done: number, total: number) => void): Promise<void> {
    return (await this.#keptFigures()).rebuild(questions, say);
  }

  async *exportRecords(): AsyncGenerator<RecordLine> {
    await this.#turn();
    const { facts, documents } = this.#records;
    const blobs = [...this.#records.blobs].sort(([a], [b]) => (a < b ? -1 : 1));
    const all = [...documents].flatMap(([collection, entries]) => [...entries.values()].map((stored) => ({ collection, ...stored })));
    for (const [hash, bytes] of blobs) yield { blob: { hash, base64: Buffer.from(bytes).toString('base64') } };
    for (const document of all) yield { document: structuredClone(document) };
    for (const fact of facts) yield { fact: structuredClone(fact) };
  }

  async importRecords(lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
    await this.#turn();
    if (this.#records.facts.length > 0 || this.#records.blobs.size > 0 || [...this.#records.documents.values()].some((entries) => entries.size > 0)) throw new Refusal('store-not-empty');
    const coming = new MemoryRecords();
    for await (const line of checkedRecords(lines)) {
      if ('blob' in line) { coming.blobs.set(line.blob.hash, new Uint8Array(Buffer.from(line.blob.base64, 'base64'))); continue; }
      if ('fact' in line) { coming.facts.push(structuredClone(line.fact)); continue; }
      const { collection, ...stored } = structuredClone(line.document);
      coming.documents.set(collection, (coming.documents.get(collection) ?? new Map()).set(stored.id, stored));
    }
    Object.assign(this.#records, coming);
    for (const collection of ['units', 'members'] as const) await (await this.#kept)?.follow(collection, [...this.#collection(collection).values()].map(({ id }) => ({ id, expected: 0, value: null })));
    return { blobs: coming.blobs.size, facts: coming.facts.length, documents: [...coming.documents.values()].reduce((sum, entries) => sum + entries.size, 0) };
  }

  async verify(): Promise<VerifyReport> {
    await this.#turn();
    const last = new Map<string, Fact>();
    const problems = this.#records.facts.flatMap((fact) => {
      const problem = breakIn(fact, last.get(fact.subjectId) ?? null);
      last.set(fact.subjectId, fact);
      return problem ?? [];
    });
    const damaged = [...this.#records.blobs].flatMap(([hash, bytes]) => damageIn(hash, bytes) ?? []);
    return { facts: this.#records.facts.length, subjects: last.size, blobs: this.#records.blobs.size, problems: [...problems, ...damaged] };
  }

  async close(): Promise<void> {
    await Promise.resolve();
    if (this.#closed) return;
    this.#closed = true;
    await (await this.#kept)?.close();
  }

  /** The figures of the product itself, in memory: what they are is promised by the port, not by this store. */
  async #keptFigures(): Promise<KeptFigures> {
    await this.#turn();
    this.#kept ??= openSqliteFigures(':memory:').then((db) => {
      let taken = 0;
      return new KeptFigures(db, {
        take: async (_trx, limit) => this.#records.facts.slice(taken, taken += Math.min(limit, this.#records.facts.length - taken)),
        waiting: async () => this.#records.facts.length - taken,
        restart: async () => { taken = 0; },
        manyTaken: async () => undefined,
        sessionFacts: async (_trx, sessionId) => this.#records.facts.filter((fact) => fact.subjectId === sessionId || fact.contextId === sessionId),
      }, this);
    });
    return this.#kept;
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
