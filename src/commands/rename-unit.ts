import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Settings } from '../domain/settings.ts';
import { demandFreeName, demandOpen } from '../domain/unit-change.ts';
import { loadUnits, type Act } from './act.ts';
import { changeRoster } from './change-roster.ts';

/** Renames a unit; at the root, the name in the head of every page too. Refuses `unit-closed`, `unit-name-taken`, `invalid-input` {text}. */
export async function renameUnit(act: Act, unitId: string, name: string): Promise<void> {
  const actor = demandIn(act.actor, 'manage-roster', unitId, await loadUnits(act.store));
  await changeRoster(act.store, async () => {
    const units = await loadUnits(act.store);
    const unit = demandOpen(units, unitId);
    const renamed = { ...unit, name: demandFreeName(units, unit.parentId, name, unitId) };
    if (renamed.name === unit.name) return null;
    const settings = (await act.store.readDocument<Settings>('settings', 'office'))?.value;
    const isRoot = settings?.rootUnitId === unitId;
    if (isRoot && (renamed.name.length < 2 || renamed.name.length > 40)) throw new Refusal('invalid-input', { text: '本单位的名称为 2 至 40 个字' });
    return {
      units: [renamed], settings: isRoot ? { ...settings, officeName: renamed.name } : undefined,
      facts: [{ id: `renamed/${act.newId('change')}`, kind: 'unit.renamed', at: act.now, actorId: actor.memberId, subjectId: unitId, contextId: null, unitId, body: { name: renamed.name } }],
    };
  });
}
