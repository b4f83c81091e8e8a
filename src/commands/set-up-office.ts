import { demandStrongPassword, type Account } from '../domain/account.ts';
import type { Member } from '../domain/member.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Settings } from '../domain/settings.ts';
import type { Unit } from '../domain/unit.ts';
import type { Act } from './act.ts';

/** `goal`: how many lessons each person is asked to complete, and in which period. */
export interface SetUpInput { officeName: string; account: string; name: string; password: string; goal: Settings['goal'] }

/** Whether the office has been set up. */
export async function isSetUp(store: Act['store']): Promise<boolean> {
  return (await store.readDocument<Settings>('settings', 'office')) !== null;
}

/**
 * First start: names the office and makes its first administrator. The settings are written last and are what counts as
 * set up, so that an interrupted set-up can simply be done again. Refuses `setup-done`, `password-weak`.
 */
export async function setUpOffice(act: Act, input: SetUpInput): Promise<void> {
  if (await isSetUp(act.store)) throw new Refusal('setup-done');
  const account = input.account.trim().toLowerCase();
  if (!/^[a-z0-9-]{1,32}$/.test(account)) throw new Refusal('invalid-input', { text: '账号只能用字母、数字和短横' });
  demandStrongPassword(input.password, account);
  const rootUnitId = 'unit-root';
  const memberId = 'member-first-admin';
  const member: Member = { memberId, staffNo: input.account.trim(), name: input.name, unitId: rootUnitId, post: '系统管理', rank: '', roles: ['cadre', 'admin'] };
  const passwordHash = await act.secrets.hashPassword(input.password);
  await put(act, 'units', rootUnitId, { unitId: rootUnitId, name: input.officeName, kind: 'office', parentId: null, order: 0 } satisfies Unit);
  await put(act, 'members', memberId, member);
  await put(act, 'accounts', account, { account, memberId, passwordHash, mustChange: false, failures: 0, lockedUntil: null, active: true } satisfies Account);
  const facts = await act.store.factsOf(memberId);
  if (facts.length === 0) {
    const { unitId, post, rank, roles } = member;
    await act.store.append([{ id: 'enrolled', kind: 'member.enrolled', at: act.now, actorId: memberId, subjectId: memberId, contextId: null, unitId, body: { unitId, post, rank, roles } }]);
  }
  await act.store.changeDocuments('settings', [{ id: 'office', expected: 0, value: { officeName: input.officeName, rootUnitId, goal: input.goal } satisfies Settings }]);
  // An earlier set-up that was interrupted may have made an account of another name.
  const others = (await act.store.listDocuments<Account>('accounts')).filter((one) => one.id !== account);
  await act.store.changeDocuments('accounts', others.map(({ id, version }) => ({ id, expected: version, value: undefined })));
}

async function put(act: Act, collection: 'units' | 'members' | 'accounts', id: string, value: unknown): Promise<void> {
  const stored = await act.store.readDocument(collection, id);
  await act.store.changeDocuments(collection, [{ id, expected: stored?.version ?? 0, value }]);
}
