import type { APIRoute } from 'astro';
import { mistakesView } from '../../views/mistakes.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await mistakesView(locals.reading, Number(url.searchParams.get('page')) || 1));
