import { randomBytes } from 'node:crypto';
import { ActionError, defineAction, type ActionAPIContext } from 'astro:actions';
import type { z } from 'zod';
import type { Act } from '../commands/act.ts';
import { isRefusal } from '../domain/refusal.ts';
import { refusals } from './refusals-in-flight.ts';

/** Where the browser goes next; `stay` renders the page in answer to the form itself, for results shown only once. */
export interface Done { to: string; stay?: boolean }

/** A form on a page: parse with the schema, run the command, go on. A refusal reaches the middleware with its facts. */
export function formAction<S extends z.ZodType, R extends Done>(input: S, run: (act: Act, values: z.output<S>, context: ActionAPIContext) => Promise<R>) {
  const handler = async (values: z.output<S>, context: ActionAPIContext): Promise<R> => {
    try {
      return await run(actFor(context), values, context);
    } catch (error) {
      if (!isRefusal(error)) console.error(error);
      refusals.set(context.request, error);
      throw new ActionError({ code: 'BAD_REQUEST' });
    }
  };
  return defineAction<R, 'form', S>({ accept: 'form', input, handler: handler as never });
}

/** What commands are given, from the request. */
export function actFor({ locals }: Pick<ActionAPIContext, 'locals'>): Act {
  const { store, catalog, secrets } = locals.site;
  return { store, catalog, secrets, actor: locals.reading.actor, now: locals.reading.now, newId: (prefix) => `${prefix}-${randomBytes(8).toString('hex')}` };
}
