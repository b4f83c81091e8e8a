import { localDate } from '../domain/calendar.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Unit } from '../domain/unit.ts';
import { demandNothingBelow, demandOpen } from '../domain/unit-change.ts';
import type { Store } from '../storage/port.ts';
import { loadMembers, loadUnits, type Act } from './act.ts';
import { changeRoster } from './change-roster.ts';
import { demandNoUnfinishedSession } from './unfinished-sessions.ts';

/** Closes a unit to which nobody belongs any more; its past stays. Refuses what `demandClosable` refuses. */
export async function closeUnit(act: Act, unitId: string, reason: string): Promise<void> {
  const actor = demandIn(act.actor, 'manage-roster', unitId, await loadUnits(act.store));
  await changeRoster(act.store, async () => {
    const units = await loadUnits(act.store);
    if (units.some((unit) => unit.unitId === unitId && unit.closedOn && !unit.mergedIntoId)) return null;
    const unit = await demandClosable(act.store, units, unitId);
    return {
      units: [{ ...unit, closedOn: localDate(act.now) }],
      facts: [{ id: `closed/${act.newId('change')}`, kind: 'unit.closed', at: act.now, actorId: actor.memberId, subjectId: unitId, contextId: null, unitId, body: { reason, intoUnitId: null } }],
    };
  });
}

/** Refuses `unit-closed`, `unit-has-units`, `unit-has-people` {count}, `unit-has-sessions` {count}. */
export async function demandClosable(store: Store, units: readonly Unit[], unitId: string): Promise<Unit> {
  const unit = demandOpen(units, unitId);
  demandNothingBelow(units, unit);
  const count = (await loadMembers(store)).filter((member) => member.unitId === unitId).length;
  if (count > 0) throw new Refusal('unit-has-people', { unit: unit.name, count });
  await demandNoUnfinishedSession(store, unit);
  return unit;
}
