import { randomBytes } from 'node:crypto';
import { open, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Adapter } from 'lowdb';

/**
 * A lowdb adapter whose `write` resolves only when the new content would survive a power cut: unique temporary file,
 * fsync, rename, fsync of the folder. `durable: false` keeps the atomic rename and leaves out the two fsyncs, for
 * files that can be rebuilt from facts.
 */
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
    const temporary = `${this.#file}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(data));
        if (this.#durable) await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    if (this.#durable) await syncFolder(path.dirname(this.#file));
  }
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
