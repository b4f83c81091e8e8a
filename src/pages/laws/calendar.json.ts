import type { APIRoute } from 'astro';
import { lawCalendarView } from '../../views/law-calendar.ts';

export const GET: APIRoute = async ({ locals }) => Response.json(await lawCalendarView(locals.reading));
