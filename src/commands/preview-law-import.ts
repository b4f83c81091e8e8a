import type { LawCandidate } from '../domain/law-import.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { loadUnits, type Act } from './act.ts';
import { lawUnitId, planImport, type LawImport } from './law-import.ts';

/** Works out what importing these texts would do and keeps it to be looked at and confirmed; changes nothing that is taught. Returns the import's id. */
export async function previewLawImport(act: Act, candidates: readonly LawCandidate[], source: string): Promise<string> {
  const actor = demandIn(act.actor, 'import-laws', await lawUnitId(act.store), await loadUnits(act.store));
  if (candidates.length === 0) throw new Refusal('nothing-to-import');
  const importId = act.newId('law-import');
  const preview: LawImport = { importId, state: 'previewed', actorId: actor.memberId, createdAt: act.now, confirmedAt: null, source, lines: await planImport(act.store, act.catalog, candidates) };
  await act.store.changeDocuments('law-imports', [{ id: importId, expected: 0, value: preview }]);
  return importId;
}
