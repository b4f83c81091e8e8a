import { randomBytes } from 'node:crypto';
import { open, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Adapter } from 'lowdb';

/** A lowdb adapter that writes with `putFile`. */
export class DurableFile<T> implements Adapter<T> {
  readonly #file: string;
  readonly #durable: boolean;

  constructor(file: string, { durable = true } = {}) {
    this.#file = file;
    this.#durable = durable;
  }

  async read(): Promise<T | null> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async write(data: T): Promise<void> {
    await putFile(this.#file, JSON.stringify(data), { durable: this.#durable });
  }
}

/**
 * Gives a file new content, whole or not at all, and resolves only when it would survive a power cut: unique temporary file,
 * fsync, rename, fsync of the folder. `durable: false` keeps the atomic rename and leaves out the two fsyncs, for
 * files that can be rebuilt from facts. `draft`: what the name of the temporary file begins with, when it shall not lie beside.
 */
export async function putFile(file: string, content: string | Uint8Array, { durable = true, draft = file } = {}): Promise<void> {
  const temporary = `${draft}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (durable) await syncFolder(path.dirname(file));
}

/** Removes what a killed process had not finished writing: it was never acknowledged. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith('.tmp')) await rm(path.join(folder, name));
}

/** Makes names created or renamed in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    await handle.close();
  }
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
