import path from 'node:path';
import { isRefusal } from '../src/domain/refusal.ts';
import { demandBackup, readBackup } from '../src/exchange/backup-file.ts';
import { openStore } from '../src/storage/open.ts';
import { countsSentence } from '../src/text/records-report.ts';
import { sentenceFor } from '../src/text/refusals.ts';
import { passing, untilInterrupted } from './passing.ts';

/** `npm run restore -- <file>`: a backup into an empty DATA_DIR or DATABASE_URL, all or nothing. */
const given = process.argv[2];
const file = path.resolve(process.env.INIT_CWD ?? '.', given ?? '');
const folder = path.resolve(process.env.DATA_DIR ?? 'data');
const target = process.env.DATABASE_URL ? '数据库' : folder;
const signal = untilInterrupted();

process.exitCode = given ? await restore() : refuse('请写明备份文件，例如 npm run restore -- /mnt/backup/xuefa-2026-11-21.gz');

async function restore(): Promise<number> {
  try {
    await demandBackup(file);
    const store = await openStore(process.env);
    try {
      console.log(`正在从 ${file} 恢复到 ${target} ……`);
      const counts = await store.importRecords(passing(readBackup(file), '已读入', signal));
      console.log(`恢复完成：${countsSentence(counts)}，校验值与备份时相同。`);
    } finally {
      await store.close();
    }
    console.log(`下一步：npm run verify${process.env.DATABASE_URL ? '' : ` -- ${folder}`} 核对，再用同样的 ${process.env.DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR'} 运行 npm start。账号和密码是备份时的样子；备份之后停用的账号，请重新停用。`);
    return 0;
  } catch (error) {
    return refuse(reason(error));
  }
}

function reason(error: unknown): string {
  if (signal.aborted) return `已中断，没有恢复任何记录，${target} 仍是空的。备份文件没有改动，可以直接重新恢复。`;
  if (isRefusal(error)) {
    const { title, detail } = sentenceFor(error.code, error.facts);
    return `没有恢复：${title}。${detail}`;
  }
  if (error instanceof Error && 'code' in error) return `没有恢复：读不了 ${file}，或写不了 ${target}（${error.message}）。请检查路径、磁盘空间和权限，再试一次。备份文件没有改动，没有恢复任何记录。`;
  throw error;
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}
