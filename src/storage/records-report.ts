import type { Fact } from '../domain/fact.ts';
import type { Member } from '../domain/member.ts';
import { isRefusal } from '../domain/refusal.ts';
import { damageIn } from './blob.ts';
import { breakIn } from './chain.ts';
import type { Collection, RecordLine } from './port.ts';
import { SealedHeads } from './sealed-heads.ts';

/** A fact that carries a code: whose it is, by name where there is one, and whether it still stands in its chain. */
export interface CodedFact { subject: string; fact: Pick<Fact, 'kind' | 'at' | 'seq' | 'id'>; ofSubject: number; unbroken: boolean }
export interface CodeFound { code: string; facts: CodedFact[] }

export interface RecordsReport {
  facts: number;
  subjects: number;
  documents: Map<Collection, number>;
  blobs: number;
  /** Every damaged blob, the first thing wrong with each subject, people by name; and what ended the reading before its time. */
  problems: string[];
  codes: CodeFound[];
}

interface Chain { last: Pick<Fact, 'seq' | 'hash'>; facts: number; isBroken: boolean }

/** A code as it stands on paper: at least eight characters of a fact's hash from its beginning, behind the number of the record or without it. */
export const codePattern = /^(?:\d{1,9}-)?([0-9a-f]{8,64})$/i;

/**
 * Goes through all records, recomputes every hash and looks for the facts that carry the given codes; where there are seals,
 * goes through them once more to hold each chain against them.
 */
export async function reportOn(records: () => AsyncIterable<RecordLine>, codes: readonly string[] = []): Promise<RecordsReport> {
  const chains = new Map<string, Chain>();
  const names = new Map<string, string>();
  const documents = new Map<Collection, number>();
  const problems: string[] = [];
  const wanted = codes.map((code) => ({ code, start: codePattern.exec(code)![1]!.toLowerCase(), facts: [] as (CodedFact & { subjectId: string })[] }));
  const seals = new SealedHeads();
  let facts = 0;
  let blobs = 0;
  const take = (line: RecordLine) => {
    if ('blob' in line) {
      blobs += 1;
      const problem = damageIn(line.blob.hash, Buffer.from(line.blob.base64, 'base64'));
      if (problem) problems.push(problem);
      return;
    }
    if ('document' in line) {
      const { collection, id, value } = line.document;
      documents.set(collection, (documents.get(collection) ?? 0) + 1);
      if (collection === 'members') names.set(id, `${(value as Member).name}（工号 ${(value as Member).staffNo}，${id}）`);
      return;
    }
    facts += 1;
    const { fact } = line;
    seals.note(fact);
    const chain = chains.get(fact.subjectId) ?? { last: { seq: 0, hash: '' }, facts: 0, isBroken: false };
    const problem = breakIn(fact, chain.facts > 0 ? chain.last : null);
    const name = names.get(fact.subjectId);
    if (problem && !chain.isBroken) problems.push(name ? problem.replace(`${fact.subjectId} `, name) : problem);
    chains.set(fact.subjectId, { last: { seq: fact.seq, hash: fact.hash }, facts: chain.facts + 1, isBroken: chain.isBroken || problem !== null });
    for (const { start, facts: found } of wanted) {
      if (!fact.hash.startsWith(start)) continue;
      const { kind, at, seq, id, subjectId } = fact;
      found.push({ subjectId, subject: names.get(subjectId) ?? `${subjectId} `, fact: { kind, at, seq, id }, ofSubject: 0, unbroken: !chain.isBroken && problem === null });
    }
  };
  try {
    for await (const line of records()) take(line);
    if (!seals.isEmpty) for await (const line of records()) if ('fact' in line) seals.check(line.fact);
    for (const [subjectId, problem] of seals.broken()) if (!chains.get(subjectId)?.isBroken) problems.push(`${names.get(subjectId) ?? `${subjectId} `}${problem}`);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'records-broken') throw error;
    problems.push(String(error.facts.problem));
  }
  const found = wanted.map(({ code, facts: those }) => ({ code, facts: those.map(({ subjectId, ...one }) => ({ ...one, ofSubject: chains.get(subjectId)!.facts })) }));
  return { facts, subjects: chains.size, documents, blobs, problems, codes: found };
}
