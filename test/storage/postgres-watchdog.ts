import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * `node postgres-watchdog.ts <folder>`: waits until whoever started it closes its input or is gone, however that came about,
 * then ends the server in the folder and removes the folder.
 */
const folder = process.argv[2]!;
process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; whoever started this one decides
process.stdin.resume().on('error', () => undefined).once('close', () => void end());

async function end(): Promise<void> {
  const pid = postmaster();
  if (pid) signal(pid, 'SIGQUIT');
  for (let waited = 0; pid && isAlive(pid) && waited < 5_000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  if (pid) signal(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.exit();
}

function postmaster(): number | null {
  try {
    return Number(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
