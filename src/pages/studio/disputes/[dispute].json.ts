import type { APIRoute } from 'astro';
import { disputeView } from '../../../views/dispute.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await disputeView(locals.reading, params.dispute ?? ''));
