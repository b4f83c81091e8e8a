import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { serve } from './child-side.ts';

/** What the bare server answers: so many bytes with a status. With `lines`, only after one of them was appended and fdatasynced. */
export interface Twin { status: number; bytes: number; lines: string[] | null }

/** A bare node:http server. Argument: the file that lines are appended to. */
const file = openSync(process.argv[2]!, 'a', 0o600);
let status = 200;
let body = Buffer.alloc(0);
let lines: Buffer[] | null = null;
let written = 0;

const server = createServer((request, response) => {
  if (request.method === 'POST') request.resume().once('end', () => answer(response));
  else answer(response);
});

/** One line, one fdatasync, one answer; nothing else meanwhile: faster here than handing each to the thread pool. */
function answer(response: ServerResponse): void {
  if (lines) {
    writeSync(file, lines[written++ % lines.length]!);
    fdatasyncSync(file);
  }
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length });
  response.end(body);
}

serve(server, {
  message: (message) => {
    const twin = message as unknown as Twin;
    status = twin.status;
    body = Buffer.alloc(twin.bytes, 'x');
    lines = twin.lines?.map((line) => Buffer.from(line)) ?? null;
  },
  end: async () => closeSync(file),
});
