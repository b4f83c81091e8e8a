import type { APIRoute } from 'astro';
import { lawView } from '../../views/law.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await lawView(locals.reading, params.law ?? ''));
