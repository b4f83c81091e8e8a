import type { APIRoute } from 'astro';
import { unitOverview } from '../views/unit-overview.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await unitOverview(locals.reading, url.searchParams));
