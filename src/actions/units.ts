import { z } from 'zod';
import { closeUnit } from '../commands/close-unit.ts';
import { foundUnit } from '../commands/found-unit.ts';
import { endLending, lendUnit } from '../commands/lend-unit.ts';
import { mergeSections } from '../commands/merge-sections.ts';
import { moveMember } from '../commands/move-member.ts';
import { renameUnit } from '../commands/rename-unit.ts';
import { formAction } from './form-action.ts';

const id = z.string().max(64);
const chosen = (text: string) => z.string(text).min(1, text).max(64);
const name = z.string('请填写名称').trim().min(1, '请填写名称').max(60, '名称不超过 60 个字').regex(/^[^/／\n]*$/, '名称中不能有斜线');
const reason = z.string('请写明依据').trim().min(2, '请写明依据，至少两个字').max(200, '依据不超过 200 字');

export const unitActions = {
  foundUnit: formAction(z.object({ parentId: id, unitId: id, name, kind: z.enum(['office', 'section'], '请选择单位或科室') }), async (act, input) => {
    await foundUnit(act, input);
    return { to: `/admin/units/${input.parentId}#below` };
  }),

  renameUnit: formAction(z.object({ unitId: id, name }), async (act, input) => {
    await renameUnit(act, input.unitId, input.name);
    return { to: `/admin/units/${input.unitId}` };
  }),

  moveMember: formAction(z.object({ memberId: id, fromUnitId: id, changeId: id, unitId: chosen('请选择调往的科室') }), async (act, input) => {
    await moveMember(act, input);
    return { to: `/admin/people/${input.memberId}` };
  }),

  mergeSections: formAction(z.object({ unitId: id, intoUnitId: id, people: z.coerce.number().int().min(0), reason }), async (act, input) => {
    await mergeSections(act, input);
    return { to: `/admin/units/${input.intoUnitId}` };
  }),

  closeUnit: formAction(z.object({ unitId: id, reason }), async (act, input) => {
    await closeUnit(act, input.unitId, input.reason);
    return { to: `/admin/units/${input.unitId}` };
  }),

  lendUnit: formAction(z.object({ unitId: id, trainerId: chosen('请选择授课人') }), async (act, input) => {
    await lendUnit(act, input.unitId, input.trainerId);
    return { to: `/admin/units/${input.unitId}#lent` };
  }),

  endLending: formAction(z.object({ unitId: id, trainerId: id }), async (act, input) => {
    await endLending(act, input.unitId, input.trainerId);
    return { to: `/admin/units/${input.unitId}#lent` };
  }),
};
