import { beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/domain/refusal.ts';
import { changePassword } from '../../src/commands/change-password.ts';
import { logIn } from '../../src/commands/log-in.ts';
import { endLogIn } from '../../src/commands/log-out.ts';
import { keepForm, recognise } from '../../src/commands/recognise.ts';
import type { Account, LogIn } from '../../src/domain/account.ts';
import { addMinutes } from '../../src/domain/calendar.ts';
import { now, sun, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });

const right = 'Right-2026!';
const attempt = (password: string, { account = '1001', at = now, oldToken = null as string | null } = {}) => logIn(office.act(null, at), { account, password, device: 'Chrome，Windows', oldToken });
const refused = (...args: Parameters<typeof attempt>) => refusalOf(attempt(...args));
const account = async (id = '1001') => (await office.document<Account>('accounts', id))!;
const seen = (token: string | null, at: string) => recognise(office.act(null, at), token);
const form = { action: 'answerQuestion', path: '/courses/course-a/first', fields: [['letters', 'A']] as [string, string][] };
const keep = (token: string | null, at: string, kept = form) => keepForm(office.act(null, at), token, kept);
const afterIdle = '2026-03-02T02:00:00.000Z';

describe('the right password', () => {
  test('opens a log-in whose token is nowhere in the store', async () => {
    const { token, mustChange, kept } = await attempt(right);
    expect([mustChange, kept]).toEqual([false, null]);
    expect(await seen(token, now)).toMatchObject({ member: zhang, account: '1001', logInId: `id-of-${token}`, mustChange: false });
    expect(await office.document<LogIn>('log-ins', token)).toBeNull();
  });

  test('may be sent with the account in capitals or with blanks around it', async () => {
    await office.put('accounts', 'w-7', { ...await account(), account: 'w-7' });
    for (const typed of ['W-7', ' w-7 ']) expect((await attempt(right, { account: typed })).token).toMatch(/^token-/);
  });

  test('says when it is a one-time password', async () => {
    await office.put('accounts', '1001', { ...await account(), mustChange: true });
    const { token, mustChange } = await attempt(right);
    expect([mustChange, (await seen(token, now))?.mustChange]).toEqual([true, true]);
  });
});

describe('a wrong password', () => {
  test('is refused in the same words as an unknown account, a hostile one and one that was closed', async () => {
    await office.put('accounts', '1002', { ...await account('1002'), active: false });
    const first = await refused('wrong');
    expect(first).toMatchObject({ code: 'wrong-credentials', facts: { limit: 5, minutes: 15 } });
    for (const other of [{ account: 'nobody' }, { account: '__proto__' }, { account: '../1001' }, { account: '' }, { account: '1002' }]) {
      const { code, facts } = (await refused(right, other))!;
      expect({ code, facts }, other.account).toEqual({ code: first!.code, facts: first!.facts });
    }
  });

  test('costs the same work for an unknown account as for a known one', async () => {
    let checks = 0;
    const { checkPassword } = office.secrets;
    office.secrets.checkPassword = (password, hash) => { checks += 1; return checkPassword(password, hash); };
    await refused('wrong');
    await refused('wrong', { account: 'nobody' });
    expect(checks).toBe(2);
  });

  test('five times locks the account for a quarter of an hour, against the right one too', async () => {
    for (let time = 1; time <= 5; time += 1) expect(await refused('wrong')).toMatchObject({ code: 'wrong-credentials' });
    expect(await refused('wrong')).toMatchObject({ code: 'account-locked', facts: { minutes: 15 } });
    expect(await refused(right, { at: '2026-03-02T01:14:59.999Z' })).toMatchObject({ code: 'account-locked', facts: { minutes: 1 } });
    expect((await attempt(right, { at: '2026-03-02T01:15:00.000Z' })).token).toBeDefined();
    expect(await account()).toMatchObject({ failures: 0, lockedUntil: null });
    expect((await attempt(right, { account: '1002' })).token).toBeDefined();
  });

  test('four times, then the right one, starts the count anew', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let time = 1; time <= 4; time += 1) expect(await refused('wrong')).toMatchObject({ code: 'wrong-credentials' });
      await attempt(right);
    }
    expect((await account()).lockedUntil).toBeNull();
  });

  test('ten at once lock the account, and only five of them were tries', async () => {
    const refusals = await Promise.all(Array.from({ length: 10 }, (_, index) => refused(`wrong-${index}`)));
    expect(refusals.filter((refusal) => refusal?.code === 'wrong-credentials')).toHaveLength(5);
    expect(refusals.filter((refusal) => refusal?.code === 'account-locked')).toHaveLength(5);
    expect(await account()).toMatchObject({ failures: 0, lockedUntil: '2026-03-02T01:15:00.000Z' });
  });

  test('many at once do not let a right one behind them through', async () => {
    const guesses = [...Array.from({ length: 20 }, (_, index) => `wrong-${index}`), right];
    const refusals = await Promise.all(guesses.map((password) => refused(password)));
    expect(refusals.at(-1)).toMatchObject({ code: 'account-locked' });
    expect(await office.store.listDocuments('log-ins')).toEqual([]);
  });
});

