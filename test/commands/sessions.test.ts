import { beforeEach, describe, expect, test } from 'vitest';
import { cancelSession, closeSession } from '../../src/commands/close-session.ts';
import { openSession } from '../../src/commands/open-session.ts';
import { renewCode } from '../../src/commands/renew-code.ts';
import { scheduleSession, type ScheduleInput } from '../../src/commands/schedule-session.ts';
import { loadSession } from '../../src/commands/session-in-hand.ts';
import { currentCode } from '../../src/commands/sign-in-code.ts';
import { markPresent, signInToSession, voidSignIn } from '../../src/commands/sign-in-to-session.ts';
import { register } from '../../src/domain/attendance.ts';
import type { Member } from '../../src/domain/member.ts';
import { admin, everyone, leader, occasion, streetTrainer, sun, trainer, wu, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

const id = 'session-00000000000000a1';
const dayBefore = '2026-03-01T01:00:00.000Z';
const tenTo = '2026-03-02T00:50:00.000Z';
const closing = '2026-03-02T01:15:00.000Z';
let office: Office;
beforeEach(async () => { office = await Office.open(); });

const schedule = (over: Partial<ScheduleInput> = {}, actor: Member | null = trainer, at = dayBefore) => scheduleSession(office.act(actor, at), { ...occasion, unitId: 'unit-root', sessionId: id, ...over });
const open = (actor: Member | null = trainer, at = tenTo) => openSession(office.act(actor, at), id);
const close = (note = '逐条讨论。', actor: Member | null = trainer, at = closing) => closeSession(office.act(actor, at), id, note);
const signIn = async (member: Member, at = tenTo) => signInToSession(office.act(member, at), id, (await currentCode(office.store, id))!);
const linesOf = async () => register(await loadSession(office.store, id), await office.store.factsIn(id));
const stateOf = async (member: Member) => (await linesOf()).find((line) => line.memberId === member.memberId)?.state;

test('a session is scheduled, opened, signed in to, marked, closed: and its register says who was there', async () => {
  await schedule({ unitId: 'unit-root', place: '二楼䶮厅' });
  expect(await loadSession(office.store, id)).toMatchObject({ state: 'scheduled', place: '二楼䶮厅', scheduledBy: 'member-lin', roster: [] });
  await open();
  await signIn(zhang);
  await signIn(sun, '2026-03-02T01:05:01.000Z');
  await markPresent(office.act(trainer, '2026-03-02T01:04:00.000Z'), id, 'member-wu', '未带手机');
  await close();
  expect((await linesOf()).map(({ memberId, unitId, state, method, reason }) => [memberId, unitId, state, method, reason]).filter(([, , state]) => state !== 'absent')).toEqual([
    ['member-zhang', 'unit-reception', 'present', 'code', null], ['member-sun', 'unit-letters', 'late', 'code', null], ['member-wu', 'unit-desk', 'present', 'by-hand', '未带手机'],
  ]);
  expect(await loadSession(office.store, id)).toMatchObject({ state: 'closed', closedAt: closing, closedBy: 'member-lin', note: '逐条讨论。' });
  expect((await linesOf()).length).toBe(everyone.length);
  expect(await currentCode(office.store, id)).toBeNull();
  expect(await office.store.verify()).toMatchObject({ problems: [] });
});

describe('scheduling', () => {
  test('sent twice schedules once; with other content it is refused', async () => {
    expect([await schedule(), await schedule({}, trainer, '2026-03-01T01:00:07.000Z')]).toEqual([id, id]);
    expect(await refusalOf(schedule({ place: '别处' }))).toMatchObject({ code: 'fact-conflict' });
    expect(await office.factIds(id)).toEqual(['scheduled']);
  });

  test('draws an id where the form brought none', async () => {
    const drawn = await schedule({ sessionId: undefined });
    expect(drawn).toMatch(/^session-[0-9a-f]{16}$/);
    expect((await loadSession(office.store, drawn)).state).toBe('scheduled');
  });

  test('in the past, of a lesson that does not exist, or under a made-up id is refused', async () => {
    expect(await refusalOf(schedule({}, trainer, '2026-03-02T01:00:00.000Z'))).toMatchObject({ code: 'session-in-past' });
    expect(await refusalOf(schedule({ lessonId: 'course-a/gone' }))).toMatchObject({ code: 'invalid-input', facts: { text: '没有这一课' } });
    for (const sessionId of ['session-1', 'member-zhang', '../x', 'session-00000000000000A1', '']) expect(await refusalOf(schedule({ sessionId })), sessionId).toMatchObject({ code: 'invalid-input' });
    expect(await office.store.factsOfUnit('unit-root')).toEqual([]);
  });

  test('is for trainers, within their own office', async () => {
    expect(await refusalOf(schedule({}, null))).toMatchObject({ code: 'not-signed-in' });
    for (const actor of [zhang, leader, admin]) expect(await refusalOf(schedule({}, actor)), actor.name).toMatchObject({ code: 'not-permitted' });
    for (const unitId of ['unit-root', 'unit-town', 'unit-reception', 'unit-gone']) expect(await refusalOf(schedule({ unitId }, streetTrainer)), unitId).toMatchObject({ code: 'not-permitted' });
    await schedule({ unitId: 'unit-desk' }, streetTrainer);
    expect((await loadSession(office.store, id)).unitId).toBe('unit-desk');
  });
});

describe('opening', () => {
  beforeEach(() => schedule());

  test('is possible from an hour before, not earlier', async () => {
    expect(await refusalOf(open(trainer, '2026-03-01T23:59:59.999Z'))).toMatchObject({ code: 'session-too-early', facts: { minutes: 60 } });
    await open(trainer, '2026-03-02T00:00:00.000Z');
    expect(await stateOf(zhang)).toBe('awaited');
  });

  test('fixes who is due: everyone of the unit and below at that moment, with their section', async () => {
    await open();
    await office.put('members', 'member-sun', { ...sun, unitId: 'unit-reception' });
    await office.put('members', 'member-new', { ...sun, memberId: 'member-new' });
    const { roster } = await loadSession(office.store, id);
    expect(roster).toEqual(everyone.map(({ memberId, unitId }) => ({ memberId, unitId })).sort((a, b) => everyone.findIndex((one) => one.memberId === a.memberId) - everyone.findIndex((one) => one.memberId === b.memberId)));
  });

  test('of a section’s session makes only its people due', async () => {
    const street = 'session-00000000000000b2';
    await schedule({ unitId: 'unit-street', sessionId: street }, streetTrainer);
    await openSession(office.act(streetTrainer, tenTo), street);
    expect((await loadSession(office.store, street)).roster.map((line) => line.memberId)).toEqual(['member-wu', 'member-zhou', 'member-qian']);
  });

  test('a second time is refused, also once it is closed or called off', async () => {
    await open();
    expect(await refusalOf(open())).toMatchObject({ code: 'session-already-open' });
    await close();
    expect(await refusalOf(open())).toMatchObject({ code: 'session-closed' });
  });

  test('twice at once opens it once, and the code on the projector is the one that works', async () => {
    const results = await Promise.all([refusalOf(open()), refusalOf(open())]);
    expect(results.filter((refusal) => refusal === null).length).toBeGreaterThan(0);
    expect(await office.factIds(id)).toEqual(['scheduled', 'opened']);
    await signIn(zhang);
    expect(await stateOf(zhang)).toBe('present');
  });

  test('of a session nobody scheduled is refused', async () => {
    for (const unknown of ['session-00000000000000ff', 'member-zhang', '../x', '__proto__']) expect(await refusalOf(openSession(office.act(trainer, tenTo), unknown)), unknown).toMatchObject({ code: 'not-found' });
  });
});

describe('closing', () => {
  beforeEach(async () => { await schedule(); await open(); });

  test('turns the awaited into absent and locks the register', async () => {
    await signIn(zhang);
    await close();
    expect([await stateOf(zhang), await stateOf(sun)]).toEqual(['present', 'absent']);
    const late = office.act(trainer, '2026-03-02T01:20:00.000Z');
    expect(await refusalOf(markPresent(late, id, 'member-sun', '未带手机'))).toMatchObject({ code: 'session-closed' });
    expect(await refusalOf(voidSignIn(late, id, 'member-zhang', '登记错人'))).toMatchObject({ code: 'session-closed' });
    expect(await refusalOf(signInToSession(office.act(sun, '2026-03-02T01:20:00.000Z'), id, '1111'))).toMatchObject({ code: 'session-not-open' });
    expect(await refusalOf(renewCode(late, id))).toMatchObject({ code: 'session-not-open' });
    expect(await refusalOf(cancelSession(late, id, '会议改期'))).toMatchObject({ code: 'session-closed' });
    expect([await stateOf(zhang), await stateOf(sun)]).toEqual(['present', 'absent']);
  });

  test('a second time is refused and leaves the note; twice at once closes it once', async () => {
    await Promise.all([close(), close()]);
    expect(await refusalOf(close('另一份记录'))).toMatchObject({ code: 'session-closed' });
    expect([await office.factIds(id), (await loadSession(office.store, id)).note]).toEqual([['scheduled', 'opened', 'closed'], '逐条讨论。']);
  });

  test('before opening is refused', async () => {
    const other = 'session-00000000000000b2';
    await schedule({ sessionId: other });
    expect(await refusalOf(closeSession(office.act(trainer, tenTo), other, ''))).toMatchObject({ code: 'session-not-open' });
  });
});

test('calling off ends a session before or after its opening, takes the code away, and says why', async () => {
  await schedule();
  await open();
  await cancelSession(office.act(trainer, '2026-03-02T00:55:00.000Z'), id, '会议改期');
  expect(await loadSession(office.store, id)).toMatchObject({ state: 'cancelled', cancelReason: '会议改期' });
  expect(await currentCode(office.store, id)).toBeNull();
  for (const work of [open(), close(), cancelSession(office.act(trainer), id, '再取消')]) expect(await refusalOf(work)).toMatchObject({ code: 'session-closed' });
});

test('another unit’s trainer, a leader, an administrator, a cadre and a guest may do nothing with a session', async () => {
  await schedule();
  await open();
  await signIn(wu);
  for (const actor of [streetTrainer, leader, admin, zhang, null]) {
    const act = office.act(actor, tenTo);
    const works = [openSession(act, id), closeSession(act, id, ''), cancelSession(act, id, '会议改期'), renewCode(act, id), markPresent(act, id, 'member-sun', '未带手机'), voidSignIn(act, id, 'member-wu', '登记错人')];
    for (const work of works) expect(await refusalOf(work), actor?.name).toMatchObject({ code: actor ? 'not-permitted' : 'not-signed-in' });
  }
  expect([await office.factIds(id), await stateOf(wu), await stateOf(sun)]).toEqual([['scheduled', 'opened'], 'present', 'awaited']);
});
