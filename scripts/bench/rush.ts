import path from 'node:path';
import { freshDatabase, startPostgres } from '../../test/storage/postgres-server.ts';
import { chance } from '../demo/chance.ts';
import type { Twin } from './bare.ts';
import { startChild, type Child } from './children.ts';
import { ms, plainTable, quantile, ratio, whole } from './figures.ts';
import { buildRushOffice, recordedAnswers, rushAnswer, rushBegin, type RushOffice } from './rush-office.ts';
import type { Click, Wave, WaveResult } from './rush-load.ts';

/** `openMs`: all click within this; `everyMs`: one answer of each person in this, at random moments, `answerRounds` times; `burstMs`: then once more, all within this. */
export interface RushPlan { people: number; connections: number; openMs: number; everyMs: number; answerRounds: number; burstMs: number }
export const fullRush: RushPlan = { people: 3_000, connections: 500, openMs: 1_000, everyMs: 20_000, answerRounds: 2, burstMs: 2_000 };
export const quickRush: RushPlan = { people: 600, connections: 200, openMs: 1_000, everyMs: 4_000, answerRounds: 2, burstMs: 2_000 };
export const tinyRush: RushPlan = { people: 20, connections: 10, openMs: 50, everyMs: 100, answerRounds: 1, burstMs: 50 };

interface Site { name: string; office: RushOffice; child: Child; acknowledged: string[]; refused: number }
interface Wait { p50: number; p95: number; p99: number }
interface Line { phase: string; who: string; wait: Wait; perSecond: number; errors: number; bare: Wait | null }
interface Phase { name: string; clicks: (office: RushOffice, port: number) => { clicks: Click[]; keys: string[] } }

/** Everyone opens the same questions, answers at their own pace, then all at once; no acknowledged answer may be missing or doubled. */
export async function measureRush(scratch: string, plan: RushPlan, say: (text: string) => void): Promise<string> {
  const postgres = await startPostgres();
  try {
    const sites: Site[] = [];
    for (const [name, address] of [['内置存储', path.join(scratch, 'rush')], ['PostgreSQL', (await freshDatabase(postgres.url)).url]] as const) {
      say(`高峰：正在为${name}生成 ${whole(plan.people)} 人……`);
      const office = await buildRushOffice(address, plan.people);
      sites.push({ name, office, child: await startChild('site.ts', address, rushBegin), acknowledged: [], refused: 0 });
    }
    const bare = await startChild('bare.ts', path.join(scratch, 'rush-bare.jsonl'));
    const loader = await startChild('rush-load.ts');
    const { lines } = await recordedAnswers(sites[1]!.office.address);
    for (const { office, child } of sites) await warmUp(loader, plan, office, child.port);
    const measured: Line[] = [];
    const busy: number[] = [];
    for (const phase of phasesOf(plan)) {
      const wave = (office: RushOffice, port: number) => loader.ask<WaveResult>({ port, connections: plan.connections, clicks: phase.clicks(office, port).clicks } satisfies Wave);
      for (const site of sites) {
        say(`高峰：${phase.name}，${site.name}……`);
        const result = await wave(site.office, site.child.port);
        note(site, phase.clicks(site.office, site.child.port).keys, result);
        await bare.ask<object>(twinOf(result, lines));
        const theirs = await wave(site.office, bare.port);
        busy.push(theirs.busy);
        measured.push(...linesOf(phase.name, site.name, result, theirs));
      }
    }
    for (const child of [loader, bare, ...sites.map((site) => site.child)]) await child.end();
    const proofs = [];
    for (const site of sites) proofs.push(await proof(site));
    return [report(measured), ...proofs, notes(plan, Math.max(...busy))].join('\n');
  } finally {
    await postgres.stop();
  }
}

/** The first person opens the lesson again and again: the visits of the others are still to be noted. */
async function warmUp(loader: Child, { people, connections }: RushPlan, office: RushOffice, port: number): Promise<void> {
  const request = getOf(office, port, office.people[0]!.cookie);
  await loader.ask<WaveResult>({ port, connections: Math.min(connections, 32), clicks: Array.from({ length: people }, () => ({ at: 0, request, then: null })) } satisfies Wave);
}

function phasesOf({ openMs, everyMs, answerRounds, burstMs }: RushPlan): Phase[] {
  const luck = chance(3);
  const opening = (name: string): Phase => {
    const at = luckyMoments(luck, openMs);
    return { name, clicks: (office, port) => ({ keys: [], clicks: office.people.map(({ cookie }, index) => ({ at: at(index), request: getOf(office, port, cookie), then: null })) }) };
  };
  const answering = (name: string, rounds: number[], within: number): Phase => {
    const at = luckyMoments(luck, within);
    return {
      name,
      clicks: (office, port) => {
        const answers = rounds.flatMap((question, round) => office.people.map(({ memberId, cookie }, index) => ({ ...rushAnswer(memberId, question), cookie, at: at(index) + round * within })));
        return {
          keys: answers.map(({ memberId, factId }) => `${memberId} ${factId}`),
          clicks: answers.map(({ cookie, form, at: moment }) => ({ at: moment, request: postOf(office, port, cookie, form), then: getOf(office, port, cookie) })),
        };
      },
    };
  };
  return [
    opening(`${openMs / 1000} 秒内都打开`), opening('再都打开一次'),
    answering(`每 ${everyMs / 1000} 秒答一题，${answerRounds} 遍`, Array.from({ length: answerRounds }, (_, round) => round), everyMs),
    answering(`${burstMs / 1000} 秒内都答一题`, [answerRounds], burstMs),
  ];
}

