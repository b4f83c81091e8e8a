import type { ImportLine } from '../domain/law-import.ts';
import { demandIn } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { loadUnits, type Act } from './act.ts';
import { followOn, importFacts, lawUnitId, loadLawImport, type LawImport, type VersionDays } from './law-import.ts';

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
  for (const line of value.lines) if (line.outcome === 'new-version') demandSoundDates(act, line, dates.get(line.lawId!));
  const facts = importFacts(value, { at: act.now, actorId: actor.memberId, unitId }, dates);
  if (facts.length === 0) throw new Refusal('nothing-to-import');
  // A preview left alone for a week is forgotten with its files.
  for (const line of value.lines) if (line.textHash && !await act.store.readBlob(line.textHash)) throw new Refusal('not-found');
  await act.store.append(facts).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('law-import-applied') : error; });
  await act.store.changeDocuments('law-imports', [{ id: importId, expected: version, value: { ...value, state: 'confirmed', confirmedAt: act.now } satisfies LawImport }])
    .catch((error: unknown) => { throw isRefusal(error) && error.code === 'document-conflict' ? new Refusal('law-import-applied') : error; });
}

/** The version goes by the year of its adoption, which must still be free. */
function demandSoundDates({ catalog }: Act, { lawId, version }: ImportLine, day: VersionDays | undefined): void {
  const law = catalog.laws.get(lawId!)!;
  if (law.versions.some((one) => one.version === version)) throw new Refusal('law-version-known', { title: law.title, version: version! });
  if (!day || !followOn(law, version!, day)) throw new Refusal('law-dates-wrong');
}
