import { spawn } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Fact } from '../../domain/fact.ts';
import type { Dossiers } from './dossiers.ts';
import { DurableFile, syncFolder } from './durable-file.ts';
import { beginning, isAfter, type Journal, type Position } from './journal.ts';

/** `files`: how many dossiers there were. `until`: how long it holds: one boot of the machine, or as long as the folder lies where it lies. */
interface Checkpoint { until: string; position: Position; files: number }

const flushAfterMs = 2_000;
const flushEvery = 100_000;
/** As much of the journal as may be held in memory at once. */
const bytesAtOnce = 64 * 1024 * 1024;
/** With fewer dossiers than this, gathering all of them anew takes no time worth saving. */
const worthSettling = 1_000;
const settleEveryMs = 600_000;

/** Brings the dossiers behind the journal up to it, and writes them a little later, with the place at which they stand. */
export class Gathering {
  readonly #journal: Journal;
  readonly #dossiers: Dossiers;
  readonly #folder: string;
  /** Where the dossiers stood when they were last written: holds until the machine stops. */
  readonly #checkpoint: DurableFile<Checkpoint>;
  /** Where they stood when they were last brought onto the disk: holds after a power cut too. */
  readonly #settled: DurableFile<Checkpoint>;
  #settledAt = Date.now();
  #flushing: Promise<void> | null = null;
  #flushTimer: NodeJS.Timeout | null = null;
  #position: Position = beginning;
  #closed = false;

  constructor(folder: string, journal: Journal, dossiers: Dossiers) {
    this.#journal = journal;
    this.#dossiers = dossiers;
    this.#folder = path.join(folder, 'dossiers');
    this.#checkpoint = new DurableFile(path.join(this.#folder, 'checkpoint.json'), { durable: false });
    this.#settled = new DurableFile(path.join(this.#folder, 'settled.json'));
  }

  /** Everything up to here is in the dossiers (in memory at least). */
  get position(): Position {
    return this.#position;
  }

  /**
   * From the journal. A power cut may have eaten files written since the dossiers were last settled; those are of people with
   * later facts, which are read here, and when one cannot be read everything is gathered anew.
   */
  async catchUp(): Promise<void> {
    const from = await this.#trusted();
    try {
      await (from ? this.#gatherAfter(from) : this.#gatherAnew());
    } catch (error) {
      if (!from || !(error instanceof SyntaxError)) throw error;
      await this.#gatherAnew();
    }
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
    await this.#flush().then(() => this.#settle()).catch(() => undefined);
  }

  /** The later of the checkpoints that hold: of this boot or settled, with no dossier missing and no longer journal. */
  async #trusted(): Promise<Position | null> {
    const holds = [await bootId(), await placeId(this.#folder)];
    const known = await Promise.all([this.#checkpoint, this.#settled].map((file) => file.read().catch(() => null)));
    const holding = known.flatMap((one) => (one && holds.includes(one.until) && one.files <= this.#dossiers.fileCount && !isAfter(one.position, this.#journal.position) ? [one.position] : []));
    return holding.sort((a, b) => (isAfter(a, b) ? -1 : 1))[0] ?? null;
  }

  /** What was settled before no longer is: the files are about to be written again. */
  async #gatherAnew(): Promise<void> {
    await forgetCheckpoints(this.#folder);
    const until = this.#journal.position;
    const bytes = await this.#journal.bytesBetween(beginning, until);
    await this.#dossiers.fill(() => this.#journal.read(), Math.max(1, Math.ceil(bytes / bytesAtOnce)));
    this.#position = until;
    await this.#note(until);
  }

  async #gatherAfter(position: Position): Promise<void> {
    let gathered = 0;
    for await (const fact of this.#journal.read(position)) {
      await this.#dossiers.addAgain(fact);
      gathered += 1;
      if (gathered % flushEvery === 0) await this.#dossiers.flush();
    }
    this.#position = this.#journal.position;
    if (gathered > 0) this.#flushSoon();
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
    await this.#dossiers.flush();
    await this.#note(position);
    if (Date.now() - this.#settledAt > settleEveryMs) await this.#settle();
  }

  /** That the files hold everything up to there. */
  async #note(position: Position): Promise<void> {
    const boot = await bootId();
    if (boot) await this.#checkpoint.write({ until: boot, position, files: this.#dossiers.fileCount });
  }

  /** Brings what was flushed onto the disk, all at once where the system can (Linux); where it cannot, the next boot gathers everything. */
  async #settle(): Promise<void> {
    const flushed = await this.#checkpoint.read().catch(() => null);
    if (!flushed || flushed.files < worthSettling) return;
    this.#settledAt = Date.now();
    const place = await placeId(this.#folder);
    if (place && await syncedFileSystem(this.#folder)) await this.#settled.write({ ...flushed, until: place });
  }
}

/** From now on nothing is known of the dossiers in this folder, also after a power cut. */
export async function forgetCheckpoints(folder: string): Promise<void> {
  for (const name of ['checkpoint.json', 'settled.json']) await rm(path.join(folder, name), { force: true });
  await syncFolder(folder);
}

function syncedFileSystem(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    spawn('sync', ['-f', folder], { stdio: 'ignore' }).once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0 && process.platform === 'linux'));
  });
}

/** A copy elsewhere is another place: its files may be of different moments. */
async function placeId(folder: string): Promise<string | null> {
  const machine = await readFile('/etc/machine-id', 'utf8').then((text) => text.trim(), () => '');
  return stat(folder, { bigint: true }).then(({ ino }) => `${machine}/${ino}`, () => null);
}

async function bootId(): Promise<string | null> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), () => null);
}
