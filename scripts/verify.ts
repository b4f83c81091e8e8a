import { statSync } from 'node:fs';
import path from 'node:path';
import { isRefusal } from '../src/domain/refusal.ts';
import { readBackup } from '../src/exchange/backup-file.ts';
import { readFolder, type Damage } from '../src/storage/embedded/folder-reader.ts';
import { readRecords } from '../src/storage/open.ts';
import type { RecordLine } from '../src/storage/port.ts';
import { codePattern, reportOn } from '../src/storage/records-report.ts';
import { collectionWord, reportLines } from '../src/text/records-report.ts';
import { sentenceFor } from '../src/text/refusals.ts';
import { passing } from './passing.ts';

/**
 * `npm run verify -- <data folder or backup file> <code on paper> …`: recomputes every hash and changes nothing, also while the
 * service is serving. Without a place: the database of DATABASE_URL, else DATA_DIR, else `./data`. Exit code 1 on any problem.
 */
const given = process.argv.slice(2);
const hasPlace = given[0] !== undefined && (!codePattern.test(given[0]) || statSync(fromCaller(given[0]), { throwIfNoEntry: false }) !== undefined);
const codes = hasPlace ? given.slice(1) : given;
const database = !hasPlace && Boolean(process.env.DATABASE_URL);
const place = hasPlace ? fromCaller(given[0]!) : database ? '数据库' : path.resolve(process.env.DATA_DIR ?? 'data');

process.exitCode = await check().catch((error: unknown) => {
  if (isRefusal(error)) {
    const { title, detail } = sentenceFor(error.code, error.facts);
    return refuse(`没有检查：${title}。${detail}`);
  }
  if (error instanceof Error && 'code' in error) return refuse(`没有检查：读不了 ${place}（${error.message}）。请用运行服务的那个系统用户再试。`);
  throw error;
});

async function check(): Promise<number> {
  const wrong = codes.find((code) => !codePattern.test(code));
  if (wrong) return refuse(`没有检查：“${wrong}”不是记录号。记录号是打印件上的字母和数字，至少 8 位，例如 12-3fa902bc。`);
  const damages: Damage[] = [];
  let pass = 0;
  const report = await reportOn(() => (pass += 1) === 1 ? passing(records((damage) => damages.push(damage)), '已检查') : records(() => undefined), codes);
  const problems = [...damages.map(damageSentence), ...report.problems];
  console.log(`${database ? '' : isFile(place) ? '备份文件：' : '数据文件夹：'}${place}`);
  for (const line of reportLines({ ...report, problems })) console.log(line);
  return problems.length === 0 && report.codes.every(({ facts }) => facts.length > 0) ? 0 : 1;
}

function records(onDamage: (damage: Damage) => void): AsyncGenerator<RecordLine> {
  if (database) return readRecords(process.env);
  return isFile(place) ? readBackup(place) : readFolder(place, onDamage);
}

function damageSentence(damage: Damage): string {
  switch (damage.kind) {
    case 'line': return `${damage.file} 第 ${damage.line} 行无法读取`;
    case 'documents': return `文档“${collectionWord(damage.collection)}”无法读取（${damage.file}）`;
    case 'stray': return `${damage.file} 不是附件应有的位置和名称，不算作附件，也不会备份`;
    case 'torn': return `${damage.file} 末尾有 ${damage.bytes} 字节不是完整的记录。断电时没有写完的记录会这样，它们从未被确认，下次启动时会自动截去；如果没有断过电，请先与备份核对`;
  }
}

function fromCaller(name: string): string {
  return path.resolve(process.env.INIT_CWD ?? '.', name);
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}
