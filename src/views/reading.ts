import type { Catalog } from '../domain/catalog.ts';
import type { Actor, Member } from '../domain/member.ts';
import type { Settings } from '../domain/settings.ts';
import { unitPath, type Unit } from '../domain/unit.ts';
import type { Store } from '../storage/port.ts';

/** What every view is given. Views load, fold and return plain objects holding exactly what may be shown. */
export interface Reading {
  store: Store;
  catalog: Catalog;
  settings: Settings;
  actor: Actor | null;
  /** ISO instant, server clock. */
  now: string;
}

/** Section names below the office: 来访接待科, or the office's own name for its head. A closed one is marked so. */
export function sectionName(units: readonly Unit[], unitId: string): string {
  const path = unitPath(units, unitId);
  const name = path.length > 1 ? path.slice(1).join(' / ') : path[0] ?? '（已不在单位表中）';
  return `${name}${closedMark(units, unitId)}`;
}

/** （已撤销）, （已并入来访接待科）, or nothing for an open unit. */
export function closedMark(units: readonly Unit[], unitId: string): string {
  const unit = units.find((one) => one.unitId === unitId);
  if (!unit?.closedOn) return '';
  const into = units.find((one) => one.unitId === unit.mergedIntoId);
  return into ? `（已并入${into.name}）` : '（已撤销）';
}

export interface PersonName { memberId: string; name: string; staffNo: string }

export function personName(members: ReadonlyMap<string, Member>, memberId: string): PersonName {
  const member = members.get(memberId);
  return { memberId, name: member?.name ?? '（已不在名册）', staffNo: member?.staffNo ?? '' };
}
