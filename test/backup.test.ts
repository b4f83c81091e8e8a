import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { readBackup, writeBackup } from '../src/exchange/backup-file.ts';
import { EmbeddedStore } from '../src/storage/embedded/store.ts';
import type { RecordLine } from '../src/storage/port.ts';
import { aMember, answered, enrolled, recorded, zhang } from './builders.ts';
import { administer, freshDatabase } from './storage/postgres-server.ts';

/** A command that an operator types, as a process of its own. `said` waits until it has said something. */
interface Command { child: ChildProcess; ended: Promise<number | null>; out: () => string; err: () => string; said: (text: RegExp) => Promise<void> }

const root = path.resolve(import.meta.dirname, '..');
let scratch: string;
let folder: string;
let file: string;
let running: Command[];
beforeEach(async () => {
  running = [];
  scratch = await mkdtemp(path.join(tmpdir(), 'xuefa-backup-'));
  folder = path.join(scratch, 'data');
  file = path.join(scratch, 'xuefa.gz');
});
afterEach(async () => {
  for (const { child, ended } of running) { child.kill('SIGKILL'); await ended; }
  await rm(scratch, { recursive: true });
});

test('a backup is made while a server records without end, and holds everything that was acknowledged before', async () => {
  const server = start('test/storage/child.ts', ['append', folder, '1']);
  await server.said(/(.*\n){200}/);
  const acknowledged = server.out().split('\n').slice(0, -1).flatMap((line) => JSON.parse(line) as [string, string, number][]);
  const backup = await run('backup', {}, 'xuefa.gz');
  expect(backup).toMatchObject({ code: 0, out: expect.stringMatching(/已备份到 .*xuefa\.gz：记录 \d+ 条，文档 0 份/) });
  expect(await run('verify', {}, folder)).toMatchObject({ code: 0, out: expect.stringContaining('没有发现问题') });
  expect(server.child.exitCode).toBe(null);
  server.child.kill('SIGKILL');
  await server.ended;

  const restored = path.join(scratch, 'restored');
  expect(await run('verify', {}, file)).toMatchObject({ code: 0, out: expect.stringContaining(`备份文件：${file}`) });
  expect(await run('restore', { DATA_DIR: restored }, file)).toMatchObject({ code: 0, out: expect.stringContaining('恢复完成') });
  expect(await run('verify', {}, restored)).toMatchObject({ code: 0, out: expect.stringContaining('没有发现问题') });
  const store = await EmbeddedStore.open(restored);
  const facts = (await Promise.all([0, 1, 2, 3].map((writer) => store.factsOf(`member-${writer}`)))).flat();
  const found = new Set(facts.map((fact) => `${fact.subjectId} ${fact.id} ${fact.seq}`));
  expect(acknowledged.filter(([subjectId, id, seq]) => !found.has(`${subjectId} ${id} ${seq}`))).toEqual([]);
  expect(facts.filter((fact) => fact.kind === 'question.answered')).toHaveLength(facts.length / 2);
  await store.close();
});

test('a backup of a folder that is not in use is the same records, documents, blobs and all, with nothing changed in the folder', async () => {
  const store = await EmbeddedStore.open(folder);
  await store.changeDocuments('members', [{ id: zhang.memberId, expected: 0, value: zhang }, { id: '__proto__', expected: 0, value: { name: '\ud800䶮' } }]);
  await store.changeDocuments('members', [{ id: zhang.memberId, expected: 1, value: { ...zhang, name: '张㛃' } }]);
  for (const bytes of [Buffer.alloc(0), randomBytes(20 * 1024 * 1024)]) await store.writeBlob(bytes);
  await store.append([enrolled(), answered(zhang, 'first-01', 1, ['a'])]);
  const lines = await all(store.exportRecords());
  await store.close();
  await writeFile(path.join(folder, 'facts', '2026-03.jsonl'), '{"torn', { flag: 'a' });
  const before = await readFile(path.join(folder, 'facts', '2026-03.jsonl'));
  expect(await run('backup', {}, file)).toMatchObject({ code: 0 });
  expect(await all(readBackup(file))).toEqual(lines);
  expect(await readFile(path.join(folder, 'facts', '2026-03.jsonl'))).toEqual(before);
});

test('data that has been altered are not backed up, and the older backup stays', async () => {
  const store = await EmbeddedStore.open(folder);
  await store.append([answered(zhang, 'first-01', 1, ['a'])]);
  await store.close();
  await run('backup', {}, file);
  const segment = path.join(folder, 'facts', '2026-03.jsonl');
  await writeFile(segment, (await readFile(segment, 'utf8')).replace('"chosen":["a"]', '"chosen":["b"]'));
  expect(await run('backup', {}, 'later.gz')).toMatchObject({ code: 1, err: expect.stringMatching(/没有备份：数据中有一处问题：member-zhang 第 1 条.*曾被改动/) });
  expect(await run('backup', {}, file)).toMatchObject({ code: 1, err: expect.stringContaining('已有同名文件') });
  expect((await readdir(scratch)).sort()).toEqual(['data', 'xuefa.gz']);
});

