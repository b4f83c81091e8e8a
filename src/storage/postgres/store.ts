import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { idPattern, parseNewFact, type Fact, type NewFact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Question } from '../../domain/question.ts';
import { FigureKeeper } from '../figures/keeper.ts';
import { membersUnder, SqlFigures } from '../figures/sql-figures.ts';
import type { FigureDatabase } from '../figures/tables.ts';
import type { Collection, DocumentChange, Figures, RecordCounts, RecordLine, Store, Stored, VerifyReport } from '../port.ts';
import { BlobTable, verifyBlobs } from './blobs.ts';
import { DocumentTable } from './documents.ts';
import { exportRecords, importRecords } from './export-import.ts';
import { FactWriter, usualPatience, type Patience } from './fact-writer.ts';
import { faultIn, refusalFor, unreachable } from './faults.ts';
import { migrate } from './migrations.ts';
import { namedFacts, PendingFeed } from './pending-figures.ts';
import { openPool, placeOf } from './pool.ts';
import { factColumns, factIn, type Database, type DatabaseTransaction, type FactRow, type Tables } from './tables.ts';
import { verifyFacts } from './verify-facts.ts';

const readingAttempts = 4;

type FactWish = Partial<Pick<Tables['facts'], 'context_id' | 'unit_id'>>;

/** The store on PostgreSQL. Any number of processes may share one database; none of them keeps anything that another needs. */
export class PostgresStore implements Store {
  readonly #pool: pg.Pool;
  readonly #db: Database;
  readonly #writer: FactWriter;
  readonly #documents: DocumentTable;
  readonly #blobs: BlobTable;
  readonly #figureTables: FigureDatabase;
  readonly #keeper: FigureKeeper;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #exports = new Set<Snapshot>();
  #closed = false;

  private constructor(pool: pg.Pool, patience: Patience) {
    this.#pool = pool;
    this.#db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    this.#writer = new FactWriter(pool, patience);
    this.#documents = new DocumentTable(this.#db);
    this.#blobs = new BlobTable(this.#db, patience);
    this.#figureTables = this.#db as unknown as FigureDatabase;
    this.#keeper = new FigureKeeper(this.#figureTables, new PendingFeed(this.#db), new SqlFigures(this.#figureTables, namedFacts(this.#db)));
  }

