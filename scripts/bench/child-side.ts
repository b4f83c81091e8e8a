import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Inside a child: listens on a free port of 127.0.0.1, says which, answers questions, and never outlives its parent. */
export function serve(server: Server, on: { message?: (message: Record<string, unknown>) => Promise<void> | void; end: () => Promise<void> }): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async (message: Record<string, unknown>) => {
    if (message.end) {
      server.closeAllConnections();
      await on.end();
      process.exit();
    }
    if (message.cpu) {
      const { user, system } = process.cpuUsage();
      process.send!({ micros: user + system });
      return;
    }
    await on.message?.(message);
    process.send!({ done: true });
  });
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
}
