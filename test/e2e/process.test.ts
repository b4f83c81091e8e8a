import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { loadCatalog } from '../../src/catalog.ts';
import { openStore } from '../../src/storage/open.ts';
import { aWorkbook, headings } from '../roster-builders.ts';
import { Client, visibleText } from './client.ts';
import { root } from './office-folder.ts';

interface Running { origin: string; process: ChildProcess; said(): string; ended: Promise<number | null> }

const started: Running[] = [];
const folders: string[] = [];
let port: number;
beforeEach(async () => { port = await freePort(); });
afterEach(async () => {
  for (const one of started.splice(0)) { one.process.kill('SIGKILL'); await one.ended; }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return free;
}

async function newFolder(copyOf?: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xuefa-e2e-process-'));
  folders.push(folder);
  if (copyOf) await cp(copyOf, folder, { recursive: true });
  return folder;
}

/** The real thing, as `npm start` runs it; returns once it serves or has ended. */
async function start(folder: string): Promise<Running> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server/main.ts'], { cwd: root, env: { ...process.env, DATA_DIR: folder, PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: '', NODE_OPTIONS: '' } });
  let said = '';
  const running: Running = { origin: `http://127.0.0.1:${port}`, process: child, said: () => said, ended: new Promise((resolve) => { child.once('exit', (code) => resolve(code)); }) };
  started.push(running);
  await new Promise<void>((resolve) => {
    const hear = (chunk: Buffer) => { said += chunk; if (said.includes('学法台已启动')) resolve(); };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void running.ended.then(() => resolve());
  });
  return running;
}

const office = { officeName: '临江区信访办公室', account: 'Boss', name: '龚䶮', password: 'Willow-Pond-31', per: 'week' };

test('the first start prints a code, and only with it can the office be set up', async () => {
  const folder = await newFolder();
  const site = await start(folder);
  const code = await vi.waitFor(() => /启动码：(\S+)\n/.exec(site.said())![1]!);
  const client = new Client(site.origin);
  for (const address of ['/', '/login', '/me', '/admin', '/me.json']) expect((await client.get(address)).location, address).toBe('/setup');
  expect((await client.get('/setup')).text).toContain('启动码');
  expect((await client.get('/setup')).text).not.toContain(code);
  for (const setupCode of ['Kd7m-Wq3x-Pn9r', code.toUpperCase()]) {
    const wrong = await client.act('/setup', 'setUp', { ...office, setupCode });
    expect([wrong.status, visibleText(wrong.text).includes('启动码不正确')], setupCode).toEqual([403, true]);
    expect(wrong.text).toMatch(/name="officeName"[^>]*value="临江区信访办公室"/);
    expect(wrong.text).not.toContain(office.password);
  }
  expect(visibleText((await client.act('/setup', 'setUp', { ...office, setupCode: code, password: 'boss' })).text)).toContain('密码强度不够');
  expect((await client.get('/')).location).toBe('/setup');

  expect((await client.act('/setup', 'setUp', { ...office, setupCode: code })).location).toBe('/login?done=setup');
  expect(visibleText((await client.get('/login?done=setup')).text)).toContain('设置完成');
  expect((await client.logIn('boss', office.password)).location).toBe('/');
  expect(visibleText((await client.get('/admin')).text)).toContain('临江区信访办公室在册 1 人');
  const again = await new Client(site.origin).act('/setup', 'setUp', { ...office, account: 'thief', setupCode: code });
  expect(again.status).toBe(409);
  expect((await new Client(site.origin).logIn('thief', office.password)).status).toBe(401);

  site.process.kill('SIGTERM');
  expect(await site.ended).toBe(0);
  const next = await start(folder);
  expect(next.said()).not.toContain('启动码');
  expect((await client.get('/admin')).status).toBe(200);
});

