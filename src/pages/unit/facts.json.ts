import type { APIRoute } from 'astro';
import { unitFigure } from '../../views/figure.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await unitFigure(locals.reading, url.searchParams));
