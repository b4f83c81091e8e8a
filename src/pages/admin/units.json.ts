import type { APIRoute } from 'astro';
import { unitsView } from '../../views/units.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await unitsView(locals.reading));
