import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseNewFact, type Fact, type NewFact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { breakIn, chained, contentOf } from '../chain.ts';
import type { Collection, DocumentChange, Store, Stored, VerifyReport } from '../port.ts';
import { Documents } from './documents.ts';
import { Dossiers } from './dossiers.ts';
import { DurableFile, makeFolder } from './durable-file.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { beginning, isAfter, Journal, type Position } from './journal.ts';

interface Waiting { facts: NewFact[]; resolve: (facts: Fact[]) => void; reject: (error: unknown) => void }
/** `files`: how many dossiers there were. */
interface Checkpoint { boot: string; position: Position; files: number }

const flushAfterMs = 500;
const flushEvery = 20_000;

/** The embedded store: journal of facts (the truth), dossiers gathered from it, documents. One process per folder. */
export class EmbeddedStore implements Store {
  readonly #lock: FolderLock;
  readonly #journal: Journal;
  readonly #dossiers: Dossiers;
  readonly #documents: Documents;
  readonly #checkpoint: DurableFile<Checkpoint>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #flushing: Promise<void> | null = null;
  #flushTimer: NodeJS.Timeout | null = null;
  /** Everything up to here is in the dossiers (in memory at least). */
  #gathered: Position = beginning;
  #closed = false;
  #broken = false;

  private constructor(lock: FolderLock, journal: Journal, dossiers: Dossiers, documents: Documents, checkpoint: DurableFile<Checkpoint>) {
    this.#lock = lock;
    this.#journal = journal;
    this.#dossiers = dossiers;
    this.#documents = documents;
    this.#checkpoint = checkpoint;
  }

  static async open(folder: string): Promise<EmbeddedStore> {
    await makeFolder(folder);
    const lock = lockFolder(folder);
    let journal: Journal | null = null;
    try {
      journal = await Journal.open(path.join(folder, 'facts'));
      const dossiers = await Dossiers.open(path.join(folder, 'dossiers'));
      const documents = await Documents.open(path.join(folder, 'documents'));
      const store = new EmbeddedStore(lock, journal, dossiers, documents, new DurableFile(path.join(folder, 'dossiers', 'checkpoint.json'), { durable: false }));
      await store.#gather();
      return store;
    } catch (error) {
      await journal?.close();
      lock.release();
      throw error;
    }
  }

