import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { answerParent } from './child-side.ts';
import { open, wholeAnswer } from './load.ts';

/** A person's click `at` so many milliseconds from the beginning; `then` is what the browser asks for when that is answered. */
export interface Click { at: number; request: string; then: string | null }
export interface Wave { port: number; connections: number; clicks: Click[] }
/** Milliseconds from each click (not from when a connection was free) to the end of its answer, in the order of the clicks, with the status. */
export interface WaveResult { clicks: { ms: number; status: number; bytes: number }[]; thens: { ms: number; status: number; bytes: number }[]; seconds: number; busy: number }

interface Kept { socket: Socket; since: number }
const idleMs = 4_000;

/** Sends clicks when they are due, each over the next free one of the kept connections. */
async function sendWave({ port, connections, clicks }: Wave): Promise<WaveResult> {
  const free: Kept[] = (await Promise.all(Array.from({ length: Math.min(connections, clicks.length) }, () => open(port)))).map((socket) => ({ socket, since: performance.now() }));
  const waiting: number[] = [];
  const order = clicks.map((_, index) => index).sort((a, b) => clicks[a]!.at - clicks[b]!.at);
  const result: WaveResult = { clicks: [], thens: [], seconds: 0, busy: 0 };
  const idle = performance.eventLoopUtilization();
  const start = performance.now();
  try {
    await new Promise<void>((resolve, reject) => {
      let left = clicks.length;
      const serve = async (index: number, kept: Kept) => {
        const { at, request, then } = clicks[index]!;
        const socket = await fresh(kept, port);
        const answer = await exchange(socket, request);
        result.clicks[index] = { ...answer, ms: performance.now() - start - at };
        if (then) {
          const before = performance.now();
          const followed = await exchange(socket, then);
          result.thens.push({ ...followed, ms: performance.now() - before });
        }
        free.push({ socket, since: performance.now() });
        left -= 1;
        if (left === 0) resolve();
        else send();
      };
      const send = () => {
        while (waiting.length > 0 && free.length > 0) serve(waiting.shift()!, free.pop()!).catch(reject);
      };
      let next = 0;
      const due = () => {
        for (; next < order.length && clicks[order[next]!]!.at <= performance.now() - start; next += 1) waiting.push(order[next]!);
        send();
        if (next < order.length) setTimeout(due, Math.max(0, clicks[order[next]!]!.at - (performance.now() - start)));
      };
      due();
    });
  } finally {
    for (const { socket } of free) socket.destroy();
  }
  result.seconds = (performance.now() - start) / 1000;
  result.busy = performance.eventLoopUtilization(idle).utilization;
  return result;
}

/** A server ends a connection that has been idle for five seconds; whoever comes later opens another one, as browsers do. */
async function fresh({ socket, since }: Kept, port: number): Promise<Socket> {
  if (performance.now() - since < idleMs && !socket.destroyed) return socket;
  socket.destroy();
  return open(port);
}

function exchange(socket: Socket, request: string): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    let held: Buffer | null = null;
    const end = (error: Error | null, answer?: { status: number; bytes: number }) => {
      socket.removeAllListeners();
      socket.on('error', () => undefined); // while it lies idle
      if (answer) resolve(answer);
      else reject(error!);
    };
    socket.on('data', (chunk: Buffer) => {
      held = held ? Buffer.concat([held, chunk]) : chunk;
      const answer = wholeAnswer(held);
      if (answer) end(null, { status: answer.status, bytes: answer.bodyBytes });
    });
    socket.once('error', end);
    socket.once('close', () => end(new Error('服务器断开了连接')));
    socket.write(request);
  });
}

answerParent({ message: (message) => sendWave(message as unknown as Wave), end: async () => undefined });
process.send!({ ready: true });
