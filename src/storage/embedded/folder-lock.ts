import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../domain/refusal.ts';

export interface FolderLock { release(): void }

/**
 * One process per data folder, by a kernel lock that dies with its holder: SQLite's exclusive lock on `lock.sqlite`.
 * Refuses `folder-in-use` and says who holds it.
 */
export function lockFolder(folder: string): FolderLock {
  const holderFile = path.join(folder, 'holder.json');
  const database = new DatabaseSync(path.join(folder, 'lock.sqlite'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test(String(error))) throw error;
    throw new Refusal('folder-in-use', { folder, holder: describeHolder(holderFile) });
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }), { mode: 0o600 });
  return { release: () => database.close() };
}

function describeHolder(file: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; host: string; since: string };
    return `进程 ${pid}（主机 ${host}，自 ${since}）`;
  } catch {
    return '另一个进程';
  }
}
