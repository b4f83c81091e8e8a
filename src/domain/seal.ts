import { z } from 'zod';
import { officeOf, type Unit } from './unit.ts';

/** How much of a head's hash a seal holds, in hex characters: 128 bits. */
export const sealedHashLength = 32;
/** Heads in one seal; a busier day has several. */
export const headsPerSeal = 1_000;

/** A day's seal of an office: where each chain stood that had moved since the last seal. Being a fact, it is chained to the seals before it. */
export const sealSchema = z.strictObject({
  date: z.iso.date().describe('local day on which it was made'),
  heads: z.array(z.tuple([z.string(), z.int().min(1), z.string().regex(/^[0-9a-f]{32}$/)])).min(1).max(headsPerSeal)
    .describe('subject, number of its last fact, beginning of that fact’s hash'),
});

/** Whose chain the seals of an office stand in: one for each month, so that none grows without end. The first of a month seals the last of the month before. */
export function sealSubject(officeId: string, date: string): string {
  return `seal-${date.slice(0, 7)}-${officeId}`;
}

/** Offices with the units whose records each of them seals, those further down first: a seal covers the seals below it. */
export function sealingOrder(units: readonly Unit[]): { officeId: string; unitIds: string[]; officesBelow: string[] }[] {
  const depth = new Map<string, number>();
  const parents = new Map(units.map((unit) => [unit.unitId, unit.parentId]));
  for (const { unitId } of units) {
    let levels = 0;
    for (let at = parents.get(unitId); at && levels < 64; at = parents.get(at)) levels += 1;
    depth.set(unitId, levels);
  }
  const offices = units.filter((unit) => unit.kind === 'office').sort((a, b) => depth.get(b.unitId)! - depth.get(a.unitId)!);
  const byOffice = Map.groupBy(units, (unit) => officeOf(units, unit.unitId));
  return offices.map(({ unitId }) => ({
    officeId: unitId,
    unitIds: (byOffice.get(unitId) ?? []).map((unit) => unit.unitId),
    officesBelow: offices.filter((other) => other.parentId && other.unitId !== unitId && officeOf(units, other.parentId) === unitId).map((other) => other.unitId),
  }));
}
