import { sql } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import type { Unit } from '../../domain/unit.ts';
import type { Collection, DocumentChange } from '../port.ts';
import { putMembers, putUnits } from '../figures/directory.ts';
import type { FactFeed } from '../figures/keeper.ts';
import { missing, type NamedFacts } from '../figures/sql-figures.ts';
import { chunks, holdFolder, type FigureTransaction } from '../figures/tables.ts';
import { noteRevision } from './revisions.ts';
import { factColumns, factIn, type Database, type DatabaseTransaction, type FactRow } from './tables.ts';

/** More than this is not counted: it is far behind in any case. */
const countedUpTo = 1_000_000;

/** Facts not yet in the figures, as `pending` names them: an entry goes with the transaction that has folded its fact. */
export class PendingFeed implements FactFeed {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async take(trx: FigureTransaction, limit: number): Promise<Fact[]> {
    const rows = await inDatabase(trx).selectFrom('pending').innerJoin('facts', (join) => join.onRef('facts.subject_id', '=', 'pending.subject_id').onRef('facts.seq', '=', 'pending.seq'))
      .select(factColumns.map((column) => `facts.${column}` as const)).orderBy('pending.subject_id').orderBy('pending.seq').limit(limit).execute() as FactRow[];
    for (const part of chunks(rows)) {
      await sql`delete from pending using unnest(${part.map((row) => row.subject_id)}::text[], ${part.map((row) => row.seq)}::integer[]) as taken (subject_id, seq)
        where pending.subject_id = taken.subject_id and pending.seq = taken.seq`.execute(trx);
    }
    return rows.map(factIn);
  }

  async waiting(): Promise<number> {
    const { rows: [row] } = await sql<{ count: string }>`select count(*) from (select 1 from pending limit ${sql.lit(countedUpTo)}) as waiting`.execute(this.#db);
    return Number(row!.count);
  }

  async restart(trx: FigureTransaction): Promise<void> {
    await sql`set local statement_timeout = 0`.execute(trx);
    await sql`insert into pending select subject_id, seq from facts on conflict do nothing`.execute(trx);
  }

  async manyTaken(): Promise<void> {
    await sql`analyze evidence, tallies, standings, people, unit_tree, heads, facts, pending, bases, completions, follow_ups`.execute(this.#db);
  }

  async sessionFacts(trx: FigureTransaction, sessionId: string): Promise<readonly Fact[]> {
    const facts = () => inDatabase(trx).selectFrom('facts').select(factColumns);
    const rows = [...await facts().where('subject_id', '=', sessionId).orderBy('seq').execute(), ...await facts().where('context_id', '=', sessionId).orderBy('ordinal').execute()];
    return (rows as FactRow[]).map(factIn);
  }
}

/** Facts by subject and id, in the order asked for. */
export function namedFacts(db: Database): NamedFacts {
  return async (names) => {
    const { rows } = await sql<FactRow>`select ${sql.join(factColumns.map((column) => sql.ref(`facts.${column}`)))} from facts
      join unnest(${names.map((name) => name.subjectId)}::text[], ${names.map((name) => name.factId)}::text[]) as named (subject_id, id)
      on facts.subject_id = named.subject_id and facts.id = named.id`.execute(db);
    const facts = new Map(rows.map((row) => [`${row.subject_id}\n${row.id}`, factIn(row)]));
    return names.map((name) => facts.get(`${name.subjectId}\n${name.factId}`) ?? missing(name));
  };
}

/** Brings people and units up to documents that the same transaction has just written. */
export async function followDocuments(trx: DatabaseTransaction, collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
  const figures = trx as unknown as FigureTransaction;
  if (collection === 'units') {
    await noteRevision(trx, collection);
    const rows = await trx.selectFrom('documents').select('value').where('collection', '=', 'units').execute();
    await putUnits(figures, rows.map((row) => JSON.parse(row.value) as Unit));
  }
  if (collection !== 'members') return;
  await holdFolder(figures); // else a lesson folded meanwhile would be missed
  await putMembers(figures, new Map(changes.map(({ id, value }) => [id, value])));
}

function inDatabase(trx: FigureTransaction): DatabaseTransaction {
  return trx as unknown as DatabaseTransaction;
}
