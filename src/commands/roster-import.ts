import type { Account } from '../domain/account.ts';
import type { NewFact } from '../domain/fact.ts';
import type { Actor } from '../domain/member.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RosterGround, RosterPlan } from '../domain/roster.ts';
import type { RosterRow } from '../domain/roster-row.ts';
import type { Settings } from '../domain/settings.ts';
import type { DocumentChange, Store, Stored } from '../storage/port.ts';
import { officeOf } from '../domain/unit.ts';
import { loadMembers, loadUnits } from './act.ts';

/**
 * One import, a document of `roster-imports`. `previewed`: shown, nothing done. `confirmed`: decided; whatever of the plan
 * is not yet in the records still has to get there. `applied`: done; rows and lines are dropped, the counts stay.
 */
export interface RosterImport {
  importId: string;
  state: 'previewed' | 'confirmed' | 'applied';
  /** The administrator who uploaded the sheet, the only one who may confirm it. */
  actorId: string;
  createdAt: string;
  confirmedAt: string | null;
  /** From the confirmation on: versions of the members as they were then, so that nothing newer is written over. */
  versions?: Record<string, number>;
  rows: RosterRow[];
  plan: RosterPlan;
}

/**
 * The document that names the import confirmed last and holds a change of the roster until it is carried out. Every
 * confirmation and every change moves it on, so that no two can happen at once: whoever decides reads it first.
 */
export const headId = 'head';
export interface RosterHead {
  /** Empty before the first import. */
  importId: string;
  change?: { facts: NewFact[] } & Record<'units' | 'members' | 'settings', (DocumentChange & { id: string })[]>;
}

/** All imports, without the head. */
export async function listRosterImports(store: Store): Promise<Stored<RosterImport>[]> {
  return (await store.listDocuments<RosterImport>('roster-imports')).filter((stored) => stored.id !== headId);
}

/** Refuses `not-found`: also for an import of another administrator, and for a preview that a later one has replaced. */
export async function loadRosterImport(store: Store, importId: string, actor: Actor): Promise<Stored<RosterImport>> {
  const stored = importId === headId ? null : await store.readDocument<RosterImport>('roster-imports', importId);
  if (!stored || stored.value.actorId !== actor.memberId) throw new Refusal('not-found');
  return stored;
}

/** Everything a roster is planned against, as it is now. Refuses `not-found` before the office is set up. */
export async function loadRosterGround(store: Store, actor: Actor): Promise<Omit<RosterGround, 'newId'>> {
  const settings = await store.readDocument<Settings>('settings', 'office');
  if (!settings) throw new Refusal('not-found');
  const accounts = await store.listDocuments<Account>('accounts');
  const units = await loadUnits(store);
  return {
    members: await loadMembers(store), units, rootUnitId: settings.value.rootUnitId, reachUnitId: officeOf(units, actor.unitId),
    accounts: accounts.map(({ value: { account, memberId, active } }) => ({ account, memberId, active })),
  };
}
