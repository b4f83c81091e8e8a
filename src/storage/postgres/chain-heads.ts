import type { Fact } from '../../domain/fact.ts';
import type { Head } from './fact-statements.ts';

const kept = 50_000;
/**
 * After so many uses an end is looked up anew. Who knows the end needs one round trip less than who does not: without this pause,
 * a server that writes to one chain without stopping would leave no turn to any other.
 */
const usedAtMost = 16;

/** The ends of the chains that this process has seen last. They may be stale: whoever writes after one is told by the database. */
export class ChainHeads {
  readonly #heads = new Map<string, Head & { uses: number }>();

  get(subjectId: string): Head | undefined {
    const head = this.#heads.get(subjectId);
    if (!head) return undefined;
    if (head.uses < usedAtMost) this.#put(subjectId, { ...head, uses: head.uses + 1 }); // used last, forgotten last
    else this.#heads.delete(subjectId);
    return head.uses < usedAtMost ? head : undefined;
  }

  see({ subjectId, seq, hash }: Pick<Fact, 'subjectId' | 'seq' | 'hash'>): void {
    const before = this.#heads.get(subjectId);
    if ((before?.seq ?? 0) < seq) this.#put(subjectId, { seq, hash, uses: before?.uses ?? 0 });
    if (this.#heads.size > kept) this.#heads.delete(this.#heads.keys().next().value!);
  }

  forget(subjectIds: Iterable<string>): void {
    for (const subjectId of subjectIds) this.#heads.delete(subjectId);
  }

  #put(subjectId: string, head: Head & { uses: number }): void {
    this.#heads.delete(subjectId);
    this.#heads.set(subjectId, head);
  }
}
