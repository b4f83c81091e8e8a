import type { APIRoute } from 'astro';
import { unitPeople } from '../../views/unit-people.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await unitPeople(locals.reading, url.searchParams));
