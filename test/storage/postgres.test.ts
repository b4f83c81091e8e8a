import { inject } from 'vitest';
import { PostgresStore } from '../../src/storage/postgres/store.ts';
import { storeContract } from './contract.ts';
import { administer, freshDatabase } from './postgres-server.ts';

storeContract('the PostgreSQL store', async () => {
  const database = await freshDatabase(inject('postgresUrl'));
  const store = await PostgresStore.open(database.url);
  let last = store;
  return {
    store, clean: database.drop, damageBlob: damageIn(database.url),
    reopen: async () => {
      await last.close();
      return last = await PostgresStore.open(database.url);
    },
  };
});

storeContract('the PostgreSQL store of a second server', async () => {
  const database = await freshDatabase(inject('postgresUrl'));
  const stores = [await PostgresStore.open(database.url)];
  return {
    store: stores[0]!, damageBlob: damageIn(database.url),
    reopen: async () => {
      stores.unshift(await PostgresStore.open(database.url));
      return stores[0]!;
    },
    clean: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    },
  };
});

function damageIn(url: string): (hash: string) => Promise<void> {
  return (hash) => administer(url, `update blobs set bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) where hash = '${hash}'`);
}
