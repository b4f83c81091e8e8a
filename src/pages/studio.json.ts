import type { APIRoute } from 'astro';
import { studioView } from '../views/studio.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await studioView(locals.reading));
