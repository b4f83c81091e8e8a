import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { Refusal } from '../../domain/refusal.ts';
import { collections, type Collection, type DocumentChange, type Stored } from '../port.ts';
import { frozen } from '../frozen.ts';
import { diskRefusal } from './disk-refusal.ts';
import { DurableFile, makeFolder, removeDrafts, syncFolder } from './durable-file.ts';

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
    await removeDrafts(folder); // they hold hashes of passwords
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

  /** Every collection as it stands at the moment the answer is called: documents are copied as they are taken from it. */
  async openAll(): Promise<() => Generator<Stored & { collection: Collection }>> {
    const files = await Promise.all(collections.map(async (collection) => ({ collection, file: await this.#file(collection) })));
    return () => {
      const moment = files.map(({ collection, file }) => ({ collection, entries: file.entries }));
      return (function* each() {
        for (const { collection, entries } of moment) for (const id of Object.keys(entries).sort()) yield { collection, id, ...structuredClone(entries[id]!) };
      })();
    };
  }

  /** Puts documents into an empty collection, versions as given; durable when resolved. */
  async fill(collection: Collection, documents: readonly Stored[]): Promise<void> {
    return (await this.#file(collection)).fill(documents);
  }

  /** Removes everything. Only for an import that has failed: nothing of it was ever acknowledged. */
  async clear(): Promise<void> {
    this.#open.clear();
    for (const name of await readdir(this.#folder)) await rm(path.join(this.#folder, name));
    await syncFolder(this.#folder);
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
  #listed: { of: Entries; all: Stored[] } | null = null;
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
    for (const entry of Object.values(low.data)) frozen(entry.value);
    return new CollectionFile(low);
  }

  read<T>(id: string): Stored<T> | null {
    const entry = Object.hasOwn(this.#low.data, id) ? this.#low.data[id] : undefined;
    return entry ? { id, version: entry.version, value: entry.value as T } : null;
  }

  list<T>(): Stored<T>[] {
    if (this.#listed?.of !== this.#low.data) this.#listed = { of: this.#low.data, all: Object.keys(this.#low.data).sort().map((id) => this.read(id)!) };
    return this.#listed.all.map((stored) => ({ ...stored }) as Stored<T>);
  }

  /** What is held now: replaced at a change, never changed itself. */
  get entries(): Readonly<Entries> {
    return this.#low.data;
  }

  async fill(documents: readonly Stored[]): Promise<void> {
    const entries: Entries = {};
    for (const { id, version, value } of documents) put(entries, id, { version, value });
    await this.#low.adapter.write(entries).catch((error: unknown) => { throw diskRefusal(error); });
    this.#low.data = entries;
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
      const next: Entries = { ...this.#low.data };
      const accepted: Waiting[] = [];
      const refused: Waiting[] = [];
      for (const one of group) (apply(next, one.changes) ? accepted : refused).push(one);
      try {
        if (accepted.length > 0) await this.#low.adapter.write(next);
        this.#low.data = next;
        accepted.forEach((one) => one.resolve());
      } catch (error) {
        accepted.forEach((one) => one.reject(diskRefusal(error)));
      }
      refused.forEach((one) => one.reject(new Refusal('document-conflict'))); // only now: what they conflict with can be read
    }
    this.#writing = null;
  }
}

/** Makes all of the changes or, when a version has moved on, none of them. */
function apply(entries: Entries, changes: readonly DocumentChange[]): boolean {
  const versions = new Map<string, number>();
  for (const { id, expected, value } of changes) {
    const current = versions.get(id) ?? (Object.hasOwn(entries, id) ? entries[id]!.version : 0);
    if (current !== expected) return false;
    versions.set(id, value === undefined ? 0 : current + 1);
  }
  for (const { id, expected, value } of changes) {
    if (value === undefined) delete entries[id];
    else put(entries, id, { version: expected + 1, value });
  }
  return true;
}

/** `__proto__` is an id like any other. */
function put(entries: Entries, id: string, entry: Entries[string]): void {
  Object.defineProperty(entries, id, { value: { version: entry.version, value: frozen(entry.value) }, enumerable: true, configurable: true, writable: true });
}
