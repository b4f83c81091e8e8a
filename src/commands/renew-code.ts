import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { loadHeldSession } from './session-in-hand.ts';
import { issueCode } from './sign-in-code.ts';

/** Replaces the code of an open session, e.g. when it was passed on to people outside the room. */
export async function renewCode(act: Act, sessionId: string): Promise<void> {
  const { session } = await loadHeldSession(act, sessionId);
  if (session.state !== 'open') throw new Refusal('session-not-open');
  await issueCode(act, sessionId);
}
