import type { APIRoute } from 'astro';
import { unitView } from '../../../views/units.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await unitView(locals.reading, params.unit ?? ''));
