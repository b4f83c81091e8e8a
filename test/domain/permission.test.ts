import { describe, expect, test } from 'vitest';
import { roles, type Role } from '../../src/domain/member.ts';
import { demand, demandIn, mayAnywhere, mayIn, permissions, reachedUnitIds, type Permission } from '../../src/domain/permission.ts';
import type { Unit } from '../../src/domain/unit.ts';
import { aMember, trainer, units } from '../builders.ts';

const actor = (unitId: string, ...held: Role[]) => aMember({ unitId, roles: held });
const allUnits = ['unit-root', 'unit-reception', 'unit-letters', 'unit-street', 'unit-desk', 'unit-town'];

/** Written out by hand: what each role may do at all. */
const mayAtAll: Record<Permission, Record<Role, boolean>> = {
  'study': { cadre: true, trainer: true, leader: true, admin: true },
  'view-own-record': { cadre: true, trainer: true, leader: true, admin: true },
  'view-sessions': { cadre: true, trainer: true, leader: true, admin: true },
  'view-register': { cadre: false, trainer: true, leader: true, admin: false },
  'hold-session': { cadre: false, trainer: true, leader: false, admin: false },
  'view-unit': { cadre: false, trainer: false, leader: true, admin: false },
  'view-person': { cadre: false, trainer: false, leader: true, admin: false },
  'manage-roster': { cadre: false, trainer: false, leader: false, admin: true },
  'import-laws': { cadre: false, trainer: false, leader: false, admin: true },
  'follow-law': { cadre: false, trainer: true, leader: false, admin: true },
  'view-bank': { cadre: false, trainer: true, leader: false, admin: false },
  'mark-answers': { cadre: false, trainer: true, leader: false, admin: false },
  'rule-on-dispute': { cadre: false, trainer: true, leader: false, admin: false },
};

/** Written out by hand: on which units a person of `unit-reception`, of the root office, and of the street office may use it. */
const reaches: Record<Permission, Partial<Record<Role, 'own' | 'section' | 'office' | 'office-and-lent'>>> = {
  'study': {}, 'view-own-record': {}, 'view-sessions': {},
  'view-register': { trainer: 'office-and-lent', leader: 'section' },
  'hold-session': { trainer: 'office-and-lent' },
  'view-unit': { leader: 'section' },
  'view-person': { leader: 'section' },
  'manage-roster': { admin: 'office' },
  'import-laws': { admin: 'office' },
  'follow-law': { trainer: 'office', admin: 'office' },
  'view-bank': { trainer: 'office' }, 'mark-answers': { trainer: 'office' }, 'rule-on-dispute': { trainer: 'office' },
};
const places: Record<string, { section: string[]; office: string[] }> = {
  'unit-reception': { section: ['unit-reception'], office: allUnits },
  'unit-root': { section: allUnits, office: allUnits },
  'unit-street': { section: ['unit-street', 'unit-desk'], office: ['unit-street', 'unit-desk'] },
  'unit-desk': { section: ['unit-desk'], office: ['unit-street', 'unit-desk'] },
  'unit-town': { section: ['unit-town'], office: ['unit-town'] },
};

describe('the permission table', () => {
  test('says for every role and permission whether it is given', () => {
    expect(permissions.toSorted()).toEqual(Object.keys(mayAtAll).sort());
    for (const permission of permissions) for (const role of roles) expect(mayAnywhere(actor('unit-reception', role), permission), `${role} ${permission}`).toBe(mayAtAll[permission][role]);
  });

  test('says for every role, permission, place and unit how far it reaches', () => {
    for (const permission of permissions) {
      for (const role of roles) {
        for (const [place, { section, office }] of Object.entries(places)) {
          const reach = reaches[permission][role];
          const expected = reach === 'office' || reach === 'office-and-lent' ? office : reach === 'section' ? section : [];
          expect(allUnits.filter((unitId) => mayIn(actor(place, role), permission, unitId, units)), `${role} of ${place}: ${permission}`).toEqual(expected);
        }
      }
    }
  });

  test('gives a person of several roles what any of them gives, each within its own reach', () => {
    const both = actor('unit-reception', 'cadre', 'trainer', 'leader');
    expect(permissions.filter((permission) => mayAnywhere(both, permission))).toEqual(permissions.filter((permission) => !['manage-roster', 'import-laws'].includes(permission)));
    expect([mayIn(both, 'view-register', 'unit-letters', units), mayIn(both, 'view-person', 'unit-letters', units)]).toEqual([true, false]);
  });

  test('gives nothing to someone without a role, and nothing on a unit that does not exist', () => {
    expect(permissions.filter((permission) => mayAnywhere(actor('unit-root'), permission))).toEqual([]);
    expect(mayIn(actor('unit-root', 'leader'), 'view-unit', 'unit-gone', units)).toBe(false);
    expect(mayIn(actor('unit-gone', 'leader'), 'view-unit', 'unit-root', units)).toBe(false);
    expect(mayIn(actor('unit-gone', 'admin'), 'manage-roster', 'unit-root', units)).toBe(false);
  });
});

