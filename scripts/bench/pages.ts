import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Twin } from './bare.ts';
import { processorTime, startChild, type Child } from './children.ts';
import type { Row } from './figures.ts';
import { load, type Load } from './load.ts';
import { buildBenchOffice, countFacts, type BenchOffice, type Submission } from './office.ts';

export const rounds = 5;
export const windowMs = 600;
const warmUpMs = 1_000;
/** The store writes dossiers behind, two seconds after an answer: let it finish before the twin is measured. */
const settleMs = 2_300;

/** One thing asked of the site, and the rows in which it stands beside a bare server. `lines`: that server appends these first. */
interface Item { status: number; next: () => Buffer; writes: boolean; twins: { name: string; lines: string[] | null }[] }
export interface Pages { rows: Row[]; /** Share of its time the load generator was at work, at most, while it measured a bare server. */ busiest: number; facts: number }

/** Pages and answers of the site beside a bare node:http server that sends as many bytes with the same status. */
export async function measurePages(scratch: string, say: (text: string) => void): Promise<Pages> {
  const folder = path.join(scratch, 'site');
  say('正在生成示例单位……');
  const office = await buildBenchOffice(folder);
  const before = countFacts(folder);
  const site = await startChild('site.ts', folder, office.begin);
  const bare = await startChild('bare.ts', path.join(scratch, 'bare.jsonl'));
  const answered = { count: 0 };
  const items = itemsOf(office, site.port, answered);
  const rows: Row[] = items.flatMap(({ twins }) => twins.map(({ name }) => ({ name, ours: [], bare: [], p99: [], bytes: 0, micros: { ours: [], bare: [] } })));
  let busiest = 0;
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? '预热……' : `页面与作答：第 ${round} 轮，共 ${rounds} 轮……`);
    for (const { status, next, writes, twins } of items) {
      let last: Buffer = Buffer.alloc(0);
      const ours = await measure(site, () => (last = next()), status, round === 0 ? warmUpMs : windowMs);
      if (writes) await pause(settleMs);
      for (const { name, lines } of twins) {
        const answer = { status, bytes: ours.bodyBytes };
        await bare.ask<object>({ page: answer, form: { ...answer, lines } } satisfies Twin);
        const theirs = await measure(bare, () => last, status, round === 0 ? warmUpMs / 5 : windowMs);
        if (round === 0) continue;
        busiest = Math.max(busiest, theirs.busy);
        note(rows.find((row) => row.name === name)!, ours, theirs);
      }
    }
  }
  await site.end();
  await bare.end();
  const facts = countFacts(folder) - before;
  if (facts !== answered.count) throw new Error(`提交了 ${answered.count} 次作答，记录却多出 ${facts} 条`);
  return { rows, busiest, facts };
}

function itemsOf({ cadreCookie, lessonId, submissions, factLines }: BenchOffice, port: number, answered: { count: number }): Item[] {
  const get = (address: string, accepts: string) => {
    const request = Buffer.from(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/html\r\nAccept-Encoding: ${accepts}\r\nCookie: ${cadreCookie}\r\n\r\n`);
    return () => request;
  };
  const page = (name: string, address: string, accepts = 'gzip, deflate, br, zstd'): Item => ({ status: 200, next: get(address, accepts), writes: false, twins: [{ name, lines: null }] });
  const nextAnswer = () => {
    const { cookie, lessonId: lesson, form } = submissions.next().value as Submission;
    answered.count += 1;
    return Buffer.from(`POST /courses/${lesson}?_action=answerQuestion HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n`
      + `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nCookie: ${cookie}\r\n\r\n${form}`);
  };
  return [
    page('课程页', `/courses/${lessonId}`),
    page('课程页，不压缩', `/courses/${lessonId}`, 'identity'),
    page('今日页', '/'),
    page('使用说明（预先生成）', '/guide/cadre'),
    { status: 303, next: nextAnswer, writes: true, twins: [{ name: '提交作答', lines: null }, { name: '提交作答，裸服务也逐条落盘', lines: factLines }] },
  ];
}

async function measure(child: Child, next: () => Buffer, status: number, ms: number): Promise<Load & { micros: number }> {
  const before = await processorTime(child);
  const result = await load(child.port, next, status, ms);
  return { ...result, micros: (await processorTime(child) - before) / result.count };
}

function note(row: Row, ours: Load & { micros: number }, theirs: Load & { micros: number }): void {
  row.ours.push(ours.perSecond);
  row.bare.push(theirs.perSecond);
  row.p99!.push(ours.p99);
  row.bytes = ours.bodyBytes;
  row.micros!.ours.push(ours.micros);
  row.micros!.bare.push(theirs.micros);
}
