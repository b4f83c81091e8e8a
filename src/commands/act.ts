import type { Catalog } from '../domain/catalog.ts';
import type { Actor, Member } from '../domain/member.ts';
import { byStaffNo } from '../domain/member.ts';
import type { Unit } from '../domain/unit.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';

/** What every command is given: where records live, what is published, who acts and when. */
export interface Act {
  store: Store;
  catalog: Catalog;
  actor: Actor | null;
  /** ISO instant, server clock. */
  now: string;
  /** A new random id with a prefix that says of what: `member-…`. */
  newId: (prefix: string) => string;
  secrets: Secrets;
}

/** Everything that must be unguessable, and the hashing of passwords. Kept outside the domain so that tests can fix it. */
export interface Secrets {
  /** A 32-byte token for a browser, url-safe. */
  token(): string;
  /** What is kept of a token. */
  tokenId(token: string): string;
  /** Four digits. */
  signInCode(): string;
  /** A one-time password that can be read out and typed. */
  oneTimePassword(): string;
  /** argon2id; refuses `server-busy` when too many wait. */
  hashPassword(password: string): Promise<string>;
  checkPassword(password: string, hash: string): Promise<boolean>;
}

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
