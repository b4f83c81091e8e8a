import { z } from 'zod';

/**
 * One node of the tree 市 → 区 → 街道 → 科室: an office 单位 with its own leaders, or a section 科室 of one. The unit above
 * it never changes: figures of a subtree stay where they were counted. A closed unit stays in the tree with its past.
 */
export const unitSchema = z.strictObject({
  unitId: z.string().describe('permanent id, never shown'),
  name: z.string().min(1).max(60).describe('name as on the door: 区信访办、来访接待科'),
  kind: z.enum(['office', 'section']),
  parentId: z.string().nullable().describe('the unit above, for good; null for the root of this installation'),
  order: z.int().describe('place among its siblings, smaller first'),
  closedOn: z.iso.date().nullable().default(null).describe('local day on which it was closed; null while it is open'),
  mergedIntoId: z.string().nullable().default(null).describe('the section that took its people over when it was closed'),
  lentTo: z.array(z.string()).default([]).describe('trainers, wherever they sit, who hold sessions in this unit and below: member ids'),
});
export type Unit = z.infer<typeof unitSchema>;

/** The unit and those above it, upward. */
export function ancestry(units: readonly Unit[], unitId: string): string[] {
  const parents = new Map(units.map((unit) => [unit.unitId, unit.parentId]));
  const ids: string[] = [];
  for (let at: string | null | undefined = unitId; at && ids.length < 64; at = parents.get(at)) ids.push(at);
  return ids;
}

/** Whether `unitId` is `rootId` or lies below it. */
export function isInSubtree(units: readonly Unit[], unitId: string, rootId: string): boolean {
  return ancestry(units, unitId).includes(rootId);
}

/** The unit and everything below it, in the order of a table of contents. */
export function subtree(units: readonly Unit[], rootId: string): Unit[] {
  const root = units.find((unit) => unit.unitId === rootId);
  if (!root) return [];
  const children = units.filter((unit) => unit.parentId === rootId).sort((a, b) => a.order - b.order);
  return [root, ...children.flatMap((child) => subtree(units, child.unitId))];
}

/** Those that still take people and sessions. */
export function openUnits(units: readonly Unit[]): Unit[] {
  return units.filter((unit) => !unit.closedOn);
}

/** Names from the top down: 区信访办 / 来访接待科. */
export function unitPath(units: readonly Unit[], unitId: string): string[] {
  const unit = units.find((one) => one.unitId === unitId);
  if (!unit) return [];
  return [...(unit.parentId ? unitPath(units, unit.parentId) : []), unit.name];
}

/** The office to which a section belongs; an office belongs to itself. */
export function officeOf(units: readonly Unit[], unitId: string): string {
  const unit = units.find((one) => one.unitId === unitId);
  return unit?.kind === 'section' && unit.parentId ? officeOf(units, unit.parentId) : unitId;
}
