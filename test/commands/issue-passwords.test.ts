import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issuePasswords } from '../../src/commands/issue-passwords.ts';
import type { LogIn } from '../../src/domain/account.ts';
import { root } from '../roster-builders.ts';
import { aUnit } from '../builders.ts';
import { admin, anAccount, now, Office, zhang } from '../roster-office.ts';

let office: Office;

beforeEach(async () => { office = await Office.open(); });
afterEach(() => office.close());

describe('one-time passwords', () => {
  test('unlock the account, must be changed, and end every log-in of the person', async () => {
    await office.put('accounts', '1001', anAccount({ account: '1001', memberId: zhang.memberId, failures: 3, lockedUntil: '2026-03-02T02:00:00.000Z' }));
    const logIn: LogIn = { memberId: zhang.memberId, account: '1001', startedAt: now, seenAt: now, device: '', endedAt: null, kept: null };
    await office.put('log-ins', 'phone', logIn);
    await office.put('log-ins', 'other', { ...logIn, memberId: admin.memberId });
    await office.put('log-ins', 'ended', { ...logIn, endedAt: '2026-03-01T00:00:00.000Z' });
    const issued = await issuePasswords(office.act(), [zhang.memberId, zhang.memberId]);
    expect(issued).toEqual([{ staffNo: '1001', name: '张伟', unit: '区信访办 / 来访接待科', account: '1001', password: 'Once-1' }]);
    expect(await office.accountOf('1001')).toMatchObject({ passwordHash: 'hash of Once-1', mustChange: true, failures: 0, lockedUntil: null });
    expect((await office.list<LogIn>('log-ins')).map((one) => one.endedAt)).toEqual(['2026-03-01T00:00:00.000Z', null, now]);
  });

  test('go to the account a person has, whatever its name', async () => {
    await office.put('accounts', '1001', undefined);
    await office.put('accounts', 'zhang', anAccount({ account: 'zhang', memberId: zhang.memberId }));
    expect(await issuePasswords(office.act(), [zhang.memberId])).toMatchObject([{ account: 'zhang' }]);
    expect(await office.list('accounts')).toHaveLength(2);
  });

  test('are issued to 1 to 300 known people within the office of the administrator', async () => {
    await expect(issuePasswords(office.act(), [])).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(issuePasswords(office.act(), Array.from({ length: 301 }, (_, index) => `member-${index}`))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(issuePasswords(office.act(), ['member-nobody'])).rejects.toMatchObject({ code: 'not-found' });
    await office.put('units', 'unit-street', aUnit({ unitId: 'unit-street', name: '城东街道', kind: 'office', parentId: root.unitId, order: 1 }));
    const street = office.act({ actor: { ...admin, unitId: 'unit-street' } });
    await expect(issuePasswords(street, [zhang.memberId])).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(issuePasswords(office.act({ actor: zhang }), [zhang.memberId])).rejects.toMatchObject({ code: 'not-permitted' });
  });
});
