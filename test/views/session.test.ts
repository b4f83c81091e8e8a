import { beforeEach, describe, expect, test } from 'vitest';
import type { Member } from '../../src/domain/member.ts';
import { sessionView } from '../../src/views/session.ts';
import { scheduleView, sessionsView } from '../../src/views/sessions.ts';
import { admin, closed, leader, opened, scheduled, sectionLeader, signedIn, streetLeader, streetTrainer, sun, townLeader, trainer, wu, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => {
  office = await Office.open();
  await office.record(scheduled('session-1'), opened('session-1', [zhang, sun, trainer, wu]), signedIn('session-1', sun, '2026-03-02T01:06:00.000Z'));
  await office.put('session-codes', 'session-1', { code: '4711', issuedAt: '2026-03-02T00:50:00.000Z' });
});
const see = (actor: Member, sessionId = 'session-1', at = '2026-03-02T01:07:00.000Z') => sessionView(office.reading(actor, at), sessionId);

describe('a session', () => {
  test('hides register and code from cadres, and shows them their own line', async () => {
    const view = await see(zhang);
    expect([view.register, view.hold]).toEqual([null, null]);
    expect(JSON.stringify(view)).not.toMatch(/4711|孙㛃|吴桐|member-sun/);
    expect([view.own, (await see(sun)).own]).toEqual([{ state: 'awaited', stateText: '未签到', time: null }, { state: 'late', stateText: '迟到', time: '09:06' }]);
    expect((await see(admin)).own).toBeNull();
  });

  test('shows the register to leaders of the unit, without the code', async () => {
    const view = await see(leader);
    expect([view.hold, JSON.stringify(view).includes('4711')]).toEqual([null, false]);
    expect(view.register!.counts).toEqual({ due: 4, present: 0, late: 1, absent: 0, awaited: 3 });
    expect(view.register!.sections.map((section) => [section.name, section.lines.map((line) => [line.staffNo, line.name, line.state])])).toEqual([
      ['来访接待科', [['1001', '张䶮', 'awaited'], ['1003', '林晓筠', 'awaited']]], ['办信科', [['1002', '孙㛃', 'late']]], ['青禾街道信访办 / 接待窗口', [['2001', '吴桐', 'awaited']]],
    ]);
  });

  test('shows register and code to a trainer of the office, the code only while it is open', async () => {
    expect((await see(trainer)).hold).toMatchObject({ code: '4711', mayOpen: false });
    await office.record(closed('session-1', '2026-03-02T01:15:00.000Z'));
    expect((await see(trainer)).hold).toMatchObject({ code: null });
    expect((await see(trainer)).register!.counts).toEqual({ due: 4, present: 0, late: 1, absent: 3, awaited: 0 });
  });

  test('hides the register of the office from a section leader and from leaders and trainers below, who see it as cadres', async () => {
    for (const actor of [sectionLeader, streetLeader, streetTrainer, townLeader]) {
      const view = await see(actor);
      expect([view.register, view.hold, JSON.stringify(view).includes('4711')], actor.name).toEqual([null, null, false]);
    }
  });

  test('may be opened by its trainer from an hour before', async () => {
    await office.record(scheduled('session-2', { startsAt: '2026-03-03T01:00:00.000Z' }));
    const mayOpen = async (at: string) => (await see(trainer, 'session-2', at)).hold;
    expect([await mayOpen('2026-03-02T23:59:59.000Z'), await mayOpen('2026-03-03T00:00:00.000Z')]).toMatchObject([{ mayOpen: false, opensAt: '2026-03-03 08:00' }, { mayOpen: true }]);
    expect((await see(trainer, 'session-2')).register).toBeNull();
  });

  test('is seen by someone on its list who has moved to another unit since, and by nobody else there', async () => {
    await office.record(scheduled('session-3', {}, 'unit-reception'), opened('session-3', [zhang], undefined, 'unit-reception'));
    expect((await see({ ...zhang, unitId: 'unit-town' }, 'session-3')).own?.state).toBe('awaited');
    expect(await refusalOf(see(townLeader, 'session-3'))).toMatchObject({ code: 'not-permitted' });
    expect(await refusalOf(see(sun, 'session-3'))).toMatchObject({ code: 'not-permitted' });
  });

  test('that does not exist is not found', async () => {
    for (const sessionId of ['session-9', 'member-sun', '__proto__', '../session-1', '']) expect(await refusalOf(see(trainer, sessionId)), sessionId).toMatchObject({ code: 'not-found' });
  });
});

describe('the list of sessions', () => {
  const list = (actor: Member, at = '2026-03-02T01:07:00.000Z') => sessionsView(office.reading(actor, at));

  test('shows coming ones nearest first and past ones newest first, each to those it concerns', async () => {
    await office.record(
      scheduled('session-2', { startsAt: '2026-03-09T01:00:00.000Z' }), scheduled('session-3', { startsAt: '2026-03-05T01:00:00.000Z' }, 'unit-reception'),
      scheduled('session-4', { startsAt: '2026-02-02T01:00:00.000Z' }), scheduled('session-5', { startsAt: '2026-03-06T01:00:00.000Z' }, 'unit-street'),
    );
    const ids = async (actor: Member) => { const view = await list(actor); return [view.coming.map((line) => line.sessionId), view.past.map((line) => line.sessionId)]; };
    expect(await ids(zhang)).toEqual([['session-1', 'session-3', 'session-2'], ['session-4']]);
    expect(await ids(sun)).toEqual([['session-1', 'session-2'], ['session-4']]);
    expect(await ids(wu)).toEqual([['session-1', 'session-5', 'session-2'], ['session-4']]);
    expect(await ids(trainer)).toEqual([['session-1', 'session-3', 'session-5', 'session-2'], ['session-4']]);
  });

  test('shows counts only to those who may see the register, and everyone their own attendance', async () => {
    await office.record(closed('session-1', '2026-03-02T01:15:00.000Z'));
    const line = async (actor: Member) => (await list(actor)).past[0]!;
    expect([(await line(zhang)).counts, (await line(sectionLeader)).counts, (await line(leader)).counts?.due, (await line(trainer)).counts?.late]).toEqual([null, null, 4, 1]);
    expect([(await line(zhang)).own, (await line(sun)).own, (await line(leader)).own]).toEqual(['缺席', '已签到', null]);
    expect([(await list(trainer)).mayHold, (await list(leader)).mayHold]).toEqual([true, false]);
  });
});

test('the form for a session offers a trainer their own office and its sections, all lessons, and today by Beijing time', async () => {
  const of = async (actor: Member) => (await scheduleView(office.reading(actor, '2026-03-02T16:00:00.000Z')));
  expect((await of(streetTrainer)).units.map((unit) => unit.value)).toEqual(['unit-street', 'unit-desk']);
  expect((await of(trainer)).units).toHaveLength(6);
  expect((await of(trainer)).lessons.map((lesson) => lesson.value)).toEqual(['course-a/first', 'course-a/second', 'course-b/third']);
  expect(await of(trainer)).toMatchObject({ self: '林晓筠', today: '2026-03-03' });
});
