import path from 'node:path';
import { EmbeddedStore } from './embedded/store.ts';
import type { Store } from './port.ts';

/** Chooses the store: the embedded one in `DATA_DIR` (default `./data`). The only place that knows the adapters. */
export async function openStore(environment: { DATA_DIR?: string; DATABASE_URL?: string }): Promise<Store> {
  if (environment.DATABASE_URL) throw new Error('DATABASE_URL 已设置，但本版本只有内嵌存储，尚不能使用 PostgreSQL。请去掉该变量后重新启动。');
  return EmbeddedStore.open(path.resolve(environment.DATA_DIR ?? 'data'));
}
