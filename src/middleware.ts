import { actions, getActionContext } from 'astro:actions';
import { defineMiddleware } from 'astro:middleware';
import type { APIContext, MiddlewareNext } from 'astro';
import { cookieName } from './actions/log-in-cookie.ts';
import { isSecret, typedFields } from './actions/form-problem.ts';
import type { Done } from './actions/form-action.ts';
import { refusals } from './actions/refusals-in-flight.ts';
import { keepForm, recognise } from './commands/recognise.ts';
import { isRefusal, Refusal } from './domain/refusal.ts';
import type { Settings } from './domain/settings.ts';
import { sentenceFor } from './text/refusals.ts';

/** Fills `locals`, carries out forms, and turns refusals into pages people can read. */
export const onRequest = defineMiddleware(async (context, next) => {
  if (context.isPrerendered) return next();
  const { locals, url } = context;
  const { store, catalog, secrets, clock } = locals.site;
  const now = clock();
  if (locals.problem) return next(); // a refusal on its way to the page that says why, which is a request of its own
  locals.problem = null;
  locals.kept = null;
  locals.recognised = null;
  try {
    const settings = (await store.readDocument<Settings>('settings', 'office'))?.value ?? null;
    if (!settings && url.pathname !== '/setup') return context.redirect('/setup', 303);
    const token = context.cookies.get(cookieName)?.value ?? null;
    locals.recognised = settings ? await recognise({ store, now, secrets }, token) : null;
    locals.reading = { store, catalog, now, actor: locals.recognised?.member ?? null, settings: settings ?? { officeName: '学法台', rootUnitId: '', goal: { lessons: 1, per: 'week' } } };
    if (locals.recognised?.mustChange && !['/account/password', '/login'].includes(url.pathname)) return context.redirect('/account/password', 303);
    if (context.request.method === 'POST') return await carryOut(context, next, token);
    return await next();
  } catch (error) {
    return refused(context, error);
  }
});

/** Runs the form's action. Done: on to where it says. Refused: the page again, with the reason and what was typed. */
async function carryOut(context: APIContext, next: MiddlewareNext, token: string | null): Promise<Response> {
  const { locals, url } = context;
  const { action, setActionResult, serializeActionResult } = getActionContext(context);
  const isPlainLogIn = url.pathname.replace(/\/$/, '') === '/login' && !action;
  if (!isPlainLogIn && action?.calledFrom !== 'form') throw new Refusal('not-found');
  const form = await context.request.clone().formData().catch(() => { throw unreadable(context.request); });
  const name = isPlainLogIn ? 'logIn' : action!.name;
  if (locals.recognised?.mustChange && !['logIn', 'logOut', 'changePassword'].includes(name)) throw new Refusal('password-must-change');
  if (!locals.recognised && !['logIn', 'setUp'].includes(name)) return logInFirst(context, name, form, token);

  const result = isPlainLogIn ? await context.callAction(actions.logIn, form) : await action!.handler();
  if (!result.error) {
    const done = result.data as Done;
    if (done.stay) { setActionResult(name, serializeActionResult(result)); return next(); }
    return locals.kept ? resume(context, done.to) : context.redirect(done.to, 303);
  }
  const error = refusals.get(context.request) ?? (result.error.code === 'NOT_FOUND' ? new Refusal('not-found') : new Refusal('invalid-input'));
  const inputErrors = 'fields' in result.error ? result.error.fields as Record<string, string[] | undefined> : {};
  const refusal = isRefusal(error) ? error : new Refusal('unexpected');
  if (['not-permitted', 'not-found'].includes(refusal.code)) throw refusal;
  locals.problem = {
    action: name, code: refusal.code, ...sentenceFor(refusal.code, refusal.facts), typed: typedFields(form),
    fields: Object.fromEntries(Object.entries(inputErrors).map(([field, messages]) => [field, messages?.[0] ?? ''])),
  };
  setActionResult(name, serializeActionResult(result));
  const page = await next();
  return new Response(page.body, { status: locals.problem.status, headers: page.headers });
}

/** A form that could not be read: the server stops reading beyond 12 MB (astro.config.mjs), a file may have 10. */
function unreadable(request: Request): Refusal {
  return Number(request.headers.get('content-length')) > 12 * 1_048_576 ? new Refusal('file-too-large', { megabytes: 10 }) : new Refusal('invalid-input');
}

/** Their results are shown once, in answer to the form itself: carried out on the way they would be lost. */
const shownOnce = new Set(['confirmRoster', 'issuePasswords']);

/** The log-in had timed out, or there was none. What was typed is kept for its owner, passwords and files excepted. */
async function logInFirst(context: APIContext, action: string, form: FormData, token: string | null): Promise<Response> {
  const { store, secrets, clock } = context.locals.site;
  const path = context.url.pathname;
  const fields = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const whole = !shownOnce.has(action) && fields.length === [...form].length && !fields.some(([name]) => isSecret(name) && name !== 'code');
  const kept = whole && await keepForm({ store, secrets, now: clock() }, token, { action, path, fields });
  return context.redirect(`/login?next=${encodeURIComponent(path)}&why=${kept ? 'kept' : 'timeout'}`, 303);
}

/** Carries out the form that was kept while its owner logged in again; refused forms show their page with the reason. */
async function resume(context: APIContext, fallback: string): Promise<Response> {
  const { locals } = context;
  const kept = locals.kept!;
  const action = actions[kept.action as keyof typeof actions];
  const form = new FormData();
  for (const [name, value] of kept.fields) form.append(name, value);
  const { store, secrets, clock } = locals.site;
  locals.recognised = await recognise({ store, secrets, now: clock() }, context.cookies.get(cookieName)?.value ?? null);
  if (!action || !locals.recognised || locals.recognised.mustChange) return context.redirect(fallback, 303);
  locals.reading = { ...locals.reading, actor: locals.recognised.member, now: clock() };
  refusals.delete(context.request);
  const result = await context.callAction(action as typeof actions.logOut, form);
  if (!result.error) return context.redirect(result.data.to, 303);
  const error = refusals.get(context.request);
  const code = isRefusal(error) ? error.code : 'invalid-input';
  return context.redirect(`${kept.path}?kept=${code}`, 303);
}

async function refused(context: APIContext, error: unknown): Promise<Response> {
  if (!isRefusal(error)) console.error(error);
  const refusal = isRefusal(error) ? error : new Refusal('unexpected');
  const { status, title, detail } = sentenceFor(refusal.code, refusal.facts);
  const { pathname, search } = context.url;
  if (/\.(json|xlsx)$/.test(pathname)) return Response.json({ error: { code: refusal.code, title, detail } }, { status });
  if (refusal.code === 'not-signed-in') return context.redirect(`/login?next=${encodeURIComponent(pathname + search)}`, 303);
  context.locals.problem = { action: '', code: refusal.code, title, detail, status, fields: {}, typed: {} };
  return context.rewrite('/refused');
}
