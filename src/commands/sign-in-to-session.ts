import { ofKind, standing, type Fact, type NewFact } from '../domain/fact.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { takesSignIns, type StudySession } from '../domain/study-session.ts';
import type { Act } from './act.ts';
import { loadHeldSession, loadSession } from './session-in-hand.ts';
import { demandCode } from './sign-in-code.ts';

/** Signs the actor in with the code from the room. A second time changes nothing: one person, one attendance. */
export async function signInToSession(act: Act, sessionId: string, code: string): Promise<void> {
  const actor = demand(act.actor, 'study');
  const session = await loadSession(act.store, sessionId);
  if (!takesSignIns(session, act.now)) throw new Refusal('session-not-open');
  const line = session.roster.find((one) => one.memberId === actor.memberId);
  if (!line) throw new Refusal('not-on-roster');
  const facts = await act.store.factsOf(actor.memberId);
  if (signInOf(facts, sessionId)) return;
  await demandCode(act, sessionId, actor.memberId, code);
  await act.store.append([signIn(session, actor.memberId, line.unitId, facts, { at: act.now, actorId: actor.memberId, body: { method: 'code' } })]);
}

/** Marks someone present who could not sign in alone (no phone), with the reason; visible in the register. */
export async function markPresent(act: Act, sessionId: string, memberId: string, reason: string): Promise<void> {
  const { session, actor } = await loadHeldSession(act, sessionId);
  if (session.state !== 'open') throw new Refusal(session.state === 'closed' ? 'session-closed' : 'session-not-open');
  const line = session.roster.find((one) => one.memberId === memberId);
  if (!line) throw new Refusal('not-on-roster');
  const facts = await act.store.factsOf(memberId);
  if (signInOf(facts, sessionId)) return;
  await act.store.append([signIn(session, memberId, line.unitId, facts, { at: act.now, actorId: actor.memberId, body: { method: 'by-hand', reason } })]);
}

/** Takes back a sign-in that was made in error, with the reason; the voided one stays on record. */
export async function voidSignIn(act: Act, sessionId: string, memberId: string, reason: string): Promise<void> {
  const { session, actor } = await loadHeldSession(act, sessionId);
  if (session.state !== 'open') throw new Refusal('session-closed');
  const signedIn = signInOf(await act.store.factsOf(memberId), sessionId);
  if (!signedIn) throw new Refusal('sign-in-not-found');
  await act.store.append([{
    id: `voided/${signedIn.id}`, kind: 'fact.voided', at: act.now, actorId: actor.memberId, subjectId: memberId,
    contextId: sessionId, unitId: signedIn.unitId, body: { factId: signedIn.id, reason },
  }]);
}

function signInOf(facts: readonly Fact[], sessionId: string): Fact | undefined {
  return ofKind(standing(facts), 'session.signed-in').find((fact) => fact.contextId === sessionId);
}

/** Numbered by the sign-ins to this session so far, voided ones included, so that a retry is the same fact. */
function signIn(session: StudySession, memberId: string, unitId: string, facts: readonly Fact[], by: Pick<NewFact<'session.signed-in'>, 'at' | 'actorId' | 'body'>): NewFact<'session.signed-in'> {
  const before = ofKind(facts, 'session.signed-in').filter((fact) => fact.contextId === session.sessionId).length;
  return { ...by, id: `signed-in/${session.sessionId}/${before + 1}`, kind: 'session.signed-in', subjectId: memberId, contextId: session.sessionId, unitId };
}
