import { addMinutes } from '../domain/calendar.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';
import type { Act } from './act.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/** The code shown in the room. It lives apart from facts: it is a secret while the session is open and nothing afterwards. */
interface SignInCode { code: string; issuedAt: string }
export interface Guesses { triedAt: string[] }

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

export function dropCode(store: Store, sessionId: string): Promise<void> {
  return remove(store, 'session-codes', sessionId);
}

/**
 * Compares what a person typed with the code. Every try of one person is counted over the last minutes, before the
 * comparison and durably, and forgotten when it was right: refuses `code-wrong` with the tries left, and
 * `code-rate-limited` once they are used up.
 */
export async function demandCode(act: Act, sessionId: string, memberId: string, typed: string): Promise<void> {
  const id = `${sessionId}.${memberId}`;
  const left = await untilUndisturbed(() => countTry(act, id));
  if (typed !== await currentCode(act.store, sessionId)) throw new Refusal('code-wrong', { left });
  await remove(act.store, 'guesses', id);
}

/** Returns how many tries are left after this one. */
async function countTry({ store, now }: Act, id: string): Promise<number> {
  const stored = await store.readDocument<Guesses>('guesses', id);
  const since = addMinutes(now, -guessing.minutes);
  const recent = (stored?.value.triedAt ?? []).filter((at) => at > since);
  if (recent.length >= guessing.failures) {
    throw new Refusal('code-rate-limited', { minutes: Math.max(1, Math.ceil((Date.parse(recent[0]!) - Date.parse(since)) / 60_000)) });
  }
  await store.changeDocuments('guesses', [{ id, expected: stored?.version ?? 0, value: { triedAt: [...recent, now] } satisfies Guesses }]);
  return guessing.failures - recent.length - 1;
}

function remove(store: Store, collection: 'session-codes' | 'guesses', id: string): Promise<void> {
  return untilUndisturbed(async () => {
    const stored = await store.readDocument(collection, id);
    if (stored) await store.changeDocuments(collection, [{ id, expected: stored.version, value: undefined }]);
  });
}
