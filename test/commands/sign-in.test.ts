import { beforeEach, describe, expect, test } from 'vitest';
import { openSession } from '../../src/commands/open-session.ts';
import { renewCode } from '../../src/commands/renew-code.ts';
import { currentCode, guessing } from '../../src/commands/sign-in-code.ts';
import { markPresent, signInToSession, voidSignIn } from '../../src/commands/sign-in-to-session.ts';
import type { Member } from '../../src/domain/member.ts';
import { aMember, scheduled, sun, trainer, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

const id = 'session-1';
const at = '2026-03-02T00:50:00.000Z';
let office: Office;
beforeEach(async () => {
  office = await Office.open();
  await office.record(scheduled(id));
  await openSession(office.act(trainer, at), id);
});

const signIn = (code: string, member: Member | null = zhang, when = at) => signInToSession(office.act(member, when), id, code);
const trying = (code: string, member: Member | null = zhang, when = at) => refusalOf(signIn(code, member, when));
const signInsOf = async (memberId = 'member-zhang') => (await office.factIds(memberId)).filter((fact) => fact.startsWith('signed-in/'));

describe('signing in', () => {
  test('with the code from the room is recorded once, however often it is sent', async () => {
    await signIn('1111');
    await signIn('1111', zhang, '2026-03-02T00:51:00.000Z');
    await Promise.all([signIn('1111', sun), signIn('1111', sun), signIn('1111', sun, '2026-03-02T00:50:00.300Z')]);
    expect([await signInsOf(), await signInsOf('member-sun')]).toEqual([['signed-in/session-1/1'], ['signed-in/session-1/1']]);
    expect((await office.store.factsIn(id))[0]).toMatchObject({ at, actorId: 'member-zhang', unitId: 'unit-reception', contextId: id, body: { method: 'code' } });
  });

  test('with a wrong code is refused with the tries that are left', async () => {
    for (const [index, code] of ['0000', '', '11111', ' 1111'].entries()) expect(await trying(code), code).toMatchObject({ code: 'code-wrong', facts: { left: 4 - index } });
    expect(await signInsOf()).toEqual([]);
    await signIn('1111');
    expect(await signInsOf()).toHaveLength(1);
  });

  test('ends by itself twelve hours after the session, if nobody closed it: an old code is no code', async () => {
    const { startsAt, minutes } = (await office.store.factsOf(id))[0]!.body as { startsAt: string; minutes: number };
    const end = Date.parse(startsAt) + (minutes + 12 * 60) * 60_000;
    expect(await trying('1111', zhang, new Date(end).toISOString())).toMatchObject({ code: 'session-not-open' });
    expect(await trying('1111', zhang, new Date(end - 1).toISOString())).toBeNull();
  });

  test('with the code before the last is refused', async () => {
    await renewCode(office.act(trainer, at), id);
    expect(await currentCode(office.store, id)).toBe('2222');
    expect(await trying('1111')).toMatchObject({ code: 'code-wrong' });
    expect(await trying('2222')).toBeNull();
  });

  test('needs to be on the list, and the session to be open', async () => {
    expect(await trying('1111', aMember({ memberId: 'member-new' }))).toMatchObject({ code: 'not-on-roster' });
    expect(await trying('1111', null)).toMatchObject({ code: 'not-signed-in' });
    await office.record(scheduled('session-2'));
    expect(await refusalOf(signInToSession(office.act(zhang, at), 'session-2', '1111'))).toMatchObject({ code: 'session-not-open' });
    expect(await refusalOf(signInToSession(office.act(zhang, at), 'session-9', '1111'))).toMatchObject({ code: 'not-found' });
  });

  test('counts for the section the person belonged to at the opening', async () => {
    await signIn('1111', { ...zhang, unitId: 'unit-letters' });
    expect((await office.store.factsIn(id))[0]).toMatchObject({ unitId: 'unit-reception' });
  });
});

describe('guessing', () => {
  test('ends after five wrong codes for ten minutes, against the right one too', async () => {
    for (let guess = 0; guess < 5; guess += 1) expect(await trying(`000${guess}`)).toMatchObject({ code: 'code-wrong' });
    expect(await trying('1111')).toMatchObject({ code: 'code-rate-limited', facts: { minutes: 10 } });
    expect(await trying('1111', zhang, '2026-03-02T00:59:59.999Z')).toMatchObject({ code: 'code-rate-limited', facts: { minutes: 1 } });
    expect(await trying('1111', zhang, '2026-03-02T01:00:00.000Z')).toBeNull();
  });

  test('of one person does not hinder another', async () => {
    for (let guess = 0; guess < 6; guess += 1) await trying('0000');
    expect(await trying('1111', sun)).toBeNull();
  });

  test('many codes at once is five tries, and a right one behind them does not get through', async () => {
    const guesses = [...Array.from({ length: 30 }, (_, index) => String(5_000 + index)), '1111'];
    const refusals = await Promise.all(guesses.map((code) => trying(code)));
    expect(refusals.filter((refusal) => refusal?.code === 'code-wrong')).toHaveLength(guessing.failures);
    expect(refusals.at(-1)).toMatchObject({ code: 'code-rate-limited' });
    expect(await signInsOf()).toEqual([]);
  });

  test('slowly is counted over the last ten minutes only', async () => {
    for (let minute = 50; minute < 54; minute += 1) expect(await trying('0000', zhang, `2026-03-02T00:${minute}:00.000Z`)).toMatchObject({ code: 'code-wrong' });
    expect(await trying('0000', zhang, '2026-03-02T01:00:30.000Z')).toMatchObject({ code: 'code-wrong', facts: { left: 1 } });
  });

  test('in one session does not count in another', async () => {
    await office.record(scheduled('session-2'));
    await openSession(office.act(trainer, at), 'session-2');
    for (let guess = 0; guess < 5; guess += 1) await trying('0000');
    expect(await refusalOf(signInToSession(office.act(zhang, at), 'session-2', (await currentCode(office.store, 'session-2'))!))).toBeNull();
  });

  test('leaves nothing behind once the right code was given', async () => {
    await trying('0000');
    await signIn('1111');
    expect(await office.store.listDocuments('guesses')).toEqual([]);
  });
});

describe('the trainer', () => {
  const hand = (memberId: string, reason = '未带手机') => markPresent(office.act(trainer, at), id, memberId, reason);
  const takeBack = (memberId: string, reason = '登记错人') => voidSignIn(office.act(trainer, '2026-03-02T00:52:00.000Z'), id, memberId, reason);

  test('marks someone present with the reason; a second time, or after the code, changes nothing', async () => {
    await hand('member-zhang');
    await hand('member-zhang', '手机没电');
    await signIn('1111', sun);
    await hand('member-sun');
    expect((await office.store.factsIn(id)).map((fact) => [fact.subjectId, fact.actorId, fact.body])).toEqual([
      ['member-zhang', 'member-lin', { method: 'by-hand', reason: '未带手机' }], ['member-sun', 'member-sun', { method: 'code' }],
    ]);
  });

  test('cannot mark someone who is not on the list', async () => {
    expect(await refusalOf(hand('member-new'))).toMatchObject({ code: 'not-on-roster' });
  });

  test('takes a sign-in back, which stays on record, and the person may sign in again', async () => {
    await signIn('1111');
    await takeBack('member-zhang');
    expect(await refusalOf(takeBack('member-zhang'))).toMatchObject({ code: 'sign-in-not-found' });
    await signIn('1111', zhang, '2026-03-02T00:53:00.000Z');
    await takeBack('member-zhang', '又登记错人');
    await hand('member-zhang');
    expect(await office.factIds('member-zhang')).toEqual([
      'signed-in/session-1/1', 'voided/signed-in/session-1/1', 'signed-in/session-1/2', 'voided/signed-in/session-1/2', 'signed-in/session-1/3',
    ]);
    expect((await office.store.factsIn(id)).filter((fact) => fact.kind === 'fact.voided').map((fact) => fact.body)).toEqual([
      { factId: 'signed-in/session-1/1', reason: '登记错人' }, { factId: 'signed-in/session-1/2', reason: '又登记错人' },
    ]);
  });

  test('cannot take back what is not there', async () => {
    expect(await refusalOf(takeBack('member-sun'))).toMatchObject({ code: 'sign-in-not-found' });
  });

  test('renews the code to another one, even when chance draws the same', async () => {
    office.secrets.codes.unshift('1111', '1111', '7777');
    await renewCode(office.act(trainer, at), id);
    expect(await currentCode(office.store, id)).toBe('7777');
  });
});
