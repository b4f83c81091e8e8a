import type { Account } from '../../src/domain/account.ts';

/** An account that nobody can log in to by password: its log-ins are put in beforehand. */
export function accountOf(account: string, memberId: string): Account {
  return { account, memberId, passwordHash: 'none', mustChange: false, failures: 0, lockedUntil: null, active: true };
}

/** A data folder, or the address of a database, as `openStore` takes it. */
export function storeAt(address: string): { DATA_DIR?: string; DATABASE_URL?: string } {
  return address.startsWith('postgres') ? { DATABASE_URL: address } : { DATA_DIR: address };
}
