import type { APIRoute } from 'astro';
import { sittingQuestionView } from '../../../views/sitting.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await sittingQuestionView(locals.reading, params.sitting!, params.number!));
