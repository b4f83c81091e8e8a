import type { NewFact } from '../domain/fact.ts';
import type { Member } from '../domain/member.ts';
import type { RosterLine } from '../domain/roster.ts';
import { foundingOf } from '../domain/unit-change.ts';
import type { Collection, DocumentChange, Store, Stored } from '../storage/port.ts';
import type { Act } from './act.ts';
import { headId, type RosterHead, type RosterImport } from './roster-import.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/** Facts of an import recorded together. */
const batch = 500;

/**
 * Finishes the change noted and the import confirmed last, if they were interrupted; run at every start and before every
 * other change. New people of an import are then on the roster without a password. Returns the head as it stands.
 */
export async function resumeRosterImports(act: Pick<Act, 'store'>): Promise<Stored<RosterHead> | null> {
  const head = await act.store.readDocument<RosterHead>('roster-imports', headId);
  if (head?.value.change) {
    await applyChange(act.store, head);
    return resumeRosterImports(act);
  }
  const last = head?.value.importId ? await act.store.readDocument<RosterImport>('roster-imports', head.value.importId) : null;
  if (last?.value.state === 'confirmed') await applyRoster(act.store, last);
  return head;
}

/** How documents are to be changed from what they are now. Carried out by `bringOn`, once. */
export async function settingOut(store: Store, collection: Collection, documents: readonly { id: string; value: unknown }[]): Promise<(DocumentChange & { id: string })[]> {
  if (documents.length === 0) return [];
  const versions = new Map((await store.listDocuments(collection)).map(({ id, version }) => [id, version]));
  return documents.map(({ id, value }) => ({ id, expected: versions.get(id) ?? 0, value }));
}

/** Every step may be repeated: the same facts again are no-ops, a document that has moved on is left alone. */
async function applyChange(store: Store, { version, value: { importId, change } }: Stored<RosterHead>): Promise<void> {
  await store.append(change!.facts);
  for (const collection of ['units', 'members', 'settings'] as const) await bringOn(store, collection, change![collection]);
  await bringOn(store, 'roster-imports', [{ id: headId, expected: version, value: { importId } satisfies RosterHead }]);
}

/** Brings a confirmed import into the records, each step repeatable as above. */
async function applyRoster(store: Store, { version, value: confirmed }: Stored<RosterImport>): Promise<void> {
  const { importId, actorId, confirmedAt, plan } = confirmed;
  const lines = plan.lines.filter((line) => line.member !== null);
  const facts = [...plan.newUnits.map((unit) => foundingOf(unit, { at: confirmedAt!, actorId })), ...lines.flatMap((line) => factsOf(line, confirmed))];
  const members = await settingOut(store, 'members', lines.map(({ member }) => ({ id: member!.memberId, value: member })));
  await bringOn(store, 'units', plan.newUnits.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  for (let from = 0; from < facts.length; from += batch) await store.append(facts.slice(from, from + batch));
  await bringOn(store, 'members', members.map((change) => ({ ...change, expected: confirmed.versions?.[change.id] ?? change.expected })));
  const { versions: _versions, ...kept } = confirmed;
  const applied: RosterImport = { ...kept, state: 'applied', rows: [], plan: { ...plan, lines: [], newUnits: [] } };
  await bringOn(store, 'roster-imports', [{ id: importId, expected: version, value: applied }]);
}

/** A change of name or phone alone is no fact: identity stays apart from facts. */
function factsOf({ outcome, changes, member }: RosterLine, { importId, actorId, confirmedAt }: RosterImport): NewFact[] {
  const { memberId, unitId, post, rank, roles } = member as Member;
  const stamp = { at: confirmedAt!, actorId, subjectId: memberId, contextId: null, unitId, body: { unitId, post, rank, roles } };
  if (outcome === 'new') return [{ ...stamp, id: 'enrolled', kind: 'member.enrolled' }];
  return changes.some(({ field }) => field !== 'name' && field !== 'phone') ? [{ ...stamp, id: `changed/${importId}`, kind: 'member.changed' }] : [];
}

/** Makes those of the changes that have not been made: a document of another version was changed by whoever carried this out first. */
async function bringOn(store: Store, collection: Collection, changes: readonly (DocumentChange & { id: string })[]): Promise<void> {
  if (changes.length === 0) return;
  await untilUndisturbed(async () => {
    const versions = new Map((await store.listDocuments(collection)).map(({ id, version }) => [id, version]));
    const left = changes.filter(({ id, expected }) => (versions.get(id) ?? 0) === expected);
    if (left.length > 0) await store.changeDocuments(collection, left);
  });
}
