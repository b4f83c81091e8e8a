import type { APIRoute } from 'astro';
import { markingQueue } from '../../views/marking.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await markingQueue(locals.reading, url.searchParams));
