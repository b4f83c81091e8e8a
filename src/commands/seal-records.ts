import { localDate } from '../domain/calendar.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { NewFact } from '../domain/fact.ts';
import { isRefusal } from '../domain/refusal.ts';
import { headsPerSeal, sealedHashLength, sealingOrder, sealSubject } from '../domain/seal.ts';
import { loadUnits } from '../storage/people.ts';
import type { Head, Store } from '../storage/port.ts';

/**
 * Seals what was recorded since the last seal, once a local day, office by office from below: run by the server, which acts
 * for nobody. When another server is sealing at the same moment, one of the two does it.
 */
export async function sealRecords({ store, catalog, now }: { store: Store; catalog: Catalog; now: string }): Promise<void> {
  const date = localDate(now);
  const newest = new Map<string, Head>();
  for (const { officeId, unitIds, officesBelow } of sealingOrder(await loadUnits(store))) {
    const subjectId = sealSubject(officeId, date);
    const sealed = await sealOf(store, subjectId, officeId, date);
    if (sealed) {
      newest.set(officeId, sealed);
      continue;
    }
    const moved = await movedHeads(store, catalog, unitIds, subjectId);
    const heads = [...moved, ...officesBelow.flatMap((id) => newest.get(id) ?? [])];
    const seals = Array.from({ length: Math.ceil(heads.length / headsPerSeal) }, (_, index): NewFact<'records.sealed'> => ({
      id: `sealed/${date}/${index + 1}`, kind: 'records.sealed', at: now, actorId: 'system', subjectId, contextId: null, unitId: officeId,
      body: { date, heads: heads.slice(index * headsPerSeal, (index + 1) * headsPerSeal).map((head) => [head.subjectId, head.seq, head.hash.slice(0, sealedHashLength)]) },
    }));
    if (seals.length === 0) continue;
    await store.append(seals).catch((error: unknown) => {
      if (!isRefusal(error) || error.code !== 'fact-conflict') throw error;
    });
    const made = await sealOf(store, subjectId, officeId, date);
    if (made) newest.set(officeId, made);
  }
}

/** The office's seal of that day, whoever made it. */
async function sealOf(store: Store, subjectId: string, officeId: string, date: string): Promise<Head | null> {
  const last = (await store.factsOf(subjectId)).findLast((fact) => fact.kind === 'records.sealed' && fact.body.date === date);
  return last ? { subjectId, unitId: officeId, seq: last.seq, hash: last.hash } : null;
}

/** All of them, but for the chain that is to hold the seal. */
async function movedHeads(store: Store, catalog: Catalog, unitIds: readonly string[], except: string): Promise<Head[]> {
  const figures = await store.figures(catalog.questions);
  return (await figures.unsealedHeads(unitIds)).filter((head) => head.subjectId !== except);
}
