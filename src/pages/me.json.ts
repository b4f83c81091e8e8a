import type { APIRoute } from 'astro';
import { dossierQuery } from '../components/dossier-query.ts';
import { ownDossier } from '../views/dossier.ts';

export const GET: APIRoute = async ({ locals, url }) => Response.json(await ownDossier(locals.reading, dossierQuery(url)));