test('Ctrl-C during a backup leaves no file', async () => {
  await writeMany(30_000);
  await run('restore', {}, file);
  const backup = start('scripts/backup.ts', ['stopped.gz'], {});
  await backup.said(/正在备份/);
  while (!(await readdir(scratch)).some((name) => name.endsWith('.partial'))) await pause(5);
  for (let time = 0; time < 2; time += 1) { backup.child.kill('SIGINT'); await pause(10); }
  expect(await backup.ended).toBe(1);
  expect(backup.err()).toContain('已中断，没有留下备份文件');
  expect((await readdir(scratch)).sort()).toEqual(['data', 'xuefa.gz']);
});

test('Ctrl-C during a restore leaves no record, and the restore can be run again', async () => {
  await writeMany(30_000);
  const restore = start('scripts/restore.ts', [file]);
  await restore.said(/正在从/);
  while (!existsSync(path.join(folder, 'importing'))) await pause(2);
  await pause(50);
  for (let time = 0; time < 2; time += 1) { restore.child.kill('SIGINT'); await pause(10); }
  expect(await restore.ended).toBe(1);
  expect(restore.err()).toContain('已中断，没有恢复任何记录');
  const store = await EmbeddedStore.open(folder);
  expect(await all(store.exportRecords())).toEqual([]);
  await store.close();
  expect(await run('restore', {}, file)).toMatchObject({ code: 0, out: expect.stringContaining('记录 30000 条') });
});

test('a restore that was killed counts for nothing, and the restore can be run again', async () => {
  await writeMany(30_000);
  const restore = start('scripts/restore.ts', [file]);
  while (!existsSync(path.join(folder, 'importing'))) await pause(2);
  while ((await readdir(path.join(folder, 'facts'))).length === 0) await pause(2);
  restore.child.kill('SIGKILL');
  await restore.ended;
  expect(await run('verify', {}, folder)).toMatchObject({ code: 1, err: expect.stringContaining('有一次没有做完的恢复') });
  expect(await run('backup', {}, 'later.gz')).toMatchObject({ code: 1, err: expect.stringContaining('有一次没有做完的恢复') });
  expect(await run('restore', {}, file)).toMatchObject({ code: 0, out: expect.stringContaining('记录 30000 条') });
  expect(await run('verify', {}, folder)).toMatchObject({ code: 0, out: expect.stringContaining('记录 30000 条，分属 50 份档案') });
});

test('a file that is cut, altered, missing or no backup is refused with a sentence, and nothing is restored', async () => {
  await writeMany(2_000);
  const whole = await readFile(file);
  await truncate(file, whole.length - 100);
  expect(await run('restore', {}, file)).toMatchObject({ code: 1, err: expect.stringMatching(/没有恢复：备份不完整或已损坏。文件不完整.*没有恢复任何记录/) });
  whole[Math.floor(whole.length / 2)]! ^= 0x10;
  await writeFile(file, whole);
  expect(await run('restore', {}, file)).toMatchObject({ code: 1, err: expect.stringContaining('没有恢复：备份不完整或已损坏') });
  expect(await run('verify', {}, file)).toMatchObject({ code: 1, out: expect.stringMatching(/问题：第 \d+ 行(之后的内容已损坏|不是备份中应有的内容)/) });
  const store = await EmbeddedStore.open(folder);
  expect(await all(store.exportRecords())).toEqual([]);
  await store.close();
  const untouched = { DATA_DIR: path.join(scratch, 'untouched') };
  await writeFile(file, 'no backup');
  expect(await run('restore', untouched, file)).toMatchObject({ code: 1, err: expect.stringContaining('不是备份文件') });
  expect(await run('restore', untouched, 'none.gz')).toMatchObject({ code: 1, err: expect.stringContaining('没有恢复：读不了') });
  expect(await run('restore', untouched)).toMatchObject({ code: 1, err: expect.stringContaining('请写明备份文件') });
  expect(existsSync(untouched.DATA_DIR)).toBe(false);
});

test('a folder that holds records or is in use is refused, and keeps what it has', async () => {
  await writeMany(100);
  const store = await EmbeddedStore.open(folder);
  expect(await run('restore', {}, file)).toMatchObject({ code: 1, err: expect.stringContaining('数据目录正在被使用') });
  await store.append([enrolled()]);
  await store.close();
  expect(await run('restore', {}, file)).toMatchObject({ code: 1, err: expect.stringContaining('这里已经有记录') });
  expect(await run('verify', {}, folder)).toMatchObject({ code: 0, out: expect.stringContaining('记录 1 条') });
});

test('a folder that holds nothing but a blob is not empty', async () => {
  await writeMany(100);
  const store = await EmbeddedStore.open(folder);
  await store.writeBlob(Buffer.from('photo'));
  await store.close();
  expect(await run('restore', {}, file)).toMatchObject({ code: 1, err: expect.stringContaining('这里已经有记录') });
});

