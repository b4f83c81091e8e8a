import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { NewFact } from '../../src/domain/fact.ts';
import { canonicalJson, chained } from '../../src/storage/chain.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/port.ts';
import type { Row } from './figures.ts';

export const rounds = 5;
export const windowMs = 500;
export const clientCounts = [1, 16, 64] as const;
/** A dossier is full after a year or so; then the client goes on with the next person. */
const factsPerPerson = 100;
const settleMs = 600;

/** Durable appends through the store beside a bare loop of append + fdatasync of the same bytes, one at a time. */
export async function measureStore(scratch: string, say: (text: string) => void): Promise<Row[]> {
  const store = await openStore({ DATA_DIR: path.join(scratch, 'store') });
  const bareFile = openSync(path.join(scratch, 'loop.jsonl'), 'a', 0o600);
  const rows: Row[] = clientCounts.map((clients) => ({ name: `${clients} 个并发`, ours: [], bare: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? '预热……' : `存储：第 ${round} 轮，共 ${rounds} 轮……`);
    for (const [index, clients] of clientCounts.entries()) {
      const bare = bareLoop(bareFile, windowMs / clientCounts.length);
      const ours = await append(store, clients, `r${round}-c${clients}`, windowMs);
      await pause(settleMs);
      if (round === 0) continue;
      rows[index]!.ours.push(ours);
      rows[index]!.bare.push(bare);
    }
  }
  await store.close();
  closeSync(bareFile);
  return rows;
}

/** So many clients, each recording one fact after another; facts a second. */
async function append(store: Store, clients: number, name: string, ms: number): Promise<number> {
  const start = performance.now();
  const counts = await Promise.all(Array.from({ length: clients }, async (_, client) => {
    let count = 0;
    for (; performance.now() - start < ms; count += 1) await store.append([answer(`member-${name}-${client}-${Math.floor(count / factsPerPerson)}`, count % factsPerPerson)]);
    return count;
  }));
  return counts.reduce((sum, count) => sum + count, 0) / (performance.now() - start) * 1000;
}

function bareLoop(file: number, ms: number): number {
  const lines = Array.from({ length: factsPerPerson }, (_, count) => Buffer.from(`${canonicalJson(chained(answer('member-r0-c16-10-100', count), { seq: count, hash: '0'.repeat(64) }))}\n`));
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < ms; count += 1) {
    writeSync(file, lines[count % lines.length]!);
    fdatasyncSync(file);
  }
  return count / (performance.now() - start) * 1000;
}

function answer(memberId: string, count: number): NewFact {
  const questionId = `registration-${String(count).padStart(2, '0')}`;
  return {
    id: `answered/${questionId}/1`, kind: 'question.answered', at: '2026-11-02T02:00:00.000Z', actorId: memberId, subjectId: memberId, contextId: null, unitId: 'unit-bench',
    body: { lessonId: 'petition-regulations/registration', questionId, attempt: 1, chosen: ['a', 'c'], cites: ['petition-work-regulations@2022/22/1', 'petition-work-regulations@2022/23'] },
  };
}
