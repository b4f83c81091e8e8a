import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedStore } from '../src/storage/embedded/store.ts';
import { aMember } from './roster-builders.ts';

const zhang = aMember({ memberId: 'member-zhang', name: '张䶮', staffNo: '1001' });
let scratch: string;
let folder: string;
let segment: string;

beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'xuefa-verify-'));
  folder = path.join(scratch, 'data');
  segment = path.join(folder, 'facts', '2026-03.jsonl');
  const store = await EmbeddedStore.open(folder);
  await store.changeDocuments('members', [{ id: zhang.memberId, expected: 0, value: zhang }]);
  for (const attempt of [1, 2, 3]) await store.append([answered(zhang.memberId, attempt)]);
  await store.append([answered('member-li', 1)]);
  await store.close();
});
afterEach(() => rm(scratch, { recursive: true }));

test('a clean folder: counts, exit code 0', async () => {
  const { code, out } = await verify(folder);
  expect(out).toContain('记录 4 条，分属 2 份档案');
  expect(out).toContain('人员 1、');
  expect(out).toContain('没有发现问题');
  expect(code).toBe(0);
});

test('an altered fact is named with its person, exit code 1', async () => {
  await alter((text) => text.replace(/("attempt":2,"chosen":\[)"a"/, '$1"b"'));
  const { code, out } = await verify(folder);
  expect(out).toContain('问题：张䶮（工号 1001，member-zhang）第 2 条（answered/registration-01/2）：内容与校验值不符，曾被改动。');
  expect(out).toContain('共 1 处问题');
  expect(code).toBe(1);
});

test('a removed fact is named', async () => {
  await alter((text) => text.split('\n').toSpliced(1, 1).join('\n'));
  const { code, out } = await verify(folder);
  expect(out).toContain('第 3 条：前面应有第 2 条，实际最后是第 1 条');
  expect(code).toBe(1);
});

test('a half-written end is cut off and said', async () => {
  await appendFile(segment, '{"actorId":"member-zh');
  const { code, out } = await verify(folder);
  expect(out).toContain('2026-03.jsonl 末尾有 21 字节不是完整的记录');
  expect(code).toBe(1);
  expect((await verify(folder)).code).toBe(0);
});

test('a line that cannot be read, with nothing gathered yet: a sentence with file and line', async () => {
  await alter((text) => text.replace('{', ''));
  await rm(path.join(folder, 'dossiers', 'checkpoint.json'));
  const { code, err } = await verify(folder);
  expect(err).toContain('没有检查：数据文件损坏。2026-03.jsonl 第 1 行无法读取');
  expect(code).toBe(1);
});

test('documents that cannot be read are a problem', async () => {
  await writeFile(path.join(folder, 'documents', 'members.json'), '{"member-zhang":');
  const { code, out } = await verify(folder);
  expect(out).toContain('问题：文档“人员”无法读取');
  expect(code).toBe(1);
});

test('a missing folder is refused and not created', async () => {
  const missing = path.join(scratch, 'nowhere');
  const { code, err } = await verify(missing);
  expect(err).toContain(`没有 ${missing} 这个文件夹`);
  expect(code).toBe(1);
  expect(existsSync(missing)).toBe(false);
});

test('another folder is refused and nothing is put into it', async () => {
  const other = path.join(scratch, 'other');
  await mkdir(path.join(other, 'facts'), { recursive: true });
  const { code, err } = await verify(other);
  expect(err).toContain('不是学法台的数据文件夹');
  expect(code).toBe(1);
  expect(readdirSync(other, { recursive: true })).toEqual(['facts']);
});

test('a folder in use is refused, and its holder works on', async () => {
  const store = await EmbeddedStore.open(folder);
  const { code, err } = await verify(folder);
  expect(err).toContain('数据目录正在被使用');
  expect(err).toContain(`进程 ${process.pid}`);
  expect(code).toBe(1);
  await store.append([answered(zhang.memberId, 4)]);
  await store.close();
  expect((await verify(folder)).out).toContain('记录 5 条');
});

function answered(memberId: string, attempt: number) {
  return {
    id: `answered/registration-01/${attempt}`, kind: 'question.answered' as const, at: `2026-03-02T01:0${attempt}:00.000Z`,
    actorId: memberId, subjectId: memberId, contextId: null, unitId: zhang.unitId,
    body: { lessonId: 'petition-regulations/registration', questionId: 'registration-01', attempt, chosen: ['a'], cites: ['petition-work-regulations@2022/22'] },
  };
}

async function alter(change: (text: string) => string): Promise<void> {
  const before = await readFile(segment, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(segment, after);
}

function verify(named: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const script = path.resolve(import.meta.dirname, '../scripts/verify.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, named], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