test('a backup of the first format, which knew no blobs, is restored and checked as ever', async () => {
  const facts = recorded(enrolled(), answered(zhang, 'first-01', 1, ['a']));
  const lines = [{ format: 'xuefa-backup', version: 1, createdAt: '2026-03-02T10:00:00.000Z' }, { document: { collection: 'members', id: zhang.memberId, version: 3, value: zhang } }, ...facts.map((fact) => ({ fact }))];
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  await writeFile(file, gzipSync(`${body}${JSON.stringify({ end: { documents: 1, facts: 2, sha256 } })}\n`));
  expect(await run('verify', {}, file)).toMatchObject({ code: 0, out: expect.stringContaining('附件 0 个') });
  expect(await run('restore', {}, file)).toMatchObject({ code: 0, out: expect.stringContaining('记录 2 条，文档 1 份，附件 0 个') });
  const store = await EmbeddedStore.open(folder);
  expect(await all(store.exportRecords())).toEqual(lines.slice(1));
  await store.close();
});

test('a missing folder is not backed up and not made, and the file must be named', async () => {
  expect(await run('backup', {}, file)).toMatchObject({ code: 1, err: expect.stringContaining(`没有 ${folder} 这个文件夹`) });
  expect(await run('backup', {})).toMatchObject({ code: 1, err: expect.stringContaining('请写明备份文件') });
  expect(await readdir(scratch)).toEqual([]);
});

test('an office moves to PostgreSQL and back by the commands alone, and neither place takes a second one', async () => {
  const store = await EmbeddedStore.open(folder);
  await store.changeDocuments('members', [{ id: zhang.memberId, expected: 0, value: { ...zhang, name: '张\ud800䶮' } }]);
  await store.append([enrolled(), answered(zhang, 'first-01', 1, ['a'])]);
  const photo = await store.writeBlob(randomBytes(3_000_000));
  const lines = await all(store.exportRecords());
  await store.close();
  const database = await freshDatabase(inject('postgresUrl'));
  const there = { DATABASE_URL: database.url };
  expect(await run('backup', {}, file)).toMatchObject({ code: 0 });
  expect(await run('restore', there, file)).toMatchObject({ code: 0, out: expect.stringContaining('恢复完成：记录 2 条，文档 1 份，附件 1 个') });
  expect(await run('restore', there, file)).toMatchObject({ code: 1, err: expect.stringContaining('这里已经有记录') });
  expect(await run('verify', there)).toMatchObject({ code: 0, out: expect.stringContaining('记录 2 条') });
  await administer(database.url, 'update blobs set bytes = set_byte(bytes, 7, get_byte(bytes, 7) # 1)');
  expect(await run('verify', there)).toMatchObject({ code: 1, out: expect.stringContaining(`问题：附件 ${photo}：内容与校验值不符`) });
  expect(await run('backup', there, 'damaged.gz')).toMatchObject({ code: 1, err: expect.stringContaining(`没有备份：数据中有一处问题：附件 ${photo}`) });
  await administer(database.url, 'update blobs set bytes = set_byte(bytes, 7, get_byte(bytes, 7) # 1)');
  expect(await run('recount', there)).toMatchObject({ code: 0, out: expect.stringContaining('统计已由 2 条记录重新算出') });
  expect(await run('backup', there, 'back.gz')).toMatchObject({ code: 0 });
  const back = path.join(scratch, 'back');
  expect(await run('restore', { DATA_DIR: back }, 'back.gz')).toMatchObject({ code: 0 });
  const again = await EmbeddedStore.open(back);
  expect(await all(again.exportRecords())).toEqual(lines);
  await again.close();
  await database.drop();
}, 120_000);

/** A backup of so many answers of fifty people. */
async function writeMany(count: number): Promise<void> {
  const people = Array.from({ length: 50 }, (_, index) => aMember({ memberId: `member-${index}` }));
  const facts = recorded(...Array.from({ length: count }, (_, index) => answered(people[index % 50]!, 'first-01', index + 1, ['a'])));
  await writeBackup(file, (async function* () { for (const fact of facts) yield { fact } as RecordLine; })(), { createdAt: '2026-03-02T10:00:00.000Z' });
}

async function all(lines: AsyncIterable<RecordLine>): Promise<RecordLine[]> {
  const gathered: RecordLine[] = [];
  for await (const line of lines) gathered.push(line);
  return gathered;
}

async function run(name: string, environment: Record<string, string>, ...given: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const command = start(`scripts/${name}.ts`, given, environment);
  return { code: await command.ended, out: command.out(), err: command.err() };
}

function start(script: string, given: string[], environment: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, script), ...given], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, INIT_CWD: scratch, DATA_DIR: folder, DATABASE_URL: '', ...environment },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const one: Command = { child, ended, out: () => out, err: () => err, said: async (text: RegExp) => { while (!text.test(out) && child.exitCode === null) await pause(2); } };
  running.push(one);
  return one;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
