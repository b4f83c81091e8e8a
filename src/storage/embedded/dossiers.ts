import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { idPattern, type Fact } from '../../domain/fact.ts';
import { DurableFile, makeFolder } from './durable-file.ts';

/** A dossier's key: whose facts (`subjects`), what happened in it (`contexts`), or what concerns a unit as a whole (`units`). */
export type DossierKind = 'subjects' | 'contexts' | 'units';
interface Dossier { facts: Fact[] }

/** Clean dossiers kept in memory; those with unwritten facts always are. */
const kept = 4_000;

/**
 * Facts gathered per subject, context and unit as lowdb files: a read model, written behind the journal without fsync.
 * What is not yet written is in memory; what a crash loses is gathered again from the journal.
 */
export class Dossiers {
  readonly #folder: string;
  readonly #loaded = new Map<string, Dossier>();
  #dirty = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Dossiers> {
    for (const kind of ['subjects', 'contexts', 'units']) await makeFolder(path.join(folder, kind));
    return new Dossiers(folder);
  }

  /** The live list: not to be changed or handed out by the caller. An id that no fact could have has no facts. */
  async read(kind: DossierKind, id: string): Promise<readonly Fact[]> {
    return idPattern.test(id) ? (await this.#load(`${kind}/${id}`)).facts : [];
  }

  /** Gathers a newly recorded fact. */
  async add(fact: Fact): Promise<void> {
    for (const key of keysOf(fact)) {
      const dossier = await this.#load(key);
      this.#loaded.set(key, dossier);
      dossier.facts.push(freeze(fact));
      this.#dirty.add(key);
    }
  }

  /** Gathers a fact of the journal again, after a crash: one that is there already changes nothing. */
  async addAgain(fact: Fact): Promise<void> {
    for (const key of keysOf(fact)) {
      const dossier = await this.#load(key);
      if (dossier.facts.findLast((one) => one.hash === fact.hash)) continue;
      this.#loaded.set(key, dossier);
      dossier.facts.push(freeze(fact));
      this.#dirty.add(key);
    }
  }

  get dirtyCount(): number {
    return this.#dirty.size;
  }

  /** Writes what is behind. What could not be written stays behind and the error is passed on. */
  async flush(): Promise<void> {
    const keys = [...this.#dirty];
    this.#dirty = new Set();
    for (const [index, key] of keys.entries()) {
      try {
        const low = this.#low(key);
        low.data = { facts: [...this.#loaded.get(key)!.facts] };
        await low.write();
      } catch (error) {
        for (const left of keys.slice(index)) this.#dirty.add(left);
        throw error;
      }
    }
    this.#letGo();
  }

  /** Forgets all files, to be gathered anew. */
  async clear(): Promise<void> {
    this.#loaded.clear();
    this.#dirty.clear();
    for (const kind of ['subjects', 'contexts', 'units']) {
      const folder = path.join(this.#folder, kind);
      await Promise.all((await readdir(folder)).map((name) => rm(path.join(folder, name))));
    }
  }

  #low(key: string): Low<Dossier> {
    return new Low<Dossier>(new DurableFile(path.join(this.#folder, `${key}.json`), { durable: false }), { facts: [] });
  }

  async #load(key: string): Promise<Dossier> {
    const known = this.#loaded.get(key);
    if (known) return known;
    const low = this.#low(key);
    await low.read();
    const raced = this.#loaded.get(key);
    if (raced) return raced;
    if (low.data.facts.length === 0) return low.data;
    for (const fact of low.data.facts) freeze(fact);
    this.#letGo();
    this.#loaded.set(key, low.data);
    return low.data;
  }

  /** Makes room: the dossiers loaded longest ago go first, unless they hold unwritten facts. */
  #letGo(): void {
    for (const key of this.#loaded.keys()) {
      if (this.#loaded.size < kept) return;
      if (!this.#dirty.has(key)) this.#loaded.delete(key);
    }
  }
}

function keysOf(fact: Fact): string[] {
  return [
    `subjects/${fact.subjectId}`,
    ...(fact.contextId ? [`contexts/${fact.contextId}`] : []),
    ...(fact.kind.startsWith('session.') && !fact.contextId ? [`units/${fact.unitId}`] : []),
  ];
}

function freeze<T>(value: T): T {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
