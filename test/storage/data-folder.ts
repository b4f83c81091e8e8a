import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedStore } from '../../src/storage/embedded/store.ts';
import type { Opened } from './contract.ts';

/** An embedded store in a folder of its own, which stands until `clean`. */
export interface DataFolder extends Opened {
  store: EmbeddedStore;
  reopen: () => Promise<EmbeddedStore>;
  clean: () => Promise<void>;
  folder: string;
  /** A file below the folder. */
  at: (...names: string[]) => string;
  /** Changes the text of a file below the folder, as damage or a hand would. */
  alter: (name: string, change: (text: string) => string) => Promise<void>;
}

export async function dataFolder(): Promise<DataFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xuefa-store-'));
  const store = await EmbeddedStore.open(folder);
  let last = store;
  const at = (...names: string[]) => path.join(folder, ...names);
  return {
    folder, store, at,
    reopen: async () => {
      await last.close();
      return last = await EmbeddedStore.open(folder);
    },
    clean: async () => {
      await last.close();
      await rm(folder, { recursive: true, force: true });
    },
    damageBlob: async (hash) => {
      const bytes = await readFile(at('blobs', hash.slice(0, 2), hash));
      bytes[0]! ^= 1;
      await writeFile(at('blobs', hash.slice(0, 2), hash), bytes);
    },
    alter: async (name, change) => writeFile(at(name), change(await readFile(at(name), 'utf8'))),
  };
}
