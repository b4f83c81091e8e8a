import { rm } from 'node:fs/promises';
import path from 'node:path';
import { damageIn, isBlobHash, taken, whole } from '../blob.ts';
import { blobFile, blobsIn, bytesIn } from './blob-folder.ts';
import { diskRefusal } from './disk-refusal.ts';
import { makeFolder, putFile, removeDrafts, syncFolder } from './durable-file.ts';

/** Bytes as files named by their hash, in folders named by its first two digits. */
export class Blobs {
  readonly folder: string;
  /** Inner folders that are known to be on the disk. */
  readonly #made = new Set<string>();
  readonly #underWay = new Set<Promise<unknown>>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(folder: string): Promise<Blobs> {
    await makeFolder(folder);
    await syncFolder(path.dirname(folder));
    await removeDrafts(folder);
    return new Blobs(folder);
  }

  /** Writes also what is there already: that may be damaged, or not yet on the disk. */
  async write(given: Uint8Array): Promise<string> {
    const { hash, bytes } = taken(given);
    await this.#guarded(async () => {
      await this.#make(path.join(this.folder, hash.slice(0, 2)));
      await putFile(blobFile(this.folder, hash), bytes, { draft: path.join(this.folder, hash) });
    });
    return hash;
  }

  async read(hash: string): Promise<Uint8Array | null> {
    const bytes = isBlobHash(hash) ? await this.#guarded(() => bytesIn(this.folder, hash)) : null;
    return bytes && whole(hash, bytes);
  }

  async remove(hash: string): Promise<void> {
    if (!isBlobHash(hash)) return;
    await this.#guarded(async () => {
      const file = blobFile(this.folder, hash);
      await rm(file, { force: true });
      await syncFolder(path.dirname(file)).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') throw error; });
    });
  }

  get isEmpty(): boolean {
    return blobsIn(this.folder).hashes.length === 0;
  }

  async verify(): Promise<{ blobs: number; problems: string[] }> {
    const { hashes, strays } = blobsIn(this.folder);
    const problems = strays.map((file) => `${path.join('blobs', file)} 不是附件应有的位置和名称`);
    for (const hash of hashes) {
      const bytes = await bytesIn(this.folder, hash);
      const problem = bytes && damageIn(hash, bytes);
      if (problem) problems.push(problem);
    }
    return { blobs: hashes.length, problems };
  }

  /** Removes everything. Only for an import that has failed: nothing of it was ever acknowledged. */
  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    this.#made.clear();
    await makeFolder(this.folder);
    await syncFolder(path.dirname(this.folder));
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #make(inner: string): Promise<void> {
    if (this.#made.has(inner)) return;
    await makeFolder(inner);
    await syncFolder(this.folder);
    this.#made.add(inner);
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    const working = work().catch((error: unknown) => { throw diskRefusal(error); });
    this.#underWay.add(working);
    try {
      return await working;
    } finally {
      this.#underWay.delete(working);
    }
  }
}
