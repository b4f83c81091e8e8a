import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Unit } from '../domain/unit.ts';
import { foundingOf, newUnitBelow } from '../domain/unit-change.ts';
import { loadUnits, type Act } from './act.ts';
import { changeRoster } from './change-roster.ts';

/** `unitId` may be drawn by the form so that sending it twice founds one unit. */
export interface FoundInput { parentId: string; name: string; kind: Unit['kind']; unitId?: string }

/** Founds an office or a section below a unit. Returns its id. Refuses `unit-closed`, `unit-name-taken`, `invalid-input` {text}. */
export async function foundUnit(act: Act, { parentId, name, kind, unitId = act.newId('unit') }: FoundInput): Promise<string> {
  const actor = demandIn(act.actor, 'manage-roster', parentId, await loadUnits(act.store));
  if (!/^unit-[0-9a-f]{16}$/.test(unitId)) throw new Refusal('invalid-input');
  await changeRoster(act.store, async () => {
    const units = await loadUnits(act.store);
    const known = units.find((unit) => unit.unitId === unitId);
    if (known && known.parentId !== parentId) throw new Refusal('invalid-input');
    if (known) return null;
    const unit = newUnitBelow(units, { unitId, name, kind, parentId });
    return { units: [unit], facts: [foundingOf(unit, { at: act.now, actorId: actor.memberId })] };
  });
  return unitId;
}
