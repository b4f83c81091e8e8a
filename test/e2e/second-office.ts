import { demoPassword } from '../../scripts/demo/people.ts';
import type { Secrets } from '../../src/commands/act.ts';
import type { Account } from '../../src/domain/account.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Unit } from '../../src/domain/unit.ts';
import type { Collection, Store } from '../../src/storage/port.ts';

export const street: Unit = { unitId: 'unit-street', name: '临湖街道信访办', kind: 'office', parentId: 'unit-root', order: 90, closedOn: null, mergedIntoId: null, lentTo: [] };

const streetPeople: Member[] = [
  { memberId: 'member-street-leader', staffNo: '2001', name: '穆清和', unitId: street.unitId, post: '主任', rank: '正科级', roles: ['cadre', 'leader'] },
  { memberId: 'member-street-trainer', staffNo: '2002', name: '庄堃', unitId: street.unitId, post: '司法助理', rank: '二级科员', roles: ['cadre', 'trainer'] },
  { memberId: 'member-street-admin', staffNo: '2003', name: '邱实', unitId: street.unitId, post: '信息岗', rank: '二级科员', roles: ['cadre', 'admin'] },
];

/**
 * Log-in names of everyone the tests log in as, all with the demo password. Beside the four demo accounts: the people of a
 * street office below the sample office, the head of a section as its leader, and two more cadres by 工号.
 */
export const accounts = {
  cadre: 'cadre', trainer: 'trainer', leader: 'leader', admin: 'admin',
  streetLeader: '2001', streetTrainer: '2002', streetAdmin: '2003', sectionLeader: '1031', colleague: '1024', latecomer: '1012',
} as const;
export type Person = keyof typeof accounts;

/** Adds a second office to the sample office by writing its documents, and lets a section's head lead it. */
export async function addSecondOffice(store: Store, secrets: Secrets): Promise<void> {
  await put(store, 'units', street.unitId, street);
  for (const member of streetPeople) await put(store, 'members', member.memberId, member);
  const members = (await store.listDocuments<Member>('members')).map((stored) => stored.value);
  const numbered = (staffNo: string) => members.find((member) => member.staffNo === staffNo)!;
  const head = numbered(accounts.sectionLeader);
  await put(store, 'members', head.memberId, { ...head, roles: ['cadre', 'leader'] } satisfies Member);
  for (const account of Object.values(accounts).filter((name) => /^\d+$/.test(name))) {
    const value: Account = { account, memberId: numbered(account).memberId, passwordHash: await secrets.hashPassword(demoPassword), mustChange: false, failures: 0, lockedUntil: null, active: true };
    await put(store, 'accounts', account, value);
  }
}

async function put(store: Store, collection: Collection, id: string, value: unknown): Promise<void> {
  const stored = await store.readDocument(collection, id);
  await store.changeDocuments(collection, [{ id, expected: stored?.version ?? 0, value }]);
}
