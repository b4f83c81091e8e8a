import type { APIRoute } from 'astro';
import { unitFollowUps } from '../../views/unit-follow-ups.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await unitFollowUps(locals.reading, url.searchParams));
