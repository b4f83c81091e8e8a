import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { serve } from './child-side.ts';

/** What the bare server answers to a GET and to a POST: so many bytes with a status. With `lines`, the latter only after one of them was appended and fdatasynced. */
export interface Twin { page: Plain; form: Plain & { lines: string[] | null } }
interface Plain { status: number; bytes: number }

/** A bare node:http server. Argument: the file that lines are appended to. */
const file = openSync(process.argv[2]!, 'a', 0o600);
let page = { status: 200, body: Buffer.alloc(0) };
let form = page;
let lines: Buffer[] | null = null;
let written = 0;

const server = createServer((request, response) => {
  if (request.method === 'POST') request.resume().once('end', () => record(response));
  else answer(response, page);
});

/** One line, one fdatasync, one answer; nothing else meanwhile: faster here than handing each to the thread pool. */
function record(response: ServerResponse): void {
  if (lines) {
    writeSync(file, lines[written++ % lines.length]!);
    fdatasyncSync(file);
  }
  answer(response, form);
}

function answer(response: ServerResponse, { status, body }: typeof page): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length });
  response.end(body);
}

serve(server, {
  message: (message) => {
    const twin = message as unknown as Twin;
    page = { status: twin.page.status, body: Buffer.alloc(twin.page.bytes, 'x') };
    form = { status: twin.form.status, body: Buffer.alloc(twin.form.bytes, 'x') };
    lines = twin.form.lines?.map((line) => Buffer.from(line)) ?? null;
  },
  end: async () => closeSync(file),
});
