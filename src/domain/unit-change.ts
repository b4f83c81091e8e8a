import type { NewFact } from './fact.ts';
import type { Member } from './member.ts';
import { Refusal } from './refusal.ts';
import { closedUp } from './section-path.ts';
import { ancestry, openUnits, type Unit } from './unit.ts';

/** By whom, when and in which change; facts of one change carry its id. */
export interface ChangeStamp { at: string; actorId: string; changeId: string }

/** Levels below the root, as many as a path in a roster may have. */
const deepest = 8;

/** A unit that still takes people and sessions. Refuses `not-found`, `unit-closed`. */
export function demandOpen(units: readonly Unit[], unitId: string): Unit {
  const unit = units.find((one) => one.unitId === unitId);
  if (!unit) throw new Refusal('not-found');
  if (unit.closedOn) throw new Refusal('unit-closed', { unit: unit.name });
  return unit;
}

/** Refuses `unit-name-taken` when an open sibling has the name, `invalid-input` when a roster could not write it. Returns the name as it will stand. */
export function demandFreeName(units: readonly Unit[], parentId: string | null, name: string, ownId: string): string {
  const whole = closedUp(name.trim());
  if (!whole || whole.length > 60 || /[/／\n]/.test(whole)) throw new Refusal('invalid-input', { text: '名称为 1 至 60 个字，不含斜线' });
  const taken = openUnits(units).some((unit) => unit.parentId === parentId && unit.unitId !== ownId && closedUp(unit.name) === whole);
  if (taken) throw new Refusal('unit-name-taken', { name: whole });
  return whole;
}

/** A new unit below another, last among its siblings. Refuses what `demandOpen` and `demandFreeName` refuse, and an office below a section. */
export function newUnitBelow(units: readonly Unit[], said: Pick<Unit, 'unitId' | 'name' | 'kind'> & { parentId: string }): Unit {
  const parent = demandOpen(units, said.parentId);
  if (said.kind === 'office' && parent.kind === 'section') throw new Refusal('invalid-input', { text: '单位不能设在科室下面' });
  if (ancestry(units, parent.unitId).length > deepest) throw new Refusal('invalid-input', { text: `单位和科室最多 ${deepest} 级` });
  const orders = units.filter((unit) => unit.parentId === parent.unitId).map((unit) => unit.order);
  return { ...said, name: demandFreeName(units, parent.unitId, said.name, said.unitId), order: Math.max(-1, ...orders) + 1, closedOn: null, mergedIntoId: null, lentTo: [] };
}

/** Refuses `unit-has-units` {count} while open units belong to it. */
export function demandNothingBelow(units: readonly Unit[], unit: Unit): void {
  const count = openUnits(units).filter((one) => one.parentId === unit.unitId).length;
  if (count > 0) throw new Refusal('unit-has-units', { unit: unit.name, count });
}

/** Both sections of a merger. Refuses `sections-only`, `same-section`, and what `demandOpen` and `demandNothingBelow` refuse. */
export function demandMergeable(units: readonly Unit[], unitId: string, intoUnitId: string): { from: Unit; into: Unit } {
  const from = demandOpen(units, unitId);
  const into = demandOpen(units, intoUnitId);
  if (from.kind !== 'section' || into.kind !== 'section') throw new Refusal('sections-only');
  if (from === into) throw new Refusal('same-section', { unit: from.name });
  demandNothingBelow(units, from);
  return { from, into };
}

/** The fact with which every unit's record begins. */
export function foundingOf({ unitId, name, kind, parentId, order }: Unit, { at, actorId }: Omit<ChangeStamp, 'changeId'>): NewFact<'unit.founded'> {
  return { id: 'founded', kind: 'unit.founded', at, actorId, subjectId: unitId, contextId: null, unitId, body: { name, kind, parentId, order } };
}

/** The person in another unit, and the fact that says so; what they have done stays where it happened. */
export function moveOf(member: Member, unitId: string, { at, actorId, changeId }: ChangeStamp): { moved: Member; fact: NewFact<'member.changed'> } {
  const moved = { ...member, unitId };
  const { memberId, post, rank, roles } = moved;
  return { moved, fact: { id: `changed/${changeId}`, kind: 'member.changed', at, actorId, subjectId: memberId, contextId: null, unitId, body: { unitId, post, rank, roles } } };
}
