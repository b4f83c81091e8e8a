import { Refusal } from './refusal.ts';
import { isInSubtree, type Unit } from './unit.ts';
import type { Actor, Role } from './member.ts';

/** What each act asks for. `own` means: on the actor's own record; `subtree`: within the actor's unit and below. */
const table = {
  'study': { roles: ['cadre', 'trainer', 'leader', 'admin'], reach: 'own' },
  'view-own-record': { roles: ['cadre', 'trainer', 'leader', 'admin'], reach: 'own' },
  'view-sessions': { roles: ['cadre', 'trainer', 'leader', 'admin'], reach: 'own' },
  'view-register': { roles: ['trainer', 'leader'], reach: 'subtree' },
  'hold-session': { roles: ['trainer'], reach: 'subtree' },
  'view-unit': { roles: ['leader'], reach: 'subtree' },
  'view-person': { roles: ['leader'], reach: 'subtree' },
  'manage-roster': { roles: ['admin'], reach: 'subtree' },
} as const satisfies Record<string, { roles: readonly Role[]; reach: 'own' | 'subtree' }>;

export type Permission = keyof typeof table;
export const permissions = Object.keys(table) as Permission[];

/** Whether any of the actor's roles carries the permission, wherever it is used. */
export function mayAnywhere(actor: Actor, permission: Permission): boolean {
  return table[permission].roles.some((role) => (actor.roles as readonly Role[]).includes(role));
}

/** Whether the actor may use the permission on a unit (the unit of the record in question). */
export function mayIn(actor: Actor, permission: Permission, unitId: string, units: readonly Unit[]): boolean {
  return mayAnywhere(actor, permission) && isInSubtree(units, unitId, actor.unitId);
}

/** Refuses `not-signed-in` or `not-permitted`. */
export function demand(actor: Actor | null, permission: Permission): Actor {
  if (!actor) throw new Refusal('not-signed-in');
  if (!mayAnywhere(actor, permission)) throw new Refusal('not-permitted');
  return actor;
}

/** As `demand`, and the record's unit lies within the actor's subtree. */
export function demandIn(actor: Actor | null, permission: Permission, unitId: string, units: readonly Unit[]): Actor {
  const known = demand(actor, permission);
  if (!mayIn(known, permission, unitId, units)) throw new Refusal('not-permitted');
  return known;
}
