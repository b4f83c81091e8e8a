import type { APIRoute } from 'astro';
import { localPath } from '../actions/log-in-cookie.ts';
import { textSize } from '../components/text-size.ts';

/** 大字: keeps the size in this browser and goes back to the page. */
export const GET: APIRoute = ({ cookies, url, redirect, locals }) => {
  const { name } = textSize(url.searchParams.get('to') ?? undefined);
  cookies.set('xuefa_text', name, { path: '/', sameSite: 'lax', httpOnly: true, secure: locals.site.https, maxAge: 365 * 86_400 });
  return redirect(localPath(url.searchParams.get('back')), 303);
};
