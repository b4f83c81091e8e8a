import { expect } from 'vitest';
import type { Fact } from '../../src/domain/fact.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import type { Store } from '../../src/storage/port.ts';
import { aMember, answered, completed } from '../builders.ts';

/** People who learn without pause: each sends two facts at a time, to their own record or to one that all of them share, and again when refused. */
export class Writers {
  readonly acknowledged: Fact[] = [];
  readonly refusals: string[] = [];
  readonly #running: Promise<void>[];
  readonly #rounds: number[];
  #stopping = false;

  constructor(stores: readonly Store[], count: number) {
    this.#rounds = Array.from({ length: count }, () => 0);
    this.#running = this.#rounds.map((_, number) => this.#run(stores[number % stores.length]!, number));
  }

  /** Until everybody has been acknowledged once more. */
  async goneOn(): Promise<void> {
    const before = [...this.#rounds];
    const until = Date.now() + 30_000;
    while (this.#rounds.some((rounds, number) => rounds === before[number])) {
      if (Date.now() > until) throw new Error(`written since: ${this.#rounds.map((rounds, number) => rounds - before[number]!).join(' ')}; refused: ${this.refusals.slice(-5).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#running);
  }

  /** Every acknowledged fact is there, once, and nothing else; each writer's facts stand in the order sent; chains are whole. */
  async check(store: Store): Promise<void> {
    const facts = (await Promise.all([...new Set(this.acknowledged.map((fact) => fact.subjectId))].map((subjectId) => store.factsOf(subjectId)))).flat();
    const inOrder = (list: readonly Fact[]) => list.map((fact) => `${fact.subjectId} ${String(fact.seq).padStart(9)} ${fact.id} ${fact.hash}`).sort();
    expect(inOrder(facts)).toEqual(inOrder(this.acknowledged));
    this.#rounds.forEach((_, number) => {
      const own = facts.filter((fact) => fact.actorId === `member-${number}` && fact.kind === 'question.answered');
      expect(own.filter((fact) => fact.subjectId === 'member-all').map((fact) => fact.id)).toEqual(own.filter((fact) => fact.subjectId === 'member-all').map((_fact, index) => `answered/by-${number}/${index * 2 + 2}`));
    });
    expect(await store.verify()).toEqual({ facts: facts.length, subjects: new Set(facts.map((fact) => fact.subjectId)).size, blobs: 0, problems: [] });
  }

  async #run(store: Store, number: number): Promise<void> {
    const own = aMember({ memberId: `member-${number}` });
    const shared = aMember({ memberId: 'member-all' });
    for (let round = 1; !this.#stopping; round += 1) {
      const subject = round % 2 === 0 ? shared : own;
      const batch = [answered(subject, `by-${number}`, round, ['a']), completed(own, `course-a/${round}`)].map((fact) => ({ ...fact, actorId: own.memberId }));
      for (let sent = false; !sent;) {
        try {
          this.acknowledged.push(...await store.append(batch));
          sent = true;
        } catch (error) {
          this.refusals.push(isRefusal(error) ? error.code : String(error));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      this.#rounds[number] = round;
    }
  }
}
