import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../src/commands/act.ts';
import { confirmRoster, resumeRosterImports } from '../../src/commands/confirm-roster.ts';
import { issuePasswords } from '../../src/commands/issue-passwords.ts';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import type { RosterImport } from '../../src/commands/roster-import.ts';
import type { Account, LogIn } from '../../src/domain/account.ts';
import type { Fact } from '../../src/domain/fact.ts';
import type { Member } from '../../src/domain/member.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Unit } from '../../src/domain/unit.ts';
import { EmbeddedStore } from '../../src/storage/embedded/store.ts';
import type { Collection, Store } from '../../src/storage/port.ts';
import { aMember, aRow, reception, root } from '../roster-builders.ts';

const now = '2026-03-02T01:00:00.000Z';
const admin = aMember({ memberId: 'member-admin', staffNo: 'boss', name: '李主任', unitId: 'unit-root', roles: ['cadre', 'admin'] });
const zhang = aMember({ memberId: 'member-zhang', staffNo: '1001' });
const account = (over: Partial<Account>): Account => ({ account: 'boss', memberId: admin.memberId, passwordHash: 'hash of old', mustChange: false, failures: 0, lockedUntil: null, active: true, ...over });
/** Zhang moves to a new section and becomes a leader; Wang and Zhao are new, Zhao in the same new section. */
const sheet = [
  aRow({ row: 2, staffNo: '1001', name: '张伟', unit: '办公室', roles: '领导' }),
  aRow({ row: 3, staffNo: 'W-7', name: '王䶮', unit: '来访接待科' }),
  aRow({ row: 4, staffNo: '1003', name: '赵敏', unit: '办公室', phone: '13800138000' }),
];

