import { sql } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { canonicalJson } from '../chain.ts';
import { checkedRecords } from '../checked-records.ts';
import type { RecordCounts, RecordLine } from '../port.ts';
import { blobsIn } from './blobs.ts';
import { SourceFailed } from './faults.ts';
import { followDocuments } from './pending-figures.ts';
import { factColumns, factIn, type Database, type DatabaseTransaction, type FactRow, type Tables } from './tables.ts';

const portion = 1_000;

/** Everything as one snapshot shows it, read page by page. */
export async function* exportRecords(snapshot: DatabaseTransaction): AsyncGenerator<RecordLine> {
  for await (const { hash, bytes } of blobsIn(snapshot)) yield { blob: { hash, base64: bytes.toString('base64') } };
  let last = { collection: '', id: '' };
  for (let rows; (rows = await documentsAfter(snapshot, last)).length > 0; last = rows.at(-1)!) {
    for (const { collection, id, version, value } of rows) yield { document: { collection, id, version, value: JSON.parse(value) as unknown } };
  }
  let ordinal = '0';
  for (let rows; (rows = await factsAfter(snapshot, ordinal)).length > 0; ordinal = rows.at(-1)!.ordinal) {
    for (const row of rows) yield { fact: readable(row) };
  }
}

/** Fills an empty database in one transaction: nothing of it is seen before all of it is there. */
export async function importRecords(db: Database, lines: AsyncIterable<RecordLine>): Promise<RecordCounts> {
  return db.transaction().execute(async (trx) => {
    // Nobody else writes meanwhile, and what they wrote before is seen.
    await sql`lock table facts, documents, blobs in share row exclusive mode`.execute(trx);
    for (const table of ['facts', 'documents', 'blobs'] as const) {
      if (await trx.selectFrom(table).select(sql`1`.as('one')).limit(1).executeTakeFirst()) throw new Refusal('store-not-empty');
    }
    const counts = { blobs: 0, documents: 0, facts: 0 };
    let facts: Fact[] = [];
    let documents: Tables['documents'][] = [];
    const write = async () => {
      await insertFacts(trx, facts);
      if (documents.length > 0) await trx.insertInto('documents').values(documents).execute();
      facts = [];
      documents = [];
    };
    for await (const line of checkedRecords(from(lines))) {
      if ('blob' in line) {
        await trx.insertInto('blobs').values({ hash: line.blob.hash, bytes: Buffer.from(line.blob.base64, 'base64') }).execute();
        counts.blobs += 1;
        continue;
      }
      if ('fact' in line) facts.push(line.fact);
      else documents.push({ ...line.document, value: JSON.stringify(line.document.value) });
      counts['fact' in line ? 'facts' : 'documents'] += 1;
      if (facts.length + documents.length === portion) await write();
    }
    await write();
    await followAllDocuments(trx);
    return counts;
  });
}

function readable(row: FactRow): Fact {
  try {
    return factIn(row);
  } catch {
    throw new Refusal('records-broken', { problem: `${row.subject_id} 第 ${row.seq} 条（${row.id}）：内容无法读取` });
  }
}

async function followAllDocuments(trx: DatabaseTransaction): Promise<void> {
  await followDocuments(trx, 'units', []);
  for (let after = '', rows; (rows = await membersAfter(trx, after)).length > 0; after = rows.at(-1)!.id) {
    await followDocuments(trx, 'members', rows.map(({ id, value }) => ({ id, expected: 0, value: JSON.parse(value) as unknown })));
  }
}

function membersAfter(trx: DatabaseTransaction, id: string): Promise<Pick<Tables['documents'], 'id' | 'value'>[]> {
  return trx.selectFrom('documents').select(['id', 'value']).where('collection', '=', 'members').where('id', '>', id).orderBy('id').limit(portion).execute();
}

async function* from(lines: AsyncIterable<RecordLine>): AsyncGenerator<RecordLine> {
  try {
    yield* lines;
  } catch (cause) {
    throw new SourceFailed('', { cause });
  }
}

async function insertFacts(trx: DatabaseTransaction, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  await trx.insertInto('facts').values(facts.map((fact) => ({
    subject_id: fact.subjectId, seq: fact.seq, id: fact.id, kind: fact.kind, at: fact.at, actor_id: fact.actorId, context_id: fact.contextId, unit_id: fact.unitId,
    body: canonicalJson(fact.body), prev: fact.prev, hash: fact.hash,
  }))).execute();
  await trx.insertInto('pending').values(facts.map((fact) => ({ subject_id: fact.subjectId, seq: fact.seq }))).execute();
}

function documentsAfter(trx: DatabaseTransaction, { collection, id }: { collection: string; id: string }): Promise<Tables['documents'][]> {
  return trx.selectFrom('documents').select(['collection', 'id', 'version', 'value']).where(sql<boolean>`(collection, id) > (${collection}, ${id})`)
    .orderBy('collection').orderBy('id').limit(portion).execute();
}

function factsAfter(trx: DatabaseTransaction, ordinal: string): Promise<(FactRow & { ordinal: string })[]> {
  return trx.selectFrom('facts').select([...factColumns, 'ordinal']).where('ordinal', '>', ordinal).orderBy('ordinal').limit(portion).execute();
}
