import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { Fact } from '../../src/domain/fact.ts';
import type { Reading } from '../../src/views/reading.ts';
import { unitOverview } from '../../src/views/unit-overview.ts';
import { unitPeople } from '../../src/views/unit-people.ts';
import { chance } from '../demo/chance.ts';

export type Workload = 'dossier' | 'overview' | 'people' | 'search';
type Read = () => Promise<unknown>;

/** What is asked of an open store, one after the other. */
export function workloads(reading: Reading, people: number): Record<Workload, Read> {
  const luck = chance(Math.floor(performance.now()));
  return {
    dossier: () => reading.store.factsOf(`member-${luck.below(people)}`),
    overview: () => unitOverview(reading, new URLSearchParams()),
    people: () => unitPeople(reading, new URLSearchParams()),
    search: () => unitPeople(reading, new URLSearchParams({ q: `人员${luck.below(people)}` })),
  };
}

let pool: pg.Pool | null = null;

/** The same dossiers without the store: its file read and parsed, or its rows selected by the bare driver. */
export async function bareDossiers(address: string, people: number): Promise<Read> {
  const luck = chance(Math.floor(performance.now()));
  if (!address.startsWith('postgres')) return async () => JSON.parse(await readFile(path.join(address, 'dossiers/subjects', `member-${luck.below(people)}.json`), 'utf8')) as { facts: Fact[] };
  const text = 'select subject_id, seq, id, kind, at, actor_id, context_id, unit_id, body, prev, hash from facts where subject_id = $1 order by seq';
  pool ??= new pg.Pool({ connectionString: address, max: 10, allowExitOnIdle: true });
  const connected = pool;
  await connected.query('select 1');
  return async () => (await connected.query<{ body: string }>({ name: 'dossier', text, values: [`member-${luck.below(people)}`] })).rows.map((row) => JSON.parse(row.body) as unknown);
}

/** Milliseconds of each, after one that does not count. */
export async function timed(read: Read, windowMs: number): Promise<number[]> {
  await read();
  const times: number[] = [];
  for (const start = performance.now(); performance.now() - start < windowMs;) {
    const before = performance.now();
    await read();
    times.push(performance.now() - before);
  }
  return times;
}
