import type { APIRoute } from 'astro';
import { adminLawsView } from '../../views/admin-laws.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await adminLawsView(locals.reading));