  /** Refuses `database-unreachable` {where, why}, `database-newer` {step}, `database-forgetful` {setting}. */
  static async open(url: string, patience = usualPatience): Promise<PostgresStore> {
    const preparing = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, { patient: true }) }) });
    try {
      await demandDurability(preparing);
      await migrate(preparing);
    } catch (error) {
      throw unreachable(error, placeOf(url));
    } finally {
      await preparing.destroy();
    }
    return new PostgresStore(openPool(url), patience);
  }

  append(facts: readonly NewFact[]): Promise<Fact[]> {
    return this.#guarded(async () => this.#writer.append(facts.map((fact) => parseNewFact(structuredClone(fact)))));
  }

  /** What is asked most: a statement that the database prepares once. */
  async factsOf(subjectId: string): Promise<Fact[]> {
    const facts = await this.#reading(async () => {
      if (!idPattern.test(subjectId)) return [];
      const { rows } = await this.#pool.query<FactRow>({ name: 'facts-of-subject', text: `select ${factColumns.join(',')} from facts where subject_id = $1 order by seq`, values: [subjectId] });
      return rows.map(factIn);
    });
    this.#writer.seen(facts);
    return facts;
  }

  factsIn(contextId: string): Promise<Fact[]> {
    return this.#facts(contextId, { context_id: contextId });
  }

  factsOfUnit(unitId: string): Promise<Fact[]> {
    return this.#facts(unitId, { unit_id: unitId });
  }

  async readDocument<T>(collection: Collection, id: string): Promise<Stored<T> | null> {
    return (await this.readDocuments<T>(collection, [id]))[0] ?? null;
  }

  readDocuments<T>(collection: Collection, ids: readonly string[]): Promise<Stored<T>[]> {
    return this.#reading(() => this.#documents.read<T>(collection, ids));
  }

  listDocuments<T>(collection: Collection): Promise<Stored<T>[]> {
    return this.#reading(() => this.#documents.list<T>(collection));
  }

  changeDocuments(collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
    return this.#guarded(() => this.#documents.change(collection, changes));
  }

  writeBlob(bytes: Uint8Array): Promise<string> {
    return this.#guarded(() => this.#blobs.write(bytes));
  }

  readBlob(hash: string): Promise<Uint8Array | null> {
    return this.#reading(() => this.#blobs.read(hash));
  }

  removeBlob(hash: string): Promise<void> {
    return this.#guarded(() => this.#blobs.remove(hash));
  }

  membersUnder(unitId: string): Promise<string[]> {
    return this.#reading(() => membersUnder(this.#figureTables, unitId));
  }

  figures(questions: ReadonlyMap<string, Question>): Promise<Figures> {
    return this.#guarded(() => this.#keeper.current(questions));
  }

  rebuildFigures(questions: ReadonlyMap<string, Question>, say: (done: number, total: number) => void): Promise<void> {
    return this.#guarded(() => this.#keeper.rebuild(questions, say));
  }

  async *exportRecords(): AsyncGenerator<RecordLine> {
    const snapshot = await this.#guarded(() => this.#snapshot());
    this.#exports.add(snapshot);
    try {
      const records = exportRecords(snapshot.trx);
      for (let next; !(next = await this.#guarded(() => records.next())).done;) yield next.value;
    } finally {
      this.#exports.delete(snapshot);
      await snapshot.end();
    }
  }

  importRecords(lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
    return this.#guarded(() => importRecords(this.#db, lines));
  }

  verify(): Promise<VerifyReport> {
    return this.#guarded(async () => {
      const snapshot = await this.#snapshot();
      try {
        const [facts, blobs] = [await verifyFacts(snapshot.trx), await verifyBlobs(snapshot.trx)];
        return { ...facts, ...blobs, problems: [...facts.problems, ...blobs.problems] };
      } finally {
        await snapshot.end();
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#keeper.stop();
    await Promise.allSettled(this.#underWay);
    for (const snapshot of this.#exports) await snapshot.end();
    if (!this.#pool.ending) await this.#db.destroy();
  }

  #facts(id: string, wish: FactWish): Promise<Fact[]> {
    return this.#reading(async () => {
      if (!idPattern.test(id)) return [];
      let wanted = this.#db.selectFrom('facts').select(factColumns).where((eb) => eb.and(wish)).orderBy('ordinal');
      if (wish.unit_id) wanted = wanted.where('kind', 'like', 'session.%').where('context_id', 'is', null);
      return (await wanted.execute() as FactRow[]).map(factIn);
    });
  }

  /** What the database shows at one moment, until `end`. */
  async #snapshot(): Promise<Snapshot> {
    const trx = await this.#db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
    return { trx, end: async () => { if (!trx.isCommitted && !trx.isRolledBack) await trx.rollback().execute().catch(() => undefined); } };
  }

  /** Connections that broke while they lay idle are noticed only when they are used: reading is done again, on others. */
  #reading<T>(read: () => Promise<T>): Promise<T> {
    return this.#guarded(async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await read();
        } catch (error) {
          if (faultIn(error) !== 'lost' || attempt === readingAttempts) throw error;
          await pause(attempt * 20);
        }
      }
    });
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Refusal('store-stopped');
    const working = work();
    this.#underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw refusalFor(error);
    } finally {
      this.#underWay.delete(working);
    }
  }
}

interface Snapshot { trx: DatabaseTransaction; end: () => Promise<void> }

/** A database that acknowledges before it has written would break the promise of `append`. */
async function demandDurability(db: Database): Promise<void> {
  const { rows: [found] } = await sql<{ setting: string | null }>`select case when current_setting('synchronous_commit') = 'off' then 'synchronous_commit'
    when current_setting('fsync') = 'off' then 'fsync' end as setting`.execute(db);
  if (found?.setting) throw new Refusal('database-forgetful', { setting: found.setting });
}
