import { sql } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import { createFigureTables, type FigureDatabase } from '../figures/tables.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

/** Steps from an empty database to the present tables, in order. A step that has been released is never changed: what comes later is a further step. */
const steps: readonly { name: string; up: (trx: DatabaseTransaction) => Promise<void> }[] = [
  { name: '001-facts-and-documents', up: factsAndDocuments },
  { name: '002-figures', up: (trx) => createFigureTables(trx as unknown as FigureDatabase, '"C"') },
  { name: '003-blobs', up: blobs },
  { name: '004-follow-ups', up: (trx) => createFigureTables(trx as unknown as FigureDatabase, '"C"') },
  { name: '005-short-answers', up: (trx) => createFigureTables(trx as unknown as FigureDatabase, '"C"') },
  { name: '006-markings', up: (trx) => createFigureTables(trx as unknown as FigureDatabase, '"C"') },
];

/** The same number in every server, so that those that start at once do it one after the other. */
const lockNumber = 4_738_215_906;

/** Brings the tables up to this program, all steps or none. Refuses `database-newer` {step} when a later program has been here. */
export async function migrate(db: Database): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx);
    // Ends with the transaction, so that it also holds behind a pool that hands out connections by transaction.
    await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(trx);
    await sql`create table if not exists migrations (name text collate "C" primary key, at text not null)`.execute(trx);
    const done = new Set((await trx.selectFrom('migrations').select('name').execute()).map((row) => row.name));
    const unknown = [...done].filter((name) => !steps.some((step) => step.name === name)).sort().at(-1);
    if (unknown) throw new Refusal('database-newer', { step: unknown });
    for (const { name, up } of steps) {
      if (done.has(name)) continue;
      await up(trx);
      await trx.insertInto('migrations').values({ name, at: sql`now()::text` }).execute();
    }
  });
}

async function factsAndDocuments(trx: DatabaseTransaction): Promise<void> {
  await sql`create sequence fact_ordinals`.execute(trx);
  await sql`create table facts (
    subject_id text collate "C" not null, seq integer not null, id text collate "C" not null, kind text collate "C" not null, at text collate "C" not null,
    actor_id text collate "C" not null, context_id text collate "C", unit_id text collate "C" not null, body text collate "C" not null,
    prev text collate "C" not null, hash text collate "C" not null, ordinal bigint not null default nextval('fact_ordinals'),
    primary key (subject_id, seq), unique (subject_id, id))`.execute(trx);
  await sql`create index facts_by_context on facts (context_id) where context_id is not null`.execute(trx);
  await sql`create index facts_by_unit on facts (unit_id) where kind like 'session.%' and context_id is null`.execute(trx);
  await sql`create index facts_by_ordinal on facts (ordinal)`.execute(trx);
  await sql`create table documents (
    id text collate "C" not null, collection text collate "C" not null, version integer not null, value text collate "C" not null, primary key (id, collection))`.execute(trx);
  await sql`create index documents_by_collection on documents (collection, id)`.execute(trx);
  await sql`create table revisions (collection text collate "C" primary key, revision integer not null)`.execute(trx);
  await sql`create table pending (subject_id text collate "C" not null, seq integer not null, primary key (subject_id, seq))`.execute(trx);
}

async function blobs(trx: DatabaseTransaction): Promise<void> {
  await sql`create table blobs (hash text collate "C" primary key, bytes bytea not null)`.execute(trx);
}
