import { addMinutes } from '../domain/calendar.ts';
import { isLive, timeouts, type Account, type LogIn } from '../domain/account.ts';
import type { Member } from '../domain/member.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';

export interface Recognised { member: Member; account: string; logInId: string; mustChange: boolean }

/** Who sends this cookie; null for a guest, an ended or a timed-out log-in. Notes the visit, at most once a minute. */
export async function recognise(act: Pick<Act, 'store' | 'now' | 'secrets'>, token: string | null): Promise<Recognised | null> {
  const logIn = token ? await act.store.readDocument<LogIn>('log-ins', act.secrets.tokenId(token)) : null;
  if (!logIn || !isLive(logIn.value, act.now)) return null;
  const member = await act.store.readDocument<Member>('members', logIn.value.memberId);
  const account = await act.store.readDocument<Account>('accounts', logIn.value.account);
  if (!member || !account?.value.active) return null;
  if (addMinutes(logIn.value.seenAt, 1) < act.now) {
    await act.store.changeDocuments('log-ins', [{ id: logIn.id, expected: logIn.version, value: { ...logIn.value, seenAt: act.now } }]).catch(onlyANote);
  }
  return { member: member.value, account: logIn.value.account, logInId: logIn.id, mustChange: account.value.mustChange };
}

/**
 * Keeps a form that arrived after its log-in had timed out, to be carried out after the next log-in of the same account.
 * Only a timed-out log-in can keep one (not a guest, not one that was signed out). Returns whether it was kept.
 */
export async function keepForm(act: Pick<Act, 'store' | 'now' | 'secrets'>, token: string | null, form: { action: string; path: string; fields: [string, string][] }): Promise<boolean> {
  const logIn = token ? await act.store.readDocument<LogIn>('log-ins', act.secrets.tokenId(token)) : null;
  if (!logIn || logIn.value.endedAt || isLive(logIn.value, act.now)) return false;
  if (addMinutes(logIn.value.seenAt, timeouts.keptMinutes) < act.now || JSON.stringify(form).length > 64_000) return false;
  await act.store.changeDocuments('log-ins', [{ id: logIn.id, expected: logIn.version, value: { ...logIn.value, kept: { ...form, at: act.now } } }]);
  return true;
}

/** Another request noted the visit at the same moment, or nothing can be written now: reading goes on. */
function onlyANote(error: unknown): void {
  if (!isRefusal(error) || !['document-conflict', 'store-full', 'store-stopped'].includes(error.code)) throw error;
}
