import type { APIRoute } from 'astro';
import { bankQuestion } from '../../../views/bank-question.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await bankQuestion(locals.reading, params.question ?? ''));