  async append(facts: readonly NewFact[]): Promise<Fact[]> {
    this.#demandOpen();
    const whole = facts.map((fact) => parseNewFact(structuredClone(fact)));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ facts: whole, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async factsOf(subjectId: string): Promise<Fact[]> {
    this.#demandOpen();
    return [...await this.#dossiers.read('subjects', subjectId)];
  }

  async factsIn(contextId: string): Promise<Fact[]> {
    this.#demandOpen();
    return [...await this.#dossiers.read('contexts', contextId)];
  }

  async factsOfUnit(unitId: string): Promise<Fact[]> {
    this.#demandOpen();
    return [...await this.#dossiers.read('units', unitId)];
  }

  async readDocument<T>(collection: Collection, id: string): Promise<Stored<T> | null> {
    this.#demandOpen();
    return this.#documents.read(collection, id);
  }

  async listDocuments<T>(collection: Collection): Promise<Stored<T>[]> {
    this.#demandOpen();
    return this.#documents.list(collection);
  }

  async changeDocuments(collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
    this.#demandOpen();
    return this.#documents.change(collection, changes);
  }

  async verify(): Promise<VerifyReport> {
    this.#demandOpen();
    const heads = new Map<string, Fact>();
    const damaged = new Set<string>();
    const problems: string[] = [];
    let facts = 0;
    try {
      for await (const fact of this.#journal.read()) {
        facts += 1;
        const problem = breakIn(fact, heads.get(fact.subjectId) ?? null);
        if (problem && !damaged.has(fact.subjectId)) { problems.push(problem); damaged.add(fact.subjectId); }
        heads.set(fact.subjectId, fact);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(`${error.facts.file} 第 ${error.facts.line} 行无法读取`);
    }
    return { facts, subjects: heads.size, problems };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    await this.#flushing;
    await this.#documents.settled();
    await this.#flush().catch(() => undefined);
    await this.#journal.close();
    this.#lock.release();
  }

  /** Recorded but not gathered: from here on only a new start, which gathers from the journal, knows what is true. */
  #stop(error: unknown): Refusal {
    this.#broken = true;
    return new Refusal('store-stopped', { cause: String(error) });
  }

  #demandOpen(): void {
    if (this.#closed || this.#broken) throw new Refusal('store-stopped');
  }

  /** Group commit: whatever waits is chained, written with one fsync, gathered, and only then acknowledged. */
  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const tails = new Map<string, Fact[]>();
      const accepted: { one: Waiting; answer: Fact[]; fresh: Fact[] }[] = [];
      const refused: { one: Waiting; error: unknown }[] = [];
      for (const one of group) {
        try {
          accepted.push({ one, ...await this.#admit(one.facts, tails) });
        } catch (error) {
          refused.push({ one, error });
        }
      }
      try {
        const batches = accepted.map(({ fresh }) => fresh).filter((fresh) => fresh.length > 0);
        if (batches.length > 0) await this.#journal.write(batches);
        const reached = this.#journal.position;
        for (const fact of batches.flat()) await this.#dossiers.add(fact).catch((error: unknown) => { throw this.#stop(error); });
        this.#gathered = reached;
        accepted.forEach(({ one, answer }) => one.resolve(answer));
        this.#flushSoon();
      } catch (error) {
        accepted.forEach(({ one }) => one.reject(error));
      }
      refused.forEach(({ one, error }) => one.reject(error)); // only now: what they conflict with can be read
    }
    // Here and not in a `finally` of the caller: whoever was just acknowledged may append again before that would run.
    this.#writing = null;
  }

  /** Chains a batch after what is recorded and what this group is about to record. Refuses `fact-conflict` and changes nothing. */
  async #admit(facts: readonly NewFact[], tails: Map<string, Fact[]>): Promise<{ answer: Fact[]; fresh: Fact[] }> {
    const fresh: Fact[] = [];
    const answer: Fact[] = [];
    for (const fact of facts) {
      const recorded = await this.#dossiers.read('subjects', fact.subjectId);
      const before = [...(tails.get(fact.subjectId) ?? []), ...fresh.filter((one) => one.subjectId === fact.subjectId)];
      const same = before.find((one) => one.id === fact.id) ?? recorded.find((one) => one.id === fact.id);
      if (same && contentOf(same) !== contentOf(fact)) throw new Refusal('fact-conflict', { id: fact.id });
      if (same) { answer.push(same); continue; }
      await this.#dossiers.prepare(fact);
      const next = chained(fact, before.at(-1) ?? recorded.at(-1) ?? null);
      fresh.push(next);
      answer.push(next);
    }
    for (const fact of fresh) tails.set(fact.subjectId, [...(tails.get(fact.subjectId) ?? []), fact]);
    return { answer, fresh };
  }

  /** Brings the dossiers up to the journal. A checkpoint of an earlier boot is not trusted (a power cut may have eaten unsynced files), nor one that knew of more dossiers or a longer journal. */
  async #gather(): Promise<void> {
    const boot = await bootId();
    const checkpoint = await this.#checkpoint.read().catch(() => null);
    const known = boot !== null && checkpoint?.boot === boot && checkpoint.files <= this.#dossiers.fileCount && !isAfter(checkpoint.position, this.#journal.position);
    if (!known) await this.#dossiers.clear();
    let gathered = 0;
    for await (const fact of this.#journal.read(known ? checkpoint!.position : beginning)) {
      await this.#dossiers.addAgain(fact);
      gathered += 1;
      if (gathered % flushEvery === 0) await this.#dossiers.flush();
    }
    this.#gathered = this.#journal.position;
    if (gathered > 0) this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#closed || this.#flushTimer || this.#flushing) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = null;
      this.#flushing = this.#flush().catch(() => undefined).then(() => {
        this.#flushing = null;
        if (this.#dossiers.dirtyCount > 0) this.#flushSoon();
      });
    }, flushAfterMs);
    this.#flushTimer.unref();
  }

  async #flush(): Promise<void> {
    if (this.#dossiers.dirtyCount === 0) return;
    const position = this.#gathered;
    const boot = await bootId();
    await this.#dossiers.flush();
    if (boot) await this.#checkpoint.write({ boot, position, files: this.#dossiers.fileCount });
  }
}

async function bootId(): Promise<string | null> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), () => null);
}

/** Removes a checkpoint, so that the next start gathers everything anew. For operators and tests. */
export async function forgetDossiers(folder: string): Promise<void> {
  await rm(path.join(folder, 'dossiers', 'checkpoint.json'), { force: true });
}
