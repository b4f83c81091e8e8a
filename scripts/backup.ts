import path from 'node:path';
import { isRefusal } from '../src/domain/refusal.ts';
import { writeBackup } from '../src/exchange/backup-file.ts';
import { checkedRecords } from '../src/storage/checked-records.ts';
import { readRecords } from '../src/storage/open.ts';
import { countsSentence } from '../src/text/records-report.ts';
import { sentenceFor } from '../src/text/refusals.ts';
import { passing, untilInterrupted } from './passing.ts';

/** `npm run backup -- <file>`: everything in DATA_DIR or DATABASE_URL into one file, while the service is serving. */
const given = process.argv[2];
const file = path.resolve(process.env.INIT_CWD ?? '.', given ?? '');
const source = process.env.DATABASE_URL ? '数据库' : path.resolve(process.env.DATA_DIR ?? 'data');
const signal = untilInterrupted();

process.exitCode = given ? await back() : refuse('请写明备份文件，例如 npm run backup -- /mnt/backup/xuefa-2026-11-21.gz');

async function back(): Promise<number> {
  try {
    console.log(`正在备份 ${source} ……服务不必停止。`);
    const counts = await writeBackup(file, passing(checkedRecords(readRecords(process.env)), '已写入', signal), { createdAt: new Date().toISOString(), signal });
    console.log(`已备份到 ${file}：${countsSentence(counts)}，逐条核对过校验值。`);
    console.log('文件中有密码的散列和人员信息，请与数据本身同样保管，并另存一份到别的磁盘或机器。');
    return 0;
  } catch (error) {
    return refuse(reason(error));
  }
}

function reason(error: unknown): string {
  if (signal.aborted) return '已中断，没有留下备份文件。数据没有改动，可以随时重新备份。';
  if (isRefusal(error) && error.code === 'records-broken') {
    return `没有备份：数据中有一处问题：${error.facts.problem}。数据没有改动，以前的备份都在，请勿删除。请运行 npm run verify 查明，再与以前的备份和打印件核对。`;
  }
  if (isRefusal(error)) {
    const { title, detail } = sentenceFor(error.code, error.facts);
    return `没有备份：${title}。${detail}`;
  }
  if (error instanceof Error && 'code' in error) return `没有备份：读不了数据，或写不了 ${file}（${error.message}）。请检查路径、磁盘空间和权限，再试一次。数据没有改动，没有留下半个文件。`;
  throw error;
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}
