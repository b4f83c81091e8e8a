import type { NewFact } from '../domain/fact.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { demandOpen } from '../domain/unit-change.ts';
import { loadMember, loadUnits, type Act } from './act.ts';
import { changeRoster } from './change-roster.ts';

/** Lends a unit and those below to a trainer, who may then hold sessions there. Refuses `unit-closed`, `trainers-only`. */
export async function lendUnit(act: Act, unitId: string, trainerId: string): Promise<void> {
  const known = await loadUnits(act.store);
  const actor = demandIn(act.actor, 'manage-roster', unitId, known);
  demandIn(actor, 'manage-roster', (await loadMember(act.store, trainerId)).unitId, known);
  await changeRoster(act.store, async () => {
    const unit = demandOpen(await loadUnits(act.store), unitId);
    if (!(await loadMember(act.store, trainerId)).roles.includes('trainer')) throw new Refusal('trainers-only');
    if (unit.lentTo.includes(trainerId)) return null;
    return { units: [{ ...unit, lentTo: [...unit.lentTo, trainerId] }], facts: [lendingFact(act, 'unit.lent', actor.memberId, unitId, trainerId)] };
  });
}

/** Ends a lending, of a closed unit too, and of someone who is no trainer any more. */
export async function endLending(act: Act, unitId: string, trainerId: string): Promise<void> {
  const actor = demandIn(act.actor, 'manage-roster', unitId, await loadUnits(act.store));
  await changeRoster(act.store, async () => {
    const unit = (await loadUnits(act.store)).find((one) => one.unitId === unitId);
    if (!unit?.lentTo.includes(trainerId)) return null;
    return { units: [{ ...unit, lentTo: unit.lentTo.filter((one) => one !== trainerId) }], facts: [lendingFact(act, 'unit.lending-ended', actor.memberId, unitId, trainerId)] };
  });
}

function lendingFact(act: Act, kind: 'unit.lent' | 'unit.lending-ended', actorId: string, unitId: string, trainerId: string): NewFact {
  return { id: `${kind === 'unit.lent' ? 'lent' : 'lending-ended'}/${act.newId('change')}`, kind, at: act.now, actorId, subjectId: unitId, contextId: null, unitId, body: { trainerId } };
}
