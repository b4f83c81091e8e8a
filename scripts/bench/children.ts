import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** A server in a process of its own. `ask` sends a message and waits for the answer; `end` waits until it is gone. */
export interface Child { port: number; ask<T>(message: object): Promise<T>; end(): Promise<void> }

/** `BENCH_PROFILES=<folder>` has every child leave a processor profile there. */
const profiling = process.env.BENCH_PROFILES ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILES}`] : [];

const running = new Set<ChildProcess>();
process.once('exit', () => { for (const child of running) child.kill('SIGKILL'); });

/** Starts a script of this folder, which says its `port` when it listens, or just a word when it is ready. */
export async function startChild(script: string, ...args: string[]): Promise<Child> {
  const child = fork(path.join(import.meta.dirname, script), args, { execArgv: ['--disable-warning=ExperimentalWarning', ...profiling], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  running.add(child);
  const gone = new Promise<void>((resolve) => child.once('exit', () => { running.delete(child); resolve(); }));
  const answer = <T>() => new Promise<T>((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${script} 意外结束（${code}）`));
    child.once('exit', onExit);
    child.once('message', (message) => { child.off('exit', onExit); resolve(message as T); });
  });
  const { port } = await answer<{ port: number }>();
  return {
    port,
    ask<T>(message: object) {
      const answered = answer<T>();
      child.send(message);
      return answered;
    },
    async end() {
      child.send({ end: true });
      const impatience = setTimeout(() => child.kill('SIGKILL'), 60_000);
      await gone;
      clearTimeout(impatience);
    },
  };
}

/** Microseconds of processor time a child has used so far. */
export async function processorTime(child: Child): Promise<number> {
  return (await child.ask<{ micros: number }>({ cpu: true })).micros;
}
