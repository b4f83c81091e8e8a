import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyInbox } from '../../src/server/law-inbox.ts';
import { openStore } from '../../src/storage/open.ts';
import { loadLawRegister } from '../../src/storage/law-register.ts';
import { loadCatalog } from '../../src/catalog.ts';
import { officialDocx } from '../exchange/official-docx.ts';
import { invented } from '../law-texts.ts';
import { root } from './office-folder.ts';

const base = mkdtempSync(path.join(tmpdir(), 'xuefa-laws-'));
const [data, files] = [path.join(base, 'data'), path.join(base, '法规')];
const env = { ...process.env, DATA_DIR: data, DATABASE_URL: '', INIT_CWD: base };

beforeAll(async () => {
  mkdirSync(path.join(files, '行政法'), { recursive: true });
  writeFileSync(path.join(files, '信访条例.docx'), await officialDocx(invented('信访条例', 51, ['2005年1月5日 通过', '2005年5月1日 施行'])));
  writeFileSync(path.join(files, '行政法', '治安.docx'), await officialDocx(invented('中华人民共和国治安管理处罚法', 119, ['2012年10月26日 修正'])));
  writeFileSync(path.join(files, '说明.md'), '# 说明\n\n这里放法规文件。');
  writeFileSync(path.join(files, '目录.tsv'), '不是法律\n');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Runs the command as `npm run laws -- …` does. */
function laws(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/laws.ts', ...args], { cwd: root, env });
  let said = '';
  child.stdout.on('data', (chunk) => { said += chunk; });
  child.stderr.on('data', (chunk) => { said += chunk; });
  return new Promise((resolve) => { child.on('close', (code) => resolve({ code, said })); });
}

async function imported(): Promise<string[]> {
  const store = await openStore({ DATA_DIR: data });
  const keys = [...(await loadLawRegister(store, loadCatalog(root).laws)).texts.keys()].sort();
  await store.close();
  return keys;
}

describe('npm run laws', () => {
  test('looks first when asked to, and changes nothing', async () => {
    const { code, said } = await laws('import', '法规', '--dry-run');
    expect([code, said]).toEqual([0, expect.stringContaining('可以导入 2 部，相同 0 部，不能导入 1 份')]);
    expect(await imported()).toEqual([]);
  });

  test('imports a folder with the folders below it, and says of each file what became of it', async () => {
    const { code, said } = await laws('import', '法规', '--source', '官网下载');
    expect(code).toBe(0);
    expect(said).toContain('√ petition-regulations@2005  51 条');
    expect(said).toContain('× 说明');
    expect(said).toContain('没有找到条文');
    expect(said).not.toContain('目录.tsv');
    expect(await imported()).toEqual(['petition-regulations@2005', 'public-security-penalties-law@2012']);
    expect((await laws('import', '法规')).said).toContain('已导入 0 部，相同 2 部');
  });

  test('lists what there is, and takes an import back', async () => {
    const { said } = await laws('list');
    expect(said).toMatch(/petition-regulations@2005 {2}51 条 {2}\d{4}-\d\d-\d\d {2}law-import-\S+ {2}来源：官网下载/);
    const importId = /law-import-\S+/.exec(said)![0];
    expect(await laws('take-back', importId)).toMatchObject({ code: 1, said: expect.stringContaining('请写明原因') });
    expect(await laws('take-back', importId, '--reason', '传错了文件')).toMatchObject({ code: 0, said: expect.stringContaining('已撤销 2 条记录') });
    expect(await imported()).toEqual([]);
  });

  test('refuses what is no law, a path that is not there, and no request at all, with a sentence', async () => {
    expect(await laws('import', '法规/说明.md')).toMatchObject({ code: 1, said: expect.stringContaining('没有找到条文') });
    expect(await laws('import', '没有的文件夹')).toMatchObject({ code: 1, said: expect.stringMatching(/没有这个文件：找不到 .*没有的文件夹/) });
    expect(await laws('import')).toMatchObject({ code: 1, said: expect.stringContaining('用法') });
    expect(await laws('check')).toMatchObject({ code: 1, said: expect.stringContaining('还没有导入原文') });
    expect((await laws('outline', '法规/信访条例.docx')).said).toContain('articles: 51');
  });

  test('while the service holds the folder, the service does it', async () => {
    const store = await openStore({ DATA_DIR: data });
    const catalog = loadCatalog(root);
    let count = 0;
    const timer = setInterval(() => void emptyInbox(data, () => ({ store, catalog, now: new Date().toISOString(), newId: (prefix) => `${prefix}-${count += 1}` })), 100);
    mkdirSync(path.join(data, 'inbox'), { recursive: true });
    writeFileSync(path.join(data, 'inbox', 'broken.asked.json'), '{');
    writeFileSync(path.join(data, 'inbox', 'late.asked.json'), JSON.stringify({ errand: { verb: 'import', paths: [files], source: '', dryRun: false }, until: '2020-01-01T00:00:00.000Z' }));
    const { code, said } = await laws('import', '法规');
    const wrong = await laws('take-back', 'law-import-none', '--reason', '没有的');
    clearInterval(timer);
    await store.close();
    expect([code, said]).toEqual([0, expect.stringContaining('已导入 2 部')]);
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('没有找到') });
    expect(await imported()).toHaveLength(2);
    expect(readdirSync(path.join(data, 'inbox')), 'nothing is left, done or not').toEqual([]);
  });
});
