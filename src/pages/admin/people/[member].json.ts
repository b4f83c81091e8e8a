import type { APIRoute } from 'astro';
import { adminPerson } from '../../../views/admin-person.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await adminPerson(locals.reading, params.member ?? ''));
