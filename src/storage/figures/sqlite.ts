import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler, type DatabaseConnection, type SqliteDatabase } from 'kysely';
import { createFigureTables, type FigureDatabase, type FigureTables } from './tables.ts';

/**
 * Figures in a file of their own beside the journal, or in memory. Rebuilt from facts when lost; never in step with a power cut,
 * but never half of a transaction either (WAL, synchronous normal), so how far they are stands in them.
 */
export async function openSqliteFigures(file: string): Promise<FigureDatabase> {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 8000; pragma cache_size = -64000; pragma temp_store = memory');
  const driver = new TakingTurns({ database: asKyselyExpects(database) });
  const db = new Kysely<FigureTables>({
    dialect: { createAdapter: () => new SqliteAdapter(), createDriver: () => driver, createIntrospector: (one) => new SqliteIntrospector(one), createQueryCompiler: () => new SqliteQueryCompiler() },
  });
  await createFigureTables(db, 'binary');
  return db;
}

/** There is one connection: a query waits for the transaction under way, so that nobody reads half of it. */
class TakingTurns extends SqliteDriver {
  #last: Promise<void> = Promise.resolve();
  readonly #ends: (() => void)[] = [];

  override async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    this.#last = new Promise((resolve) => this.#ends.push(resolve));
    await before;
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    this.#ends.shift()!();
  }
}

/** Statements are kept: preparing one costs more than running it. */
function asKyselyExpects(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => database.close(),
    prepare: (text) => {
      let statement = kept.get(text);
      if (!statement) {
        const prepared = database.prepare(text);
        const values = (given: readonly unknown[]) => given as never[];
        statement = {
          reader: prepared.columns().length > 0,
          all: (given) => prepared.all(...values(given)), run: (given) => prepared.run(...values(given)), iterate: (given) => prepared.iterate(...values(given)),
        };
        if (kept.size > 500) kept.clear();
        kept.set(text, statement);
      }
      return statement;
    },
  };
}
