import { localDate } from '../domain/calendar.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { demandMergeable, moveOf } from '../domain/unit-change.ts';
import { loadMembers, loadUnits, type Act } from './act.ts';
import { changeRoster } from './change-roster.ts';
import { demandAdministrator } from './move-member.ts';
import { demandNoUnfinishedSession } from './unfinished-sessions.ts';

/** `people`: how many would move as the confirmation showed it. */
export interface MergeInput { unitId: string; intoUnitId: string; reason: string; people: number }

/**
 * Merges a section into another: its people move there, the section is closed, past figures stay with it. Refuses `unit-closed`,
 * `sections-only`, `same-section`, `unit-has-units`, `unit-has-sessions`, `merger-outdated` {people}, `last-administrator`.
 */
export async function mergeSections(act: Act, { unitId, intoUnitId, reason, people }: MergeInput): Promise<void> {
  const known = await loadUnits(act.store);
  const actor = demandIn(act.actor, 'manage-roster', unitId, known);
  demandIn(actor, 'manage-roster', intoUnitId, known);
  const stamp = { at: act.now, actorId: actor.memberId, changeId: act.newId('change') };
  await changeRoster(act.store, async () => {
    const units = await loadUnits(act.store);
    if (units.some((unit) => unit.unitId === unitId && unit.closedOn && unit.mergedIntoId === intoUnitId)) return null;
    const { from } = demandMergeable(units, unitId, intoUnitId);
    await demandNoUnfinishedSession(act.store, from);
    const leaving = (await loadMembers(act.store)).filter((member) => member.unitId === unitId);
    if (leaving.length !== people) throw new Refusal('merger-outdated', { unit: from.name, people: leaving.length });
    const moves = leaving.map((member) => moveOf(member, intoUnitId, stamp));
    await demandAdministrator(act, moves.map(({ moved }) => moved));
    return {
      units: [{ ...from, closedOn: localDate(act.now), mergedIntoId: intoUnitId }], members: moves.map(({ moved }) => moved),
      facts: [...moves.map(({ fact }) => fact), {
        id: `closed/${stamp.changeId}`, kind: 'unit.closed', at: act.now, actorId: actor.memberId, subjectId: unitId, contextId: null, unitId, body: { reason, intoUnitId },
      }],
    };
  });
}
