import type { APIRoute } from 'astro';
import { ownFigure } from '../../views/figure.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await ownFigure(locals.reading, url.searchParams));
