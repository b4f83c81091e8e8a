import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a child does when asked; what `message` gives is the answer. */
export interface Answers { message?: (message: Record<string, unknown>) => Promise<object | void> | object | void; end: () => Promise<void> }

/** Inside a child: listens on a free port of 127.0.0.1, says which, answers questions, and never outlives its parent. */
export function serve(server: Server, on: Answers): void {
  answerParent({ ...on, end: async () => { server.closeAllConnections(); await on.end(); } });
  server.listen(0, '127.0.0.1', () => process.send!({ port: portOf(server) }));
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Inside a child that need not listen. The parent waits for a first word: `port`, or that it is ready. */
export function answerParent(on: Answers): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async (message: Record<string, unknown>) => {
    if (message.end) {
      await on.end();
      process.exit();
    }
    if (message.cpu) {
      const { user, system } = process.cpuUsage();
      process.send!({ micros: user + system });
      return;
    }
    process.send!(await on.message?.(message) ?? { done: true });
  });
}
