import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import compression from 'compression';
import type { Secrets } from '../commands/act.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Problem } from '../gate/problem.ts';
import type { Store } from '../storage/port.ts';
import { sentenceFor } from '../text/refusals.ts';
import { isTrustedOrigin } from './origin-check.ts';
import type { Published } from './published.ts';
import { setSecurityHeaders } from './response-headers.ts';
import { StaticFiles } from './static-files.ts';

export interface SiteParts {
  store: Store;
  published: Published;
  secrets: Secrets;
  /** The server's clock: ISO instants. */
  clock: () => string;
  /** Asked for at first set-up; null once the office is set up. */
  setUpCode: string | null;
  /** Folder of the build (`dist`). */
  dist: string;
  /** `https://…` as people type it, when a proxy stands in front; else null. */
  publicOrigin: string | null;
}

/** What the server hands to every page, under `Astro.locals.site`. */
export type SiteLocals = Pick<SiteParts, 'store' | 'secrets' | 'clock' | 'setUpCode'> & { https: boolean; publicOrigin: string | null; readonly catalog: Catalog; /** After an act that changed what is published: the law register, rulings on questions. */ refreshPublished: () => Promise<void>; numberWarnings: () => Problem[] };

type AstroHandler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void, locals: object) => Promise<void>;

/** The whole site as an http server, not yet listening. */
export async function createSite(parts: SiteParts): Promise<Server> {
  const handler = await loadPages(path.join(parts.dist, 'server'));
  const files = await StaticFiles.load(path.join(parts.dist, 'client'));
  const squeeze = compression({ threshold: 1024 });
  const https = parts.publicOrigin?.startsWith('https:') ?? false;
  const { store, secrets, clock, setUpCode, published } = parts;
  const site: SiteLocals = { store, secrets, clock, setUpCode, https, publicOrigin: parts.publicOrigin, get catalog() { return published.catalog; }, refreshPublished: () => published.refresh(), numberWarnings: () => published.numberWarnings() };

  const server = createServer((request, response) => {
    setSecurityHeaders(response, { https });
    const pathname = pathOf(request);
    if (pathname === null) return plain(response, 400, '请求地址无法识别。');
    if (pathname === '/healthz') return void healthz(parts.store, response);
    if (!isTrustedOrigin(request, parts.publicOrigin)) return plain(response, 403, sentenceFor('untrusted-origin').detail);
    if (files.answer(request, response, pathname)) return;
    squeeze(request as never, response as never, () => {
      handler(request, response, (error) => { if (error || !response.headersSent) plain(response, error ? 500 : 404, sentenceFor(error ? 'unexpected' : 'not-found').detail); }, { site })
        .catch((error: unknown) => {
          console.error(error);
          if (!response.headersSent) plain(response, 500, sentenceFor('unexpected').detail);
          else response.destroy();
        });
    });
  });
  server.headersTimeout = 20_000;
  server.requestTimeout = 120_000;
  return server;
}

/** Every page at once: one that was first asked for after a newer build had replaced the files would be missing. */
async function loadPages(folder: string): Promise<AstroHandler> {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs') && file !== 'entry.mjs');
  const { handler } = await import(pathToFileURL(path.join(folder, 'entry.mjs')).href) as { handler: AstroHandler };
  await Promise.all(modules.map((file) => import(pathToFileURL(path.join(folder, file)).href)));
  return handler;
}

function pathOf(request: IncomingMessage): string | null {
  try {
    return decodeURI(new URL(request.url ?? '/', 'http://here').pathname);
  } catch {
    return null;
  }
}

async function healthz(store: Store, response: ServerResponse): Promise<void> {
  const well = await store.readDocument('settings', 'office').then(() => true, () => false);
  response.writeHead(well ? 200 : 503, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ status: well ? 'ok' : 'store-stopped' }));
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
