import type { APIRoute } from 'astro';
import { sessionView } from '../../views/session.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await sessionView(locals.reading, params.session ?? ''));
