import { demandIn } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { loadUnits, type Act } from './act.ts';
import { importFacts, lawUnitId, loadLawImport, type LawImport } from './law-import.ts';

/** Days of a version that is not in the registry yet. */
export interface VersionDates { lawId: string; adopted: string; effective: string }

/**
 * Records a previewed import: its texts, all of them or none, and the versions that are new. Lines with faults stay out. A second
 * confirmation, or one after a crash in between, records nothing twice. Refuses `not-found`, `law-import-applied`,
 * `nothing-to-import`, `law-dates-wrong`.
 */
export async function confirmLawImport(act: Act, importId: string, newVersions: readonly VersionDates[]): Promise<void> {
  const unitId = await lawUnitId(act.store);
  const actor = demandIn(act.actor, 'import-laws', unitId, await loadUnits(act.store));
  const { value, version } = await loadLawImport(act.store, importId);
  if (value.state !== 'previewed') throw new Refusal('law-import-applied');
  const dates = new Map(newVersions.map(({ lawId, adopted, effective }) => [lawId, { adopted, effective }]));
  for (const line of value.lines) if (line.outcome === 'new-version') demandSoundDates(act, line.lawId!, dates.get(line.lawId!));
  const facts = importFacts(value, { at: act.now, actorId: actor.memberId, unitId }, dates);
  if (facts.length === 0) throw new Refusal('nothing-to-import');
  // A preview left alone for a week is forgotten with its files.
  for (const line of value.lines) if (line.textHash && !await act.store.readBlob(line.textHash)) throw new Refusal('not-found');
  await act.store.append(facts).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('law-import-applied') : error; });
  await act.store.changeDocuments('law-imports', [{ id: importId, expected: version, value: { ...value, state: 'confirmed', confirmedAt: act.now } satisfies LawImport }]);
}

function demandSoundDates({ catalog }: Act, lawId: string, day: { adopted: string; effective: string } | undefined): void {
  const latest = catalog.laws.get(lawId)!.versions.map((one) => one.effective).sort().at(-1)!;
  if (!day || day.adopted > day.effective || day.effective <= latest) throw new Refusal('law-dates-wrong');
}
