import type { APIRoute } from 'astro';
import { download } from '../exchange/download.ts';
import { writeUnitTable } from '../exchange/unit-table.ts';
import { unitTable } from '../views/unit-table.ts';

export const GET: APIRoute = async ({ locals, url }) => {
  const table = await unitTable(locals.reading, url.searchParams);
  return download(await writeUnitTable(table), `${table.title}.xlsx`);
};
