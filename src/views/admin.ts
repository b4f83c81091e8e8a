import type { Account } from '../domain/account.ts';
import { demand } from '../domain/permission.ts';
import { isInSubtree, officeOf, openUnits, subtree } from '../domain/unit.ts';
import { loadMembers, loadUnits } from '../storage/people.ts';
import { roleWords } from '../text/words.ts';
import { pageOf } from './paging.ts';
import { sectionName, type Reading } from './reading.ts';

export interface PeopleRow { memberId: string; staffNo: string; name: string; section: string; post: string; rank: string; roles: string; account: string | null; accountState: string }
export interface AdminView { unit: string; people: number; sections: { unitId: string; name: string; people: number }[]; withoutAccount: number; waiting: number }
export interface PeopleView { section: string | null; sections: { unitId: string; name: string }[]; query: string; rows: PeopleRow[]; total: number; page: number; pages: number }
const rowsPerPage = 100;

/** How the roster stands. */
export async function adminView(reading: Reading): Promise<AdminView> {
  const { rows, units, officeId } = await roster(reading);
  return {
    unit: sectionName(units, officeId), people: rows.length,
    sections: openUnits(subtree(units, officeId)).map((unit) => ({ unitId: unit.unitId, name: sectionName(units, unit.unitId), people: rows.filter((row) => row.unitId === unit.unitId).length })),
    withoutAccount: rows.filter((row) => !row.account).length, waiting: rows.filter((row) => row.mustChange).length,
  };
}

/** People by section, searched by name or 工号, a page at a time. */
export async function peopleView(reading: Reading, search: URLSearchParams): Promise<PeopleView> {
  const { rows, units, officeId } = await roster(reading);
  const section = search.get('section') || null;
  const query = (search.get('q') ?? '').trim().normalize('NFC');
  const found = rows.filter((row) => (!section || row.unitId === section) && (!query || row.name.includes(query) || row.staffNo.includes(query)));
  const { items, page, pages } = pageOf(found, Number(search.get('page')), rowsPerPage);
  return {
    section, query, total: found.length, page, pages,
    sections: openUnits(subtree(units, officeId)).map((unit) => ({ unitId: unit.unitId, name: sectionName(units, unit.unitId) })),
    rows: items.map(({ unitId: _unitId, mustChange: _mustChange, ...row }) => row),
  };
}

async function roster(reading: Reading) {
  const actor = demand(reading.actor, 'manage-roster');
  const units = await loadUnits(reading.store);
  const officeId = officeOf(units, actor.unitId);
  const accounts = new Map((await reading.store.listDocuments<Account>('accounts')).map(({ value }) => [value.memberId, value]));
  const members = (await loadMembers(reading.store)).filter((member) => isInSubtree(units, member.unitId, officeId));
  return {
    units, officeId,
    rows: members.map((member) => {
      const account = accounts.get(member.memberId);
      return {
        memberId: member.memberId, staffNo: member.staffNo, name: member.name, unitId: member.unitId, section: sectionName(units, member.unitId), post: member.post, rank: member.rank,
        roles: member.roles.map((role) => roleWords[role]).join('、'), account: account?.account ?? null, mustChange: account?.mustChange ?? false,
        accountState: accountState(account, reading.now),
      };
    }),
  };
}

/** How an account stands, in words. */
export function accountState(account: Account | undefined, now: string): string {
  if (!account) return '未发口令';
  if (!account.active) return '已停用';
  if (account.lockedUntil && account.lockedUntil > now) return '已锁定';
  return account.mustChange ? '待首次登录' : '正常';
}
