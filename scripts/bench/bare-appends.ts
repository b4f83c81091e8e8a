import type { FileHandle } from 'node:fs/promises';
import pg from 'pg';
import type { Fact } from '../../src/domain/fact.ts';

/** Writes one fact; resolved means durable. Knows no people, checks nothing, reads nothing. */
export type BareAppend = (fact: Fact) => Promise<unknown>;

/** Each line by itself: one write and one fdatasync, however many wait. */
export function bareLines(file: FileHandle): BareAppend {
  return async (fact) => {
    await file.write(lineOf(fact));
    await file.datasync();
  };
}

/** All lines that wait in one write and one fdatasync. */
export function bareLineGroups(file: FileHandle): BareAppend {
  return inGroups(async (facts) => {
    await file.write(facts.map(lineOf).join(''));
    await file.datasync();
  });
}

/** A table like the store's own `facts`, with the same keys and indexes. */
export async function createBareTable(pool: pg.Pool): Promise<void> {
  await pool.query(`create table bare_facts (${columns.map((name) => `${name} ${name === 'seq' ? 'integer' : 'text collate "C"'} ${name === 'context_id' ? '' : 'not null'}`).join(', ')},
    ordinal bigserial, primary key (subject_id, seq), unique (subject_id, id))`);
  await pool.query('create index on bare_facts (context_id) where context_id is not null');
  await pool.query(`create index on bare_facts (unit_id) where kind like 'session.%' and context_id is null`);
  await pool.query('create index on bare_facts (ordinal)');
}

/** Each row by itself: one prepared statement, one transaction, one of the pool's connections. */
export function bareRows(pool: pg.Pool): BareAppend {
  const text = insertOf(1);
  return (fact) => pool.query({ name: 'bare', text, values: valuesOf(fact) });
}

/** All rows that wait in one statement, at most 500. */
export function bareRowGroups(pool: pg.Pool): BareAppend {
  return inGroups((facts) => pool.query(insertOf(facts.length), facts.flatMap(valuesOf)), 500);
}

/** The simplest group commit: while one group is written, the next gathers. */
function inGroups(write: (facts: Fact[]) => Promise<unknown>, most = Infinity): BareAppend {
  let waiting: { fact: Fact; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing = false;
  const writeAll = async () => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await write(group.map((one) => one.fact)).then(() => group.forEach((one) => one.resolve()), (error: unknown) => group.forEach((one) => one.reject(error)));
    }
    writing = false;
  };
  return (fact) => new Promise<void>((resolve, reject) => {
    waiting.push({ fact, resolve, reject });
    if (!writing) {
      writing = true;
      queueMicrotask(() => void writeAll());
    }
  });
}

const columns = ['subject_id', 'seq', 'id', 'kind', 'at', 'actor_id', 'context_id', 'unit_id', 'body', 'prev', 'hash'];

function insertOf(rows: number): string {
  const places = Array.from({ length: rows }, (_, row) => `(${columns.map((_name, column) => `$${row * columns.length + column + 1}`).join(',')})`);
  return `insert into bare_facts (${columns.join(',')}) values ${places.join(',')}`;
}

function valuesOf(fact: Fact): (string | number | null)[] {
  return [fact.subjectId, fact.seq, fact.id, fact.kind, fact.at, fact.actorId, fact.contextId, fact.unitId, JSON.stringify(fact.body), fact.prev, fact.hash];
}

function lineOf(fact: Fact): string {
  return `${JSON.stringify(fact)}\n`;
}
