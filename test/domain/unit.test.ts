import { expect, test } from 'vitest';
import { ancestry, isInSubtree, openUnits, officeOf, subtree, unitPath, unitSchema, type Unit } from '../../src/domain/unit.ts';
import { aUnit, units } from '../builders.ts';

const names = (found: Unit[]) => found.map((unit) => unit.name);

test('a unit and everything below it stand in the order of a table of contents', () => {
  const shuffled = [...units].reverse();
  expect(names(subtree(shuffled, 'unit-root'))).toEqual(['区信访办', '来访接待科', '办信科', '青禾街道信访办', '接待窗口', '白溪镇信访办']);
  expect(names(subtree(shuffled, 'unit-street'))).toEqual(['青禾街道信访办', '接待窗口']);
  expect(names(subtree(shuffled, 'unit-desk'))).toEqual(['接待窗口']);
  expect(subtree(shuffled, 'unit-gone')).toEqual([]);
});

test('a unit lies within itself and everything above it, and nowhere else', () => {
  for (const unit of units) {
    for (const other of units) expect(isInSubtree(units, unit.unitId, other.unitId), `${unit.unitId} in ${other.unitId}`).toBe(subtree(units, other.unitId).includes(unit));
  }
  expect(ancestry(units, 'unit-desk')).toEqual(['unit-desk', 'unit-street', 'unit-root']);
  expect(isInSubtree(units, 'unit-gone', 'unit-root')).toBe(false);
  expect(isInSubtree(units, 'unit-root', 'unit-gone')).toBe(false);
});

test('a path names the units from the top down', () => {
  expect(unitPath(units, 'unit-desk')).toEqual(['区信访办', '青禾街道信访办', '接待窗口']);
  expect([unitPath(units, 'unit-root'), unitPath(units, 'unit-gone')]).toEqual([['区信访办'], []]);
});

test('the office of a section is the office above it, also over several sections; an office is its own', () => {
  const deeper: Unit[] = [...units, aUnit({ unitId: 'unit-team', name: '一组', kind: 'section', parentId: 'unit-desk', order: 0 })];
  expect(['unit-root', 'unit-reception', 'unit-street', 'unit-desk', 'unit-team', 'unit-town'].map((unitId) => officeOf(deeper, unitId))).toEqual(['unit-root', 'unit-root', 'unit-street', 'unit-street', 'unit-street', 'unit-town']);
});

test('a circle of units, which no roster makes, does not hang the question who is below whom', () => {
  const circle = units.map((unit) => (unit.unitId === 'unit-root' ? { ...unit, parentId: 'unit-desk' } : unit));
  expect(isInSubtree(circle, 'unit-desk', 'unit-town')).toBe(false);
});

test('a unit has a name, a kind and a place', () => {
  for (const unit of units) expect(unitSchema.safeParse(unit).success).toBe(true);
  for (const over of [{ name: '' }, { name: '科'.repeat(61) }, { kind: 'team' }, { order: 0.5 }, { parentId: undefined }, { head: '王' }]) expect(unitSchema.safeParse({ ...units[0], ...over }).success, JSON.stringify(over)).toBe(false);
});

test('a unit recorded before units could be closed or lent reads as open and lent to nobody', () => {
  expect(unitSchema.parse({ unitId: 'unit-old', name: '老科室', kind: 'section', parentId: 'unit-root', order: 0 })).toMatchObject({ closedOn: null, mergedIntoId: null, lentTo: [] });
});

test('open units are those not closed', () => {
  expect(names(openUnits(units.map((unit) => (unit.unitId === 'unit-letters' ? { ...unit, closedOn: '2026-03-02' } : unit))))).not.toContain('办信科');
});
