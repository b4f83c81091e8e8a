import { describe, expect, test } from 'vitest';
import { planRoster } from '../../src/domain/roster.ts';
import { demandFreeName, demandMergeable, demandOpen, foundingOf, moveOf, newUnitBelow } from '../../src/domain/unit-change.ts';
import type { Unit } from '../../src/domain/unit.ts';
import { aUnit, units, zhang } from '../builders.ts';
import { aGround, aRow, reception, root } from '../roster-builders.ts';

const refusal = (code: string, facts = {}) => expect.objectContaining({ code, facts: expect.objectContaining(facts) });
const change = (unitId: string, over: Partial<Unit>) => units.map((unit) => (unit.unitId === unitId ? { ...unit, ...over } : unit));
const closedLetters = change('unit-letters', { closedOn: '2026-03-02', mergedIntoId: 'unit-reception' });
const said = { unitId: 'unit-new', name: '督查科', kind: 'section', parentId: 'unit-root' } as const;

describe('a new unit', () => {
  test('stands last among its siblings, open and lent to nobody', () => {
    expect(newUnitBelow(units, said)).toEqual(aUnit({ ...said, order: 4 }));
    expect(newUnitBelow(units, { ...said, parentId: 'unit-town' }).order).toBe(0);
  });

  test('keeps rare characters, and loses only blanks that line a name up', () => {
    expect(newUnitBelow(units, { ...said, name: ' 䶮 㛃堃 科 ' }).name).toBe('䶮㛃堃科');
  });

  test('may not have the name of an open sibling, but of a closed one', () => {
    expect(() => newUnitBelow(units, { ...said, name: '办 信 科' })).toThrow(refusal('unit-name-taken', { name: '办信科' }));
    expect(newUnitBelow(closedLetters, { ...said, name: '办信科' }).name).toBe('办信科');
    expect(newUnitBelow(units, { ...said, name: '办信科', parentId: 'unit-street' }).name).toBe('办信科');
  });

  test('may not stand below a closed unit, one that is none, too deep, or as an office below a section', () => {
    expect(() => newUnitBelow(closedLetters, { ...said, parentId: 'unit-letters' })).toThrow(refusal('unit-closed', { unit: '办信科' }));
    expect(() => newUnitBelow(units, { ...said, parentId: 'unit-gone' })).toThrow(refusal('not-found'));
    expect(() => newUnitBelow(units, { ...said, kind: 'office', parentId: 'unit-letters' })).toThrow(refusal('invalid-input'));
    let deep = units;
    for (let level = 1; level <= 8; level += 1) deep = [...deep, newUnitBelow(deep, { ...said, unitId: `unit-${level}`, name: `${level}级`, parentId: level === 1 ? 'unit-root' : `unit-${level - 1}` })];
    expect(() => newUnitBelow(deep, { ...said, parentId: 'unit-8' })).toThrow(refusal('invalid-input'));
  });

  test.each(['', '  ', '科'.repeat(61), '来访/接待', '来访／接待'])('may not be named %j', (name) => {
    expect(() => newUnitBelow(units, { ...said, name })).toThrow(refusal('invalid-input'));
  });

  test('begins its record with a fact of its own', () => {
    expect(foundingOf(newUnitBelow(units, said), { at: '2026-03-02T01:00:00.000Z', actorId: 'member-chen' })).toMatchObject({ id: 'founded', subjectId: 'unit-new', unitId: 'unit-new', body: { name: '督查科', kind: 'section', parentId: 'unit-root', order: 4 } });
  });
});

test('a unit may keep its own name', () => {
  expect(demandFreeName(units, 'unit-root', '办信科', 'unit-letters')).toBe('办信科');
});

test('a closed unit takes nothing any more', () => {
  expect(() => demandOpen(closedLetters, 'unit-letters')).toThrow(refusal('unit-closed'));
  expect(demandOpen(closedLetters, 'unit-reception').name).toBe('来访接待科');
});

describe('a merger', () => {
  test('is of two different open sections, nothing open below the one that goes', () => {
    expect(demandMergeable(units, 'unit-letters', 'unit-desk')).toMatchObject({ from: { name: '办信科' }, into: { name: '接待窗口' } });
    expect(() => demandMergeable(units, 'unit-letters', 'unit-letters')).toThrow(refusal('same-section'));
    for (const [from, into] of [['unit-street', 'unit-letters'], ['unit-letters', 'unit-street']] as const) expect(() => demandMergeable(units, from, into)).toThrow(refusal('sections-only'));
    expect(() => demandMergeable(closedLetters, 'unit-letters', 'unit-reception')).toThrow(refusal('unit-closed'));
    expect(() => demandMergeable(closedLetters, 'unit-reception', 'unit-letters')).toThrow(refusal('unit-closed'));
    const team = aUnit({ unitId: 'unit-team', name: '一组', kind: 'section', parentId: 'unit-letters', order: 0 });
    expect(() => demandMergeable([...units, team], 'unit-letters', 'unit-reception')).toThrow(refusal('unit-has-units', { count: 1 }));
    expect(demandMergeable([...units, { ...team, closedOn: '2026-03-01' }], 'unit-letters', 'unit-reception').from.name).toBe('办信科');
  });
});

test('a person who moves keeps everything but the unit, and the fact says where to', () => {
  const { moved, fact } = moveOf(zhang, 'unit-letters', { at: '2026-03-02T01:00:00.000Z', actorId: 'member-chen', changeId: 'change-1' });
  expect(moved).toEqual({ ...zhang, unitId: 'unit-letters' });
  expect(fact).toMatchObject({ id: 'changed/change-1', subjectId: zhang.memberId, unitId: 'unit-letters', body: { unitId: 'unit-letters', post: zhang.post } });
});

describe('a roster', () => {
  const letters = aUnit({ unitId: 'unit-letters', name: '办信科', kind: 'section', parentId: 'unit-root', order: 1, closedOn: '2026-03-01', mergedIntoId: 'unit-reception' });
  const reasonsFor = (unit: string, more: Unit[]) => planRoster([aRow({ unit })], aGround({ units: [root, reception, ...more] })).lines[0]!.reasons;

  test('that names a closed section is refused for that row, and says where its people are now', () => {
    expect(reasonsFor('办信科', [letters])).toEqual(['「办信科」已于 2026-03-01 并入「来访接待科」，请改填现在的科室']);
    expect(reasonsFor('办信科/一组', [letters])).toEqual(['「办信科」已于 2026-03-01 并入「来访接待科」，请改填现在的科室']);
    expect(reasonsFor('办信科', [{ ...letters, mergedIntoId: null }])).toEqual(['「办信科」已于 2026-03-01 撤销，请改填现在的科室']);
  });

  test('finds the open section when one of the same name was founded anew', () => {
    const anew = aUnit({ unitId: 'unit-letters-2', name: '办信科', kind: 'section', parentId: 'unit-root', order: 2 });
    for (const more of [[letters, anew], [anew, letters]]) expect(reasonsFor('办信科', more)).toEqual([]);
    expect(planRoster([aRow({ unit: '办信科' })], aGround({ units: [root, reception, letters, anew] })).lines[0]!.member?.unitId).toBe('unit-letters-2');
  });
});
