import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resumeRosterImports } from '../../src/commands/apply-roster.ts';
import { confirmRoster } from '../../src/commands/confirm-roster.ts';
import { issuePasswords } from '../../src/commands/issue-passwords.ts';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import type { RosterImport } from '../../src/commands/roster-import.ts';
import type { Account } from '../../src/domain/account.ts';
import type { Member } from '../../src/domain/member.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Unit } from '../../src/domain/unit.ts';
import type { Store } from '../../src/storage/port.ts';
import { aRow, reception, root } from '../roster-builders.ts';
import { aUnit } from '../builders.ts';
import { admin, now, Office, zhang } from '../roster-office.ts';

/** Zhang moves to a new section and becomes a leader; Wang and Zhao are new, Zhao in the same new section. */
const sheet = [
  aRow({ row: 2, staffNo: '1001', name: '张伟', unit: '办公室', roles: '领导' }),
  aRow({ row: 3, staffNo: 'W-7', name: '王䶮', unit: '来访接待科' }),
  aRow({ row: 4, staffNo: '1003', name: '赵敏', unit: '办公室', phone: '13800138000' }),
];

let office: Office;

beforeEach(async () => { office = await Office.open(); });
afterEach(() => office.close());

describe('a preview', () => {
  test('changes nobody', async () => {
    await previewRoster(office.act(), sheet);
    expect(await office.everything()).toMatchObject({ members: [admin, zhang], units: [reception, root], facts: 0 });
  });

  test('replaces the earlier preview of the same administrator', async () => {
    const first = await previewRoster(office.act(), sheet);
    const second = await previewRoster(office.act(), sheet);
    await expect(confirmRoster(office.act(), first)).rejects.toMatchObject({ code: 'not-found' });
    await expect(confirmRoster(office.act(), second)).resolves.toBeDefined();
  });

  test('is for administrators only, and to be confirmed by the one who made it', async () => {
    await expect(previewRoster(office.act({ actor: zhang }), sheet)).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(previewRoster(office.act({ actor: null }), sheet)).rejects.toMatchObject({ code: 'not-signed-in' });
    const importId = await previewRoster(office.act(), sheet);
    await expect(confirmRoster(office.act({ actor: { ...admin, memberId: 'member-other' } }), importId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(confirmRoster(office.act(), 'head')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a confirmation', () => {
  test('enrols the new, changes the changed, makes the sections, and issues passwords once', async () => {
    const { issued, waiting } = await confirmRoster(office.act(), await previewRoster(office.act(), sheet));
    expect(waiting).toBe(0);
    expect(issued).toEqual([
      { staffNo: '1003', name: '赵敏', unit: '区信访办 / 办公室', account: '1003', password: 'Once-1' },
      { staffNo: 'W-7', name: '王䶮', unit: '区信访办 / 来访接待科', account: 'w-7', password: 'Once-2' },
    ]);
    const section = (await office.list<Unit>('units')).find((unit) => unit.name === '办公室')!;
    expect(section).toMatchObject({ parentId: root.unitId, order: 1 });
    expect(await office.member('1001')).toEqual({ ...zhang, unitId: section.unitId, roles: ['cadre', 'leader'] });
    expect(await office.member('1003')).toMatchObject({ name: '赵敏', unitId: section.unitId, phone: '13800138000' });
    expect(await office.accountOf('w-7')).toEqual({ account: 'w-7', memberId: (await office.member('W-7')).memberId, passwordHash: 'hash of Once-2', mustChange: true, failures: 0, lockedUntil: null, active: true });
    expect((await office.accountOf('1001')).passwordHash).toBe('hash of old');
  });

  test('leaves facts that say who did it, where the person belongs now, and nothing that identifies', async () => {
    const importId = await previewRoster(office.act(), sheet);
    await confirmRoster(office.act(), importId);
    const [enrolled] = await office.store.factsOf((await office.member('1003')).memberId);
    const { unitId } = await office.member('1003');
    expect(enrolled).toMatchObject({ id: 'enrolled', kind: 'member.enrolled', at: now, actorId: admin.memberId, contextId: null, unitId, body: { unitId, post: '接访岗', rank: '一级科员', roles: ['cadre'] } });
    expect(await office.store.factsOf(zhang.memberId)).toMatchObject([{ id: `changed/${importId}`, kind: 'member.changed', unitId, body: { unitId, roles: ['cadre', 'leader'] } }]);
    expect((await office.store.verify()).problems).toEqual([]);
  });

  test('records no fact for a name or phone number alone', async () => {
    await confirmRoster(office.act(), await previewRoster(office.act(), [aRow({ name: '张玮', phone: '88888888' })]));
    expect(await office.member('1001')).toMatchObject({ name: '张玮', phone: '88888888' });
    expect(await office.store.factsOf(zhang.memberId)).toEqual([]);
  });

  test('happens once', async () => {
    const importId = await previewRoster(office.act(), sheet);
    await confirmRoster(office.act(), importId);
    const before = await office.everything();
    await expect(confirmRoster(office.act(), importId)).rejects.toMatchObject({ code: 'roster-applied' });
    expect(await office.everything()).toEqual(before);
  });

  test('happens once when sent twice at the same moment', async () => {
    const importId = await previewRoster(office.act(), sheet);
    const results = await Promise.allSettled([confirmRoster(office.act(), importId), confirmRoster(office.act(), importId)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'roster-applied' });
    expect(await office.everything()).toMatchObject({ facts: 3 });
  });

  test('keeps counts but no names once it is done', async () => {
    const importId = await previewRoster(office.act(), sheet);
    await confirmRoster(office.act(), importId);
    const stored = await office.store.readDocument<RosterImport>('roster-imports', importId);
    expect(stored!.value).toMatchObject({ state: 'applied', rows: [], plan: { lines: [], newUnits: [], added: 2, changed: 1, untouched: 1 } });
  });

  test('is refused while rows have errors', async () => {
    const importId = await previewRoster(office.act(), [...sheet, aRow({ row: 5, staffNo: '' }), aRow({ row: 6, staffNo: 'x', roles: '组长' })]);
    await expect(confirmRoster(office.act(), importId)).rejects.toMatchObject({ code: 'roster-has-errors', facts: { rows: 2 } });
    expect(await office.everything()).toMatchObject({ members: [admin, zhang], facts: 0 });
  });

  test('is refused when the records have changed since the preview', async () => {
    const importId = await previewRoster(office.act(), sheet);
    await office.put('members', zhang.memberId, { ...zhang, post: '办信岗' });
    await expect(confirmRoster(office.act(), importId)).rejects.toMatchObject({ code: 'roster-changed' });
    const second = await previewRoster(office.act(), sheet);
    await office.put('units', 'unit-new', aUnit({ unitId: 'unit-new', name: '办公室', kind: 'section', parentId: root.unitId, order: 7 }));
    await expect(confirmRoster(office.act(), second)).rejects.toMatchObject({ code: 'roster-changed' });
    expect((await office.everything()).facts).toBe(0);
  });

  test('is refused to the slower of two administrators', async () => {
    const other = { ...admin, memberId: 'member-second', staffNo: 'second' };
    await office.put('members', other.memberId, other);
    const [mine, theirs] = [await previewRoster(office.act(), sheet), await previewRoster(office.act({ actor: other }), sheet)];
    const results = await Promise.allSettled([confirmRoster(office.act(), mine), confirmRoster(office.act({ actor: other }), theirs)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'roster-changed' });
    expect((await office.everything()).members).toHaveLength(5);
  });

  test('never takes the last administrator away', async () => {
    const importId = await previewRoster(office.act(), [...sheet, aRow({ row: 5, staffNo: 'boss', name: '李主任', unit: '区信访办', roles: '学员' })]);
    await expect(confirmRoster(office.act(), importId)).rejects.toMatchObject({ code: 'last-administrator' });
    expect((await office.everything()).facts).toBe(0);
  });

  test('of more than 300 new people issues no passwords: they wait, without an account', async () => {
    const rows = Array.from({ length: 301 }, (_, index) => aRow({ row: index + 2, staffNo: `n${index}`, name: `新人${index}` }));
    expect(await confirmRoster(office.act(), await previewRoster(office.act(), rows))).toEqual({ issued: [], waiting: 301 });
    expect(await office.list('accounts')).toHaveLength(2);
    expect(await issuePasswords(office.act(), (await office.list<Member>('members')).slice(0, 300).map((one) => one.memberId))).toHaveLength(300);
  });

  test('stands when the server is too busy to hash: the new people wait for their passwords', async () => {
    const busy = office.act({ secrets: { ...office.act().secrets, hashPassword: () => Promise.reject(new Refusal('server-busy')) } });
    expect(await confirmRoster(busy, await previewRoster(office.act(), sheet))).toEqual({ issued: [], waiting: 2 });
    expect((await office.everything()).facts).toBe(3);
  });

  test('carries 20,000 people', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => aRow({ row: index + 2, staffNo: `n${index}`, name: `新人${index}`, unit: `科室${index % 50}` }));
    expect(await confirmRoster(office.act(), await previewRoster(office.act(), rows))).toEqual({ issued: [], waiting: 20_000 });
    expect((await office.everything()).members).toHaveLength(20_002);
  }, 60_000);
});

describe('a crash', () => {
  for (const moment of ['before', 'after'] as const) {
    test(`${moment} any write leaves all of it or nothing, and a restart finishes what was confirmed`, async () => {
      for (let step = 1; ; step += 1) {
        const importId = await previewRoster(office.act(), sheet);
        const store = dyingAt(step, moment);
        const outcome = await confirmRoster(office.act({ store }), importId).then(() => 'done', (error: Error) => error.message);
        if (outcome === 'done') { expect(step).toBeGreaterThan(5); return; }
        await office.restart();
        await resumeRosterImports(office);
        const { state } = (await office.store.readDocument<RosterImport>('roster-imports', importId))!.value;
        const { members, facts } = await office.everything();
        expect({ step, state, members: members.length, facts }).toEqual(state === 'previewed' ? { step, state, members: 2, facts: 0 } : { step, state: 'applied', members: 4, facts: 3 });
        expect((await office.store.verify()).problems).toEqual([]);
        if (state === 'applied') await anew();
      }
    });
  }

  test('after which new people have no password yet, and get one from the administrator', async () => {
    const importId = await previewRoster(office.act(), sheet);
    await confirmRoster(office.act({ store: dyingAt(3, 'before') }), importId).catch(() => undefined);
    await office.restart();
    await resumeRosterImports(office);
    expect((await office.list<Account>('accounts')).map((one) => one.account)).toEqual(['1001', 'boss']);
    await expect(confirmRoster(office.act(), importId)).rejects.toMatchObject({ code: 'roster-applied' });
    expect(await issuePasswords(office.act(), [(await office.member('W-7')).memberId])).toMatchObject([{ account: 'w-7' }]);
  });

  test('between two batches of facts enrols nobody twice and nobody not at all', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => aRow({ row: index + 2, staffNo: `n${index}`, name: `新人${index}` }));
    const importId = await previewRoster(office.act(), rows);
    await expect(confirmRoster(office.act({ store: dyingAt(3, 'after') }), importId)).rejects.toThrow('crash');
    await office.restart();
    expect((await office.everything()).members).toHaveLength(2);
    await resumeRosterImports({ store: dyingAt(1_000, 'before') });
    const { members, facts } = await office.everything();
    expect([members.length, facts]).toEqual([1_202, 1_200]);
  });

  test('without a restart is made good by confirming again, or by the next import', async () => {
    const importId = await previewRoster(office.act(), sheet);
    await confirmRoster(office.act({ store: dyingAt(3, 'before') }), importId).catch(() => undefined);
    const next = await previewRoster(office.act(), [aRow({ row: 2, staffNo: '2000', name: '钱' })]);
    await expect(confirmRoster(office.act(), next)).rejects.toMatchObject({ code: 'roster-changed' });
    expect((await office.everything()).members).toHaveLength(4);
    await expect(confirmRoster(office.act(), importId)).rejects.toMatchObject({ code: 'roster-applied' });
  });
});

/** The store of a process that dies at its n-th write, just before it or just after. */
function dyingAt(step: number, moment: 'before' | 'after'): Store {
  const { store } = office;
  let writes = 0;
  const dying = (name: 'append' | 'changeDocuments') => async (...given: unknown[]): Promise<unknown> => {
    writes += 1;
    if (writes > step || (writes === step && moment === 'before')) throw new Error('crash');
    const answer = await (store[name] as (...all: unknown[]) => Promise<unknown>)(...given);
    if (writes === step) throw new Error('crash');
    return answer;
  };
  return new Proxy(store, { get: (target, name) => (name === 'append' || name === 'changeDocuments' ? dying(name) : (Reflect.get(target, name) as () => unknown).bind(target)) });
}

async function anew(): Promise<void> {
  await office.close();
  office = await Office.open();
}
