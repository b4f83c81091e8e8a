import { ofKind, type Fact } from '../domain/fact.ts';
import { sealedHashLength } from '../domain/seal.ts';

/**
 * What the seals in a stretch of records say, to be held against the records themselves. A chain whose end was cut off, or that
 * was written anew as a whole, is whole in itself; the seals made before still know it. First `note` every fact, then `check` every fact.
 */
export class SealedHeads {
  readonly #sealed = new Map<string, Map<number, { hash: string; date: string }>>();
  readonly #broken = new Map<string, string>();

  note(fact: Fact): void {
    for (const { body } of ofKind([fact], 'records.sealed')) {
      for (const [subjectId, seq, hash] of body.heads) {
        const own = this.#sealed.get(subjectId) ?? new Map<number, { hash: string; date: string }>();
        if (!own.has(seq)) own.set(seq, { hash, date: body.date });
        this.#sealed.set(subjectId, own);
      }
    }
  }

  get isEmpty(): boolean {
    return this.#sealed.size === 0;
  }

  check(fact: Pick<Fact, 'subjectId' | 'seq' | 'hash'>): void {
    const own = this.#sealed.get(fact.subjectId);
    const seal = own?.get(fact.seq);
    if (!own || !seal) return;
    own.delete(fact.seq);
    if (fact.hash.slice(0, sealedHashLength) === seal.hash || this.#broken.has(fact.subjectId)) return;
    this.#broken.set(fact.subjectId, `第 ${fact.seq} 条：不是 ${seal.date} 封存的那一条，这份档案可能从更早处起整段重写`);
  }

  /** The first place of each subject where its records are not as they were sealed, in words. */
  broken(): ReadonlyMap<string, string> {
    for (const [subjectId, own] of this.#sealed) {
      const [missing] = [...own].sort(([a], [b]) => a - b);
      if (missing && !this.#broken.has(subjectId)) this.#broken.set(subjectId, `第 ${missing[0]} 条：${missing[1].date} 封存时还在，现在没有了，末尾被截去`);
    }
    return this.#broken;
  }
}
