import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { Refusal } from '../../domain/refusal.ts';
import type { Collection, DocumentChange, Stored } from '../port.ts';
import { DurableFile, makeFolder } from './durable-file.ts';

type Entries = Record<string, { version: number; value: unknown }>;
interface Waiting { changes: readonly DocumentChange[]; resolve: () => void; reject: (error: unknown) => void }

/** Documents as one lowdb file a collection. All changes that wait are written together: copy, write, then swap. */
export class Documents {
  readonly #folder: string;
  readonly #open = new Map<Collection, Promise<CollectionFile>>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Documents> {
    await makeFolder(folder);
    // What a killed process had not finished writing: it holds hashes of passwords and was never acknowledged.
    for (const name of await readdir(folder)) if (name.endsWith('.tmp')) await rm(path.join(folder, name));
    return new Documents(folder);
  }

  async read<T>(collection: Collection, id: string): Promise<Stored<T> | null> {
    return (await this.#file(collection)).read(id);
  }

  async list<T>(collection: Collection): Promise<Stored<T>[]> {
    return (await this.#file(collection)).list();
  }

  async change(collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
    const copied = structuredClone(changes);
    return (await this.#file(collection)).change(copied);
  }

  /** A file that could not be read has nothing under way. */
  async settled(): Promise<void> {
    for (const file of this.#open.values()) await file.then((one) => one.settled(), () => undefined);
  }

  #file(collection: Collection): Promise<CollectionFile> {
    let file = this.#open.get(collection);
    if (!file) this.#open.set(collection, file = CollectionFile.open(path.join(this.#folder, `${collection}.json`)));
    return file;
  }
}

class CollectionFile {
  readonly #low: Low<Entries>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;

  private constructor(low: Low<Entries>) {
    this.#low = low;
  }

  static async open(file: string): Promise<CollectionFile> {
    const low = new Low<Entries>(new DurableFile(file), {});
    try {
      await low.read();
    } catch {
      throw new Refusal('folder-damaged', { file, line: 1 });
    }
    return new CollectionFile(low);
  }

  read<T>(id: string): Stored<T> | null {
    const entry = Object.hasOwn(this.#low.data, id) ? this.#low.data[id] : undefined;
    return entry ? { id, version: entry.version, value: structuredClone(entry.value) as T } : null;
  }

  list<T>(): Stored<T>[] {
    return Object.keys(this.#low.data).sort().map((id) => this.read<T>(id)!);
  }

  change(changes: readonly DocumentChange[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    await Promise.resolve(); // so that it is never over before the caller has noted that it runs
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      let next: Entries = { ...this.#low.data };
      const accepted: Waiting[] = [];
      const refused: Waiting[] = [];
      for (const one of group) {
        const changed = applied(next, one.changes);
        if (changed) next = changed;
        (changed ? accepted : refused).push(one);
      }
      try {
        if (accepted.length > 0) await this.#low.adapter.write(next);
        this.#low.data = next;
        accepted.forEach((one) => one.resolve());
      } catch (error) {
        const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
        accepted.forEach((one) => one.reject(new Refusal(full ? 'store-full' : 'store-stopped')));
      }
      refused.forEach((one) => one.reject(new Refusal('document-conflict'))); // only now: what they conflict with can be read
    }
    this.#writing = null;
  }
}

/** A copy with the changes, or null when a version has moved on. */
function applied(entries: Entries, changes: readonly DocumentChange[]): Entries | null {
  const next = { ...entries };
  for (const { id, expected, value } of changes) {
    const current = Object.hasOwn(next, id) ? next[id]!.version : 0;
    if (current !== expected) return null;
    if (value === undefined) delete next[id];
    else Object.defineProperty(next, id, { value: { version: current + 1, value }, enumerable: true, configurable: true, writable: true }); // `__proto__` is an id like any other
  }
  return next;
}
