import { afterRightPassword, afterWrongPassword, demandUnlocked, isLive, lockout, type Account, type LogIn } from '../domain/account.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';

/** `token` goes to the browser as a cookie; `kept` is a form that was sent after an earlier log-in of this account had timed out. */
export interface LoggedIn { token: string; mustChange: boolean; kept: LogIn['kept'] }

/** `oldToken`: the cookie the browser still has, if any. Refuses `wrong-credentials` (also for an unknown account), `account-locked`, `server-busy`. */
export async function logIn(act: Act, input: { account: string; password: string; device: string; oldToken: string | null }): Promise<LoggedIn> {
  const accountId = input.account.trim().toLowerCase();
  const stored = await act.store.readDocument<Account>('accounts', accountId);
  const account = stored?.value.active ? stored.value : null;
  if (account) demandUnlocked(account, act.now);
  const right = await act.secrets.checkPassword(input.password, account?.passwordHash ?? await decoy(act));
  if (account) await note(act, accountId, right ? afterRightPassword : afterWrongPassword);
  if (!account || !right) throw new Refusal('wrong-credentials', { limit: lockout.failures, minutes: lockout.minutes });
  const token = act.secrets.token();
  const logIn: LogIn = { memberId: account.memberId, account: account.account, startedAt: act.now, seenAt: act.now, device: input.device.slice(0, 120), endedAt: null, kept: null };
  const kept = await endOld(act, input.oldToken, account.memberId);
  await act.store.changeDocuments('log-ins', [{ id: act.secrets.tokenId(token), expected: 0, value: logIn }]);
  return { token, mustChange: account.mustChange, kept };
}

let decoyHash: Promise<string> | null = null;
/** An unknown account costs as much time as a known one. */
function decoy(act: Act): Promise<string> {
  return decoyHash ??= act.secrets.hashPassword('no such account');
}

/**
 * Counts a try on the account as it is by now: of several at once none is forgotten, and one whose check ends after the
 * account was locked is refused (`account-locked`), right or wrong, so that many at once are not more tries than five.
 * A right one is written too, even if it changes nothing: that is what puts it in a row with the others.
 */
async function note(act: Act, accountId: string, change: (account: Account, now: string) => Account): Promise<void> {
  const stored = await act.store.readDocument<Account>('accounts', accountId);
  if (!stored) return;
  demandUnlocked(stored.value, act.now);
  try {
    await act.store.changeDocuments('accounts', [{ id: accountId, expected: stored.version, value: change(stored.value, act.now) }]);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'document-conflict') throw error;
    await note(act, accountId, change);
  }
}

/** Ends the browser's earlier log-in and hands over the form kept in it, if it was this person's. */
async function endOld(act: Act, oldToken: string | null, memberId: string): Promise<LogIn['kept']> {
  const old = oldToken ? await act.store.readDocument<LogIn>('log-ins', act.secrets.tokenId(oldToken)) : null;
  if (!old) return null;
  const wasLive = isLive(old.value, act.now);
  await act.store.changeDocuments('log-ins', [{ id: old.id, expected: old.version, value: { ...old.value, endedAt: old.value.endedAt ?? act.now, kept: null } }]);
  return old.value.memberId === memberId && !wasLive ? old.value.kept : null;
}
