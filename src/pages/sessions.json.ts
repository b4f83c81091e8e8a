import type { APIRoute } from 'astro';
import { sessionsView } from '../views/sessions.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await sessionsView(locals.reading));
