import { Refusal } from './refusal.ts';
import { isInSubtree, officeOf, type Unit } from './unit.ts';
import { roles, type Actor, type Role } from './member.ts';

/**
 * How far a permission reaches: the actor's `own` record; their own `section` (or unit) and below; their whole `office`,
 * with all sections, even when they themselves sit in one of them; their office and the units `lent` to them, and below.
 */
type Reach = 'own' | 'section' | 'office' | 'office-and-lent';

const everyone = { cadre: 'own', trainer: 'own', leader: 'own', admin: 'own' } as const;

/** What each act asks for. A role that is not named has no permission. */
const table = {
  'study': everyone,
  'view-own-record': everyone,
  'view-sessions': everyone,
  'view-register': { trainer: 'office-and-lent', leader: 'section' },
  'hold-session': { trainer: 'office-and-lent' },
  'view-unit': { leader: 'section' },
  'view-person': { leader: 'section' },
  'manage-roster': { admin: 'office' },
  'import-laws': { admin: 'office' },
  'follow-law': { trainer: 'office', admin: 'office' },
  'view-bank': { trainer: 'office' },
  'mark-answers': { trainer: 'office' },
  'rule-on-dispute': { trainer: 'office' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Permission = keyof typeof table;
export const permissions = Object.keys(table) as Permission[];

function reachesOf(actor: Actor, permission: Permission): Reach[] {
  const row: Partial<Record<Role, Reach>> = table[permission];
  return roles.filter((role) => actor.roles.includes(role)).flatMap((role) => row[role] ?? []);
}

/** Whether any of the actor's roles carries the permission, wherever it is used. */
export function mayAnywhere(actor: Actor, permission: Permission): boolean {
  return reachesOf(actor, permission).length > 0;
}

/** Whether the actor may use the permission on a unit (the unit of the record in question). */
export function mayIn(actor: Actor, permission: Permission, unitId: string, units: readonly Unit[]): boolean {
  return reachedUnitIds(actor, permission, units).some((rootId) => isInSubtree(units, unitId, rootId));
}

/** The units from which downward the actor may use the permission. */
export function reachedUnitIds(actor: Actor, permission: Permission, units: readonly Unit[]): string[] {
  const lent = () => units.filter((unit) => unit.lentTo.includes(actor.memberId)).map((unit) => unit.unitId);
  return [...new Set(reachesOf(actor, permission).flatMap((reach) => {
    if (reach === 'own') return [];
    if (reach === 'section') return [actor.unitId];
    return [officeOf(units, actor.unitId), ...(reach === 'office-and-lent' ? lent() : [])];
  }))];
}

/** Refuses `not-signed-in` or `not-permitted`. */
export function demand(actor: Actor | null, permission: Permission): Actor {
  if (!actor) throw new Refusal('not-signed-in');
  if (!mayAnywhere(actor, permission)) throw new Refusal('not-permitted');
  return actor;
}

/** As `demand`, and the record's unit lies within the actor's reach. */
export function demandIn(actor: Actor | null, permission: Permission, unitId: string, units: readonly Unit[]): Actor {
  const known = demand(actor, permission);
  if (!mayIn(known, permission, unitId, units)) throw new Refusal('not-permitted');
  return known;
}
