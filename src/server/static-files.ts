import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon', '.png': 'image/png', '.woff2': 'font/woff2', '.json': 'application/json; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
};
const compressible = /\.(html|css|js|svg|json|txt)$/;

interface Held { plain: Buffer; br: Buffer | null; gz: Buffer | null; type: string; immutable: boolean }

/** Everything the build wrote for browsers, held in memory and compressed once: prerendered pages, styles, scripts. */
export class StaticFiles {
  readonly #files = new Map<string, Held>();

  static async load(folder: string): Promise<StaticFiles> {
    const files = new StaticFiles();
    await Promise.all(filesBelow(folder).map(async (file) => {
      const plain = readFileSync(path.join(folder, file));
      const ending = path.extname(file);
      const squeeze = compressible.test(file) && plain.length > 512;
      const held: Held = {
        plain, type: types[ending] ?? 'application/octet-stream', immutable: file.startsWith('_astro/'),
        br: squeeze ? await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }) : null,
        gz: squeeze ? await promisify(gzip)(plain, { level: 9 }) : null,
      };
      files.#files.set(addressOf(file), held);
    }));
    return files;
  }

  get addresses(): string[] {
    return [...this.#files.keys()].sort();
  }

  /** Answers the request when it asks for a held file; returns whether it did. */
  answer(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const held = this.#files.get(pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname);
    if (!held) return false;
    const accepts = String(request.headers['accept-encoding'] ?? '');
    const [body, encoding] = held.br && /\bbr\b/.test(accepts) ? [held.br, 'br'] : held.gz && /\bgzip\b/.test(accepts) ? [held.gz, 'gzip'] : [held.plain, null];
    response.setHeader('Content-Type', held.type);
    response.setHeader('Content-Length', body.length);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Cache-Control', held.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  }
}

function addressOf(file: string): string {
  const address = `/${file.replaceAll(path.sep, '/')}`;
  return address.replace(/\/index\.html$/, '').replace(/\.html$/, '') || '/';
}

function filesBelow(folder: string, under = ''): string[] {
  return readdirSync(path.join(folder, under)).flatMap((name) => {
    const file = path.join(under, name);
    return statSync(path.join(folder, file)).isDirectory() ? filesBelow(folder, file) : [file];
  });
}
