import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { foldSession, type StudySession } from '../domain/study-session.ts';
import type { Actor } from '../domain/member.ts';
import type { Store } from '../storage/port.ts';
import { loadUnits, type Act } from './act.ts';

/** Refuses `not-found`. */
export async function loadSession(store: Store, sessionId: string): Promise<StudySession> {
  const session = foldSession(await store.factsOf(sessionId));
  if (!session) throw new Refusal('not-found');
  return session;
}

/** The session, and the trainer who may hold it. Refuses `not-found`, `not-permitted`. */
export async function loadHeldSession(act: Act, sessionId: string): Promise<{ session: StudySession; actor: Actor }> {
  const session = await loadSession(act.store, sessionId);
  return { session, actor: demandIn(act.actor, 'hold-session', session.unitId, await loadUnits(act.store)) };
}
