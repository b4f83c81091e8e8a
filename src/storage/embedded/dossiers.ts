import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { idPattern, type Fact } from '../../domain/fact.ts';
import { DurableFile, makeFolder } from './durable-file.ts';
import { frozen } from '../frozen.ts';

/** A dossier's key: whose facts (`subjects`), what happened in it (`contexts`), or what concerns a unit as a whole (`units`). */
export type DossierKind = 'subjects' | 'contexts' | 'units';
interface Dossier { facts: Fact[] }
const kinds: readonly DossierKind[] = ['subjects', 'contexts', 'units'];

/** Files written at a time when all of them are. */
const writers = 8;
/** Clean dossiers kept in memory; those with unwritten facts always are. */
const kept = 4_000;

/**
 * Facts gathered per subject, context and unit as lowdb files: a read model, written behind the journal without fsync.
 * What is not yet written is in memory; what a crash loses is gathered again from the journal.
 */
export class Dossiers {
  readonly #folder: string;
  readonly #loaded = new Map<string, Dossier>();
  readonly #loading = new Map<string, Promise<Dossier>>();
  /** Keys that have a file. */
  readonly #filed = new Set<string>();
  #dirty = new Set<string>();
  /** Keys that a flush has taken on and not yet written. */
  #beingWritten = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Dossiers> {
    const dossiers = new Dossiers(folder);
    for (const kind of kinds) {
      await makeFolder(path.join(folder, kind));
      for (const name of await readdir(path.join(folder, kind))) if (name.endsWith('.json')) dossiers.#filed.add(`${kind}/${name.slice(0, -5)}`);
    }
    return dossiers;
  }

  /** The live list: not to be changed or handed out by the caller. An id that no fact could have has no facts. */
  async read(kind: DossierKind, id: string): Promise<readonly Fact[]> {
    return idPattern.test(id) ? (await this.#load(`${kind}/${id}`)).facts : [];
  }

  /** Reads what `add` will need, so that a dossier that cannot be read is found before anything is recorded. */
  async prepare(fact: Pick<Fact, 'subjectId' | 'contextId' | 'unitId' | 'kind'>): Promise<void> {
    for (const key of keysOf(fact)) await this.#load(key);
  }

  /** Gathers a newly recorded fact. */
  async add(fact: Fact): Promise<void> {
    for (const key of keysOf(fact)) {
      const dossier = await this.#load(key);
      this.#loaded.set(key, dossier);
      dossier.facts.push(frozen(fact));
      this.#dirty.add(key);
    }
  }

  /** Gathers a fact of the journal again, after a crash: one that is there already changes nothing. */
  async addAgain(fact: Fact): Promise<void> {
    for (const key of keysOf(fact)) {
      const dossier = await this.#load(key);
      if (dossier.facts.findLast((one) => one.hash === fact.hash)) continue;
      this.#loaded.set(key, dossier);
      dossier.facts.push(frozen(fact));
      this.#dirty.add(key);
    }
  }

  get dirtyCount(): number {
    return this.#dirty.size;
  }

  /** How many dossiers have a file: fewer than there were means that some were deleted. */
  get fileCount(): number {
    return this.#filed.size;
  }

  /** Writes what is behind. What could not be written stays behind and the error is passed on. */
  async flush(): Promise<void> {
    const keys = [...this.#dirty];
    this.#beingWritten = this.#dirty;
    this.#dirty = new Set();
    for (const [index, key] of keys.entries()) {
      try {
        await this.#write(key, [...this.#loaded.get(key)!.facts]);
        this.#beingWritten.delete(key);
      } catch (error) {
        for (const left of keys.slice(index)) this.#dirty.add(left);
        this.#beingWritten.clear();
        throw error;
      }
    }
    this.#letGo();
  }

  /** Gathers everything anew from all facts, read as often as asked: each dossier is written once, a share of them in each reading. */
  async fill(facts: () => AsyncIterable<Fact>, readings: number): Promise<void> {
    await this.clear();
    for (let reading = 0; reading < readings; reading += 1) {
      const share = new Map<string, Fact[]>();
      for await (const fact of facts()) {
        for (const key of keysOf(fact)) {
          if (readings > 1 && numberOf(key) % readings !== reading) continue;
          const known = share.get(key);
          if (known) known.push(fact);
          else share.set(key, [fact]);
        }
      }
      const waiting = [...share];
      await Promise.all(Array.from({ length: writers }, async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await this.#write(...next);
      }));
    }
  }

  /** Forgets all files. */
  async clear(): Promise<void> {
    this.#loaded.clear();
    this.#dirty.clear();
    this.#filed.clear();
    for (const kind of kinds) {
      const folder = path.join(this.#folder, kind);
      await Promise.all((await readdir(folder)).map((name) => rm(path.join(folder, name))));
    }
  }

  async #write(key: string, facts: Fact[]): Promise<void> {
    const low = this.#low(key);
    low.data = { facts };
    await low.write();
    this.#filed.add(key);
  }

  #low(key: string): Low<Dossier> {
    return new Low<Dossier>(new DurableFile(path.join(this.#folder, `${key}.json`), { durable: false }), { facts: [] });
  }

  /** Those who ask for one dossier at a time are given the same one: none of them may keep an older state of it. */
  async #load(key: string): Promise<Dossier> {
    const known = this.#loaded.get(key);
    if (known) return known;
    let loading = this.#loading.get(key);
    if (!loading) this.#loading.set(key, loading = this.#readFile(key).finally(() => this.#loading.delete(key)));
    return loading;
  }

  async #readFile(key: string): Promise<Dossier> {
    const low = this.#low(key);
    await low.read();
    const raced = this.#loaded.get(key);
    if (raced) return raced;
    if (low.data.facts.length === 0) return low.data;
    for (const fact of low.data.facts) frozen(fact);
    this.#letGo();
    this.#loaded.set(key, low.data);
    return low.data;
  }

  /** Makes room: the dossiers loaded longest ago go first, unless they hold unwritten facts. */
  #letGo(): void {
    for (const key of this.#loaded.keys()) {
      if (this.#loaded.size < kept) return;
      if (!this.#dirty.has(key) && !this.#beingWritten.has(key)) this.#loaded.delete(key);
    }
  }
}

function keysOf(fact: Pick<Fact, 'subjectId' | 'contextId' | 'unitId' | 'kind'>): string[] {
  return [
    `subjects/${fact.subjectId}`,
    ...(fact.contextId ? [`contexts/${fact.contextId}`] : []),
    ...(fact.kind.startsWith('session.') && !fact.contextId ? [`units/${fact.unitId}`] : []),
  ];
}

/** The same for the same key, and spread evenly. */
function numberOf(key: string): number {
  let number = 0;
  for (let index = 0; index < key.length; index += 1) number = (number * 31 + key.charCodeAt(index)) >>> 0;
  return number;
}
