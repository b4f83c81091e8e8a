import type { Catalog } from '../domain/catalog.ts';
import type { NewFact } from '../domain/fact.ts';
import { importedKey, recogniseLaw, type ImportLine, type LawCandidate, type LineNote } from '../domain/law-import.ts';
import type { Law } from '../domain/law.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Settings } from '../domain/settings.ts';
import type { Store, Stored } from '../storage/port.ts';

/** One import of statute texts, a document of `law-imports`. `previewed`: kept to be looked at, nothing changed. `confirmed`: recorded as facts. */
export interface LawImport {
  importId: string;
  state: 'previewed' | 'confirmed';
  /** Who uploaded the files; `system` for the command line. */
  actorId: string;
  createdAt: string;
  confirmedAt: string | null;
  /** Where the files are from, as the importer said. */
  source: string;
  lines: ImportLine[];
}

/** Local days of a version that is not in the registry yet. */
export interface VersionDays { adopted: string; effective: string }

/** Whether these days can be those of a version of that year which comes after all others. */
export function followOn(law: Law, version: string, { adopted, effective }: VersionDays): boolean {
  return adopted.slice(0, 4) === version && adopted <= effective && law.versions.every((one) => one.effective < effective);
}

/** Refuses `not-found`. */
export async function loadLawImport(store: Store, importId: string): Promise<Stored<LawImport>> {
  const stored = await store.readDocument<LawImport>('law-imports', importId);
  if (!stored) throw new Refusal('not-found');
  return stored;
}

/** The unit whose records hold what was done to the law: the whole installation's. */
export async function lawUnitId(store: Store): Promise<string> {
  return (await store.readDocument<Settings>('settings', 'office'))?.value.rootUnitId ?? 'unit-root';
}

/** Works out what importing these would do. Files and texts are kept as blobs, which nothing refers to until it is confirmed. */
export async function planImport(store: Store, catalog: Catalog, candidates: readonly LawCandidate[]): Promise<ImportLine[]> {
  const lines: ImportLine[] = [];
  for (const candidate of candidates) lines.push(await lineOf(store, catalog, candidate));
  return twiceFaulted(lines);
}

async function lineOf(store: Store, catalog: Catalog, candidate: LawCandidate): Promise<ImportLine> {
  const { text, title, adopted, effective } = candidate;
  const recognised = text && recogniseLaw(text, candidate, catalog.laws);
  const unknown = text && !recognised ? [`登记中没有《${title}》。需要的，请先在 content/laws/ 中登记这部法律`] : [];
  const faults = [...candidate.faults.map(noteText), ...unknown, ...recognised?.faults ?? []];
  const warnings = [...candidate.warnings.map(noteText), ...recognised?.warnings ?? []];
  const line = {
    title, lawId: recognised?.lawId ?? null, version: recognised?.version ?? null, articles: text?.articles.length ?? 0, adopted, effective,
    faults, warnings, files: candidate.files.map(({ name }) => ({ name, hash: '' })), textHash: null,
  };
  if (!text || faults.length > 0) return { ...line, outcome: 'faulty' };
  const textHash = await store.writeBlob(new TextEncoder().encode(JSON.stringify(text)));
  const files: ImportLine['files'] = [];
  for (const { name, bytes } of candidate.files) files.push({ name, hash: await store.writeBlob(bytes) });
  const before = catalog.texts.get(importedKey(line));
  return { ...line, textHash, files, outcome: recognised!.isNew ? 'new-version' : !before ? 'first-text' : before.textHash === textHash ? 'same-text' : 'other-text' };
}

/** The same version twice in one upload: nobody could say which one is meant. */
function twiceFaulted(lines: readonly ImportLine[]): ImportLine[] {
  const seen = Map.groupBy(lines.filter((line) => line.lawId), importedKey);
  return lines.map((line) => {
    const same = line.lawId ? seen.get(importedKey(line))!.filter((other) => other.textHash !== line.textHash) : [];
    return same.length === 0 ? line : { ...line, outcome: 'faulty', faults: [...line.faults, `同一版本在这次上传中有几份不同的文本：${same.flatMap((other) => other.files.map((file) => file.name)).join('、')}。请只留一份`] };
  });
}

/** The facts of an import; `dates`: for versions that are not in the registry yet, their days, by law. */
export function importFacts({ importId, source, lines }: LawImport, by: { at: string; actorId: string; unitId: string }, dates: ReadonlyMap<string, VersionDays>): NewFact[] {
  const stamp = { ...by, subjectId: lawRegisterSubject, contextId: null };
  return lines.filter((line) => line.outcome !== 'faulty' && line.outcome !== 'same-text').flatMap((line): NewFact[] => {
    const [lawId, articles, day] = [line.lawId!, line.articles, dates.get(line.lawId!)];
    return [
      ...(line.outcome === 'new-version' && day ? [{ ...stamp, id: `law-version/${importId}/${lawId}`, kind: 'law.version-announced' as const, body: { lawId, version: line.version!, ...day, articles } }] : []),
      { ...stamp, id: `law-text/${importId}/${lawId}-${line.version}`, kind: 'law.text-imported', body: { importId, lawId, version: line.version!, articles, textHash: line.textHash!, files: line.files, source, warnings: line.warnings } },
    ];
  });
}

function noteText({ file, line, message }: LineNote): string {
  return `${file}${line ? ` 第 ${line} 行` : ''}：${message}`;
}
