import type { APIRoute } from 'astro';
import { lawImportView } from '../../../../views/admin-laws.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await lawImportView(locals.reading, params.import ?? ''));
