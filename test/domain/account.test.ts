import { describe, expect, test } from 'vitest';
import { accountSchema, afterRightPassword, afterWrongPassword, demandStrongPassword, demandUnlocked, isLive, logInSchema, type Account, type LogIn } from '../../src/domain/account.ts';
import { now } from '../builders.ts';

const account: Account = { account: '1001', memberId: 'member-zhang', passwordHash: 'hash', mustChange: false, failures: 0, lockedUntil: null, active: true };
const logIn: LogIn = { memberId: 'member-zhang', account: '1001', startedAt: now, seenAt: now, device: 'Chrome，Windows', endedAt: null, kept: null };
const wrong = (times: number, from = account) => Array.from({ length: times }).reduce<Account>((one) => afterWrongPassword(one, now), from);
const isRefused = (work: () => void) => { try { work(); return null; } catch (error) { return error; } };

describe('a lockout', () => {
  test('comes with the fifth wrong password, for fifteen minutes', () => {
    expect(wrong(4)).toMatchObject({ failures: 4, lockedUntil: null });
    expect(wrong(5)).toMatchObject({ failures: 0, lockedUntil: '2026-03-02T01:15:00.000Z' });
    expect(isRefused(() => demandUnlocked(wrong(4), now))).toBeNull();
  });

  test('says how many minutes are left, and ends to the millisecond', () => {
    const left = (at: string) => (isRefused(() => demandUnlocked(wrong(5), at)) as { code: string; facts: object } | null);
    expect(left(now)).toMatchObject({ code: 'account-locked', facts: { minutes: 15 } });
    expect(left('2026-03-02T01:05:30.000Z')).toMatchObject({ facts: { minutes: 10 } });
    expect(left('2026-03-02T01:14:59.999Z')).toMatchObject({ facts: { minutes: 1 } });
    expect(left('2026-03-02T01:15:00.000Z')).toBeNull();
  });

  test('and its counting are over with the right password; afterwards five more are needed', () => {
    expect(afterRightPassword(wrong(4))).toEqual(account);
    expect(afterRightPassword(wrong(5))).toEqual(account);
    expect(wrong(4, afterRightPassword(wrong(4))).lockedUntil).toBeNull();
  });
});

describe('a password', () => {
  test('is strong with ten characters of three kinds', () => {
    for (const password of ['Abcdefgh12', 'abcdefgh1!', 'ABCDEFGH1!', 'Abcdefghi!', '学法Aa学法学法学法', 'Demo-2026!', `Aa1${'x'.repeat(125)}`, 'Ünï-kødé-1']) expect(isRefused(() => demandStrongPassword(password, 'boss')), password).toBeNull();
  });

  test('is weak when short, long, of two kinds, or holding the account in either case', () => {
    for (const password of ['', 'Abcdefg12', 'abcdefgh12', 'ABCDEFGHIJ', '1234567890', 'abcdefghij!', '学法学法学法学法学法', `Aa1${'x'.repeat(126)}`, 'Xboss-2026!', 'xBOSS-2026', '😀😀😀😀😀Aa1']) {
      expect(isRefused(() => demandStrongPassword(password, 'boss')), password).toMatchObject({ code: 'password-weak' });
    }
    expect(isRefused(() => demandStrongPassword('Aa1-boss-xyz', 'BOSS'))).toMatchObject({ code: 'password-weak' });
  });
});

describe('a log-in', () => {
  test('lives while it is used within the hour', () => {
    expect([isLive(logIn, '2026-03-02T01:59:59.999Z'), isLive(logIn, '2026-03-02T02:00:00.000Z')]).toEqual([true, false]);
  });

  test('ends after twelve hours however much it is used', () => {
    const busy = { ...logIn, seenAt: '2026-03-02T12:59:00.000Z' };
    expect([isLive(busy, '2026-03-02T12:59:59.999Z'), isLive(busy, '2026-03-02T13:00:00.000Z')]).toEqual([true, false]);
  });

  test('is over when it was ended', () => {
    expect(isLive({ ...logIn, endedAt: now }, now)).toBe(false);
  });
});

test('accounts and log-ins are kept as their schemas say, and nothing else', () => {
  expect([accountSchema.safeParse(account).success, logInSchema.safeParse(logIn).success]).toEqual([true, true]);
  for (const over of [{ failures: -1 }, { account: '' }, { password: 'plain' }, { lockedUntil: 'soon' }]) expect(accountSchema.safeParse({ ...account, ...over }).success, JSON.stringify(over)).toBe(false);
  expect(logInSchema.safeParse({ ...logIn, device: 'x'.repeat(121) }).success).toBe(false);
});
