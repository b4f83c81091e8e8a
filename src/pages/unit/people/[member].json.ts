import type { APIRoute } from 'astro';
import { dossierQuery } from '../../../components/dossier-query.ts';
import { personDossier } from '../../../views/dossier.ts';

export const GET: APIRoute = async ({ locals, url, params }) => Response.json(await personDossier(locals.reading, params.member ?? '', dossierQuery(url)));
