import type { APIRoute } from 'astro';
import { lawImpactView } from '../../../../views/law-impact.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await lawImpactView(locals.reading, params.change ?? ''));
