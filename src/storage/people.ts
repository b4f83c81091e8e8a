import { byStaffNo, type Member } from '../domain/member.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Unit } from '../domain/unit.ts';
import type { Store } from './port.ts';

/** A unit recorded before units could be closed or lent is open and lent to nobody. */
export async function loadUnits(store: Store): Promise<Unit[]> {
  return (await store.listDocuments<Unit>('units')).map((stored) => ({ ...newlyFounded, ...stored.value }));
}
const newlyFounded = { closedOn: null, mergedIntoId: null, lentTo: [] };

/** Everyone on the roster, by 工号. */
export async function loadMembers(store: Store): Promise<Member[]> {
  return (await store.listDocuments<Member>('members')).map((stored) => stored.value).sort(byStaffNo);
}

/** Refuses `not-found`. */
export async function loadMember(store: Store, memberId: string): Promise<Member> {
  const stored = await store.readDocument<Member>('members', memberId);
  if (!stored) throw new Refusal('not-found');
  return stored.value;
}

/** People by id; whoever is no longer on the roster is missing. */
export async function loadMembersNamed(store: Store, memberIds: Iterable<string>): Promise<Map<string, Member>> {
  const ids = [...new Set(memberIds)].filter(Boolean);
  return new Map((await store.readDocuments<Member>('members', ids)).map((stored) => [stored.id, stored.value]));
}
