import { sql, type Kysely } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Collection, DocumentChange, Stored } from '../port.ts';
import { faultIn } from './faults.ts';
import { followDocuments } from './pending-figures.ts';
import { KeptList } from './revisions.ts';
import type { Database, Tables } from './tables.ts';

const attempts = 5;

/** Documents as rows with a version that each write compares. */
export class DocumentTable {
  readonly #db: Database;
  readonly #units = new KeptList();
  /** The last change of each document that is under way in this process. */
  readonly #changing = new Map<string, Promise<void>>();

  constructor(db: Database) {
    this.#db = db;
  }

  async read<T>(collection: Collection, ids: readonly string[]): Promise<Stored<T>[]> {
    const wanted = [...new Set(ids)].filter(isStorable);
    if (wanted.length === 0) return [];
    const rows = await this.#db.selectFrom('documents').select(['id', 'version', 'value']).where('collection', '=', collection)
      .where('id', '=', sql<string>`any(${wanted}::text[])`).execute();
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => (found.has(id) ? [storedIn<T>(found.get(id)!)] : []));
  }

  async list<T>(collection: Collection): Promise<Stored<T>[]> {
    return collection === 'units' ? await this.#units.read(this.#db, collection, () => this.#list(collection)) as Stored<T>[] : this.#list<T>(collection);
  }

  async #list<T>(collection: Collection): Promise<Stored<T>[]> {
    const rows = await this.#db.selectFrom('documents').select(['id', 'version', 'value']).where('collection', '=', collection).orderBy('id').execute();
    return rows.map((row) => storedIn<T>(row));
  }

  /** In this process, changes to one document take their turns in the order in which they were asked for. */
  async change(collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
    const rounds = roundsOf(changes);
    if (rounds.length === 0) return;
    const followed = collection === 'members' || collection === 'units' ? structuredClone(changes) : [];
    const keys = [...new Set(changes.map(({ id }) => `${collection}\n${id}`))];
    const before = keys.flatMap((key) => this.#changing.get(key) ?? []);
    const changing = Promise.allSettled(before).then(() => this.#write(collection, rounds, followed, changes.length));
    for (const key of keys) this.#changing.set(key, changing);
    try {
      await changing;
    } finally {
      for (const key of keys) if (this.#changing.get(key) === changing) this.#changing.delete(key);
    }
  }

  /** Servers that change the same documents in another order may end in a deadlock, which the database breaks: again, then. */
  async #write(collection: Collection, rounds: readonly Round[], followed: readonly DocumentChange[], changes: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A single change is one statement, whole in itself, and nothing follows it: no transaction to open and end.
        if (changes === 1 && followed.length === 0) return await writeRound(this.#db, collection, rounds[0]!);
        return await this.#db.transaction().execute(async (trx) => {
          for (const round of rounds) await writeRound(trx, collection, round);
          await followDocuments(trx, collection, followed);
        });
      } catch (error) {
        if (faultIn(error) !== 'raced' || attempt === attempts) throw error;
      }
    }
  }
}

/** Changes of which no two concern the same document, so that each kind of them is one statement. */
interface Round {
  created: { id: string; value: string }[];
  changed: { id: string; expected: number; value: string }[];
  removed: { id: string; expected: number }[];
  /** Removed, but expected not to be there. */
  absent: string[];
}

/** The values as they are now, in order of id; when a call names a document twice, its second change is in the second round. */
function roundsOf(changes: readonly DocumentChange[]): Round[] {
  const rounds: Round[] = [];
  const times = new Map<string, number>();
  for (const { id, expected, value } of changes.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    if (!isStorable(id)) throw new TypeError('the id of a document must be whole characters without NUL');
    const time = times.get(id) ?? 0;
    times.set(id, time + 1);
    const round = rounds[time] ??= { created: [], changed: [], removed: [], absent: [] };
    if (value === undefined && expected === 0) round.absent.push(id);
    else if (value === undefined) round.removed.push({ id, expected });
    else if (expected === 0) round.created.push({ id, value: JSON.stringify(value) });
    else round.changed.push({ id, expected, value: JSON.stringify(value) });
  }
  return rounds;
}

/** Each statement waits for whoever changes the same documents, then touches only those that are as expected. */
async function writeRound(db: Kysely<Tables>, collection: Collection, { created, changed, removed, absent }: Round): Promise<void> {
  const touched: (bigint | undefined)[] = [];
  if (created.length > 0) {
    touched.push((await sql`insert into documents (collection, id, version, value)
      select ${collection}, new.id, 1, new.value from unnest(${created.map((one) => one.id)}::text[], ${created.map((one) => one.value)}::text[]) as new (id, value)
      on conflict do nothing`.execute(db)).numAffectedRows);
  }
  if (changed.length > 0) {
    touched.push((await sql`update documents set version = documents.version + 1, value = new.value
      from unnest(${changed.map((one) => one.id)}::text[], ${changed.map((one) => one.expected)}::integer[], ${changed.map((one) => one.value)}::text[]) as new (id, version, value)
      where documents.collection = ${collection} and documents.id = new.id and documents.version = new.version`.execute(db)).numAffectedRows);
  }
  if (removed.length > 0) {
    touched.push((await sql`delete from documents using unnest(${removed.map((one) => one.id)}::text[], ${removed.map((one) => one.expected)}::integer[]) as old (id, version)
      where documents.collection = ${collection} and documents.id = old.id and documents.version = old.version`.execute(db)).numAffectedRows);
  }
  if (absent.length > 0) {
    const there = await db.selectFrom('documents').select('id').where('collection', '=', collection).where('id', '=', sql<string>`any(${absent}::text[])`).limit(1).executeTakeFirst();
    if (there) throw new Refusal('document-conflict');
  }
  if (touched.reduce<bigint>((sum, count) => sum + (count ?? 0n), 0n) !== BigInt(created.length + changed.length + removed.length)) throw new Refusal('document-conflict');
}

function storedIn<T>({ id, version, value }: Pick<Tables['documents'], 'id' | 'version' | 'value'>): Stored<T> {
  return { id, version, value: JSON.parse(value) as T };
}

/** What text the database can hold; no document has another id. */
function isStorable(id: string): boolean {
  return id.isWellFormed() && !id.includes('\0');
}
