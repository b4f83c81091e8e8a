import type { APIRoute } from 'astro';
import { sittingView } from '../../views/sitting.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await sittingView(locals.reading, params.sitting!));
