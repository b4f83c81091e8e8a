import { addMinutes } from '../domain/calendar.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';
import type { Act } from './act.ts';

/** The code shown in the room. It lives apart from facts: it is a secret while the session is open and nothing afterwards. */
interface SignInCode { code: string; issuedAt: string }
export interface Guesses { failedAt: string[] }

export const guessing = { failures: 5, minutes: 10 } as const;

/** Issues a new code for an open session; the one before it is worthless from then on. */
export async function issueCode(act: Act, sessionId: string): Promise<void> {
  const stored = await act.store.readDocument<SignInCode>('session-codes', sessionId);
  let code = act.secrets.signInCode();
  while (code === stored?.value.code) code = act.secrets.signInCode();
  await act.store.changeDocuments('session-codes', [{ id: sessionId, expected: stored?.version ?? 0, value: { code, issuedAt: act.now } satisfies SignInCode }]);
}

export async function currentCode(store: Store, sessionId: string): Promise<string | null> {
  return (await store.readDocument<SignInCode>('session-codes', sessionId))?.value.code ?? null;
}

export async function dropCode(store: Store, sessionId: string): Promise<void> {
  const stored = await store.readDocument<SignInCode>('session-codes', sessionId);
  if (stored) await store.changeDocuments('session-codes', [{ id: sessionId, expected: stored.version, value: undefined }]);
}

/**
 * Compares what a person typed with the code. Wrong guesses of one person are counted over the last minutes, before the
 * comparison and durably: refuses `code-wrong` with the tries left, and `code-rate-limited` once they are used up.
 */
export async function demandCode(act: Act, sessionId: string, memberId: string, typed: string): Promise<void> {
  const id = `${sessionId}.${memberId}`;
  const stored = await act.store.readDocument<Guesses>('guesses', id);
  const since = addMinutes(act.now, -guessing.minutes);
  const recent = (stored?.value.failedAt ?? []).filter((at) => at > since);
  if (recent.length >= guessing.failures) {
    throw new Refusal('code-rate-limited', { minutes: Math.max(1, Math.ceil((Date.parse(recent[0]!) - Date.parse(since)) / 60_000)) });
  }
  if (typed === await currentCode(act.store, sessionId)) return;
  try {
    await act.store.changeDocuments('guesses', [{ id, expected: stored?.version ?? 0, value: { failedAt: [...recent, act.now] } satisfies Guesses }]);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'document-conflict') throw error;
    return demandCode(act, sessionId, memberId, typed);
  }
  throw new Refusal('code-wrong', { left: guessing.failures - recent.length - 1 });
}
