import { sql } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import { breakIn } from '../chain.ts';
import type { VerifyReport } from '../port.ts';
import { factColumns, factIn, type DatabaseTransaction, type FactRow } from './tables.ts';

const portion = 2_000;

/** Recomputes every hash, chain by chain. Of each subject only the first problem is reported. */
export async function verifyFacts(snapshot: DatabaseTransaction): Promise<Omit<VerifyReport, 'blobs'>> {
  const report: Omit<VerifyReport, 'blobs'> = { facts: 0, subjects: 0, problems: [] };
  let last: Pick<FactRow, 'subject_id' | 'seq' | 'hash'> = { subject_id: '', seq: 0, hash: '' };
  let damaged = false;
  for (let rows; (rows = await rowsAfter(snapshot, last)).length > 0;) {
    for (const row of rows) {
      const isFirst = row.subject_id !== last.subject_id;
      if (isFirst) { report.subjects += 1; damaged = false; }
      report.facts += 1;
      const problem = problemOf(row, isFirst ? null : last);
      if (problem && !damaged) { report.problems.push(problem); damaged = true; }
      last = row;
    }
  }
  return report;
}

function problemOf(row: FactRow, last: { seq: number; hash: string } | null): string | null {
  let fact: Fact;
  try {
    fact = factIn(row);
  } catch {
    return `${row.subject_id} 第 ${row.seq} 条（${row.id}）：内容无法读取`;
  }
  return breakIn(fact, last);
}

function rowsAfter(trx: DatabaseTransaction, { subject_id, seq }: Pick<FactRow, 'subject_id' | 'seq'>): Promise<FactRow[]> {
  return trx.selectFrom('facts').select(factColumns).where(sql<boolean>`(subject_id, seq) > (${subject_id}, ${seq})`)
    .orderBy('subject_id').orderBy('seq').limit(portion).execute();
}
