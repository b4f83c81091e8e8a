import type { APIRoute } from 'astro';
import { lawArticleView } from '../../../views/law-article.ts';

export const GET: APIRoute = async ({ locals, params }) => Response.json(await lawArticleView(locals.reading, params.law ?? '', params.article ?? ''));
