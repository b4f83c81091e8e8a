import { createHash } from 'node:crypto';
import type { Fact, NewFact } from '../domain/fact.ts';

/** JSON with sorted keys and nothing undefined: the same value is the same text in every store. NUL is refused since PostgreSQL cannot hold it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key.includes('\0') || (typeof part === 'string' && part.includes('\0'))) throw new TypeError('a fact must not contain NUL');
    return part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  });
}

/** What makes two facts with one id the same: everything but the instant, which a retry cannot repeat. */
export function contentOf({ id, kind, actorId, subjectId, contextId, unitId, body }: NewFact | Fact): string {
  return canonicalJson({ id, kind, actorId, subjectId, contextId, unitId, body });
}

export const firstPrev = '';

/** SHA-256 in hex over the canonical JSON of the fact without its hash; `prev` inside it carries the chain. */
export function hashOf(fact: Omit<Fact, 'hash'>): string {
  const { hash: _hash, ...rest } = fact as Fact;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

/** The fact as it follows `last` in its subject's chain. */
export function chained(fact: NewFact, last: Pick<Fact, 'seq' | 'hash'> | null): Fact {
  const linked = { ...fact, seq: (last?.seq ?? 0) + 1, prev: last?.hash ?? firstPrev } as Omit<Fact, 'hash'>;
  return { ...linked, hash: hashOf(linked) } as Fact;
}

/** What is wrong with `fact` as successor of `last`, in words; null when it fits. */
export function breakIn(fact: Fact, last: Pick<Fact, 'seq' | 'hash'> | null): string | null {
  if (fact.seq !== (last?.seq ?? 0) + 1) return `${fact.subjectId} 第 ${fact.seq} 条：前面应有第 ${fact.seq - 1} 条，实际最后是第 ${last?.seq ?? 0} 条`;
  if (fact.prev !== (last?.hash ?? firstPrev)) return `${fact.subjectId} 第 ${fact.seq} 条：与前一条不相接`;
  if (fact.hash !== hashOf(fact)) return `${fact.subjectId} 第 ${fact.seq} 条（${fact.id}）：内容与校验值不符，曾被改动`;
  return null;
}
