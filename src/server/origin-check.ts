import type { IncomingMessage } from 'node:http';

/**
 * Whether an unsafe request (anything but GET and HEAD) was sent by a page of this site. Browsers name the page's origin on
 * every such request; its host must be the one the request was addressed to, or that of `publicOrigin` behind a proxy.
 */
export function isTrustedOrigin(request: IncomingMessage, publicOrigin: string | null): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  const site = request.headers['sec-fetch-site'];
  if (site && site !== 'same-origin') return false;
  try {
    const origin = new URL(request.headers.origin ?? '');
    return publicOrigin ? origin.origin === publicOrigin || origin.host === request.headers.host : origin.host === request.headers.host;
  } catch {
    return false;
  }
}
