import { beforeEach, describe, expect, test } from 'vitest';
import { logIn } from '../../src/commands/log-in.ts';
import { isSetUp, setUpOffice, type SetUpInput } from '../../src/commands/set-up-office.ts';
import type { Collection } from '../../src/storage/port.ts';
import { Office, refusalOf, settings } from '../office.ts';

const input: SetUpInput = { officeName: '区信访办', account: ' Boss ', name: '陈䶮', password: 'Right-2026!', goal: settings.goal };
let office: Office;
beforeEach(() => { office = new Office(); });
const setUp = (over: Partial<SetUpInput> = {}) => setUpOffice(office.act(null), { ...input, ...over });

test('setting up names the office and makes its first administrator, who can log in', async () => {
  expect(await isSetUp(office.store)).toBe(false);
  await setUp();
  expect(await isSetUp(office.store)).toBe(true);
  expect(await office.document('settings', 'office')).toEqual(settings);
  expect(await office.document('units', 'unit-root')).toMatchObject({ name: '区信访办', kind: 'office', parentId: null });
  expect(await office.document('members', 'member-first-admin')).toMatchObject({ name: '陈䶮', unitId: 'unit-root', roles: ['cadre', 'admin'] });
  expect(await office.store.factsOf('member-first-admin')).toMatchObject([{ kind: 'member.enrolled', unitId: 'unit-root', body: { roles: ['cadre', 'admin'] } }]);
  expect(await logIn(office.act(null), { account: 'boss', password: 'Right-2026!', device: '', oldToken: null })).toMatchObject({ mustChange: false });
});

test('setting up a second time is refused and changes nothing', async () => {
  await setUp();
  const before = structuredClone(office.records);
  expect(await refusalOf(setUp({ officeName: '别的单位', password: 'Other-2026!' }))).toMatchObject({ code: 'setup-done' });
  expect(office.records).toEqual(before);
});

test('a weak password or an account that is none is refused before anything is written', async () => {
  for (const over of [{ password: 'weak' }, { password: 'Boss-2026-x' }]) expect(await refusalOf(setUp(over)), over.password).toMatchObject({ code: 'password-weak' });
  for (const account of ['', ' ', '王敬之', 'a b', 'a/b', '__proto__', 'x'.repeat(33)]) expect(await refusalOf(setUp({ account })), account).toMatchObject({ code: 'invalid-input' });
  expect([office.records.facts, office.records.documents.size]).toEqual([[], 0]);
});

describe('a set-up that was interrupted', () => {
  for (const [at, collection] of (['units', 'members', 'accounts', 'facts', 'settings'] as const).entries()) {
    test(`before its ${collection} were written can be done again, with another name and password`, async () => {
      const write = office.store.changeDocuments.bind(office.store);
      const append = office.store.append.bind(office.store);
      office.store.changeDocuments = (where: Collection, changes) => (where === collection ? Promise.reject(new Error('power cut')) : write(where, changes));
      if (collection === 'facts') office.store.append = () => Promise.reject(new Error('power cut'));
      await expect(setUp()).rejects.toThrow('power cut');
      expect(await isSetUp(office.store), `stopped at step ${at}`).toBe(false);
      Object.assign(office.store, { changeDocuments: write, append });
      await setUp({ officeName: '区信访局', password: 'Other-2026!' });
      expect(await office.document('units', 'unit-root')).toMatchObject({ name: '区信访局' });
      expect(await office.factIds('member-first-admin')).toEqual(['enrolled']);
      expect((await office.store.factsOf('unit-root')).map((fact) => fact.body)).toMatchObject(collection === 'settings' ? [{ name: '区信访办' }, { name: '区信访局' }] : [{ name: '区信访局' }]);
      const password = (typed: string) => refusalOf(logIn(office.act(null), { account: 'boss', password: typed, device: '', oldToken: null }));
      expect([await password('Other-2026!'), (await password('Right-2026!'))?.code]).toEqual([null, 'wrong-credentials']);
    });
  }
});

test('a set-up done again under another account leaves no way in with the first', async () => {
  const write = office.store.changeDocuments.bind(office.store);
  office.store.changeDocuments = (where, changes) => (where === 'settings' ? Promise.reject(new Error('power cut')) : write(where, changes));
  await expect(setUp()).rejects.toThrow('power cut');
  office.store.changeDocuments = write;
  await setUp({ account: 'chief' });
  const way = (account: string) => refusalOf(logIn(office.act(null), { account, password: 'Right-2026!', device: '', oldToken: null }));
  expect([await way('chief'), (await way('boss'))?.code]).toEqual([null, 'wrong-credentials']);
});

test('of two set-ups at once one is done, and its administrator is the one who can log in', async () => {
  const results = await Promise.all([refusalOf(setUp()), refusalOf(setUp({ password: 'Other-2026!' }))]);
  expect(results.filter((refusal) => refusal === null)).toHaveLength(1);
  const winner = results[0] === null ? 'Right-2026!' : 'Other-2026!';
  expect(await refusalOf(logIn(office.act(null), { account: 'boss', password: winner, device: '', oldToken: null }))).toBeNull();
});
