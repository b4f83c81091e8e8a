import { parseNewFact, type Fact } from '../domain/fact.ts';
import { Refusal } from '../domain/refusal.ts';
import { damageIn, isBlobHash } from './blob.ts';
import { breakIn } from './chain.ts';
import { collections, largestBlob, type RecordLine } from './port.ts';

/** Passes records on as long as each is whole and follows from those before it. Refuses `records-broken` {problem} at the first that does not. */
export async function* checkedRecords(lines: AsyncIterable<RecordLine>): AsyncGenerator<RecordLine> {
  const heads = new Map<string, Pick<Fact, 'seq' | 'hash'>>();
  const documents = new Set<string>();
  const blobs = new Set<string>();
  for await (const line of lines) {
    const problem = 'fact' in line ? problemOfFact(line.fact, heads.get(line.fact?.subjectId) ?? null) : 'blob' in line ? problemOfBlob(line.blob, blobs) : problemOfDocument(line.document, documents);
    if (problem) throw new Refusal('records-broken', { problem });
    if ('fact' in line) heads.set(line.fact.subjectId, { seq: line.fact.seq, hash: line.fact.hash });
    yield line;
  }
}

function problemOfFact(fact: Fact, last: Pick<Fact, 'seq' | 'hash'> | null): string | null {
  try {
    const { seq: _seq, prev: _prev, hash: _hash, ...content } = fact;
    parseNewFact(content);
    return breakIn(fact, last);
  } catch {
    return `${String(fact?.subjectId)} 第 ${String(fact?.seq)} 条：不是本版本认识的记录`;
  }
}

function problemOfDocument(document: Extract<RecordLine, { document: unknown }>['document'] | undefined, seen: Set<string>): string | null {
  const { collection, id, version, value } = document ?? {};
  if (!collections.includes(collection!)) return `“${String(collection)}”不是本版本认识的一类文档`;
  if (typeof id !== 'string' || !Number.isSafeInteger(version) || version! < 1 || value === undefined) return `${collection} 中有一份文档不完整`;
  if (seen.has(`${collection}\n${id}`)) return `${collection} 中的文档 ${id} 出现了两次`;
  seen.add(`${collection}\n${id}`);
  return null;
}

function problemOfBlob(blob: Extract<RecordLine, { blob: unknown }>['blob'] | undefined, seen: Set<string>): string | null {
  const { hash, base64 } = blob ?? {};
  if (typeof hash !== 'string' || !isBlobHash(hash) || typeof base64 !== 'string') return '有一个附件没有校验值或内容';
  if (base64.length > Math.ceil(largestBlob / 3) * 4) return `附件 ${hash}：超过 ${largestBlob} 字节`;
  if (seen.has(hash)) return `附件 ${hash} 出现了两次`;
  seen.add(hash);
  return damageIn(hash, Buffer.from(base64, 'base64'));
}
