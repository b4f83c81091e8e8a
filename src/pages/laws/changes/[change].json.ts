import type { APIRoute } from 'astro';
import { lawChangeView } from '../../../views/law-change.ts';

export const GET: APIRoute = async ({ locals, params, url }) => Response.json(await lawChangeView(locals.reading, params.change ?? '', url.searchParams.get('retry')));
