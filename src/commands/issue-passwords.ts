import type { Account } from '../domain/account.ts';
import { byStaffNo, type Member } from '../domain/member.ts';
import { demand, demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { unitPath } from '../domain/unit.ts';
import type { DocumentChange, Store } from '../storage/port.ts';
import { loadMembersNamed, loadUnits, type Act } from './act.ts';
import { endLogIns } from './end-log-ins.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/** A slip to be handed over: `account` is the log-in name, `unit` the section's path, the password is kept nowhere. */
export interface Issued { staffNo: string; name: string; unit: string; account: string; password: string }

/** People at a time. Hashing takes about 30 ms each. */
export const issueLimit = 300;
const hashedTogether = 8;

/**
 * Gives people a new one-time password: makes the account if there is none, unlocks it, and ends all their log-ins.
 * Refuses `invalid-input` {text} for nobody or more than 300, `not-found`, `not-permitted` outside the actor's unit, `server-busy`.
 */
export async function issuePasswords(act: Act, memberIds: readonly string[]): Promise<Issued[]> {
  const actor = demand(act.actor, 'manage-roster');
  const chosen = new Set(memberIds);
  if (chosen.size === 0) throw new Refusal('invalid-input', { text: '没有选择人员' });
  if (chosen.size > issueLimit) throw new Refusal('invalid-input', { text: `一次最多给 ${issueLimit} 人发口令` });
  const units = await loadUnits(act.store);
  const people = [...(await loadMembersNamed(act.store, chosen)).values()].sort(byStaffNo);
  if (people.length < chosen.size) throw new Refusal('not-found');
  for (const member of people) demandIn(actor, 'manage-roster', member.unitId, units);

  const passwords = new Map(people.map((member) => [member.memberId, act.secrets.oneTimePassword()]));
  const hashes = new Map<string, string>();
  for (let from = 0; from < people.length; from += hashedTogether) {
    await Promise.all(people.slice(from, from + hashedTogether).map(async ({ memberId }) => { hashes.set(memberId, await act.secrets.hashPassword(passwords.get(memberId)!)); }));
  }
  const accounts = await setAccounts(act.store, people, hashes);
  await endLogIns(act.store, chosen, act.now);
  return people.map(({ memberId, staffNo, name, unitId }) => ({
    staffNo, name, unit: unitPath(units, unitId).join(' / '), account: accounts.get(memberId)!, password: passwords.get(memberId)!,
  }));
}

/** Returns the log-in name of each. An account keeps its name and whether it is active. */
function setAccounts(store: Store, people: readonly Member[], hashes: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  return untilUndisturbed(async () => {
    const stored = await store.listDocuments<Account>('accounts');
    const own = new Map(stored.map((one) => [one.value.memberId, one]));
    const taken = new Set(stored.map((one) => one.id));
    const changes = people.map(({ memberId, staffNo }): DocumentChange & { id: string } => {
      const issued = { passwordHash: hashes.get(memberId)!, mustChange: true, failures: 0, lockedUntil: null };
      const account = own.get(memberId);
      if (account) return { id: account.id, expected: account.version, value: { ...account.value, ...issued } satisfies Account };
      const id = staffNo.toLowerCase();
      if (taken.has(id)) throw new Refusal('invalid-input', { text: `账号 ${id} 已由另一人使用` });
      return { id, expected: 0, value: { account: id, memberId, active: true, ...issued } satisfies Account };
    });
    await store.changeDocuments('accounts', changes);
    return new Map(people.map(({ memberId }, index) => [memberId, changes[index]!.id]));
  });
}
