import path from 'node:path';
import { parseNewFact, type Fact, type NewFact } from '../../domain/fact.ts';
import { isRefusal, Refusal } from '../../domain/refusal.ts';
import { Admission, type Admitted } from '../admission.ts';
import type { Question } from '../../domain/question.ts';
import type { Collection, DocumentChange, Figures, RecordCounts, RecordLine, Store, Stored, VerifyReport } from '../port.ts';
import { KeptFigures } from '../figures/kept-figures.ts';
import { Blobs } from './blobs.ts';
import { Documents } from './documents.ts';
import { Dossiers } from './dossiers.ts';
import { makeFolder } from './durable-file.ts';
import { clearUnfinishedImport, exportRecords, importRecords, type Holdings } from './export-import.ts';
import { JournalFeed, openFolderFigures } from './folder-figures.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { forgetCheckpoints, Gathering } from './gathering.ts';
import { Journal } from './journal.ts';
import { verifyHoldings } from './verify-holdings.ts';

interface Waiting { facts: NewFact[]; resolve: (facts: Fact[]) => void; reject: (error: unknown) => void }

/** The embedded store: journal of facts (the truth), dossiers gathered from it, documents, blobs. One process per folder. */
export class EmbeddedStore implements Store {
  readonly #folder: string;
  readonly #lock: FolderLock;
  readonly #holdings: Holdings;
  readonly #journal: Journal;
  readonly #dossiers: Dossiers;
  readonly #documents: Documents;
  readonly #blobs: Blobs;
  readonly #gathering: Gathering;
  #figures: KeptFigures | null = null;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #importing: Promise<unknown> | null = null;
  #closed = false;
  #broken = false;

  private constructor(folder: string, lock: FolderLock, holdings: Holdings, dossiers: Dossiers) {
    this.#folder = folder;
    this.#lock = lock;
    this.#holdings = holdings;
    this.#journal = holdings.journal;
    this.#dossiers = dossiers;
    this.#documents = holdings.documents;
    this.#blobs = holdings.blobs;
    this.#gathering = new Gathering(folder, holdings.journal, dossiers);
  }

