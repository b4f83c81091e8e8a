import { existsSync, readdirSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmbeddedStore } from '../src/storage/embedded/store.ts';
import { aMember } from './roster-builders.ts';
import { answered, runVerify, verify } from './verify-script.ts';

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
  expect(out).toContain('文档：人员 1。');
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

test('only the first problem of each person is named, and every person with one', async () => {
  await alter((text) => text.replaceAll('"chosen":["a"]', '"chosen":["b"]'));
  const { out } = await verify(folder);
  expect(out).toContain('张䶮（工号 1001，member-zhang）第 1 条');
  expect(out).toContain('问题：member-li 第 1 条');
  expect(out).toContain('共 2 处问题');
});

test('facts in another order are named', async () => {
  await alter((text) => { const lines = text.split('\n'); return [lines[1], lines[0], ...lines.slice(2)].join('\n'); });
  expect(await verify(folder)).toMatchObject({ code: 1, out: expect.stringContaining('第 2 条：前面应有第 1 条，实际最后是第 0 条') });
});

test('a half-written end is said and left as it is, and what stands before it is checked', async () => {
  await appendFile(segment, '{"actorId":"member-zh');
  const before = await readFile(segment);
  for (let time = 0; time < 2; time += 1) {
    const { code, out } = await verify(folder);
    expect(out).toContain('2026-03.jsonl 末尾有 21 字节不是完整的记录');
    expect(out).toContain('记录 4 条');
    expect(code).toBe(1);
  }
  expect(await readFile(segment)).toEqual(before);
});

test('a line that cannot be read is named, and what stands behind it is checked', async () => {
  await alter((text) => text.replace('{', ''));
  const { code, out } = await verify(folder);
  expect(out).toContain('问题：2026-03.jsonl 第 1 行无法读取。');
  expect(out).toContain('张䶮（工号 1001，member-zhang）第 2 条：前面应有第 1 条，实际最后是第 0 条');
  expect(out).toContain('记录 3 条，分属 2 份档案');
  expect(code).toBe(1);
});

test('bytes that are no text are damage like any other', async () => {
  const bytes = await readFile(segment);
  bytes.fill(0xff, bytes.indexOf('work-regulations'), bytes.indexOf('work-regulations') + 4);
  await writeFile(segment, bytes);
  const { code, out } = await verify(folder);
  expect(out).toMatch(/张䶮.*第 1 条.*曾被改动/);
  expect(out).toContain('共 1 处问题');
  expect(code).toBe(1);
});

test('documents that cannot be read are a problem', async () => {
  await writeFile(path.join(folder, 'documents', 'members.json'), '{"member-zhang":');
  const { code, out } = await verify(folder);
  expect(out).toContain('问题：文档“人员”无法读取');
  expect(code).toBe(1);
});

describe('a blob', () => {
  let hash: string;
  beforeEach(async () => {
    const store = await EmbeddedStore.open(folder);
    [hash] = [await store.writeBlob(Buffer.from('photo')), await store.writeBlob(Buffer.alloc(100_000))];
    await store.close();
  });
  const blob = () => path.join(folder, 'blobs', hash.slice(0, 2), hash);

  test('that is whole is counted', async () => {
    expect(await verify(folder)).toMatchObject({ code: 0, out: expect.stringContaining('附件 2 个。') });
  });

  test('with one byte altered is named', async () => {
    await writeFile(blob(), 'phoro');
    expect(await verify(folder)).toMatchObject({ code: 1, out: expect.stringContaining(`问题：附件 ${hash}：内容与校验值不符`) });
  });

  test('that carries the name of another is named, and so is a file that lies where none belongs', async () => {
    const other = `${hash.slice(0, 63)}${hash.endsWith('0') ? '1' : '0'}`;
    await rename(blob(), blob().replace(hash, other));
    await writeFile(path.join(folder, 'blobs', 'photo.jpg'), 'photo');
    const { code, out } = await verify(folder);
    expect(out).toContain(`问题：附件 ${other}：内容与校验值不符`);
    expect(out).toContain(`问题：${path.join('blobs', 'photo.jpg')} 不是附件应有的位置和名称`);
    expect(out).toContain('共 2 处问题');
    expect(code).toBe(1);
  });
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

test('a folder in use is checked too, without a file in it being changed, and its holder works on', async () => {
  const store = await EmbeddedStore.open(folder);
  const before = await contents();
  const { code, out } = await verify(folder);
  expect(out).toContain('没有发现问题');
  expect(code).toBe(0);
  expect(await contents()).toEqual(before);
  await store.append([answered(zhang.memberId, 4)]);
  expect((await verify(folder)).out).toContain('记录 5 条');
  await store.close();
});

test('a folder in which a restore was cut off is refused', async () => {
  await writeFile(path.join(folder, 'importing'), '');
  expect(await verify(folder)).toMatchObject({ code: 1, err: expect.stringContaining('有一次没有做完的恢复') });
});

describe('a code printed on paper', () => {
  const hashOf = async (line: number) => (JSON.parse((await readFile(segment, 'utf8')).split('\n')[line]!) as { hash: string }).hash;

  test('names its fact, whether written with the number of the record or without, in capitals or whole', async () => {
    const hash = await hashOf(1);
    for (const code of [hash.slice(0, 8), `2-${hash.slice(0, 8)}`, hash.slice(0, 12).toUpperCase(), hash]) {
      const { out, code: exit } = await verify(folder, code);
      expect(out).toContain(`记录号 ${code}：张䶮（工号 1001，member-zhang）第 2 条（共 3 条），2026-03-02 09:02，答题。它和它之前的记录都没有改动。`);
      expect(exit).toBe(0);
    }
  });

  test('that no record carries any more is said: a cut-off end is found by it', async () => {
    const hash = await hashOf(3);
    await alter((text) => `${text.split('\n').slice(0, 3).join('\n')}\n`);
    const { out, code } = await verify(folder, hash.slice(0, 8));
    expect(out).toContain('没有发现问题');
    expect(out).toContain(`记录号 ${hash.slice(0, 8)}：没有任何一条记录带有这个号`);
    expect(code).toBe(1);
  });

  test('of a fact behind an altered one says so, of the one before it does not', async () => {
    const [first, third] = [await hashOf(0), await hashOf(2)];
    await alter((text) => text.replace(/("attempt":2,"chosen":\[)"a"/, '$1"b"'));
    const { out } = await verify(folder, first.slice(0, 8), third.slice(0, 8));
    expect(out).toMatch(new RegExp(`${first.slice(0, 8)}：.*都没有改动`));
    expect(out).toMatch(new RegExp(`${third.slice(0, 8)}：.*已有改动`));
  });

  test('that is none is refused before anything is read', async () => {
    for (const code of ['abc', '12-abc', '不是号']) expect(await verify(folder, code)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(`“${code}”不是记录号`) });
  });

  test('alone is looked for in DATA_DIR', async () => {
    const hash = await hashOf(0);
    expect(await runVerify({ DATA_DIR: folder }, hash.slice(0, 8))).toMatchObject({ code: 0, out: expect.stringContaining('第 1 条（共 3 条）') });
  });
});

async function alter(change: (text: string) => string): Promise<void> {
  const before = await readFile(segment, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(segment, after);
}

/** Every file below the folder but the databases that SQLite keeps open. */
async function contents(): Promise<[string, string][]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.includes('sqlite')).map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(name, 'utf8')] as [string, string]));
}
