// Runs on any Node from 18 on, before anything is installed: installs what is missing, builds what is out of date,
// then hands over to the Node of node_modules. Usage: node scripts/setup.mjs <what to run> [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const tasks = {
  demo: { build: true, script: 'scripts/demo.ts' },
  start: { build: true, script: 'src/server/main.ts' },
  build: { build: true },
  test: { script: 'scripts/test.ts' },
  check: { script: 'scripts/test.ts', first: ['--quick'] },
  gate: { script: 'scripts/gate.ts' },
  backup: { script: 'scripts/backup.ts' },
  restore: { script: 'scripts/restore.ts' },
  verify: { script: 'scripts/verify.ts' },
  laws: { script: 'scripts/laws.ts' },
  recount: { script: 'scripts/recount.ts' },
  bench: { build: true, script: 'scripts/bench.ts' },
};
const [name, ...rest] = process.argv.slice(2);
const task = tasks[name];
if (!task) fail(`不认识的任务：${name ?? '（空）'}。可用：${Object.keys(tasks).join('、')}`);

install();
const node = findNode();
if (task.build) build();
if (task.script) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', task.script, ...(task.first ?? []), ...rest], { stdio: 'inherit', env: environment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

function install() {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const mark = 'node_modules/.xuefa-installed';
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.log('[1/2] 正在安装依赖，首次约需一两分钟……');
  // Not `npm ci`: it refuses a lockfile from a registry that lacks the binaries of other platforms, which are never needed here.
  const done = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) fail('依赖安装没有成功。请检查能否访问 npm 源（npm config get registry），然后重新运行；已经下载的部分会留作缓存。');
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(mark, wanted);
}

function findNode() {
  for (const candidate of [path.join('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'), process.execPath]) {
    const asked = spawnSync(candidate, ['--version'], { encoding: 'utf8', shell: candidate.endsWith('.cmd') });
    const [major, minor] = (asked.stdout ?? '').trim().slice(1).split('.').map(Number);
    if (major > 24 || (major === 24 && minor >= 7)) return candidate;
  }
  return fail(`需要 Node 24.7 以上，现有 ${process.version}，依赖中的 Node 24 也没有装上。请安装 Node 24 后重新运行。`);
}

function environment() {
  return { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}` };
}

/** Builds when anything that goes into the build has changed since the last one. */
function build() {
  const wanted = fingerprint();
  const mark = 'dist/fingerprint';
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.log('[2/2] 正在检查课程内容并构建页面……');
  run(['--disable-warning=ExperimentalWarning', 'scripts/gate.ts']);
  run(['node_modules/astro/bin/astro.mjs', 'build']);
  writeFileSync(mark, wanted);
}

function run(command) {
  const done = spawnSync(node, command, { encoding: 'utf8', env: environment() });
  if (done.status === 0) return;
  console.error(done.stdout, done.stderr);
  fail('构建没有成功，原因见上。');
}

function fingerprint() {
  const hash = createHash('sha256');
  const add = (file) => {
    if (statSync(file).isDirectory()) for (const entry of readdirSync(file).sort()) add(path.join(file, entry));
    else hash.update(file).update('\0').update(readFileSync(file));
  };
  for (const part of ['package-lock.json', 'astro.config.mjs', 'tsconfig.json', 'public', 'src', 'content', 'quizzes']) add(part);
  return hash.digest('hex');
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
