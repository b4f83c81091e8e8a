import { demandUnlocked, isLive, lockout, type Account, type LogIn } from '../domain/account.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { countTry } from './count-try.ts';

/** `token` goes to the browser as a cookie; `kept` is a form that was sent after an earlier log-in of this account had timed out. */
export interface LoggedIn { token: string; mustChange: boolean; kept: LogIn['kept'] }

/** `oldToken`: the cookie the browser still has, if any. Refuses `wrong-credentials` (also for an unknown account), `account-locked`, `server-busy`. */
export async function logIn(act: Act, input: { account: string; password: string; device: string; oldToken: string | null }): Promise<LoggedIn> {
  const accountId = input.account.trim().toLowerCase();
  const stored = await act.store.readDocument<Account>('accounts', accountId);
  const account = stored?.value.active ? stored.value : null;
  if (account) demandUnlocked(account, act.now);
  const right = await act.secrets.checkPassword(input.password, account?.passwordHash ?? await decoy(act));
  if (account) await countTry(act, accountId, right);
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
  return decoyHash ??= act.secrets.hashPassword('no such account').catch((error: unknown) => { decoyHash = null; throw error; });
}

/** Ends the browser's earlier log-in and hands over the form kept in it, if it was this person's. */
async function endOld(act: Act, oldToken: string | null, memberId: string): Promise<LogIn['kept']> {
  const old = oldToken ? await act.store.readDocument<LogIn>('log-ins', act.secrets.tokenId(oldToken)) : null;
  if (!old) return null;
  const wasLive = isLive(old.value, act.now);
  await act.store.changeDocuments('log-ins', [{ id: old.id, expected: old.version, value: { ...old.value, endedAt: old.value.endedAt ?? act.now, kept: null } }]);
  return old.value.memberId === memberId && !wasLive ? old.value.kept : null;
}
