import path from 'node:path';
import { forgetDossiers } from '../../src/storage/embedded/store.ts';
import { startChild, type Child } from './children.ts';
import { median, ms, plainTable, quantile, ratio, spread, whole } from './figures.ts';
import { load } from './load.ts';
import type { Workload } from './scale-reads.ts';

/** `cold`: sizes whose start is timed, besides `least`, which the others are compared with. */
export interface SizePlan { least: number; cold: readonly number[]; coldTimes: number; rounds: number; windowMs: number }
export interface Place { name: string; addressOf: (people: number) => Promise<string>; embedded: boolean }
interface Opened { openMs: number; totalMs: number; rss: number }
interface Size { people: number; address: string; child: Child; port: number; cookie: string }

/** What of it is asked as a page over HTTP. */
const pages = { 'GET /unit': '/unit', 'GET /unit/people': '/unit/people' };
const views = { dossier: 'factsOf', overview: 'unitOverview', people: 'unitPeople，第一页', search: 'unitPeople，搜索' } as const satisfies Record<Workload, string>;
const now = '2026-11-02T02:00:00.000Z';

/** An installation that is there, and its first opening, at which everything was counted. */
interface Built { people: number; address: string; recounted: Opened }

/** Fills one installation of each size, and counts it. */
export async function buildSizes(place: Place, plan: SizePlan, say: (text: string) => void): Promise<Built[]> {
  const built: Built[] = [];
  for (const people of [plan.least, ...plan.cold]) {
    const address = await place.addressOf(people);
    say(`${place.name}：正在生成 ${whole(people)} 人……`);
    const { facts, ms: took } = await inChild(address, people, (child) => child.ask<{ facts: number; ms: number }>({ build: true }));
    const recounted = await openOnce(address, people);
    say(`${place.name}：${whole(people)} 人、${whole(facts)} 条记录，导入 ${ms(took / 1000)} 秒，统计 ${ms(recounted.totalMs / 1000)} 秒`);
    built.push({ people, address, recounted });
  }
  return built;
}

/** Reads at each size, and how long it takes to open one that is there already. */
export async function measureSizes(place: Place, built: readonly Built[], plan: SizePlan, say: (text: string) => void): Promise<string> {
  const tell = (text: string) => say(`${place.name}：${text}`);
  const sizes: Size[] = [];
  const starts: string[][] = [];
  for (const { people, address, recounted } of built) {
    tell(`${whole(people)} 人，冷启动……`);
    if (people !== plan.least) starts.push(await coldStarts(place, plan, people, address, recounted));
  }
  for (const { people, address } of built) {
    const child = await startScale(address, people);
    await child.ask<Opened>({ open: true });
    sizes.push({ people, address, child, ...await child.ask<{ port: number; cookie: string }>({ listen: true }) });
  }
  const reads = await compareSizes(sizes, plan, tell);
  const memory = await sizes.at(-1)!.child.ask<{ rss: number }>({ memory: true });
  for (const { child } of sizes) await child.end();
  return [
    `冷启动（打开已有的存储，到负责人看见第一个看板；毫秒，${plan.coldTimes} 次的中位数）\n${plainTable(coldColumns(place), starts)}`,
    `读取（每次毫秒，逐个地读，${plan.rounds} 轮的中位数）\n${reads}`,
    `${whole(sizes.at(-1)!.people)} 人的进程测完读取后占内存 ${megabytes(memory.rss)}。`,
  ].join('\n\n');
}

function coldColumns({ embedded }: Place): string[] {
  return ['人数', '打开', '到第一个看板', '内存（RSS）', ...(embedded ? ['检查点丢失后打开', '到第一个看板'] : []), '统计全部重算后的第一个看板'];
}

async function coldStarts({ embedded }: Place, { coldTimes }: SizePlan, people: number, address: string, recounted: Opened): Promise<string[]> {
  const usual: Opened[] = [];
  for (let time = 0; time < coldTimes; time += 1) usual.push(await openOnce(address, people));
  const of = (key: keyof Opened) => median(usual.map((one) => one[key]));
  const cells = [whole(people), ms(of('openMs')), ms(of('totalMs')), megabytes(of('rss'))];
  if (embedded) {
    await forgetDossiers(address);
    const gathered = await openOnce(address, people);
    cells.push(ms(gathered.openMs), ms(gathered.totalMs));
  }
  return [...cells, ms(recounted.totalMs)];
}

/** All sizes take turns, so that their ratio holds whatever else the machine does. */
async function compareSizes(sizes: readonly Size[], { rounds, windowMs }: SizePlan, say: (text: string) => void): Promise<string> {
  const times = new Map<string, number[][]>();
  const bare = sizes.map((): number[] => []);
  const note = (name: string, index: number, values: readonly number[]) => {
    if (!times.has(name)) times.set(name, sizes.map(() => []));
    times.get(name)![index]!.push(quantile(values, 0.5));
  };
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? '预热……' : `读取：第 ${round} 轮，共 ${rounds} 轮……`);
    for (const [index, { child, port, cookie }] of sizes.entries()) {
      const ask = async (read: string) => (await child.ask<{ times: number[] }>({ read, ms: windowMs })).times;
      for (const [read, name] of Object.entries(views)) {
        const mine = await ask(read);
        const theirs = read === 'dossier' ? await ask('bareDossier') : [];
        if (round === 0) continue;
        note(name, index, mine);
        if (theirs.length > 0) bare[index]!.push(quantile(theirs, 0.5));
      }
      for (const [name, address] of Object.entries(pages)) {
        const request = Buffer.from(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/html\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nCookie: ${cookie}\r\n\r\n`);
        const { p50 } = await load(port, () => request, 200, windowMs, 1);
        if (round > 0) note(name, index, [p50]);
      }
    }
  }
  const last = sizes.length - 1;
  const head = ['读什么', `${whole(sizes[last]!.people)} ÷ ${whole(sizes[0]!.people)} 人 中位（最小–最大）`, ...sizes.map(({ people }) => `${whole(people)} 人`)];
  const lines = [...times].map(([name, bySize]) => [name, spread(bySize[last]!.map((value, round) => value / bySize[0]![round]!)), ...bySize.map((values) => ms(median(values)))]);
  const dossiers = times.get(views.dossier)!;
  lines.splice(1, 0, ['　裸读同一份档案', '', ...bare.map((values) => ms(median(values)))], ['　速度比（裸 ÷ 本站）', '', ...bare.map((values, index) => ratio(median(values.map((value, round) => value / dossiers[index]![round]!))))]);
  return plainTable(head, lines);
}

function startScale(address: string, people: number): Promise<Child> {
  return startChild('scale-child.ts', address, now, String(people));
}

async function inChild<T>(address: string, people: number, work: (child: Child) => Promise<T>): Promise<T> {
  const child = await startScale(address, people);
  const result = await work(child);
  await child.end();
  return result;
}

function openOnce(address: string, people: number): Promise<Opened> {
  return inChild(address, people, (child) => child.ask<Opened>({ open: true }));
}

function megabytes(bytes: number): string {
  return `${whole(bytes / 1e6)} MB`;
}

/** A data folder for each size. */
export function folders(scratch: string): Place {
  return { name: '内置存储', embedded: true, addressOf: async (people) => path.join(scratch, `people-${people}`) };
}