describe('a log-in', () => {
  test('lasts while it is used within the hour, twelve hours at most', async () => {
    const { token } = await attempt(right);
    for (let minutes = 50; minutes < 12 * 60; minutes += 50) expect(await seen(token, addMinutes(now, minutes)), `after ${minutes} minutes`).not.toBeNull();
    expect(await seen(token, '2026-03-02T13:00:00.000Z')).toBeNull();
  });

  test('is over after an hour without use', async () => {
    const { token } = await attempt(right);
    expect([await seen(token, '2026-03-02T01:00:30.000Z'), await seen(token, afterIdle)]).toEqual([expect.anything(), null]);
  });

  test('is nobody’s without a token, with a made-up one, and once the account is closed or the person gone', async () => {
    const { token } = await attempt(right);
    for (const other of [null, '', 'token-99', `id-of-${token}`, '__proto__']) expect(await seen(other, now), String(other)).toBeNull();
    await office.put('accounts', '1001', { ...await account(), active: false });
    expect(await seen(token, now)).toBeNull();
    await office.put('accounts', '1001', { ...await account(), active: true });
    await office.put('members', 'member-zhang', undefined);
    expect(await seen(token, now)).toBeNull();
  });

  test('is noted once a minute and not oftener', async () => {
    const { token } = await attempt(right);
    const versionAfter = async (at: string) => { await seen(token, at); return (await office.store.readDocument('log-ins', `id-of-${token}`))!.version; };
    expect([await versionAfter('2026-03-02T01:00:59.000Z'), await versionAfter('2026-03-02T01:01:00.001Z'), await versionAfter('2026-03-02T01:01:30.000Z')]).toEqual([1, 2, 2]);
  });

  test('is ended by its owner only', async () => {
    const { token } = await attempt(right);
    expect(await refusalOf(endLogIn(office.act(sun), `id-of-${token}`))).toMatchObject({ code: 'not-found' });
    expect(await refusalOf(endLogIn(office.act(null), `id-of-${token}`))).toMatchObject({ code: 'not-signed-in' });
    await endLogIn(office.act(zhang), `id-of-${token}`);
    expect(await seen(token, now)).toBeNull();
  });

  test('begun anew in a browser ends the one the browser had', async () => {
    const { token } = await attempt(right);
    await attempt(right, { oldToken: token, at: '2026-03-02T01:10:00.000Z' });
    expect(await seen(token, '2026-03-02T01:10:00.000Z')).toBeNull();
  });
});

describe('a form sent after its log-in had timed out', () => {
  test('is handed over at the next log-in of the same person, once', async () => {
    const { token } = await attempt(right);
    expect(await keep(token, afterIdle)).toBe(true);
    const { kept } = await attempt(right, { at: afterIdle, oldToken: token });
    expect(kept).toEqual({ ...form, at: afterIdle });
    expect((await attempt(right, { at: afterIdle, oldToken: token })).kept).toBeNull();
  });

  test('is not handed to anyone else, nor afterwards to its owner', async () => {
    const { token } = await attempt(right);
    await keep(token, afterIdle);
    expect((await attempt(right, { account: '1002', at: afterIdle, oldToken: token })).kept).toBeNull();
    expect((await attempt(right, { at: afterIdle, oldToken: token })).kept).toBeNull();
  });

  test('is not handed over at a wrong password, and stays', async () => {
    const { token } = await attempt(right);
    await keep(token, afterIdle);
    await refused('wrong', { at: afterIdle, oldToken: token });
    expect((await attempt(right, { at: afterIdle, oldToken: token })).kept).not.toBeNull();
  });

  test('is kept for a timed-out log-in only: not for a live one, a guest, one that was ended, a day later, or when it is huge', async () => {
    const { token } = await attempt(right);
    expect(await keep(token, '2026-03-02T01:30:00.000Z')).toBe(false);
    expect([await keep(null, afterIdle), await keep('token-99', afterIdle)]).toEqual([false, false]);
    expect(await keep(token, '2026-03-03T01:00:00.001Z')).toBe(false);
    expect(await keep(token, afterIdle, { ...form, fields: [['note', '长'.repeat(64_000)]] })).toBe(false);
    await endLogIn(office.act(zhang), `id-of-${token}`);
    expect(await keep(token, afterIdle)).toBe(false);
  });
});

