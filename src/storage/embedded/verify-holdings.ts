import type { Fact } from '../../domain/fact.ts';
import { Refusal } from '../../domain/refusal.ts';
import { breakIn } from '../chain.ts';
import type { VerifyReport } from '../port.ts';
import type { Holdings } from './export-import.ts';

/** Recomputes every hash from disk. Of each subject only the first problem is reported; no fact after a line that cannot be read. */
export async function verifyHoldings({ journal, blobs }: Pick<Holdings, 'journal' | 'blobs'>): Promise<VerifyReport> {
  const heads = new Map<string, Pick<Fact, 'seq' | 'hash'>>();
  const damaged = new Set<string>();
  const problems: string[] = [];
  let facts = 0;
  try {
    for await (const fact of journal.read()) {
      facts += 1;
      const problem = breakIn(fact, heads.get(fact.subjectId) ?? null);
      if (problem && !damaged.has(fact.subjectId)) { problems.push(problem); damaged.add(fact.subjectId); }
      heads.set(fact.subjectId, { seq: fact.seq, hash: fact.hash });
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push(`${error.facts.file} 第 ${error.facts.line} 行无法读取`);
  }
  const found = await blobs.verify();
  return { facts, subjects: heads.size, blobs: found.blobs, problems: [...problems, ...found.problems] };
}
