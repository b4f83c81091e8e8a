import { execFile, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { mayEnter, postgresPrograms, runner } from './postgres-binaries.ts';

const run = promisify(execFile);

/** A PostgreSQL server of the tests' own. It ends, and nothing is left of it, when `stop` is called or this process is gone. */
export interface PostgresServer {
  url: string;
  port: number;
  /** `kill -9` of the server and of every process that serves a connection. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Durable (fsync on), but small. */
const settings = ['shared_buffers=32MB', 'max_connections=120', 'autovacuum_naptime=10min', 'jit=off', 'max_wal_senders=0', 'wal_level=minimal', 'unix_socket_directories=', 'listen_addresses=127.0.0.1'];

export async function startPostgres(): Promise<PostgresServer> {
  const as = runner();
  const base = as.uid === undefined || await mayEnter(tmpdir()) ? tmpdir() : '/tmp';
  const folder = await mkdtemp(path.join(base, 'xuefa-postgres-'));
  const watchdog = spawn(process.execPath, [path.join(import.meta.dirname, 'postgres-watchdog.ts'), folder], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  const stop = async () => {
    const ended = new Promise((resolve) => watchdog.once('exit', resolve));
    watchdog.stdin.end();
    await ended;
  };
  try {
    await chmod(folder, 0o755);
    if (as.uid !== undefined) await chown(folder, as.uid, as.gid!);
    const programs = await postgresPrograms(folder, as);
    const data = path.join(folder, 'data');
    const port = await freePort();
    const inFolder = { cwd: folder, ...as };
    await run(path.join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], inFolder);
    const options = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ');
    const start = async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          // Not with pipes: the server would hold them, and the call would not end.
          return await ended(spawn(path.join(programs, 'pg_ctl'), ['start', '-w', '-t', '30', '-D', data, '-l', path.join(folder, 'log'), '-o', options], { ...inFolder, stdio: 'ignore' }));
        } catch (error) {
          if (attempt === 20) throw new Error(`PostgreSQL 没有启动：${await readFile(path.join(folder, 'log'), 'utf8').catch(() => String(error))}`);
          await new Promise((resolve) => setTimeout(resolve, 100)); // processes of a killed server may still hold its memory
        }
      }
    };
    await start();
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, port, start, stop, kill: () => killAll(data) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An empty schema on a server, which is all of the database that an address with its search path shows. */
export async function freshDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await administer(serverUrl, `create schema ${name}`);
  const url = new URL(serverUrl);
  url.searchParams.set('options', `-c search_path=${name}`);
  return { url: url.href, drop: () => administer(serverUrl, `drop schema ${name} cascade`) };
}

/** Runs statements as somebody with a direct line to the database would. */
export async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function killAll(data: string): Promise<void> {
  const postmaster = (await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]!;
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const children = stdout.split('\n').map((line) => line.trim().split(/\s+/)).flatMap(([pid, parent]) => (parent === postmaster ? [Number(pid)] : []));
  for (const pid of [Number(postmaster), ...children]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch { /* it has ended by itself */ }
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`)))));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
