import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { damageIn, isBlobHash, taken, whole } from '../blob.ts';
import type { Patience } from './fact-writer.ts';
import { faultIn } from './faults.ts';
import type { Database, DatabaseTransaction, Tables } from './tables.ts';

/** Blobs as rows under their hash. */
export class BlobTable {
  readonly #db: Database;
  readonly #patience: Patience;

  constructor(db: Database, patience: Patience) {
    this.#db = db;
    this.#patience = patience;
  }

  /** The row that is there already is left alone, unless its bytes are damaged. */
  async write(given: Uint8Array): Promise<string> {
    const { hash, bytes } = taken(given);
    await this.#untilAnswered(() => sql`insert into blobs (hash, bytes) values (${hash}, ${bytes})
      on conflict (hash) do update set bytes = excluded.bytes where blobs.bytes <> excluded.bytes`.execute(this.#db));
    return hash;
  }

  async read(hash: string): Promise<Uint8Array | null> {
    if (!isBlobHash(hash)) return null;
    const row = await this.#db.selectFrom('blobs').select('bytes').where('hash', '=', hash).executeTakeFirst();
    return row ? whole(hash, row.bytes) : null;
  }

  async remove(hash: string): Promise<void> {
    if (isBlobHash(hash)) await this.#untilAnswered(() => this.#db.deleteFrom('blobs').where('hash', '=', hash).execute());
  }

  /** Doing it twice is doing it once: what was not answered is sent again. */
  async #untilAnswered(send: () => Promise<unknown>): Promise<void> {
    for (const until = Date.now() + this.#patience.giveUpMs; ;) {
      try {
        return void await send();
      } catch (error) {
        if (!['lost', 'raced'].includes(faultIn(error)) || Date.now() > until) throw error;
        await pause(Math.random() * 500);
      }
    }
  }
}

/** Every blob as a snapshot shows it, one in memory at a time. */
export async function* blobsIn(snapshot: DatabaseTransaction): AsyncGenerator<Tables['blobs']> {
  for (let row: Tables['blobs'] | undefined; (row = await blobAfter(snapshot, row?.hash ?? ''));) yield row;
}

export async function verifyBlobs(snapshot: DatabaseTransaction): Promise<{ blobs: number; problems: string[] }> {
  const found = { blobs: 0, problems: [] as string[] };
  for await (const { hash, bytes } of blobsIn(snapshot)) {
    found.blobs += 1;
    const problem = damageIn(hash, bytes);
    if (problem) found.problems.push(problem);
  }
  return found;
}

function blobAfter(snapshot: DatabaseTransaction, hash: string): Promise<Tables['blobs'] | undefined> {
  return snapshot.selectFrom('blobs').select(['hash', 'bytes']).where('hash', '>', hash).orderBy('hash').limit(1).executeTakeFirst();
}
