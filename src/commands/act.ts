import type { Catalog } from '../domain/catalog.ts';
import type { Actor } from '../domain/member.ts';
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

export { loadMember, loadMembers, loadMembersNamed, loadUnits } from '../storage/people.ts';