/** Each person's moment within the span: the same one in every round and at every server. */
function luckyMoments(luck: ReturnType<typeof chance>, span: number): (index: number) => number {
  const moments: number[] = [];
  return (index) => (moments[index] ??= luck.next() * span);
}

function getOf({ lessonPath }: RushOffice, port: number, cookie: string): string {
  return `GET ${lessonPath} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/html\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nCookie: ${cookie}\r\n\r\n`;
}

function postOf({ lessonPath }: RushOffice, port: number, cookie: string, form: string): string {
  return `POST ${lessonPath}?_action=answerQuestion HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n`
    + `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nCookie: ${cookie}\r\n\r\n${form}`;
}

function note(site: Site, keys: readonly string[], { clicks }: WaveResult): void {
  const bad = clicks.filter(({ status }) => status !== 200 && status !== 303);
  site.refused += bad.length;
  keys.forEach((key, index) => { if (clicks[index]!.status === 303) site.acknowledged.push(key); });
}

/** The bare server gives as many bytes as the site did. */
function twinOf({ clicks, thens }: WaveResult, lines: string[]): Twin {
  const [page, form] = thens.length > 0 ? [thens[0]!, clicks[0]!] : [clicks[0]!, { status: 303, bytes: 0 }];
  return { page: { status: 200, bytes: page.bytes }, form: { status: 303, bytes: form.bytes, lines } };
}

function linesOf(phase: string, who: string, ours: WaveResult, bare: WaveResult): Line[] {
  const line = (name: string, mine: WaveResult['clicks'], theirs: WaveResult['clicks'], good: number): Line => ({
    phase: name, who, wait: waitOf(mine), bare: waitOf(theirs), perSecond: mine.length / ours.seconds, errors: mine.filter(({ status }) => status !== good).length,
  });
  if (ours.thens.length === 0) return [line(phase, ours.clicks, bare.clicks, 200)];
  return [line(phase, ours.clicks, bare.clicks, 303), line('　答完后的页面', ours.thens, bare.thens, 200)];
}

function waitOf(answers: readonly { ms: number }[]): Wait {
  const of = (share: number) => quantile(answers.map((one) => one.ms), share);
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99) };
}

function report(lines: readonly Line[]): string {
  const triple = ({ p50, p95, p99 }: Wait) => `${ms(p50)} / ${ms(p95)} / ${ms(p99)}`;
  return `高峰（等待时间，毫秒）\n${plainTable(['做什么', '存储', '速度比（裸 p95 ÷ 本站 p95）', '本站 p50 / p95 / p99', '裸服务 p50 / p95 / p99', '本站 次/秒', '出错'], lines.map(({ phase, who, wait, bare, perSecond, errors }) => [
    phase, who, ratio(bare!.p95 / wait.p95), triple(wait), triple(bare!), whole(perSecond), whole(errors),
  ]))}`;
}

/** Throws when an acknowledged answer is missing, or anything is there twice. */
async function proof({ name, office, acknowledged, refused }: Site): Promise<string> {
  const { times } = await recordedAnswers(office.address);
  const missing = acknowledged.filter((key) => !times.has(key));
  const doubled = [...times.values()].filter((count) => count !== 1).length;
  if (missing.length > 0 || doubled > 0) throw new Error(`${name}：已应答的 ${acknowledged.length} 次作答中有 ${missing.length} 次没有记录，${doubled} 条记录重复`);
  return `${name}：${whole(acknowledged.length)} 次作答得到应答，逐一核对，每次恰好一条记录${times.size > acknowledged.length ? `（另有 ${times.size - acknowledged.length} 条已记录而没有应答）` : ''}；${refused ? `${whole(refused)} 次请求被拒绝或出错` : '没有请求出错'}。`;
}

function notes({ people, connections, openMs }: RushPlan, busiest: number): string {
  return [
    `测法：${whole(people)} 人十分钟前都已登录，在 ${openMs / 1000} 秒内随机的时刻打开同一课；发压在自己的进程，${connections} 个保持的连接。等待从点下去算起，等不到空连接的时间也算在内。第一次打开时，服务器还要给每个人记下“最近来过”。`,
    '裸 node:http 服务答同样多的字节；作答时先追加同样的一行并 fdatasync。两者轮流测，压力相同。答完后浏览器照例再取一次页面，另列一行。',
    ...(busiest > 0.9 ? [`发压的进程在测裸服务时已占满（${Math.round(busiest * 100)}%）：裸服务实际还能更快。`] : []),
  ].join('\n');
}
