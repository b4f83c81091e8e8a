import { z } from 'zod';
import { announceVersion } from '../commands/announce-version.ts';
import { confirmLawChange } from '../commands/confirm-law-change.ts';
import { confirmLawImport } from '../commands/confirm-law-import.ts';
import { previewLawImport } from '../commands/preview-law-import.ts';
import { takeBackLawRecord } from '../commands/take-back-law-record.ts';
import { articlesListed } from '../domain/law-text.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { readLawFiles } from '../exchange/law-files.ts';
import { formAction } from './form-action.ts';

const day = z.iso.date('请填写日期');

export const lawActions = {
  uploadLaws: formAction(z.object({ files: z.array(z.instanceof(File, { error: '请选择原文文件' })).max(100, '一次最多 100 个文件'), source: z.string().trim().min(2, '请写明来源').max(200) }), async (act, { files, source }) => {
    demand(act.actor, 'import-laws');
    const chosen = files.filter((file) => file.name);
    if (chosen.length === 0) throw new Refusal('nothing-to-import');
    const candidates = await readLawFiles(await Promise.all(chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }))));
    return { to: `/admin/laws/imports/${await previewLawImport(act, candidates, source)}` };
  }),

  confirmLawImport: formAction(z.object({ importId: z.string().max(60), lawIds: z.array(z.string().max(60)), adopted: z.array(day), effective: z.array(day) }), async (act, { importId, lawIds, adopted, effective }, { locals }) => {
    await confirmLawImport(act, importId, lawIds.map((lawId, index) => ({ lawId, adopted: adopted[index] ?? '', effective: effective[index] ?? '' })));
    await locals.site.refreshPublished();
    return { to: `/admin/laws/imports/${importId}` };
  }),

  announceVersion: formAction(z.object({ lawId: z.string().max(60), adopted: day, effective: day, articles: z.coerce.number('请填写条数').int().min(1).max(3000) }), async (act, input, { locals }) => {
    await announceVersion(act, input);
    await locals.site.refreshPublished();
    return { to: `/admin/laws/changes/${input.lawId}-${input.adopted.slice(0, 4)}` };
  }),

  takeBackLawRecord: formAction(z.object({ id: z.string().max(160), reason: z.string().trim().max(200).nullish(), back: z.string().regex(/^\/admin\/laws(\/[\w/-]*)?$/) }), async (act, { id, reason, back }, { locals }) => {
    await takeBackLawRecord(act, { id, reason: reason ?? '' });
    await locals.site.refreshPublished();
    return { to: back };
  }),

  confirmLawChange: formAction(z.object({ changeId: z.string().max(80), articles: z.array(z.string().max(12)).max(3000), questionIds: z.array(z.string().max(80)).max(500), more: z.string().max(500).nullish() }), async (act, { changeId, articles, questionIds, more }, { locals }) => {
    const listed = articlesListed(more ?? '');
    if (!listed) throw new Refusal('law-articles-unclear');
    await confirmLawChange(act, { changeId, articles: [...articles, ...listed], questionIds });
    await locals.site.refreshPublished();
    return { to: `/admin/laws/changes/${changeId}` };
  }),
};
