import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { table } from './bench/figures.ts';
import { fullGrading, measureGrading, quickGrading, tinyGrading } from './bench/grading.ts';
import { fullLaws, measureLaws, quickLaws, tinyLaws } from './bench/laws.ts';
import { connections } from './bench/load.ts';
import { cadreCount } from './bench/office.ts';
import * as pages from './bench/pages.ts';
import { fullRush, measureRush, quickRush, tinyRush } from './bench/rush.ts';
import { fullStore, measureStore, quickStore, tinyStore } from './bench/store.ts';

/** `npm run bench`: the site and its stores beside bare twins, in ratios. `-- pages`, `-- store`, `-- rush`, `-- laws`, `-- grading`: only that. `--quick`: fewer people; `--tiny`: only to see that it runs. */
const parts = ['pages', 'store', 'rush', 'laws', 'grading'];
const words = process.argv.slice(2);
const only = words.filter((word) => !word.startsWith('--'));
if (only.length > 1 || !only.every((word) => parts.includes(word)) || !words.every((word) => parts.includes(word) || ['--quick', '--tiny'].includes(word))) {
  console.error('用法：npm run bench，或 npm run bench -- pages（页面和作答）、store（存储：追加、读取、冷启动）、rush（三千人同时学）、laws（读法律原文、逐条比对）、grading（判分、抽题、复习）。加 --quick 用较少的人很快测一遍。');
  process.exit(1);
}

const wants = (part: string) => only.length === 0 || only[0] === part;
const extent = words.includes('--tiny') ? 2 : words.includes('--quick') ? 1 : 0;
const loadBefore = loadavg()[0]!;
const scratch = mkdtempSync(path.join(tmpdir(), 'xuefa-bench-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const measured = wants('pages') ? await pages.measurePages(scratch, console.log) : null;
const store = wants('store') ? await measureStore(scratch, [fullStore, quickStore, tinyStore][extent]!, console.log) : null;
const rush = wants('rush') ? await measureRush(scratch, [fullRush, quickRush, tinyRush][extent]!, console.log) : null;
const grading = wants('grading') ? await measureGrading([fullGrading, quickGrading, tinyGrading][extent]!, console.log) : null;
const laws = wants('laws') ? await measureLaws([fullLaws, quickLaws, tinyLaws][extent]!, console.log) : null;

console.log(`\nNode ${process.version}，${availableParallelism()} 核，用时 ${Math.round(performance.now() / 1000)} 秒。`);
if (loadBefore > availableParallelism() / 4) console.log(`开始时系统负载已有 ${loadBefore.toFixed(1)}：机器并不空闲，数字会有出入。`);
console.log('速度比 = 本站 ÷ 裸：1 即与裸的一样快，大于 1 即更快。同一轮里先后测两者再相比，取各轮的中位数。换一台机器，绝对数会变，比值变得少。');
if (measured) {
  console.log(`\n页面与作答\n${table(measured.rows, '裸服务')}`);
  console.log(`测法：${connections} 个保持的连接，答完一个再问下一个；本站与裸 node:http 服务各在自己的进程，轮流测 ${pages.rounds} 轮，每次 ${pages.windowMs} 毫秒，先预热。`);
  console.log('裸服务以同样的状态码答同样多的字节，别的什么也不做：不认人，不读写记录，不压缩。页面除注明外都按浏览器的习惯压缩传输。');
  console.log(`提交作答：${cadreCount} 人轮流，每次都是不同的作答，落盘之后才应答；裸服务不写任何东西，“也逐条落盘”的那个每次先追加同样的一行并 fdatasync。共 ${measured.facts} 次，已核对每次都多出一条记录。`);
  console.log('CPU 是服务进程的处理器时间（含压缩和落盘的线程），与发压的快慢无关。');
  if (measured.busiest > 0.9) console.log(`发压的进程在测裸服务时已占满（${Math.round(measured.busiest * 100)}%），裸服务实际还能更快：页面的速度比偏乐观，请同时看 CPU 之比。`);
}
if (store) console.log(`\n${store}`);
if (rush) console.log(`\n${rush}`);
if (grading) console.log(`\n${grading}`);
if (laws) console.log(`\n${laws}`);