describe('a unit lent to a trainer', () => {
  const lent = (unitId: string, ...lentTo: string[]) => units.map((unit) => (unit.unitId === unitId ? { ...unit, lentTo } : unit));
  const reachOf = (one: typeof trainer, permission: Permission, all: Unit[]) => allUnits.filter((unitId) => mayIn(one, permission, unitId, all));
  /** Written out by hand: unit lent, who, where they sit, and what they reach with it. */
  const table: [lentUnit: string, sits: string, roles: Role[], reached: string[]][] = [
    ['unit-street', 'unit-town', ['cadre', 'trainer'], ['unit-street', 'unit-desk', 'unit-town']],
    ['unit-desk', 'unit-town', ['cadre', 'trainer'], ['unit-desk', 'unit-town']],
    ['unit-letters', 'unit-town', ['cadre', 'trainer'], ['unit-letters', 'unit-town']],
    ['unit-root', 'unit-town', ['cadre', 'trainer'], allUnits],
    ['unit-town', 'unit-desk', ['cadre', 'trainer'], ['unit-street', 'unit-desk', 'unit-town']],
    ['unit-street', 'unit-reception', ['cadre', 'trainer'], allUnits],
    ['unit-street', 'unit-town', ['cadre'], []],
    ['unit-street', 'unit-town', ['cadre', 'admin'], []],
  ];

  test.each(table)('%s to someone of %s who is %s: sessions and registers there and below', (lentUnit, sits, held, reached) => {
    const one = { ...actor(sits, ...held), memberId: trainer.memberId };
    for (const permission of ['hold-session', 'view-register'] as const) expect(reachOf(one, permission, lent(lentUnit, 'member-other', trainer.memberId)), permission).toEqual(reached);
  });

  test('gives nothing else: neither people, figures nor the roster', () => {
    const one = { ...actor('unit-town', 'cadre', 'trainer', 'leader', 'admin'), memberId: trainer.memberId };
    for (const permission of ['view-unit', 'view-person', 'manage-roster'] as const) expect(reachOf(one, permission, lent('unit-street', trainer.memberId)), permission).toEqual(['unit-town']);
    expect(reachedUnitIds(one, 'hold-session', lent('unit-street', trainer.memberId))).toEqual(['unit-town', 'unit-street']);
  });

  test('gives nothing to another trainer', () => {
    expect(reachOf(actor('unit-town', 'cadre', 'trainer'), 'hold-session', lent('unit-street', trainer.memberId))).toEqual(['unit-town']);
  });
});

describe('a demand', () => {
  test('refuses a guest before anything else', () => {
    for (const permission of permissions) {
      expect(() => demand(null, permission)).toThrow(expect.objectContaining({ code: 'not-signed-in' }));
      expect(() => demandIn(null, permission, 'unit-root', units)).toThrow(expect.objectContaining({ code: 'not-signed-in' }));
    }
  });

  test('refuses whom the table refuses, and returns the actor otherwise', () => {
    for (const permission of permissions) {
      for (const role of roles) {
        const one = actor('unit-root', role);
        if (mayAtAll[permission][role]) expect(demand(one, permission)).toBe(one);
        else expect(() => demand(one, permission), `${role} ${permission}`).toThrow(expect.objectContaining({ code: 'not-permitted' }));
      }
    }
  });

  test('in a unit refuses a section leader the office, and a leader another unit', () => {
    const sectionLeader = actor('unit-reception', 'cadre', 'leader');
    expect(demandIn(sectionLeader, 'view-person', 'unit-reception', units)).toBe(sectionLeader);
    for (const unitId of ['unit-root', 'unit-letters', 'unit-street']) expect(() => demandIn(sectionLeader, 'view-person', unitId, units)).toThrow(expect.objectContaining({ code: 'not-permitted' }));
    const streetLeader = actor('unit-street', 'cadre', 'leader');
    for (const unitId of ['unit-root', 'unit-town', 'unit-reception']) expect(() => demandIn(streetLeader, 'view-unit', unitId, units)).toThrow(expect.objectContaining({ code: 'not-permitted' }));
    expect(() => demandIn(actor('unit-town', 'trainer'), 'hold-session', 'unit-street', units)).toThrow(expect.objectContaining({ code: 'not-permitted' }));
  });
});
