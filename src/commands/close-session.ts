import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { loadHeldSession } from './session-in-hand.ts';
import { dropCode } from './sign-in-code.ts';

/** Closes the session and locks its register: whoever has not signed in is absent. `note`: points discussed, for the minutes. */
export async function closeSession(act: Act, sessionId: string, note: string): Promise<void> {
  const { session, actor } = await loadHeldSession(act, sessionId);
  if (session.state === 'closed' || session.state === 'cancelled') throw new Refusal('session-closed');
  if (session.state !== 'open') throw new Refusal('session-not-open');
  await act.store.append([{ id: 'closed', kind: 'session.closed', at: act.now, actorId: actor.memberId, subjectId: sessionId, contextId: null, unitId: session.unitId, body: { note } }]);
  await dropCode(act.store, sessionId);
}

/** Calls off a session that has not been closed, with the reason. */
export async function cancelSession(act: Act, sessionId: string, reason: string): Promise<void> {
  const { session, actor } = await loadHeldSession(act, sessionId);
  if (session.state === 'closed' || session.state === 'cancelled') throw new Refusal('session-closed');
  await act.store.append([{ id: 'cancelled', kind: 'session.cancelled', at: act.now, actorId: actor.memberId, subjectId: sessionId, contextId: null, unitId: session.unitId, body: { reason } }]);
  await dropCode(act.store, sessionId);
}
