import { freshDatabase, startPostgres } from '../../test/storage/postgres-server.ts';
import { embeddedAppends, postgresAppends, type AppendPlan } from './appends.ts';
import { buildSizes, folders, measureSizes, type SizePlan } from './sizes.ts';

export interface StorePlan { appends: AppendPlan; sizes: SizePlan }

export const fullStore: StorePlan = { appends: { rounds: 5, windowMs: 500, clients: [1, 16, 64] }, sizes: { least: 200, cold: [300, 5_000, 20_000], coldTimes: 3, rounds: 5, windowMs: 200 } };
export const quickStore: StorePlan = { appends: { rounds: 2, windowMs: 200, clients: [1, 16, 64] }, sizes: { least: 200, cold: [300, 1_000], coldTimes: 1, rounds: 2, windowMs: 100 } };
export const tinyStore: StorePlan = { appends: { rounds: 1, windowMs: 30, clients: [1, 4] }, sizes: { least: 20, cold: [40], coldTimes: 1, rounds: 1, windowMs: 20 } };

/** Appends, reads and cold starts of both stores, each beside its bare driver. Gives a report to print. */
export async function measureStore(scratch: string, plan: StorePlan, say: (text: string) => void): Promise<string> {
  const sections: string[] = [];
  sections.push(`内置存储（lowdb 与日志）：持久追加\n${await embeddedAppends(scratch, plan.appends, say)}`);
  const server = await startPostgres();
  try {
    const databases = async () => (await freshDatabase(server.url)).url;
    sections.push(`PostgreSQL：持久追加\n${await postgresAppends(await databases(), plan.appends, say)}`);
    // Filled at the same time, since that takes far longer than what is measured then, one after the other.
    const places = [folders(scratch), { name: 'PostgreSQL', embedded: false, addressOf: databases }];
    const built = await Promise.all(places.map((place) => buildSizes(place, plan.sizes, say)));
    for (const [index, place] of places.entries()) sections.push(`${place.name}：规模\n${await measureSizes(place, built[index]!, plan.sizes, say)}`);
  } finally {
    await server.stop();
  }
  return [...sections, notes(plan)].join('\n\n');
}

function notes({ appends, sizes }: StorePlan): string {
  return [
    `追加的测法：每次追加一条作答记录，落盘之后才算完成，才追加下一条；本站与裸的轮流测 ${appends.rounds} 轮，每次 ${appends.windowMs} 毫秒，先预热。本站另做校验、编号、去重、散列链和个人档案，裸的都不做。`,
    '内置存储的裸写法用 node:fs/promises 把一样长的行追加到一个文件：“逐条”是每个客户各自 write + fdatasync，“合并提交”是把正在等的都写在一起，只做一次 fdatasync。并发多时，后者才是公平的对手。',
    'PostgreSQL 的裸写法用同样大小的连接池（10 个）向字段、主键、索引都相同的表写一样的行：“逐条”是各客户一条预备语句一个事务，“合并”是把正在等的写成一条多行 insert。',
    `规模的测法：每种人数各在自己的进程，轮流读，每次 ${sizes.windowMs} 毫秒。冷启动不含 Node 启动，操作系统的文件缓存是热的；统计全部重算时另一种存储也在重算。页面经 HTTP、按浏览器的习惯压缩。`,
  ].join('\n');
}
