import { beforeEach, describe, expect, test } from 'vitest';
import { closeUnit } from '../../src/commands/close-unit.ts';
import { foundUnit } from '../../src/commands/found-unit.ts';
import { endLending, lendUnit } from '../../src/commands/lend-unit.ts';
import { mergeSections } from '../../src/commands/merge-sections.ts';
import { moveMember } from '../../src/commands/move-member.ts';
import { openSession } from '../../src/commands/open-session.ts';
import { renameUnit } from '../../src/commands/rename-unit.ts';
import { scheduleSession } from '../../src/commands/schedule-session.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Unit } from '../../src/domain/unit.ts';
import { admin, aMember, aUnit, cancelled, everyone, leader, now, occasion, scheduled, sectionLeader, streetTrainer, sun, trainer, wu, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

const streetAdmin = aMember({ memberId: 'member-street-admin', staffNo: '2009', name: '街管', unitId: 'unit-street', roles: ['cadre', 'admin'] });
const merger = { unitId: 'unit-letters', intoUnitId: 'unit-reception', reason: '机构改革', people: 1 };
const move = { memberId: zhang.memberId, fromUnitId: 'unit-reception', unitId: 'unit-letters' };
const newUnit = 'unit-00000000000000aa';
let office: Office;
beforeEach(async () => { office = await Office.open([...everyone, streetAdmin]); });

const unit = async (unitId: string) => (await office.document<Unit>('units', unitId))!;
const sits = async (member: Member) => (await office.document<Member>('members', member.memberId))!.unitId;
const facts = () => office.records.facts.length;

test('units are for administrators, each within their office and below', async () => {
  const acts = (actor: Member | null) => [
    foundUnit(office.act(actor), { parentId: 'unit-root', name: '督查科', kind: 'section' }), renameUnit(office.act(actor), 'unit-letters', '来信科'), moveMember(office.act(actor), move),
    mergeSections(office.act(actor), merger), closeUnit(office.act(actor), 'unit-town', '撤销'), lendUnit(office.act(actor), 'unit-letters', trainer.memberId), endLending(office.act(actor), 'unit-letters', trainer.memberId),
    moveMember(office.act(actor), { memberId: zhang.memberId, fromUnitId: 'unit-reception', unitId: 'unit-street' }), mergeSections(office.act(actor), { ...merger, unitId: 'unit-desk' }), lendUnit(office.act(actor), 'unit-street', trainer.memberId),
  ];
  const before = structuredClone(office.records);
  for (const act of acts(null)) expect(await refusalOf(act)).toMatchObject({ code: 'not-signed-in' });
  for (const actor of [zhang, trainer, leader, streetAdmin]) for (const act of acts(actor)) expect(await refusalOf(act), actor.name).toMatchObject({ code: 'not-permitted' });
  expect(office.records).toEqual(before);
});

describe('founding and renaming', () => {
  test('a street office and a section below it', async () => {
    await foundUnit(office.act(admin), { parentId: 'unit-root', name: '桃源㛃街道信访办', kind: 'office', unitId: newUnit });
    const section = await foundUnit(office.act(admin), { parentId: newUnit, name: '接访组', kind: 'section' });
    expect(await unit(newUnit)).toEqual(aUnit({ unitId: newUnit, name: '桃源㛃街道信访办', kind: 'office', parentId: 'unit-root', order: 4 }));
    expect(await unit(section)).toMatchObject({ parentId: newUnit, order: 0 });
    expect(await office.store.factsOf(newUnit)).toMatchObject([{ id: 'founded', kind: 'unit.founded', actorId: admin.memberId, unitId: newUnit, body: { name: '桃源㛃街道信访办' } }]);
  });

  test('sent twice founds one; under an id of one’s own making none', async () => {
    const input = { parentId: 'unit-root', name: '督查科', kind: 'section', unitId: newUnit } as const;
    await Promise.all([foundUnit(office.act(admin), input), foundUnit(office.act(admin), input)]);
    await foundUnit(office.act(admin), input);
    expect(facts()).toBe(1);
    for (const unitId of ['unit-root', 'unit-x', 'head']) expect(await refusalOf(foundUnit(office.act(admin), { ...input, unitId, name: '另一科' }))).toMatchObject({ code: 'invalid-input' });
  });

  test('two administrators founding the same name at once found one', async () => {
    const found = (unitId: string) => refusalOf(foundUnit(office.act(admin), { parentId: 'unit-root', name: '督查科', kind: 'section', unitId }));
    expect((await Promise.all([found('unit-00000000000000a1'), found('unit-00000000000000a2')])).map((one) => one?.code ?? 'done').sort()).toEqual(['done', 'unit-name-taken']);
  });

  test('a renaming leaves a fact; the same name again leaves none; the root names the pages too', async () => {
    await renameUnit(office.act(admin), 'unit-letters', ' 来信办理科 ');
    await renameUnit(office.act(admin), 'unit-letters', '来信办理科');
    expect([(await unit('unit-letters')).name, (await office.store.factsOf('unit-letters')).map((fact) => fact.body)]).toEqual(['来信办理科', [{ name: '来信办理科' }]]);
    await renameUnit(office.act(admin), 'unit-root', '区信访局');
    expect([(await unit('unit-root')).name, await office.document('settings', 'office')]).toMatchObject(['区信访局', { officeName: '区信访局', goal: { lessons: 1 } }]);
    expect(await refusalOf(renameUnit(office.act(admin), 'unit-root', '局'))).toMatchObject({ code: 'invalid-input' });
    expect(await refusalOf(renameUnit(office.act(admin), 'unit-letters', '来访接待科'))).toMatchObject({ code: 'unit-name-taken' });
  });
});

describe('moving a person', () => {
  test('takes the person along, and says so in their record', async () => {
    await moveMember(office.act(admin), move);
    expect(await office.document('members', zhang.memberId)).toEqual({ ...zhang, unitId: 'unit-letters' });
    expect(await office.store.factsOf(zhang.memberId)).toMatchObject([{ kind: 'member.changed', actorId: admin.memberId, unitId: 'unit-letters', body: { unitId: 'unit-letters', roles: zhang.roles } }]);
  });

  test('records nothing new by a second click, by the back button, or by the same form after the person went back', async () => {
    const form = { ...move, changeId: 'change-00000000000000aa' };
    await Promise.all([moveMember(office.act(admin), form), moveMember(office.act(admin), form)]);
    await moveMember(office.act(admin), form);
    await moveMember(office.act(admin), move);
    expect(facts()).toBe(1);
    await moveMember(office.act(admin), { ...move, fromUnitId: 'unit-letters', unitId: 'unit-reception' });
    await moveMember(office.act(admin), form);
    expect([await sits(zhang), facts()]).toEqual(['unit-reception', 2]);
  });

  test('by two administrators at once to two units: the second is told', async () => {
    const other = { ...admin, memberId: 'member-second', staffNo: 'second' };
    await office.put('members', other.memberId, other);
    const answers = await Promise.all([refusalOf(moveMember(office.act(admin), move)), refusalOf(moveMember(office.act(other), { ...move, unitId: 'unit-street' }))]);
    expect(answers.map((one) => one?.code ?? 'done').sort()).toEqual(['done', 'member-moved']);
    expect(facts()).toBe(1);
  });

  test('never takes the last administrator away from the root', async () => {
    const away = { memberId: admin.memberId, fromUnitId: 'unit-root', unitId: 'unit-street' };
    expect(await refusalOf(moveMember(office.act(admin), away))).toMatchObject({ code: 'last-administrator' });
    await moveMember(office.act(admin), { ...away, unitId: 'unit-letters' });
    expect(await sits(admin)).toBe('unit-letters');
    const section = { ...merger, people: 2, intoUnitId: 'unit-desk' };
    expect(await refusalOf(mergeSections(office.act(admin), section))).toMatchObject({ code: 'last-administrator' });
    expect(await sits(sun)).toBe('unit-letters');
  });

  test('to a closed unit, or of nobody, is refused', async () => {
    await mergeSections(office.act(admin), merger);
    expect(await refusalOf(moveMember(office.act(admin), move))).toMatchObject({ code: 'unit-closed', facts: { unit: '办信科' } });
    expect(await refusalOf(moveMember(office.act(admin), { ...move, memberId: 'member-gone' }))).toMatchObject({ code: 'not-found' });
    expect(await refusalOf(moveMember(office.act(admin), { ...move, changeId: 'import-1' }))).toMatchObject({ code: 'invalid-input' });
  });
});

describe('merging two sections', () => {
  test('moves everyone and closes the one that goes', async () => {
    await mergeSections(office.act(admin), { ...merger, unitId: 'unit-reception', intoUnitId: 'unit-letters', people: 3 });
    expect(await Promise.all([zhang, trainer, sectionLeader, sun].map(sits))).toEqual(['unit-letters', 'unit-letters', 'unit-letters', 'unit-letters']);
    expect(await unit('unit-reception')).toMatchObject({ closedOn: '2026-03-02', mergedIntoId: 'unit-letters' });
    expect(await office.store.factsOf('unit-reception')).toMatchObject([{ kind: 'unit.closed', body: { reason: '机构改革', intoUnitId: 'unit-letters' } }]);
    expect([facts(), (await office.store.verify()).problems]).toEqual([4, []]);
  });

  test('a second time changes nothing; into another one then is refused', async () => {
    await Promise.all([mergeSections(office.act(admin), merger), mergeSections(office.act(admin), merger)]);
    await mergeSections(office.act(admin), merger);
    expect(facts()).toBe(2);
    expect(await refusalOf(mergeSections(office.act(admin), { ...merger, intoUnitId: 'unit-desk' }))).toMatchObject({ code: 'unit-closed' });
  });

  test('both into each other at once merges one', async () => {
    const answers = await Promise.all([refusalOf(mergeSections(office.act(admin), merger)), refusalOf(mergeSections(office.act(admin), { ...merger, unitId: 'unit-reception', intoUnitId: 'unit-letters', people: 3 }))]);
    expect(answers.map((one) => one?.code ?? 'done').sort()).toEqual(['done', 'unit-closed']);
  });

  test('is refused when other people are there than the confirmation said, or a session is not over', async () => {
    expect(await refusalOf(mergeSections(office.act(admin), { ...merger, people: 2 }))).toMatchObject({ code: 'merger-outdated', facts: { unit: '办信科', people: 1 } });
    await office.record(scheduled('session-1', {}, 'unit-letters'));
    expect(await refusalOf(mergeSections(office.act(admin), merger))).toMatchObject({ code: 'unit-has-sessions', facts: { count: 1 } });
    await office.record(cancelled('session-1', 'unit-letters'));
    expect(await refusalOf(mergeSections(office.act(admin), merger))).toBeNull();
  });
});

describe('closing a unit', () => {
  test('is refused while people, open units or unfinished sessions belong to it', async () => {
    expect(await refusalOf(closeUnit(office.act(admin), 'unit-street', '撤销'))).toMatchObject({ code: 'unit-has-units', facts: { count: 1 } });
    expect(await refusalOf(closeUnit(office.act(admin), 'unit-desk', '撤销'))).toMatchObject({ code: 'unit-has-people', facts: { count: 1 } });
    await moveMember(office.act(admin), { memberId: wu.memberId, fromUnitId: 'unit-desk', unitId: 'unit-street' });
    await office.record(scheduled('session-1', {}, 'unit-desk'));
    expect(await refusalOf(closeUnit(office.act(admin), 'unit-desk', '撤销'))).toMatchObject({ code: 'unit-has-sessions', facts: { count: 1 } });
    await office.record(cancelled('session-1', 'unit-desk'));
    await closeUnit(office.act(admin), 'unit-desk', '窗口撤销');
    await closeUnit(office.act(admin), 'unit-desk', '窗口撤销');
    expect(await unit('unit-desk')).toMatchObject({ closedOn: '2026-03-02', mergedIntoId: null });
    expect((await office.store.factsOf('unit-desk')).filter((fact) => fact.kind === 'unit.closed')).toHaveLength(1);
  });

  test('and moving someone there at the same moment: one of the two is refused', async () => {
    await moveMember(office.act(admin), { memberId: wu.memberId, fromUnitId: 'unit-desk', unitId: 'unit-street' });
    const answers = await Promise.all([refusalOf(closeUnit(office.act(admin), 'unit-desk', '撤销')), refusalOf(moveMember(office.act(admin), { memberId: wu.memberId, fromUnitId: 'unit-street', unitId: 'unit-desk' }))]);
    expect(answers.filter((one) => one === null)).toHaveLength(1);
    expect([(await unit('unit-desk')).closedOn === null, await sits(wu)]).toEqual(answers[0] ? [true, 'unit-desk'] : [false, 'unit-street']);
  });

  test('lets nothing new be done there', async () => {
    await moveMember(office.act(admin), { memberId: wu.memberId, fromUnitId: 'unit-desk', unitId: 'unit-street' });
    await closeUnit(office.act(admin), 'unit-desk', '撤销');
    for (const act of [
      foundUnit(office.act(admin), { parentId: 'unit-desk', name: '一组', kind: 'section' }), renameUnit(office.act(admin), 'unit-desk', '新名'), lendUnit(office.act(admin), 'unit-desk', trainer.memberId),
      mergeSections(office.act(admin), { ...merger, intoUnitId: 'unit-desk' }), scheduleSession(office.act(streetTrainer), { ...occasion, startsAt: '2026-03-03T01:00:00.000Z', unitId: 'unit-desk' }),
    ]) expect(await refusalOf(act)).toMatchObject({ code: 'unit-closed', facts: { unit: '接待窗口' } });
  });
});

describe('lending a unit', () => {
  const input = { ...occasion, startsAt: '2026-03-02T01:30:00.000Z', unitId: 'unit-desk' };
  test('lets the trainer hold sessions there until it ends', async () => {
    const borrower = { ...streetTrainer, unitId: 'unit-town' };
    await office.put('members', borrower.memberId, borrower);
    expect(await refusalOf(scheduleSession(office.act(borrower), input))).toMatchObject({ code: 'not-permitted' });
    await lendUnit(office.act(admin), 'unit-street', borrower.memberId);
    await lendUnit(office.act(admin), 'unit-street', borrower.memberId);
    const sessionId = await scheduleSession(office.act(borrower), { ...input, sessionId: 'session-00000000000000aa' });
    await endLending(office.act(admin), 'unit-street', borrower.memberId);
    await endLending(office.act(admin), 'unit-street', borrower.memberId);
    expect(await refusalOf(openSession(office.act(borrower), sessionId))).toMatchObject({ code: 'not-permitted' });
    expect((await office.store.factsOf('unit-street')).map((fact) => [fact.kind, fact.body])).toEqual([['unit.lent', { trainerId: borrower.memberId }], ['unit.lending-ended', { trainerId: borrower.memberId }]]);
  });

  test('is only to trainers', async () => {
    expect(await refusalOf(lendUnit(office.act(admin), 'unit-street', zhang.memberId))).toMatchObject({ code: 'trainers-only' });
    expect(await refusalOf(lendUnit(office.act(admin), 'unit-street', 'member-gone'))).toMatchObject({ code: 'not-found' });
  });
});

test('a session of a unit that everyone has left cannot be opened, and says why', async () => {
  await office.record(scheduled('session-1', { startsAt: now }, 'unit-desk'));
  await moveMember(office.act(admin), { memberId: wu.memberId, fromUnitId: 'unit-desk', unitId: 'unit-street' });
  expect(await refusalOf(openSession(office.act(streetTrainer), 'session-1'))).toMatchObject({ code: 'nobody-due', facts: { unit: '接待窗口' } });
});
