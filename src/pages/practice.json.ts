import type { APIRoute } from 'astro';
import { practiceView } from '../views/practice.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await practiceView(locals.reading));
