import type { APIRoute } from 'astro';
import { lawsView } from '../views/laws.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await lawsView(locals.reading));