test('an unknown account is refused like any other again after a moment in which the server was too busy to look', async () => {
  const { hashPassword } = office.secrets;
  const strange = (name: string) => refusalOf(logIn(office.act(null), { account: name, password: right, device: '', oldToken: null }));
  const before = await strange('nobody');
  office.secrets.hashPassword = () => Promise.reject(new Refusal('server-busy'));
  await strange('nobody');
  office.secrets.hashPassword = hashPassword;
  expect([before?.code, (await strange('nobody'))?.code]).toEqual(['wrong-credentials', 'wrong-credentials']);
});

test('a visit that cannot be noted, on a full disk, is a visit all the same', async () => {
  const { token } = await attempt(right);
  office.store.changeDocuments = () => Promise.reject(new Refusal('store-full'));
  expect(await seen(token, '2026-03-02T01:10:00.000Z')).toMatchObject({ account: '1001' });
});

describe('a new password', () => {
  const change = (over: Partial<Parameters<typeof changePassword>[1]> = {}, actor: typeof zhang | null = zhang) => changePassword(office.act(actor), { account: '1001', current: right, next: 'Newer-2026!', logInId: 'id-of-token-2', ...over });

  test('takes the place of the old one and ends the person’s other log-ins, nobody else’s', async () => {
    await office.put('accounts', '1001', { ...await account(), mustChange: true });
    const [other, own, suns] = [await attempt(right), await attempt(right), await attempt(right, { account: '1002' })];
    await change();
    expect([await seen(other.token, now), (await seen(own.token, now))?.mustChange, (await seen(suns.token, now))?.account]).toEqual([null, false, '1002']);
    expect(await refused(right)).toMatchObject({ code: 'wrong-credentials' });
    expect((await attempt('Newer-2026!')).mustChange).toBe(false);
  });

  test('ends the others also when one of them opens a page at that very moment', async () => {
    const [other] = [await attempt(right), await attempt(right)];
    const write = office.store.changeDocuments.bind(office.store);
    let visits = 0;
    office.store.changeDocuments = async (collection, changes) => {
      if (collection === 'log-ins' && visits++ === 0) await seen(other!.token, '2026-03-02T01:05:00.000Z');
      return write(collection, changes);
    };
    await change();
    expect(visits).toBeGreaterThan(0);
    expect(await seen(other!.token, '2026-03-02T01:05:00.000Z')).toBeNull();
  });

  test('is refused with the wrong current one, when weak, and when it is the old one; then the old one stays', async () => {
    expect(await refusalOf(change({ current: 'wrong' }))).toMatchObject({ code: 'wrong-credentials' });
    expect(await refusalOf(change({ next: 'weak' }))).toMatchObject({ code: 'password-weak' });
    expect(await refusalOf(change({ next: right }))).toMatchObject({ code: 'password-reused' });
    expect((await attempt(right)).token).toBeDefined();
  });

  test('cannot be had by guessing the old one: five wrong tries lock the account', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect(await refusalOf(change({ current: `guess ${tries}` }))).toMatchObject({ code: 'wrong-credentials' });
    expect(await refusalOf(change())).toMatchObject({ code: 'account-locked' });
  });

  test('cannot be set for someone else, or by a guest', async () => {
    expect(await refusalOf(change({ account: '1002' }))).toMatchObject({ code: 'not-signed-in' });
    expect(await refusalOf(change({}, null))).toMatchObject({ code: 'not-signed-in' });
  });
});
