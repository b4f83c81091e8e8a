import { demandStrongPassword, type Account } from '../domain/account.ts';
import { ofKind, type NewFact } from '../domain/fact.ts';
import type { Member } from '../domain/member.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Settings } from '../domain/settings.ts';
import type { Unit } from '../domain/unit.ts';
import { foundingOf } from '../domain/unit-change.ts';
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
  const unit: Unit = { unitId: rootUnitId, name: input.officeName, kind: 'office', parentId: null, order: 0, closedOn: null, mergedIntoId: null, lentTo: [] };
  await put(act, 'units', rootUnitId, unit);
  await put(act, 'members', memberId, member);
  await put(act, 'accounts', account, { account, memberId, passwordHash, mustChange: false, failures: 0, lockedUntil: null, active: true } satisfies Account);
  await act.store.append(await beginnings(act, unit, member));
  await act.store.changeDocuments('settings', [{ id: 'office', expected: 0, value: { officeName: input.officeName, rootUnitId, goal: input.goal } satisfies Settings }]);
  // An earlier set-up that was interrupted may have made an account of another name.
  const others = (await act.store.listDocuments<Account>('accounts')).filter((one) => one.id !== account);
  await act.store.changeDocuments('accounts', others.map(({ id, version }) => ({ id, expected: version, value: undefined })));
}

/** The first facts of the office and of its administrator; a set-up done again under another name is a renaming. */
async function beginnings({ store, now }: Act, unit: Unit, { memberId, unitId, post, rank, roles }: Member): Promise<NewFact[]> {
  const by = { at: now, actorId: memberId, contextId: null, unitId };
  const known = await store.factsOf(unitId);
  const name = ofKind(known, 'unit.renamed').at(-1)?.body.name ?? ofKind(known, 'unit.founded')[0]?.body.name;
  return [
    ...(name === undefined ? [foundingOf(unit, { at: now, actorId: memberId })] : []),
    ...(name !== undefined && name !== unit.name ? [{ ...by, id: `renamed/set-up-${known.length}`, kind: 'unit.renamed' as const, subjectId: unitId, body: { name: unit.name } }] : []),
    { ...by, id: 'enrolled', kind: 'member.enrolled', subjectId: memberId, body: { unitId, post, rank, roles } },
  ];
}

async function put(act: Act, collection: 'units' | 'members' | 'accounts', id: string, value: unknown): Promise<void> {
  const stored = await act.store.readDocument(collection, id);
  await act.store.changeDocuments(collection, [{ id, expected: stored?.version ?? 0, value }]);
}
