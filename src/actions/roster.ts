import { z } from 'zod';
import { confirmRoster } from '../commands/confirm-roster.ts';
import { issuePasswords } from '../commands/issue-passwords.ts';
import { previewRoster } from '../commands/preview-roster.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { readRosterSheet } from '../exchange/roster-sheet.ts';
import { formAction } from './form-action.ts';

export const rosterActions = {
  uploadRoster: formAction(z.object({ file: z.instanceof(File, { error: '请选择名册文件' }) }), async (act, { file }) => {
    demand(act.actor, 'manage-roster');
    if (file.size === 0) throw new Refusal(file.name ? 'file-not-xlsx' : 'file-missing');
    const rows = await readRosterSheet(new Uint8Array(await file.arrayBuffer()));
    return { to: `/admin/roster/${await previewRoster(act, rows)}` };
  }),

  confirmRoster: formAction(z.object({ importId: z.string().max(40) }), async (act, { importId }) => ({
    ...await confirmRoster(act, importId), to: `/admin/roster/${importId}`, stay: true,
  })),

  issuePasswords: formAction(z.object({ memberIds: z.array(z.string()).max(300, '一次最多给 300 人发口令') }), async (act, { memberIds }) => ({
    issued: await issuePasswords(act, memberIds), to: '/admin/people', stay: true,
  })),
};
