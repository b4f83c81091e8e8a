import { demand } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { isSamePlan, planRoster, type RosterPlan } from '../domain/roster.ts';
import type { Stored } from '../storage/port.ts';
import type { Act } from './act.ts';
import { resumeRosterImports, settingOut } from './apply-roster.ts';
import { issueLimit, issuePasswords, type Issued } from './issue-passwords.ts';
import { headId, loadRosterGround, loadRosterImport, type RosterHead, type RosterImport } from './roster-import.ts';

/** `issued` is shown once and kept nowhere; `waiting` new people have no password yet, so cannot log in until one is issued. */
export interface Confirmed { issued: Issued[]; waiting: number }

/**
 * Carries out a previewed roster. Once the import is recorded as confirmed it will be carried out whole, after a crash
 * too. Up to 300 new people get a one-time password at once; for more (hashing would take minutes) none is issued here.
 * Refuses `not-found`, `roster-applied`, `roster-has-errors` {rows}, `last-administrator`, `roster-changed`.
 */
export async function confirmRoster(act: Act, importId: string): Promise<Confirmed> {
  const actor = demand(act.actor, 'manage-roster');
  await loadRosterImport(act.store, importId, actor);
  const head = await resumeRosterImports(act);
  const preview = await loadRosterImport(act.store, importId, actor);
  const { state, plan, rows } = preview.value;
  if (state !== 'previewed') throw new Refusal('roster-applied');
  if (plan.faulty > 0) throw new Refusal('roster-has-errors', { rows: plan.faulty });
  if (plan.leavesNoAdministrator) throw new Refusal('last-administrator');
  const again = planRoster(rows, { ...await loadRosterGround(act.store, actor), newId: idsOf(plan) });
  if (!isSamePlan(plan, again)) throw await outdated(act, importId);
  await commit(act, preview, head);
  await resumeRosterImports(act);

  const newcomers = plan.lines.flatMap((line) => (line.outcome === 'new' ? [line.member!.memberId] : []));
  if (newcomers.length === 0 || newcomers.length > issueLimit) return { issued: [], waiting: newcomers.length };
  try {
    return { issued: await issuePasswords(act, newcomers), waiting: 0 };
  } catch (error) {
    if (isRefusal(error) && error.code === 'server-busy') return { issued: [], waiting: newcomers.length };
    throw error;
  }
}

/** From here on the import happens. Refuses `roster-applied` when it was confirmed a moment ago, `roster-changed` when another was. */
async function commit(act: Act, preview: Stored<RosterImport>, head: Stored<RosterHead> | null): Promise<void> {
  const { importId, plan } = preview.value;
  const members = plan.lines.flatMap(({ member }) => (member ? [{ id: member.memberId, value: member }] : []));
  const versions = Object.fromEntries((await settingOut(act.store, 'members', members)).map(({ id, expected }) => [id, expected]));
  try {
    await act.store.changeDocuments('roster-imports', [
      { id: importId, expected: preview.version, value: { ...preview.value, state: 'confirmed', confirmedAt: act.now, versions } satisfies RosterImport },
      { id: headId, expected: head?.version ?? 0, value: { importId } satisfies RosterHead },
    ]);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'document-conflict') throw error;
    throw await outdated(act, importId);
  }
}

/** Why the preview no longer holds: it was confirmed a moment ago, or the records have moved on. */
async function outdated(act: Act, importId: string): Promise<Refusal> {
  const current = await act.store.readDocument<RosterImport>('roster-imports', importId);
  return new Refusal(current && current.value.state !== 'previewed' ? 'roster-applied' : 'roster-changed');
}

/** Hands out the ids of a plan again, in its order, so that planning the same anew gives the same plan. */
function idsOf(plan: RosterPlan): (prefix: string) => string {
  const units = plan.newUnits.map((unit) => unit.unitId);
  const members = plan.lines.flatMap((line) => (line.outcome === 'new' ? [line.member!.memberId] : []));
  return (prefix) => (prefix === 'unit' ? units : members).shift() ?? `${prefix}-of-another-plan`;
}
