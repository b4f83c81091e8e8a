import path from 'node:path';
import { readFolder } from './embedded/folder-reader.ts';
import { EmbeddedStore } from './embedded/store.ts';
import type { RecordLine, Store } from './port.ts';
import { PostgresStore } from './postgres/store.ts';

/** Chooses the store: PostgreSQL at `DATABASE_URL`, else the embedded one in `DATA_DIR` (default `./data`). The only place that knows the adapters. */
export async function openStore(environment: { DATA_DIR?: string; DATABASE_URL?: string }): Promise<Store> {
  if (environment.DATABASE_URL) return PostgresStore.open(environment.DATABASE_URL);
  return EmbeddedStore.open(path.resolve(environment.DATA_DIR ?? 'data'));
}

/** Everything held, to be read while servers go on writing: a data folder without its lock, a database through a store of its own. */
export async function* readRecords(environment: { DATA_DIR?: string; DATABASE_URL?: string }): AsyncGenerator<RecordLine> {
  if (!environment.DATABASE_URL) return yield* readFolder(path.resolve(environment.DATA_DIR ?? 'data'));
  const store = await openStore(environment);
  try {
    yield* store.exportRecords();
  } finally {
    await store.close();
  }
}
