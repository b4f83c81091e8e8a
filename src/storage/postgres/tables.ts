import type { Generated, Kysely, Transaction } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import type { Collection } from '../port.ts';

/**
 * Keys lead with the person, the document or the blob and nothing refers across rows, so that the tables can be spread over machines.
 * Bodies, values and instants are text, byte for byte what was hashed: the database's own types would write them differently.
 */
export interface Tables {
  facts: {
    subject_id: string; seq: number; id: string; kind: string; at: string; actor_id: string; context_id: string | null; unit_id: string;
    body: string; prev: string; hash: string;
    /** Order of recording, over all subjects; it may have gaps. */
    ordinal: Generated<string>;
  };
  documents: { id: string; collection: Collection; version: number; value: string };
  blobs: { hash: string; bytes: Buffer };
  /** How often a collection has changed, for those that are read much more often than they change. */
  revisions: { collection: Collection; revision: number };
  /** Facts that are not yet in the figures. */
  pending: { subject_id: string; seq: number };
  migrations: { name: string; at: string };
}
export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;

export type FactRow = Omit<Tables['facts'], 'ordinal'>;
export const factColumns = ['subject_id', 'seq', 'id', 'kind', 'at', 'actor_id', 'context_id', 'unit_id', 'body', 'prev', 'hash'] as const satisfies readonly (keyof FactRow)[];

/** Throws when the body is no longer JSON. */
export function factIn(row: FactRow): Fact {
  return {
    id: row.id, kind: row.kind, at: row.at, actorId: row.actor_id, subjectId: row.subject_id, contextId: row.context_id, unitId: row.unit_id,
    body: JSON.parse(row.body) as unknown, seq: row.seq, prev: row.prev, hash: row.hash,
  } as Fact;
}
