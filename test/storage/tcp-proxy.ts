import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that the tests may cut. */
export interface Proxy {
  port: number;
  /** Breaks every connection, whatever is under way. */
  cut: () => void;
  /** Passes on the next so many messages that contain a text, and breaks the connection once the server has done and answered. */
  loseAnswersTo: (text: string, count: number) => void;
  /** While it is on, nothing passes in either direction and nobody is told. */
  swallow: (on: boolean) => void;
  lost: () => number;
  close: () => Promise<void>;
}

export async function openProxy(target: number): Promise<Proxy> {
  const pairs = new Set<[Socket, Socket]>();
  let wanted = { text: '', left: 0 };
  let lost = 0;
  let swallowing = false;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    let losing = false;
    const end = () => { near.destroy(); far.destroy(); pairs.delete(pair); };
    for (const socket of pair) socket.setNoDelay(true).on('error', () => undefined).once('close', end);
    if (swallowing) pair.forEach((socket) => socket.pause());
    near.on('data', (chunk) => {
      if (wanted.left > 0 && chunk.includes(wanted.text)) { wanted.left -= 1; losing = true; }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!losing) near.write(chunk);
      else if (isReady(chunk)) { lost += 1; end(); }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => [...pairs].flat().forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port, cut, lost: () => lost,
    loseAnswersTo: (text, count) => { wanted = { text, left: count }; },
    swallow: (on) => {
      swallowing = on;
      for (const socket of [...pairs].flat()) on ? socket.pause() : socket.resume();
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** PostgreSQL's “ready for the next query”, which ends an answer: by then the transaction has been committed. */
function isReady(chunk: Buffer): boolean {
  return chunk.length >= 6 && chunk.readUInt8(chunk.length - 6) === 0x5a && chunk.readUInt32BE(chunk.length - 5) === 5;
}
