import type { APIRoute } from 'astro';
import { lawCalendarFile } from '../../exchange/law-calendar.ts';
import { lawDays } from '../../views/law-calendar.ts';

/** Without a log-in: calendar programs have none, and these are public facts. */
export const GET: APIRoute = ({ locals }) => new Response(lawCalendarFile(lawDays(locals.reading.catalog), locals.reading.now, locals.site.publicOrigin), {
  headers: { 'Content-Type': 'text/calendar; charset=utf-8', 'Content-Disposition': 'inline; filename="laws.ics"' },
});