  static async open(folder: string): Promise<EmbeddedStore> {
    await makeFolder(folder);
    const lock = lockFolder(folder);
    let journal: Journal | null = null;
    try {
      await clearUnfinishedImport(folder);
      journal = await Journal.open(path.join(folder, 'facts'));
      const dossiers = await Dossiers.open(path.join(folder, 'dossiers'));
      const documents = await Documents.open(path.join(folder, 'documents'));
      const blobs = await Blobs.open(path.join(folder, 'blobs'));
      const store = new EmbeddedStore(folder, lock, { journal, documents, blobs }, dossiers);
      await store.#gathering.catchUp();
      const figures = await openFolderFigures(path.join(folder, 'figures.sqlite'), journal);
      store.#figures = new KeptFigures(figures, new JournalFeed(figures, { journal, dossiers, gathered: () => store.#gathering.position }), {
        factsOf: (subjectId) => dossiers.read('subjects', subjectId), readDocument: (collection, id) => documents.read(collection, id), listDocuments: (collection) => documents.list(collection),
      });
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
    await this.#documents.change(collection, changes);
    await this.#figures!.follow(collection, changes);
  }

  async readDocuments<T>(collection: Collection, ids: readonly string[]): Promise<Stored<T>[]> {
    this.#demandOpen();
    return (await Promise.all(ids.map((id) => this.#documents.read<T>(collection, id)))).filter((stored) => stored !== null);
  }

  async writeBlob(bytes: Uint8Array): Promise<string> {
    this.#demandOpen();
    return this.#blobs.write(bytes);
  }

  async readBlob(hash: string): Promise<Uint8Array | null> {
    this.#demandOpen();
    return this.#blobs.read(hash);
  }

  async removeBlob(hash: string): Promise<void> {
    this.#demandOpen();
    return this.#blobs.remove(hash);
  }

  async membersUnder(unitId: string): Promise<string[]> {
    this.#demandOpen();
    return this.#figures!.membersUnder(unitId);
  }

  async figures(questions: ReadonlyMap<string, Question>): Promise<Figures> {
    this.#demandOpen();
    return this.#figures!.current(questions);
  }

  async rebuildFigures(questions: ReadonlyMap<string, Question>, say: (done: number, total: number) => void): Promise<void> {
    this.#demandOpen();
    return this.#figures!.rebuild(questions, say);
  }

  async *exportRecords(): AsyncGenerator<RecordLine> {
    this.#demandOpen();
    yield* exportRecords(this.#holdings);
  }

  /** Until it is over, the store takes no other call. */
  async importRecords(lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
    this.#demandOpen();
    const importing = this.#import(lines).finally(() => { this.#importing = null; });
    this.#importing = importing;
    return importing;
  }

  async verify(): Promise<VerifyReport> {
    this.#demandOpen();
    return verifyHoldings(this.#holdings);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#importing?.catch(() => undefined);
    await this.#writing;
    await this.#documents.settled();
    await this.#blobs.settled();
    await this.#figures?.close();
    await this.#gathering.close();
    await this.#journal.close();
    this.#lock.release();
  }

  /** Recorded but not gathered: from here on only a new start, which gathers from the journal, knows what is true. */
  #stop(error: unknown): Refusal {
    this.#broken = true;
    return new Refusal('store-stopped', { cause: String(error) });
  }

  async #import(lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
    await this.#writing;
    await this.#documents.settled();
    await this.#blobs.settled();
    const counts = await importRecords(this.#folder, this.#holdings, lines).catch((error: unknown) => {
      throw isRefusal(error) && error.code === 'store-stopped' ? this.#stop(error) : error;
    });
    await this.#gathering.catchUp().catch((error: unknown) => { throw this.#stop(error); });
    const members = await this.#documents.list('members');
    await this.#figures!.follow('units', []);
    await this.#figures!.follow('members', members.map(({ id }) => ({ id, expected: 0, value: null })));
    return counts;
  }

  #demandOpen(): void {
    if (this.#closed || this.#broken || this.#importing) throw new Refusal('store-stopped');
  }

  /** Group commit: whatever waits is chained, written with one fsync, gathered, and only then acknowledged. */
  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const admission = new Admission();
      const accepted: ({ one: Waiting } & Admitted)[] = [];
      const refused: { one: Waiting; error: unknown }[] = [];
      for (const one of group) {
        try {
          accepted.push({ one, ...await this.#admit(one.facts, admission) });
        } catch (error) {
          refused.push({ one, error });
        }
      }
      try {
        const batches = accepted.map(({ fresh }) => fresh).filter((fresh) => fresh.length > 0);
        if (batches.length > 0) await this.#journal.write(batches);
        const reached = this.#journal.position;
        await this.#gathering.add(batches.flat(), reached).catch((error: unknown) => { throw this.#stop(error); });
        accepted.forEach(({ one, answer }) => one.resolve(answer));
      } catch (error) {
        accepted.forEach(({ one }) => one.reject(error));
      }
      refused.forEach(({ one, error }) => one.reject(error)); // only now: what they conflict with can be read
    }
    // Here and not in a `finally` of the caller: whoever was just acknowledged may append again before that would run.
    this.#writing = null;
  }

  /** Reads first what the batch will be gathered in, so that a dossier that cannot be read refuses it. */
  async #admit(facts: readonly NewFact[], admission: Admission): Promise<Admitted> {
    const recorded = new Map<string, readonly Fact[]>();
    for (const fact of facts) {
      recorded.set(fact.subjectId, await this.#dossiers.read('subjects', fact.subjectId));
      await this.#dossiers.prepare(fact);
    }
    return admission.admit(facts, (subjectId) => {
      const own = recorded.get(subjectId)!;
      return { last: own.at(-1) ?? null, find: (id) => own.find((one) => one.id === id) };
    });
  }
}

/** The next start gathers every dossier anew. For operators and tests. */
export async function forgetDossiers(folder: string): Promise<void> {
  await forgetCheckpoints(path.join(folder, 'dossiers'));
}
