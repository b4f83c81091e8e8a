import pg from 'pg';
import type { Fact, NewFact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { Admission, type Recorded } from '../admission.ts';
import { ChainHeads } from './chain-heads.ts';
import { faultIn, refusalFor } from './faults.ts';
import { recalling, recording, recordingOne, type Head } from './fact-statements.ts';
import { factIn, type FactRow } from './tables.ts';

/** `until`: when to give up; `alone`: what it was sent with was declined, and it may be the reason. */
interface Waiting { facts: NewFact[]; until: number; alone: boolean; resolve: (facts: Fact[]) => void; reject: (error: unknown) => void }
interface Admitted { one: Waiting; answer: Fact[]; fresh: Fact[] }

/** `answerMs`: how long to wait for the database before trying another connection; `giveUpMs`: how long to go on trying. */
export interface Patience { answerMs: number; giveUpMs: number }
export const usualPatience: Patience = { answerMs: 10_000, giveUpMs: 12_000 };

/** Facts sent together at most, when they come from different callers. */
const groupSize = 2_000;

/**
 * Group commit: whatever waits is chained and sent as one message, which is one transaction. A message that was not answered is
 * sent again: facts that it did record are found by their ids and not doubled.
 */
export class FactWriter {
  readonly #pool: pg.Pool;
  readonly #heads = new ChainHeads();
  readonly #patience: Patience;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;

  constructor(pool: pg.Pool, patience: Patience) {
    this.#pool = pool;
    this.#patience = patience;
  }

  append(facts: NewFact[]): Promise<Fact[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ facts, until: Date.now() + this.#patience.giveUpMs, alone: false, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Facts that were read: what is appended after the last of them needs no look-up. */
  seen(facts: readonly Fact[]): void {
    const last = facts.at(-1);
    if (last) this.#heads.see(last);
  }

  async #writeAll(): Promise<void> {
    await Promise.resolve(); // so that all who come in the same turn are one group, and it never ends before it is noted that it runs
    for (let failures = 0; this.#waiting.length > 0;) {
      const group = this.#nextGroup();
      try {
        await this.#write(group);
        failures = 0;
      } catch (error) {
        this.#heads.forget(group.flatMap((one) => one.facts.map((fact) => fact.subjectId)));
        if (this.#tryAgain(group, error)) await pause(failures += 1, faultIn(error) === 'lost' ? 500 : 10);
      }
    }
    this.#writing = null;
  }

  #nextGroup(): Waiting[] {
    let facts = 0;
    const end = this.#waiting.findIndex((one, index) => index > 0 && (one.alone || this.#waiting[0]!.alone || (facts += one.facts.length) > groupSize));
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  /** Records what of a group can be recorded, and answers. Throws when nothing was, or when nobody knows. */
  async #write(group: readonly Waiting[]): Promise<void> {
    const known = await this.#recall(group.flatMap((one) => one.facts));
    const recorded = (subjectId: string) => known.get(subjectId)!;
    const admission = new Admission();
    const accepted: Admitted[] = [];
    const refused: { one: Waiting; error: unknown }[] = [];
    for (const one of group) {
      try {
        accepted.push({ one, ...admission.admit(one.facts, recorded) });
      } catch (error) {
        refused.push({ one, error });
      }
    }
    const fresh = accepted.flatMap((one) => one.fresh);
    if (fresh.length > 0) {
      const ends = new Map([...new Set(fresh.map((fact) => fact.subjectId))].flatMap((subjectId): [string, Head][] => {
        const { last } = recorded(subjectId);
        return last ? [[subjectId, last]] : [];
      }));
      const [only] = fresh;
      const end = ends.get(only!.subjectId);
      await this.#send(fresh.length === 1 && end ? recordingOne(only!, end) : recording(fresh, ends));
      for (const fact of fresh) this.#heads.see(fact);
    }
    for (const { one, answer } of accepted) one.resolve(structuredClone(answer));
    for (const { one, error } of refused) one.reject(error); // only now: what they conflict with can be read
  }

  /** What the database has of these facts' subjects. Of a subject whose end is known, only that: a fact sent twice is then told by its id, as a race. */
  async #recall(facts: readonly NewFact[]): Promise<Map<string, Recorded>> {
    const known = new Map<string, Recorded>();
    const unknown: NewFact[] = [];
    for (const fact of facts) {
      const head = this.#heads.get(fact.subjectId);
      if (head) known.set(fact.subjectId, { last: head, find: () => undefined });
      else unknown.push(fact);
    }
    if (unknown.length === 0) return known;
    const [ends, same] = await this.#send(recalling(unknown)) as [pg.QueryResult<{ subject_id: string; seq: number; hash: string }>, pg.QueryResult<FactRow>];
    const lasts = new Map(ends.rows.map(({ subject_id, seq, hash }) => [subject_id, { seq, hash }]));
    const earlier = new Map(same.rows.map((row) => [`${row.subject_id} ${row.id}`, row]));
    for (const { subjectId } of unknown) {
      const find = (id: string) => {
        const row = earlier.get(`${subjectId} ${id}`);
        return row && factIn(row);
      };
      known.set(subjectId, { last: lasts.get(subjectId) ?? null, find });
    }
    return known;
  }

  /** One round trip. A connection that does not answer is given up, so that it cannot answer another question later. */
  async #send(query: string | pg.QueryConfig): Promise<pg.QueryResult[]> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error('timeout')), this.#patience.answerMs); });
    const connecting = this.#pool.connect();
    try {
      const client = await Promise.race([connecting, silence]);
      const results = await Promise.race([client.query(query as string), silence]) as unknown as pg.QueryResult | pg.QueryResult[];
      client.release();
      return Array.isArray(results) ? results : [results];
    } catch (error) {
      void connecting.then((client) => client.release(faultIn(error) === 'lost'), () => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Puts back in front what may still be recorded, and refuses the rest. False when nothing is to be waited for. */
  #tryAgain(group: readonly Waiting[], error: unknown): boolean {
    const fault = faultIn(error);
    const again = group.filter((one) => Date.now() < one.until && (fault === 'raced' || fault === 'lost'));
    const apart = fault === 'other' && group.length > 1 ? group.map((one) => ({ ...one, alone: true })) : [];
    this.#waiting.unshift(...again, ...apart);
    if (apart.length === 0) for (const one of group) if (!again.includes(one)) one.reject(fault === 'raced' ? new Refusal('store-stopped', { cause: 'raced' }) : refusalFor(error));
    return again.length > 0;
  }
}

/** Longer each time, and never in step with another server. */
async function pause(failures: number, most: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(most, 2 ** failures)));
}
