import { beforeEach, describe, expect, test } from 'vitest';
import { closeUnit } from '../../src/commands/close-unit.ts';
import { foundUnit } from '../../src/commands/found-unit.ts';
import { endLending, lendUnit } from '../../src/commands/lend-unit.ts';
import { mergeSections } from '../../src/commands/merge-sections.ts';
import { moveMember } from '../../src/commands/move-member.ts';
import { adminPerson } from '../../src/views/admin-person.ts';
import { adminView, peopleView } from '../../src/views/admin.ts';
import { ownDossier } from '../../src/views/dossier.ts';
import { scheduleView, sessionsView } from '../../src/views/sessions.ts';
import { unitOverview } from '../../src/views/unit-overview.ts';
import { closingView, foundView, mergerView, unitsView, unitView, type UnitRow } from '../../src/views/units.ts';
import { admin, aMember, closed, completed, enrolled, everyone, leader, opened, scheduled, sectionLeader, streetTrainer, sun, townLeader, trainer, wu, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

const streetAdmin = aMember({ memberId: 'member-street-admin', staffNo: '2009', name: '街管', unitId: 'unit-street', roles: ['cadre', 'admin'] });
const merge = (people = 3) => mergeSections(office.act(admin), { unitId: 'unit-reception', intoUnitId: 'unit-letters', reason: '机构改革', people });
const flat = (rows: readonly UnitRow[], depth = 0): string[] => rows.flatMap((row) => [`${'-'.repeat(depth)}${row.name}${row.closed} ${row.people}/${row.peopleBelow}`, ...flat(row.below, depth + 1)]);
let office: Office;
beforeEach(async () => { office = await Office.open([...everyone, streetAdmin]); });

describe('the tree', () => {
  test('shows an administrator their office and below, with the people of each', async () => {
    expect(flat((await unitsView(office.reading(admin))).tree)).toEqual(['区信访办 2/11', '-来访接待科 3/3', '-办信科 1/1', '-青禾街道信访办 3/4', '--接待窗口 1/1', '-白溪镇信访办 1/1']);
    expect(await unitsView(office.reading(streetAdmin))).toMatchObject({ unit: '青禾街道信访办', open: 2, people: 4, tree: [{ unitId: 'unit-street' }] });
    expect(await refusalOf(unitView(office.reading(streetAdmin), 'unit-letters'))).toMatchObject({ code: 'not-permitted' });
    expect(await refusalOf(unitView(office.reading(admin), 'unit-gone'))).toMatchObject({ code: 'not-found' });
  });

  test('keeps a closed section in its place, marked, and offers it nowhere', async () => {
    await merge();
    expect(flat((await unitsView(office.reading(admin))).tree)).toContain('-来访接待科（已并入办信科） 0/0');
    expect(await unitView(office.reading(admin), 'unit-reception')).toMatchObject({ closed: '（已并入办信科）', closedOn: '2026-03-02', mergeInto: [], trainers: [], mayClose: false });
    const offered = [(await foundView(office.reading(admin), null)).parents, (await unitView(office.reading(admin), 'unit-desk')).mergeInto, (await adminPerson(office.reading(admin), wu.memberId)).moveTo,
      (await scheduleView(office.reading({ ...trainer, unitId: 'unit-letters' }))).units, (await adminView(office.reading(admin))).sections, (await peopleView(office.reading(admin), new URLSearchParams())).sections];
    for (const choices of offered) {
      expect(choices.length).toBeGreaterThan(0);
      expect(JSON.stringify(choices)).not.toContain('unit-reception');
    }
  });
});

describe('one unit', () => {
  test('says who belongs to it, what it may be merged into, and what has been', async () => {
    const unitId = await foundUnit(office.act(admin), { parentId: 'unit-street', name: '㛃䶮科', kind: 'section' });
    await lendUnit(office.act(admin), unitId, trainer.memberId);
    const view = await unitView(office.reading(admin), unitId);
    expect(view).toMatchObject({ name: '㛃䶮科', path: '区信访办 / 青禾街道信访办', kind: '科室', people: 0, mayClose: true, lentTo: [{ name: '林晓筠', unit: '来访接待科', isTrainer: true }] });
    expect(view.mergeInto.map(({ text }) => text)).toEqual(['来访接待科', '办信科', '青禾街道信访办 / 接待窗口']);
    expect(view.history.map(({ kind, what }) => [kind, what])).toEqual([['委托授课', '林晓筠（办理人：陈管）'], ['设立', '设立科室“㛃䶮科”，隶属青禾街道信访办（办理人：陈管）']]);
  });

  test('offers only trainers who do not hold sessions there yet', async () => {
    const offered = async (unitId: string) => (await unitView(office.reading(admin), unitId)).trainers.map(({ value }) => value);
    expect([await offered('unit-letters'), await offered('unit-desk')]).toEqual([[streetTrainer.memberId], []]);
    await lendUnit(office.act(admin), 'unit-letters', streetTrainer.memberId);
    expect(await offered('unit-letters')).toEqual([]);
    await endLending(office.act(admin), 'unit-letters', streetTrainer.memberId);
    expect(await offered('unit-letters')).toEqual([streetTrainer.memberId]);
  });

  test('before a merger tells how many would move and who leads', async () => {
    expect(await mergerView(office.reading(admin), 'unit-reception', 'unit-letters')).toMatchObject({ name: '来访接待科', into: '办信科', people: 3, names: ['张䶮', '林晓筠', '赵堃'], leaders: ['赵堃'] });
    expect(await refusalOf(mergerView(office.reading(admin), 'unit-street', 'unit-letters'))).toMatchObject({ code: 'sections-only' });
    expect(await refusalOf(closingView(office.reading(admin), 'unit-desk'))).toMatchObject({ code: 'unit-has-people' });
  });
});

describe('a person’s card', () => {
  test('tells the administrator what the roster says, nothing of the studies, and what a move means for their roles', async () => {
    await office.record(enrolled(sectionLeader), completed(sectionLeader, 'course-a/first'));
    await moveMember(office.act(admin), { memberId: sectionLeader.memberId, fromUnitId: 'unit-reception', unitId: 'unit-desk' });
    const card = await adminPerson(office.reading(admin), sectionLeader.memberId);
    expect(card).toMatchObject({ name: '赵堃', unit: '青禾街道信访办 / 接待窗口', roles: '学员、领导', accountState: '正常' });
    expect(card.consequences).toEqual([expect.stringContaining('领导角色随本人保留')]);
    expect(card.history.map(({ kind, what }) => [kind, what])).toEqual([['名册变更', '青禾街道信访办 / 接待窗口，接访岗，一级科员，学员、领导（办理人：陈管）'], ['列入名册', '来访接待科，接访岗，一级科员，学员、领导（办理人：陈管）']]);
    expect(card.moveTo.map(({ value }) => value)).not.toContain('unit-desk');
    expect(await refusalOf(adminPerson(office.reading(streetAdmin), zhang.memberId))).toMatchObject({ code: 'not-permitted' });
    expect(await refusalOf(adminPerson(office.reading(admin), 'member-gone'))).toMatchObject({ code: 'not-found' });
  });

  test('after the move their own record says where to', async () => {
    await moveMember(office.act(admin), { memberId: zhang.memberId, fromUnitId: 'unit-reception', unitId: 'unit-letters' });
    const view = await ownDossier(office.reading({ ...zhang, unitId: 'unit-letters' }), { year: null, filter: null, page: 1 });
    expect([view.unit, view.lines[0]?.what]).toEqual(['办信科', '办信科，接访岗，一级科员，学员']);
  });
});

describe('the past', () => {
  test('stays with the section where it happened, also after a merger', async () => {
    await office.record(completed(zhang, 'course-a/first', '2026-02-02T01:00:00.000Z'), completed(sun, 'course-a/first', '2026-02-03T01:00:00.000Z'), scheduled('session-1', {}, 'unit-reception'), opened('session-1', [zhang], undefined, 'unit-reception'), closed('session-1', undefined, 'unit-reception'));
    await merge();
    await office.record(completed({ ...zhang, unitId: 'unit-letters' }, 'course-a/second'));
    const overview = await unitOverview(office.reading(leader), new URLSearchParams());
    const lessons = Object.fromEntries(overview.sections.map((row) => [row.name, [row.people, row.figures[0]!.value]]));
    expect(lessons).toMatchObject({ '来访接待科（已并入办信科）': [0, 1], 办信科: [4, 2] });
    expect((await sessionsView(office.reading({ ...trainer, unitId: 'unit-letters' }))).past.map((line) => line.unit)).toEqual(['来访接待科（已并入办信科）']);
  });

  test('of a closed office is marked too', async () => {
    await moveMember(office.act(admin), { memberId: townLeader.memberId, fromUnitId: 'unit-town', unitId: 'unit-root' });
    await closeUnit(office.act(admin), 'unit-town', '撤镇');
    expect(flat((await unitsView(office.reading(admin))).tree)).toContain('-白溪镇信访办（已撤销） 0/0');
  });
});

describe('a trainer to whom a unit is lent', () => {
  test('sees its sessions and may schedule there, besides their own office', async () => {
    const borrower = { ...streetTrainer, unitId: 'unit-town' };
    await office.put('members', borrower.memberId, borrower);
    await office.record(scheduled('session-1', { startsAt: '2026-03-05T01:00:00.000Z' }, 'unit-desk'), scheduled('session-2', { startsAt: '2026-03-06T01:00:00.000Z' }, 'unit-letters'));
    const seen = async () => [(await sessionsView(office.reading(borrower))).coming.map((line) => line.sessionId), (await scheduleView(office.reading(borrower))).units.map(({ text }) => text)];
    expect(await seen()).toEqual([[], ['白溪镇信访办']]);
    await lendUnit(office.act(admin), 'unit-street', borrower.memberId);
    expect(await seen()).toEqual([['session-1'], ['白溪镇信访办', '青禾街道信访办', '青禾街道信访办 / 接待窗口']]);
    expect((await peopleView(office.reading(streetAdmin), new URLSearchParams())).rows.map((row) => row.memberId)).not.toContain(borrower.memberId);
  });
});

test('units recorded before they could be closed or lent are open everywhere', async () => {
  const old = { unitId: 'unit-letters', name: '办信科', kind: 'section', parentId: 'unit-root', order: 1 };
  await office.put('units', old.unitId, old);
  expect(await unitView(office.reading(admin), 'unit-letters')).toMatchObject({ closed: '', lentTo: [], history: [] });
  expect((await scheduleView(office.reading(trainer))).units.map(({ value }) => value)).toContain('unit-letters');
  await merge();
  await lendUnit(office.act(admin), 'unit-letters', streetTrainer.memberId);
  expect(await office.document('units', 'unit-letters')).toEqual({ ...old, closedOn: null, mergedIntoId: null, lentTo: [streetTrainer.memberId] });
});
