import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedStore } from '../../src/storage/embedded/store.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';

const script = path.join(import.meta.dirname, 'child.ts');
/** Children are started hundreds of times and compiled once. */
const compiled = await mkdtemp(path.join(tmpdir(), 'xuefa-compiled-'));
afterAll(() => rm(compiled, { recursive: true, force: true }));
let data: DataFolder;
let children: ChildProcess[];
beforeEach(async () => { children = []; data = await dataFolder(); await data.store.close(); });
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await data.clean();
});

/** A child process with every whole line it has said so far. */
function start(command: string, args: readonly string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
  children.push(child);
  let said = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => { said += text; });
  const lines = () => said.split('\n').slice(0, -1).map((line) => JSON.parse(line) as unknown);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid!, lines, ended,
    kill: async () => { child.kill('SIGKILL'); await ended; },
    saidSomething: async (count = 1) => { while (lines().length < count && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2)); },
  };
}
const node = (...args: string[]) => start(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);

test('a second process on the folder is refused and told who holds it', async () => {
  const store = await data.reopen();
  const second = node('hold', data.folder);
  await second.ended;
  expect(second.lines()).toEqual([{ code: 'folder-in-use', facts: { folder: data.folder, holder: expect.stringContaining(`进程 ${process.pid}（`) } }]);
  await store.close();

  const holder = node('hold', data.folder);
  await holder.saidSomething();
  await expect(EmbeddedStore.open(data.folder)).rejects.toMatchObject({ code: 'folder-in-use', facts: { holder: expect.stringContaining(`进程 ${holder.pid}（`) } });
  await holder.kill();
  await (await EmbeddedStore.open(data.folder)).close();
});

test('the same process cannot open a folder twice either', async () => {
  await data.reopen();
  await expect(EmbeddedStore.open(data.folder)).rejects.toMatchObject({ code: 'folder-in-use' });
});

test('processes killed at 201 random moments lose nothing they had acknowledged, and their folders open by themselves', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => dataFolder()));
  try {
    await Promise.all(folders.map(async (own) => {
      await own.store.close();
      await killAgainAndAgain(own.folder, 67);
    }));
  } finally {
    await Promise.all(folders.map((own) => own.clean()));
  }
}, 240_000);

async function killAgainAndAgain(folder: string, kills: number): Promise<void> {
  const acknowledged = new Map<string, number>();
  for (let kill = 1; kill <= kills; kill += 1) {
    const child = node('append', folder, String(kill));
    await child.saidSomething(1 + Math.floor(Math.random() * 20));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
    await child.kill();
    for (const line of child.lines() as [string, string, number][][]) for (const [subjectId, id, seq] of line) acknowledged.set(`${subjectId} ${id}`, seq);

    const store = await EmbeddedStore.open(folder);
    const facts = (await Promise.all([0, 1, 2, 3].map((writer) => store.factsOf(`member-${writer}`)))).flat();
    const found = new Map(facts.map((fact) => [`${fact.subjectId} ${fact.id}`, fact.seq]));
    expect([...acknowledged].filter(([fact, seq]) => found.get(fact) !== seq), `after kill ${kill}`).toEqual([]);
    expect(await store.verify()).toMatchObject({ facts: facts.length, problems: [] });
    expect(facts).toHaveLength(facts.filter((fact) => fact.kind === 'question.answered').length * 2);
    await store.close();
  }
  expect(acknowledged.size).toBeGreaterThan(kills);
}

test('processes killed while they write blobs leave every one they had acknowledged, and none by half', async () => {
  const acknowledged = new Set<string>();
  let drafts = 0;
  for (let kill = 1; kill <= 25; kill += 1) {
    const child = node('photos', data.folder, String(kill));
    await child.saidSomething();
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    await child.kill();
    for (const hash of child.lines() as string[]) acknowledged.add(hash);
    drafts += (await draftsIn(data)).length;

    const store = await EmbeddedStore.open(data.folder);
    expect(await draftsIn(data)).toEqual([]);
    const { blobs, problems } = await store.verify();
    expect(problems, `after kill ${kill}`).toEqual([]);
    expect(blobs).toBeGreaterThanOrEqual(acknowledged.size);
    for (const hash of acknowledged) expect(await store.readBlob(hash), `${hash} after kill ${kill}`).toHaveLength(300_000);
    await store.close();
  }
  expect(drafts, 'no kill fell into a writing').toBeGreaterThan(0);
});

async function draftsIn(own: DataFolder): Promise<string[]> {
  return (await readdir(own.at('blobs'))).filter((name) => name.endsWith('.tmp'));
}

test('a full disk refuses what does not fit, keeps what was there, and takes what fits again', async () => {
  if (process.platform === 'win32') return void console.log('磁盘已满：Windows 没有 ulimit，无法模拟，未检查');
  const limited = start('sh', ['-c', 'ulimit -S -f 200; exec "$0" "$@"', process.execPath, '--disable-warning=ExperimentalWarning', script, 'fill', data.folder]);
  await limited.ended;
  const [said] = limited.lines() as { recorded: number }[];
  expect(said).toEqual({
    refused: 'store-full', recorded: expect.any(Number), together: ['store-full', 'store-full'], during: { facts: said!.recorded, subjects: 50, blobs: 0, problems: [] },
    small: 'recorded', nextMonth: 'recorded', documents: 'store-full', smaller: 'recorded', photo: 'store-full', smallPhoto: 'recorded', left: ['small'],
  });
  expect(said!.recorded).toBeGreaterThan(0);
  const store = await data.reopen();
  expect(await store.verify()).toEqual({ facts: said!.recorded + 101, subjects: 50, blobs: 1, problems: [] });
  expect(await store.factsOf('member-0')).not.toHaveLength(0);
});
