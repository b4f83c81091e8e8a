import { byStaffNo, type Member } from '../domain/member.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Unit } from '../domain/unit.ts';
import type { Store } from './port.ts';

export async function loadUnits(store: Store): Promise<Unit[]> {
  return (await store.listDocuments<Unit>('units')).map((stored) => stored.value);
}

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
