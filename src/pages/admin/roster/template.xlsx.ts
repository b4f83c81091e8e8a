import type { APIRoute } from 'astro';
import { demand } from '../../../domain/permission.ts';
import { download } from '../../../exchange/download.ts';
import { writeRosterTemplate } from '../../../exchange/roster-sheet.ts';

export const GET: APIRoute = async ({ locals }) => {
  demand(locals.reading.actor, 'manage-roster');
  return download(await writeRosterTemplate(), '人员名册模板.xlsx');
};