describe('a start that cannot be', () => {
  test('on a folder that is in use ends with a sentence that names the holder, and harms nothing', async () => {
    const folder = await newFolder(inject('officeFolder'));
    const first = await start(folder);
    port = await freePort();
    const second = await start(folder);
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain('数据目录正在被使用');
    expect(second.said()).toContain(`进程 ${first.process.pid}`);
    expect(second.said()).toContain('没有改动任何数据');
    expect(second.said()).not.toMatch(/\n\s+at /);
    expect((await Client.loggedIn(first.origin, 'cadre')).cookies.size).toBe(1);
  });

  test('on a port that is in use ends with a sentence that names the port', async () => {
    await start(await newFolder());
    const second = await start(await newFolder());
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`端口 ${port} 已被占用`);
    expect(second.said()).not.toMatch(/\n\s+at /);
  });

  test('with a database that nobody reaches says where and why, without the password', async () => {
    const child = spawn(process.execPath, ['src/server/main.ts'], { cwd: root, env: { ...process.env, DATABASE_URL: `postgres://xuefa:Hidden-Word@127.0.0.1:${port}/xuefa`, PORT: String(port) } });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => { said += chunk; });
    expect(await new Promise((resolve) => { child.once('exit', resolve); })).toBe(1);
    expect(said).toContain(`连不上数据库：127.0.0.1:${port}/xuefa：那里没有数据库在运行`);
    expect(said).not.toContain('Hidden-Word');
    expect(said).not.toMatch(/\n\s+at /);
  });
});

test('killed in the middle of answering, it has every answer it acknowledged', async () => {
  const folder = await newFolder(inject('officeFolder'));
  const site = await start(folder);
  const people = await Promise.all((['streetLeader', 'streetTrainer', 'streetAdmin'] as const).map((person) => Client.loggedIn(site.origin, person)));
  const lessons = loadCatalog(root).courses.flatMap((course) => course.lessons);
  const acknowledged = people.map(() => new Set<string>());
  let count = 0;
  const killed = Promise.withResolvers<void>();
  const study = people.map(async (client, index) => {
    for (const lesson of lessons) {
      for (const questionId of lesson.questionIds) {
        const answer = await client.act(`/courses/${lesson.lessonId}`, 'answerQuestion', { lessonId: lesson.lessonId, questionId, attempt: '1', given: ['A'] }).catch(() => null);
        if (!answer) return;
        if (answer.status === 303) { acknowledged[index]!.add(`answered/${questionId}/1`); count += 1; }
        if (count === 60) { site.process.kill('SIGKILL'); killed.resolve(); }
      }
    }
  });
  await killed.promise;
  await Promise.all(study);
  expect(await site.ended).toBeNull();

  const next = await start(folder);
  expect(next.said()).toContain('学法台已启动');
  for (const [index, client] of people.entries()) {
    const kept = new Set<string>();
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const answer = await client.get(`/me.json?show=answers&page=${page}`);
      expect(answer.status, 'still logged in').toBe(200);
      const view = JSON.parse(answer.text) as { pages: number; lines: { factId: string }[] };
      pages = view.pages;
      for (const { factId } of view.lines) kept.add(factId);
    }
    expect(acknowledged[index]!.size).toBeGreaterThan(0);
    expect([...acknowledged[index]!].filter((id) => !kept.has(id))).toEqual([]);
  }
  next.process.kill('SIGTERM');
  expect(await next.ended).toBe(0);
  const store = await openStore({ DATA_DIR: folder });
  expect((await store.verify()).problems).toEqual([]);
  await store.close();
});

test('told to stop, it finishes what is under way, takes nothing new, and lets go of the folder', async () => {
  const folder = await newFolder(inject('officeFolder'));
  const site = await start(folder);
  const admin = await Client.loggedIn(site.origin, 'admin');
  const form = new FormData();
  form.set('file', new File([Buffer.from(aWorkbook([headings, ...Array.from({ length: 10_000 }, (_, at) => [`B${at}`, `新人${at}`, '来访接待科', '', '', '学员'])]))], '名册.xlsx'));
  const underWay = admin.act('/admin/roster', 'uploadRoster', form);
  await new Promise((resolve) => setTimeout(resolve, 150));
  site.process.kill('SIGTERM');
  const answer = await underWay;
  expect([answer.status, answer.location?.startsWith('/admin/roster/import-')]).toEqual([303, true]);
  expect(await site.ended).toBe(0);
  await expect(admin.get('/admin')).rejects.toThrow('ECONNREFUSED');
  const store = await openStore({ DATA_DIR: folder });
  expect((await store.listDocuments('roster-imports')).some(({ id }) => answer.location!.endsWith(id))).toBe(true);
  await store.close();
});
