import pg from 'pg';
import type { Fact, NewFact } from '../../domain/fact.ts';
import { canonicalJson } from '../chain.ts';
import { factColumns } from './tables.ts';

export interface Head { seq: number; hash: string }

/**
 * Records facts with one message: the statements of one message are one transaction. `heads` are the ends of the chains they
 * follow; one that the database no longer has (it was restored, or a standby that lacked it took over) fails as a division by zero.
 * The outbox comes first and sorted: servers that write for the same people meet there in the same order, never crosswise.
 */
export function recording(facts: readonly Fact[], heads: ReadonlyMap<string, Head>): string {
  const keys = facts.map((fact) => [fact.subjectId, fact.seq] as const).sort(([a, m], [b, n]) => (a === b ? m - n : a < b ? -1 : 1));
  const statements = [`insert into pending (subject_id, seq) values ${keys.map(rowOf).join(',')}`];
  if (heads.size > 0) {
    const ends = [...heads].map(([subjectId, { seq, hash }]) => rowOf([subjectId, seq, hash]));
    statements.push(`select 1 / (count(*) = ${ends.length})::integer from facts join (values ${ends.join(',')}) as ends (subject_id, seq, hash) using (subject_id, seq, hash)`);
  }
  statements.push(`insert into facts (${factColumns.join(',')}) values ${facts.map((fact) => rowOf([
    fact.subjectId, fact.seq, fact.id, fact.kind, fact.at, fact.actorId, fact.contextId, fact.unitId, canonicalJson(fact.body), fact.prev, fact.hash,
  ])).join(',')}`);
  return statements.join(';\n');
}

/** The same for a single fact that follows another, as one statement that the database prepares once: what most appends are. */
export function recordingOne(fact: Fact, head: Head): pg.QueryConfig {
  return {
    name: 'record-one-fact',
    text: `with noted as (insert into pending (subject_id, seq) values ($1, $2)),
      ends as (select 1 / (count(*) = 1)::integer as whole from facts where subject_id = $1 and seq = $12 and hash = $13)
      insert into facts (${factColumns.join(',')}) select ${factColumns.map((column, index) => `$${index + 1}::${column === 'seq' ? 'integer' : 'text'}`).join(',')} from ends where whole = 1`,
    values: [
      fact.subjectId, fact.seq, fact.id, fact.kind, fact.at, fact.actorId, fact.contextId, fact.unitId, canonicalJson(fact.body), fact.prev, fact.hash, head.seq, head.hash,
    ],
  };
}

/** Two results: the ends of the chains of these facts' subjects, and the facts already recorded under the same ids. */
export function recalling(facts: readonly NewFact[]): string {
  const subjects = [...new Set(facts.map((fact) => fact.subjectId))].map(literal).join(',');
  const columns = factColumns.map((column) => `facts.${column}`).join(',');
  return `select subject_id, seq, hash from facts where (subject_id, seq) in (select subject_id, max(seq) from facts where subject_id in (${subjects}) group by subject_id);
select distinct ${columns} from facts join (values ${facts.map((fact) => rowOf([fact.subjectId, fact.id])).join(',')}) as sent (subject_id, id) using (subject_id, id)`;
}

function rowOf(values: readonly (string | number | null)[]): string {
  return `(${values.map((value) => (typeof value === 'string' ? literal(value) : String(value))).join(',')})`;
}

function literal(text: string): string {
  return pg.escapeLiteral(text);
}
