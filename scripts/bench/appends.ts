import { open } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Fact, NewFact } from '../../src/domain/fact.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/port.ts';
import { bareLineGroups, bareLines, bareRowGroups, bareRows, createBareTable, type BareAppend } from './bare-appends.ts';
import { median, ms, plainTable, quantile, spread, whole } from './figures.ts';

export interface AppendPlan { rounds: number; windowMs: number; clients: readonly number[] }
interface Window { perSecond: number; p50: number; p99: number }
/** What is measured, first ours, then its twins. `settleMs`: what the store writes behind is over after this. */
interface Contest { store: Store; settleMs: number; twins: { name: string; append: BareAppend }[] }
interface Result { clients: number; ours: Window[]; twins: { name: string; windows: Window[] }[] }

/** As many as the store's own pool has. */
const poolSize = 10;
/** A dossier is full after a year or so; then the client goes on with the next person. */
const factsPerPerson = 100;

/** Durable appends to the embedded store, beside node:fs/promises appending the same lines to one file. */
export async function embeddedAppends(scratch: string, plan: AppendPlan, say: (text: string) => void): Promise<string> {
  const store = await openStore({ DATA_DIR: path.join(scratch, 'appends') });
  const file = await open(path.join(scratch, 'bare-lines.jsonl'), 'a', 0o600);
  const twins = [{ name: '裸：逐条 write+fdatasync', append: bareLines(file) }, { name: '裸：合并提交', append: bareLineGroups(file) }];
  try {
    return report(await compete({ store, settleMs: 2_300, twins }, plan, (text) => say(`内置存储的追加：${text}`)));
  } finally {
    await store.close();
    await file.close();
  }
}

/** Durable appends to PostgreSQL, beside the bare driver writing the same rows to a table of the same shape in the same database. */
export async function postgresAppends(url: string, plan: AppendPlan, say: (text: string) => void): Promise<string> {
  const store = await openStore({ DATABASE_URL: url });
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  await createBareTable(pool);
  const twins = [{ name: '裸 pg：逐条 insert', append: bareRows(pool) }, { name: '裸 pg：合并成多行 insert', append: bareRowGroups(pool) }];
  try {
    return report(await compete({ store, settleMs: 0, twins }, plan, (text) => say(`PostgreSQL 的追加：${text}`)));
  } finally {
    await store.close();
    await pool.end();
  }
}

async function compete({ store, settleMs, twins }: Contest, { rounds, windowMs, clients: counts }: AppendPlan, say: (text: string) => void): Promise<Result[]> {
  const results = counts.map((clients): Result => ({ clients, ours: [], twins: twins.map(({ name }) => ({ name, windows: [] })) }));
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? '预热……' : `第 ${round} 轮，共 ${rounds} 轮……`);
    for (const { clients, ours, twins: bare } of results) {
      const name = (who: string) => `${who}-r${round}-c${clients}`;
      const mine = await together(clients, windowMs, (client, count) => store.append([answer(personOf(name('ours'), client, count), count)]));
      await pause(settleMs);
      if (round > 0) ours.push(mine);
      for (const [index, { append }] of twins.entries()) {
        const theirs = await together(clients, windowMs, (client, count) => append(recorded(personOf(name(`t${index}`), client, count), count)));
        if (round > 0) bare[index]!.windows.push(theirs);
      }
    }
  }
  return results;
}

/** So many clients, each sending the next when the last is durable. */
async function together(clients: number, windowMs: number, send: (client: number, count: number) => Promise<unknown>): Promise<Window> {
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    let sentAt = performance.now();
    for (let count = 0; sentAt - start < windowMs; count += 1) {
      await send(client, count);
      const now = performance.now();
      times.push(now - sentAt);
      sentAt = now;
    }
  }));
  return { perSecond: times.length / (performance.now() - start) * 1000, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function report(results: readonly Result[]): string {
  const of = (windows: readonly Window[], key: keyof Window) => median(windows.map((window) => window[key]));
  const latency = (windows: readonly Window[]) => `${ms(of(windows, 'p50'))} / ${ms(of(windows, 'p99'))}`;
  return plainTable(['并发，与谁比', '速度比 中位（最小–最大）', '本站 次/秒', '裸 次/秒', '本站 p50 / p99 毫秒', '裸 p50 / p99 毫秒'], results.flatMap(({ clients, ours, twins }) => twins.map(({ name, windows }) => [
    `${clients} 个，${name}`, spread(ours.map((window, round) => window.perSecond / windows[round]!.perSecond)), whole(of(ours, 'perSecond')), whole(of(windows, 'perSecond')), latency(ours), latency(windows),
  ])));
}

function personOf(name: string, client: number, count: number): string {
  return `member-${name}-${client}-${Math.floor(count / factsPerPerson)}`;
}

function answer(memberId: string, count: number): NewFact {
  const questionId = `registration-${String(count % factsPerPerson).padStart(2, '0')}`;
  return {
    id: `answered/${questionId}/1`, kind: 'question.answered', at: '2026-11-02T02:00:00.000Z', actorId: memberId, subjectId: memberId, contextId: null, unitId: 'unit-bench',
    body: { lessonId: 'petition-regulations/registration', questionId, attempt: 1, chosen: ['a', 'c'], cites: ['petition-work-regulations@2022/22/1', 'petition-work-regulations@2022/23'] },
  };
}

/** As the store would record it, but for the hashes, which only have the same length. */
function recorded(memberId: string, count: number): Fact {
  return { ...answer(memberId, count), seq: count % factsPerPerson + 1, prev: '0'.repeat(64), hash: '1'.repeat(64) } as Fact;
}
