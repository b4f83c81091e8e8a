import type { APIContext } from 'astro';
import { timeouts } from '../domain/account.ts';

export const cookieName = 'xuefa_login';

export function setLogInCookie({ cookies, locals }: Pick<APIContext, 'cookies' | 'locals'>, token: string): void {
  // Outlives the time-outs on purpose: a form sent too late can then still be kept for its owner.
  cookies.set(cookieName, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: locals.site.https, maxAge: timeouts.keptMinutes * 60 });
}

/** A path on this site, or `/`. */
export function localPath(next: string | null | undefined): string {
  return next && /^\/(?![/\\])[^\u0000-\u001f]*$/.test(next) ? next : '/';
}
