import type { Fact, NewFact } from '../domain/fact.ts';
import { Refusal } from '../domain/refusal.ts';
import { chained, contentOf } from './chain.ts';

/** What is recorded of a subject: the end of its chain, and earlier facts by id. */
export interface Recorded { last: Pick<Fact, 'seq' | 'hash'> | null; find: (id: string) => Fact | undefined }

/** `answer`: a fact for each that was sent, in order; `fresh`: those of them that are to be written. */
export interface Admitted { answer: Fact[]; fresh: Fact[] }

interface Tail { last: Fact; byId: Map<string, Fact> }

/** Batches that are to be written together: each is chained after what is recorded and after the batches admitted before it. */
export class Admission {
  readonly #tails = new Map<string, Tail>();

  /** Refuses `fact-conflict` and admits nothing of the batch. */
  admit(facts: readonly NewFact[], recorded: (subjectId: string) => Recorded): Admitted {
    const own = new Map<string, Tail>();
    const fresh: Fact[] = [];
    const answer = facts.map((fact) => {
      const { id, subjectId } = fact;
      const before = recorded(subjectId);
      const same = own.get(subjectId)?.byId.get(id) ?? this.#tails.get(subjectId)?.byId.get(id) ?? before.find(id);
      if (same && contentOf(same) !== contentOf(fact)) throw new Refusal('fact-conflict', { id });
      if (same) return same;
      const next = chained(fact, own.get(subjectId)?.last ?? this.#tails.get(subjectId)?.last ?? before.last);
      put(own, next);
      fresh.push(next);
      return next;
    });
    for (const fact of fresh) put(this.#tails, fact);
    return { answer, fresh };
  }
}

function put(tails: Map<string, Tail>, fact: Fact): void {
  const tail = tails.get(fact.subjectId);
  if (!tail) return void tails.set(fact.subjectId, { last: fact, byId: new Map([[fact.id, fact]]) });
  tail.last = fact;
  tail.byId.set(fact.id, fact);
}
