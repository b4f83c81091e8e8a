import type { Catalog } from '../domain/catalog.ts';
import type { ImportLine, LawCandidate } from '../domain/law-import.ts';
import type { Store } from '../storage/port.ts';
import { followOn, importFacts, lawUnitId, planImport, type LawImport } from './law-import.ts';

export interface OperatorAct { store: Store; catalog: Catalog; now: string; newId: (prefix: string) => string }

/**
 * `npm run laws -- import`: an operator with the data folder in hand, acting for nobody on the roster. Imports what has no fault
 * and returns what became of each law; `dryRun` only says it. A new version is imported when the file names both its days.
 */
export async function importLaws({ store, catalog, now, newId }: OperatorAct, candidates: readonly LawCandidate[], source: string, dryRun: boolean): Promise<ImportLine[]> {
  const lines = (await planImport(store, catalog, candidates)).map((line) => dated(line, catalog));
  if (dryRun) return lines;
  const done: LawImport = { importId: newId('law-import'), state: 'confirmed', actorId: 'system', createdAt: now, confirmedAt: now, source, lines };
  const dates = new Map(lines.flatMap(({ outcome, lawId, adopted, effective }) => (outcome === 'new-version' ? [[lawId!, { adopted: adopted!, effective: effective! }]] : [])));
  const facts = importFacts(done, { at: now, actorId: 'system', unitId: await lawUnitId(store) }, dates);
  if (facts.length === 0) return lines;
  await store.append(facts);
  await store.changeDocuments('law-imports', [{ id: done.importId, expected: 0, value: done }]);
  return lines;
}

function dated(line: ImportLine, { laws }: Catalog): ImportLine {
  if (line.outcome !== 'new-version' || (line.adopted && line.effective && followOn(laws.get(line.lawId!)!, line.version!, { adopted: line.adopted, effective: line.effective }))) return line;
  return { ...line, outcome: 'faulty', faults: [...line.faults, '登记中没有的新版本，文件里没有写明晚于现行版本的通过日和施行日。请在管理页面上传，并填写这两个日期'] };
}
