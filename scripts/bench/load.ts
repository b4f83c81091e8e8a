import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

export const connections = 32;

/** What one window of load gave. `busy`: share of the time the load generator itself was at work; near 1 it is what limits. */
export interface Load { count: number; perSecond: number; p50: number; p99: number; bodyBytes: number; busy: number }

/** How a request over one connection goes on: the next one to send, or null for the end. */
type Next = () => Buffer | null;

/**
 * Sends requests over keep-alive connections for `ms`, each connection the next one when its answer is whole. A client of
 * its own on bare sockets: node:http would be slower than the servers it is to measure. Any other status than `status` is an error.
 */
export async function load(port: number, next: Next, status: number, ms: number, at = connections): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: at }, () => open(port)));
  const times: number[] = [];
  const sizes = { body: 0 };
  const idle = performance.eventLoopUtilization();
  const start = performance.now();
  const until = start + ms;
  try {
    await Promise.all(sockets.map((socket) => converse(socket, () => (performance.now() < until ? next() : null), status, times, sizes)));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const seconds = (performance.now() - start) / 1000;
  const busy = performance.eventLoopUtilization(idle).utilization;
  if (times.length === 0) throw new Error('压测没有收到任何应答');
  times.sort((a, b) => a - b);
  return { count: times.length, perSecond: times.length / seconds, p50: times[times.length >> 1]!, p99: times[Math.floor(times.length * 0.99)]!, bodyBytes: Math.round(sizes.body / times.length), busy };
}

function converse(socket: Socket, next: Next, status: number, times: number[], sizes: { body: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    let held: Buffer | null = null;
    let sentAt = 0;
    const send = () => {
      const request = next();
      if (!request) return resolve();
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      held = held ? Buffer.concat([held, chunk]) : chunk;
      const answer = wholeAnswer(held);
      if (!answer) return;
      if (answer.status !== status) return reject(new Error(`应答是 ${answer.status}，应为 ${status}：${answer.head}`));
      times.push(performance.now() - sentAt);
      sizes.body += answer.bodyBytes;
      held = null;
      send();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('服务器断开了连接')));
    send();
  });
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => { socket.off('error', reject); resolve(socket); });
  });
}

export interface Answer { status: number; head: string; bodyBytes: number }

/** The answer, once all of it has come; else null. */
export function wholeAnswer(bytes: Buffer): Answer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  const bodyBytes = length ? Number(length[1]) : chunkedBytes(bytes, end + 4);
  if (bodyBytes === null || (length && bytes.length < end + 4 + bodyBytes)) return null;
  return { status, head, bodyBytes };
}

/** Bytes of a chunked body without its framing; null while the last chunk has not come. */
function chunkedBytes(bytes: Buffer, from: number): number | null {
  for (let total = 0, place = from; ;) {
    const end = bytes.indexOf('\r\n', place);
    if (end < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', place, end), 16);
    if (Number.isNaN(size)) throw new Error('看不懂服务器的应答');
    place = end + 2 + size + 2;
    if (place > bytes.length) return null;
    if (size === 0) return total;
    total += size;
  }
}
