import type { APIRoute } from 'astro';
import { disputesView } from '../../views/disputes.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await disputesView(locals.reading, url.searchParams));
