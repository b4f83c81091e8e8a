import { storeContract } from './contract.ts';
import { MemoryRecords, MemoryStore } from './memory-store.ts';

storeContract('the memory store', async () => {
  const records = new MemoryRecords();
  const store = new MemoryStore(records);
  let last = store;
  return {
    store,
    damageBlob: async (hash) => { records.blobs.get(hash)![0]! ^= 1; },
    reopen: async () => {
      await last.close();
      return last = new MemoryStore(records);
    },
  };
});