let folder: string;
let store: EmbeddedStore;
let ids = 0;
let passwords = 0;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xuefa-roster-'));
  store = await EmbeddedStore.open(folder);
  await put('units', root.unitId, root);
  await put('units', reception.unitId, reception);
  await put('members', admin.memberId, admin);
  await put('members', zhang.memberId, zhang);
  await put('accounts', 'boss', account({}));
  await put('accounts', '1001', account({ account: '1001', memberId: zhang.memberId }));
  await put('settings', 'office', { officeName: '区信访办', rootUnitId: root.unitId, goal: { lessons: 1, per: 'week' } });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe('a preview', () => {
  test('changes nobody', async () => {
    await previewRoster(act(), sheet);
    expect(await everything()).toMatchObject({ members: [admin, zhang], units: [reception, root], facts: 0 });
  });

  test('replaces the earlier preview of the same administrator', async () => {
    const first = await previewRoster(act(), sheet);
    const second = await previewRoster(act(), sheet);
    await expect(confirmRoster(act(), first)).rejects.toMatchObject({ code: 'not-found' });
    await expect(confirmRoster(act(), second)).resolves.toBeDefined();
  });

  test('is for administrators only, and to be confirmed by the one who made it', async () => {
    await expect(previewRoster(act({ actor: zhang }), sheet)).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(previewRoster(act({ actor: null }), sheet)).rejects.toMatchObject({ code: 'not-signed-in' });
    const importId = await previewRoster(act(), sheet);
    await expect(confirmRoster(act({ actor: { ...admin, memberId: 'member-other' } }), importId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(confirmRoster(act(), 'head')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a confirmation', () => {
  test('enrols the new, changes the changed, makes the sections, and issues passwords once', async () => {
    const { issued, waiting } = await confirmRoster(act(), await previewRoster(act(), sheet));
    expect(waiting).toBe(0);
    expect(issued).toEqual([
      { staffNo: '1003', name: '赵敏', unit: '区信访办 / 办公室', account: '1003', password: 'Once-1' },
      { staffNo: 'W-7', name: '王䶮', unit: '区信访办 / 来访接待科', account: 'w-7', password: 'Once-2' },
    ]);
    const office = (await list<Unit>('units')).find((unit) => unit.name === '办公室')!;
    expect(office).toMatchObject({ parentId: root.unitId, order: 1 });
    expect(await member('1001')).toEqual({ ...zhang, unitId: office.unitId, roles: ['cadre', 'leader'] });
    expect(await member('1003')).toMatchObject({ name: '赵敏', unitId: office.unitId, phone: '13800138000' });
    expect(await accountOf('w-7')).toEqual({ account: 'w-7', memberId: (await member('W-7')).memberId, passwordHash: 'hash of Once-2', mustChange: true, failures: 0, lockedUntil: null, active: true });
    expect((await accountOf('1001')).passwordHash).toBe('hash of old');
  });

  test('leaves facts that say who did it, where the person belongs now, and nothing that identifies', async () => {
    const importId = await previewRoster(act(), sheet);
    await confirmRoster(act(), importId);
    const [enrolled] = await store.factsOf((await member('1003')).memberId);
    const { unitId } = await member('1003');
    expect(enrolled).toMatchObject({ id: 'enrolled', kind: 'member.enrolled', at: now, actorId: admin.memberId, contextId: null, unitId, body: { unitId, post: '接访岗', rank: '一级科员', roles: ['cadre'] } });
    expect(await store.factsOf(zhang.memberId)).toMatchObject([{ id: `changed/${importId}`, kind: 'member.changed', unitId, body: { unitId, roles: ['cadre', 'leader'] } }]);
    expect((await store.verify()).problems).toEqual([]);
  });

  test('records no fact for a name or phone number alone', async () => {
    await confirmRoster(act(), await previewRoster(act(), [aRow({ name: '张玮', phone: '88888888' })]));
    expect(await member('1001')).toMatchObject({ name: '张玮', phone: '88888888' });
    expect(await store.factsOf(zhang.memberId)).toEqual([]);
  });

  test('happens once', async () => {
    const importId = await previewRoster(act(), sheet);
    await confirmRoster(act(), importId);
    const before = await everything();
    await expect(confirmRoster(act(), importId)).rejects.toMatchObject({ code: 'roster-applied' });
    expect(await everything()).toEqual(before);
  });

  test('happens once when sent twice at the same moment', async () => {
    const importId = await previewRoster(act(), sheet);
    const results = await Promise.allSettled([confirmRoster(act(), importId), confirmRoster(act(), importId)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'roster-applied' });
    expect(await everything()).toMatchObject({ facts: 3 });
  });

  test('keeps counts but no names once it is done', async () => {
    const importId = await previewRoster(act(), sheet);
    await confirmRoster(act(), importId);
    const stored = await store.readDocument<RosterImport>('roster-imports', importId);
    expect(stored!.value).toMatchObject({ state: 'applied', rows: [], plan: { lines: [], newUnits: [], added: 2, changed: 1, untouched: 1 } });
  });

  test('is refused while rows have errors', async () => {
    const importId = await previewRoster(act(), [...sheet, aRow({ row: 5, staffNo: '' }), aRow({ row: 6, staffNo: 'x', roles: '组长' })]);
    await expect(confirmRoster(act(), importId)).rejects.toMatchObject({ code: 'roster-has-errors', facts: { rows: 2 } });
    expect(await everything()).toMatchObject({ members: [admin, zhang], facts: 0 });
  });

  test('is refused when the records have changed since the preview', async () => {
    const importId = await previewRoster(act(), sheet);
    await put('members', zhang.memberId, { ...zhang, post: '办信岗' });
    await expect(confirmRoster(act(), importId)).rejects.toMatchObject({ code: 'roster-changed' });
    const second = await previewRoster(act(), sheet);
    await put('units', 'unit-new', { unitId: 'unit-new', name: '办公室', kind: 'section', parentId: root.unitId, order: 7 } satisfies Unit);
    await expect(confirmRoster(act(), second)).rejects.toMatchObject({ code: 'roster-changed' });
    expect((await everything()).facts).toBe(0);
  });

  test('is refused to the slower of two administrators', async () => {
    const other = { ...admin, memberId: 'member-second', staffNo: 'second' };
    await put('members', other.memberId, other);
    const [mine, theirs] = [await previewRoster(act(), sheet), await previewRoster(act({ actor: other }), sheet)];
    const results = await Promise.allSettled([confirmRoster(act(), mine), confirmRoster(act({ actor: other }), theirs)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'roster-changed' });
    expect((await everything()).members).toHaveLength(5);
  });

  test('never takes the last administrator away', async () => {
    const importId = await previewRoster(act(), [...sheet, aRow({ row: 5, staffNo: 'boss', name: '李主任', unit: '区信访办', roles: '学员' })]);
    await expect(confirmRoster(act(), importId)).rejects.toMatchObject({ code: 'last-administrator' });
    expect((await everything()).facts).toBe(0);
  });

  test('of more than 300 new people issues no passwords: they wait, without an account', async () => {
    const rows = Array.from({ length: 301 }, (_, index) => aRow({ row: index + 2, staffNo: `n${index}`, name: `新人${index}` }));
    expect(await confirmRoster(act(), await previewRoster(act(), rows))).toEqual({ issued: [], waiting: 301 });
    expect(await list('accounts')).toHaveLength(2);
    expect(await issuePasswords(act(), (await list<Member>('members')).slice(0, 300).map((one) => one.memberId))).toHaveLength(300);
  });

  test('stands when the server is too busy to hash: the new people wait for their passwords', async () => {
    const busy = act({ secrets: { ...act().secrets, hashPassword: () => Promise.reject(new Refusal('server-busy')) } });
    expect(await confirmRoster(busy, await previewRoster(act(), sheet))).toEqual({ issued: [], waiting: 2 });
    expect((await everything()).facts).toBe(3);
  });

  test('carries 20,000 people', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => aRow({ row: index + 2, staffNo: `n${index}`, name: `新人${index}`, unit: `科室${index % 50}` }));
    expect(await confirmRoster(act(), await previewRoster(act(), rows))).toEqual({ issued: [], waiting: 20_000 });
    expect((await everything()).members).toHaveLength(20_002);
  }, 120_000);
});

describe('a crash', () => {
  for (const moment of ['before', 'after'] as const) {
    test(`${moment} any write leaves all of it or nothing, and a restart finishes what was confirmed`, async () => {
      for (let step = 1; ; step += 1) {
        const importId = await previewRoster(act(), sheet);
        const crashing = crashAt(step, moment);
        const outcome = await confirmRoster(act({ store: crashing.store }), importId).then(() => 'done', (error: Error) => error.message);
        if (outcome === 'done') { expect(step).toBeGreaterThan(5); return; }
        await restart();
        await resumeRosterImports({ store });
        const { state } = (await store.readDocument<RosterImport>('roster-imports', importId))!.value;
        const { members, facts } = await everything();
        expect({ step, state, members: members.length, facts }).toEqual(state === 'previewed' ? { step, state, members: 2, facts: 0 } : { step, state: 'applied', members: 4, facts: 3 });
        expect((await store.verify()).problems).toEqual([]);
        if (state === 'applied') await startAnew();
      }
    });
  }

  test('after which new people have no password yet, and get one from the administrator', async () => {
    const importId = await previewRoster(act(), sheet);
    await confirmRoster(act({ store: crashAt(3, 'before').store }), importId).catch(() => undefined);
    await restart();
    await resumeRosterImports({ store });
    expect((await list<Account>('accounts')).map((one) => one.account)).toEqual(['1001', 'boss']);
    await expect(confirmRoster(act(), importId)).rejects.toMatchObject({ code: 'roster-applied' });
    expect(await issuePasswords(act(), [(await member('W-7')).memberId])).toMatchObject([{ account: 'w-7' }]);
  });

  test('without a restart is made good by confirming again, or by the next import', async () => {
    const importId = await previewRoster(act(), sheet);
    await confirmRoster(act({ store: crashAt(3, 'before').store }), importId).catch(() => undefined);
    const next = await previewRoster(act(), [aRow({ row: 2, staffNo: '2000', name: '钱' })]);
    await expect(confirmRoster(act(), next)).rejects.toMatchObject({ code: 'roster-changed' });
    expect((await everything()).members).toHaveLength(4);
    await expect(confirmRoster(act(), importId)).rejects.toMatchObject({ code: 'roster-applied' });
  });
});

describe('one-time passwords', () => {
  test('unlock the account, must be changed, and end every log-in of the person', async () => {
    await put('accounts', '1001', account({ account: '1001', memberId: zhang.memberId, failures: 3, lockedUntil: '2026-03-02T02:00:00.000Z' }));
    const logIn: LogIn = { memberId: zhang.memberId, account: '1001', startedAt: now, seenAt: now, device: '', endedAt: null, kept: null };
    await put('log-ins', 'phone', logIn);
    await put('log-ins', 'other', { ...logIn, memberId: admin.memberId });
    await put('log-ins', 'ended', { ...logIn, endedAt: '2026-03-01T00:00:00.000Z' });
    const issued = await issuePasswords(act(), [zhang.memberId, zhang.memberId]);
    expect(issued).toEqual([{ staffNo: '1001', name: '张伟', unit: '区信访办 / 来访接待科', account: '1001', password: 'Once-1' }]);
    expect(await accountOf('1001')).toMatchObject({ passwordHash: 'hash of Once-1', mustChange: true, failures: 0, lockedUntil: null });
    expect((await list<LogIn>('log-ins')).map((one) => one.endedAt)).toEqual(['2026-03-01T00:00:00.000Z', null, now]);
  });

  test('go to the account a person has, whatever its name', async () => {
    await put('accounts', '1001', undefined);
    await put('accounts', 'zhang', account({ account: 'zhang', memberId: zhang.memberId }));
    expect(await issuePasswords(act(), [zhang.memberId])).toMatchObject([{ account: 'zhang' }]);
    expect(await list('accounts')).toHaveLength(2);
  });

  test('are issued to 1 to 300 known people within the office of the administrator', async () => {
    await expect(issuePasswords(act(), [])).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(issuePasswords(act(), Array.from({ length: 301 }, (_, index) => `member-${index}`))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(issuePasswords(act(), ['member-nobody'])).rejects.toMatchObject({ code: 'not-found' });
    await put('units', 'unit-street', { unitId: 'unit-street', name: '城东街道', kind: 'office', parentId: root.unitId, order: 1 } satisfies Unit);
    const street = act({ actor: { ...admin, unitId: 'unit-street' } });
    await expect(issuePasswords(street, [zhang.memberId])).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(issuePasswords(act({ actor: zhang }), [zhang.memberId])).rejects.toMatchObject({ code: 'not-permitted' });
  });
});

function act(over: Partial<Act> = {}): Act {
  passwords = 0;
  return {
    store, actor: admin, now, newId: (prefix) => `${prefix}-${ids += 1}`,
    catalog: { courses: [], lessons: new Map(), questions: new Map(), laws: new Map() },
    secrets: {
      token: () => 'token', tokenId: (token) => token, signInCode: () => '0000', oneTimePassword: () => `Once-${passwords += 1}`,
      hashPassword: async (password) => `hash of ${password}`, checkPassword: async (password, hash) => hash === `hash of ${password}`,
    },
    ...over,
  };
}

/** The store of a process that dies at its n-th write, just before it or just after. */
function crashAt(step: number, moment: 'before' | 'after'): { store: Store } {
  let writes = 0;
  const dying = (name: 'append' | 'changeDocuments') => async (...given: unknown[]): Promise<unknown> => {
    writes += 1;
    if (writes > step || (writes === step && moment === 'before')) throw new Error('crash');
    const answer = await (store[name] as (...all: unknown[]) => Promise<unknown>)(...given);
    if (writes === step) throw new Error('crash');
    return answer;
  };
  return { store: new Proxy(store, { get: (target, name) => (name === 'append' || name === 'changeDocuments' ? dying(name) : (Reflect.get(target, name) as () => unknown).bind(target)) }) };
}

async function restart(): Promise<void> {
  await store.close();
  store = await EmbeddedStore.open(folder);
}

async function startAnew(): Promise<void> {
  await store.close();
  await rm(folder, { recursive: true });
  store = await EmbeddedStore.open(folder);
  await put('units', root.unitId, root);
  await put('units', reception.unitId, reception);
  await put('members', admin.memberId, admin);
  await put('members', zhang.memberId, zhang);
  await put('accounts', 'boss', account({}));
  await put('settings', 'office', { officeName: '区信访办', rootUnitId: root.unitId, goal: { lessons: 1, per: 'week' } });
}

async function put(collection: Collection, id: string, value: unknown): Promise<void> {
  const stored = await store.readDocument(collection, id);
  await store.changeDocuments(collection, [{ id, expected: stored?.version ?? 0, value }]);
}

async function list<T>(collection: Collection): Promise<T[]> {
  return (await store.listDocuments<T>(collection)).map((stored) => stored.value);
}

async function member(staffNo: string): Promise<Member> {
  return (await list<Member>('members')).find((one) => one.staffNo === staffNo)!;
}

async function accountOf(id: string): Promise<Account> {
  return (await store.readDocument<Account>('accounts', id))!.value;
}

/** Who there is, which sections, and how many facts of these people. */
async function everything(): Promise<{ members: Member[]; units: Unit[]; facts: number }> {
  const members = await list<Member>('members');
  const facts: Fact[] = (await Promise.all(members.map((one) => store.factsOf(one.memberId)))).flat();
  return { members, units: await list<Unit>('units'), facts: facts.length };
}
