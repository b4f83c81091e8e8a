import { demand } from '../domain/permission.ts';
import { planRoster } from '../domain/roster.ts';
import type { RosterRow } from '../domain/roster-row.ts';
import type { Act } from './act.ts';
import { listRosterImports, loadRosterGround, type RosterImport } from './roster-import.ts';

/**
 * Works out what a roster would do and keeps it to be looked at and confirmed; changes nobody. Returns the import's id.
 * The same administrator's earlier previews are dropped: they hold names and phone numbers and would be out of date.
 */
export async function previewRoster(act: Act, rows: readonly RosterRow[]): Promise<string> {
  const actor = demand(act.actor, 'manage-roster');
  const importId = act.newId('import');
  const plan = planRoster(rows, { ...await loadRosterGround(act.store, actor), newId: act.newId });
  const preview: RosterImport = { importId, state: 'previewed', actorId: actor.memberId, createdAt: act.now, confirmedAt: null, rows: [...rows], plan };
  const outdated = (await listRosterImports(act.store)).filter(({ value }) => value.state === 'previewed' && value.actorId === actor.memberId);
  await act.store.changeDocuments('roster-imports', [
    ...outdated.map(({ id, version }) => ({ id, expected: version, value: undefined })),
    { id: importId, expected: 0, value: preview },
  ]);
  return importId;
}
