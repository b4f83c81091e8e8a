import type { APIRoute } from 'astro';
import { questionBank } from '../../views/question-bank.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await questionBank(locals.reading, url.searchParams));
