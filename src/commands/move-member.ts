import type { Account } from '../domain/account.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { leavesNoAdministrator } from '../domain/roster.ts';
import type { Member } from '../domain/member.ts';
import type { Settings } from '../domain/settings.ts';
import { demandOpen, moveOf } from '../domain/unit-change.ts';
import { loadMember, loadMembers, loadUnits, type Act } from './act.ts';
import { changeRoster } from './change-roster.ts';

/** `fromUnitId`: where the form showed the person; `changeId` is drawn by the form so that sending it again, also much later, moves nobody. */
export interface MoveInput { memberId: string; fromUnitId: string; unitId: string; changeId?: string }

/**
 * Moves a person to another unit. Their record goes with them; what they did before still counts where it happened.
 * Refuses `not-found`, `not-permitted`, `unit-closed`, `member-moved` {unit}, `last-administrator`.
 */
export async function moveMember(act: Act, { memberId, fromUnitId, unitId, changeId = act.newId('change') }: MoveInput): Promise<void> {
  const known = await loadUnits(act.store);
  const actor = demandIn(act.actor, 'manage-roster', unitId, known);
  demandIn(actor, 'manage-roster', (await loadMember(act.store, memberId)).unitId, known);
  if (!/^change-[0-9a-f]{16}$/.test(changeId)) throw new Refusal('invalid-input');
  await changeRoster(act.store, async () => {
    const member = await loadMember(act.store, memberId);
    const { moved, fact } = moveOf(member, unitId, { at: act.now, actorId: actor.memberId, changeId });
    if (member.unitId === unitId || (await act.store.factsOf(memberId)).some(({ id }) => id === fact.id)) return null;
    const units = await loadUnits(act.store);
    demandOpen(units, unitId);
    if (member.unitId !== fromUnitId) throw new Refusal('member-moved', { unit: units.find((unit) => unit.unitId === member.unitId)?.name ?? '' });
    await demandAdministrator(act, [moved]);
    return { members: [moved], facts: [fact] };
  });
}

/** Refuses `last-administrator` when the installation would have none who can log in, or none at its root. */
export async function demandAdministrator({ store }: Pick<Act, 'store'>, changed: readonly Member[]): Promise<void> {
  const rootUnitId = (await store.readDocument<Settings>('settings', 'office'))!.value.rootUnitId;
  const accounts = (await store.listDocuments<Account>('accounts')).map(({ value }) => value);
  if (leavesNoAdministrator(changed, { members: await loadMembers(store), units: await loadUnits(store), accounts, rootUnitId })) throw new Refusal('last-administrator');
}
