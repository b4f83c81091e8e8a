import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fact } from '../../domain/fact.ts';
import type { Dossiers } from './dossiers.ts';
import { DurableFile } from './durable-file.ts';
import { beginning, isAfter, type Journal, type Position } from './journal.ts';

/** `files`: how many dossiers there were. */
interface Checkpoint { boot: string; position: Position; files: number }

const flushAfterMs = 500;
const flushEvery = 100_000;

/** Brings the dossiers behind the journal up to it, and writes them a little later, with the place at which they stand. */
export class Gathering {
  readonly #journal: Journal;
  readonly #dossiers: Dossiers;
  readonly #checkpoint: DurableFile<Checkpoint>;
  #flushing: Promise<void> | null = null;
  #flushTimer: NodeJS.Timeout | null = null;
  #position: Position = beginning;
  #closed = false;

  constructor(folder: string, journal: Journal, dossiers: Dossiers) {
    this.#journal = journal;
    this.#dossiers = dossiers;
    this.#checkpoint = new DurableFile(path.join(folder, 'dossiers', 'checkpoint.json'), { durable: false });
  }

  /** Everything up to here is in the dossiers (in memory at least). */
  get position(): Position {
    return this.#position;
  }

  /** From the journal. A checkpoint of an earlier boot is not trusted (a power cut may have eaten unsynced files), nor one that knew of more dossiers or a longer journal. */
  async catchUp(): Promise<void> {
    const boot = await bootId();
    const checkpoint = await this.#checkpoint.read().catch(() => null);
    const known = boot !== null && checkpoint?.boot === boot && checkpoint.files <= this.#dossiers.fileCount && !isAfter(checkpoint.position, this.#journal.position);
    if (!known) await this.#dossiers.clear();
    let gathered = 0;
    for await (const fact of this.#journal.read(known ? checkpoint!.position : beginning)) {
      await this.#dossiers.addAgain(fact);
      gathered += 1;
      if (gathered % flushEvery === 0) await this.#dossiers.flush();
    }
    this.#position = this.#journal.position;
    if (gathered > 0) this.#flushSoon();
  }

  /** Facts just recorded, after which the journal stands at `reached`. */
  async add(facts: readonly Fact[], reached: Position): Promise<void> {
    for (const fact of facts) await this.#dossiers.add(fact);
    this.#position = reached;
    this.#flushSoon();
  }

  /** Writes what is behind, once what is being written is. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    await this.#flushing;
    await this.#flush().catch(() => undefined);
  }

  #flushSoon(): void {
    if (this.#closed || this.#flushTimer || this.#flushing) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = null;
      this.#flushing = this.#flush().catch(() => undefined).then(() => {
        this.#flushing = null;
        if (this.#dossiers.dirtyCount > 0) this.#flushSoon();
      });
    }, flushAfterMs);
    this.#flushTimer.unref();
  }

  async #flush(): Promise<void> {
    if (this.#dossiers.dirtyCount === 0) return;
    const position = this.#position;
    const boot = await bootId();
    await this.#dossiers.flush();
    if (boot) await this.#checkpoint.write({ boot, position, files: this.#dossiers.fileCount });
  }
}

async function bootId(): Promise<string | null> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), () => null);
}
