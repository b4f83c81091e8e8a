import type { NewFact } from '../domain/fact.ts';
import type { Member } from '../domain/member.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { RosterLine } from '../domain/roster.ts';
import type { Collection, Store, Stored } from '../storage/port.ts';
import type { Act } from './act.ts';
import { headId, type RosterHead, type RosterImport } from './roster-import.ts';

/** Facts recorded together. */
const batch = 500;

/**
 * Finishes the import confirmed last, if it was interrupted; run at every start and before every confirmation. Its new
 * people are then on the roster without a password. Returns the head as it stands.
 */
export async function resumeRosterImports(act: Pick<Act, 'store'>): Promise<Stored<RosterHead> | null> {
  const head = await act.store.readDocument<RosterHead>('roster-imports', headId);
  const last = head ? await act.store.readDocument<RosterImport>('roster-imports', head.value.importId) : null;
  if (last?.value.state === 'confirmed') await applyRoster(act.store, last.value);
  return head;
}

/** Brings a confirmed import into the records. Every step may be repeated: the same facts again are no-ops, documents are set. */
async function applyRoster(store: Store, confirmed: RosterImport): Promise<void> {
  const lines = confirmed.plan.lines.filter((line) => line.member !== null);
  const facts = lines.flatMap((line) => factsOf(line, confirmed));
  await setDocuments(store, 'units', confirmed.plan.newUnits.map((unit) => ({ id: unit.unitId, value: unit })));
  for (let from = 0; from < facts.length; from += batch) await store.append(facts.slice(from, from + batch));
  await setDocuments(store, 'members', lines.map((line) => ({ id: line.member!.memberId, value: line.member })));
  const applied: RosterImport = { ...confirmed, state: 'applied', rows: [], plan: { ...confirmed.plan, lines: [], newUnits: [] } };
  await setDocuments(store, 'roster-imports', [{ id: confirmed.importId, value: applied }]);
}

/** A change of name or phone alone is no fact: identity stays apart from facts. */
function factsOf({ outcome, changes, member }: RosterLine, { importId, actorId, confirmedAt }: RosterImport): NewFact[] {
  const { memberId, unitId, post, rank, roles } = member as Member;
  const stamp = { at: confirmedAt!, actorId, subjectId: memberId, contextId: null, unitId, body: { unitId, post, rank, roles } };
  if (outcome === 'new') return [{ ...stamp, id: 'enrolled', kind: 'member.enrolled' }];
  return changes.some(({ field }) => field !== 'name' && field !== 'phone') ? [{ ...stamp, id: `changed/${importId}`, kind: 'member.changed' }] : [];
}

/** Sets documents whatever they were before; when someone else writes at the same moment, once more. */
async function setDocuments(store: Store, collection: Collection, documents: readonly { id: string; value: unknown }[]): Promise<void> {
  if (documents.length === 0) return;
  const versions = new Map((await store.listDocuments(collection)).map(({ id, version }) => [id, version]));
  try {
    await store.changeDocuments(collection, documents.map(({ id, value }) => ({ id, expected: versions.get(id) ?? 0, value })));
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'document-conflict') throw error;
    await setDocuments(store, collection, documents);
  }
}
