import { register } from '../domain/attendance.ts';
import type { HeldSession } from '../domain/counted.ts';
import type { Fact } from '../domain/fact.ts';
import { foldSession, type StudySession } from '../domain/study-session.ts';
import { ancestry, type Unit } from '../domain/unit.ts';
import { loadUnits } from '../storage/people.ts';
import type { Store } from '../storage/port.ts';

interface SessionFacts { session: StudySession; facts: Fact[] }

/** Sessions held by these very units. Newest first. */
export async function sessionsHeldBy(store: Store, unitIds: Iterable<string>): Promise<SessionFacts[]> {
  const facts = (await Promise.all([...new Set(unitIds)].map((unitId) => store.factsOfUnit(unitId)))).flat();
  return [...Map.groupBy(facts, (fact) => fact.subjectId).values()].flatMap((own) => {
    const session = foldSession(own);
    return session ? [{ session, facts: own }] : [];
  }).sort((a, b) => (a.session.startsAt < b.session.startsAt ? 1 : -1));
}

/** Sessions that concern units: held by one of them, by a unit below one, or by one above. Newest first. */
export async function sessionsConcerning(store: Store, units: readonly Unit[], unitIds: Iterable<string>): Promise<SessionFacts[]> {
  const named = new Set(unitIds);
  const above = new Set([...named].flatMap((unitId) => ancestry(units, unitId)));
  return sessionsHeldBy(store, units.filter((unit) => above.has(unit.unitId) || ancestry(units, unit.unitId).some((unitId) => named.has(unitId))).map((unit) => unit.unitId));
}

/**
 * The closed sessions at which a person may have been due, with register and all facts: those of the unit they belong to and of
 * those they belonged to before, as their facts name them, and of the units above these.
 */
export async function heldSessionsOf(store: Store, unitId: string, facts: readonly Fact[]): Promise<HeldSession[]> {
  const units = await loadUnits(store);
  const belonged = new Set([unitId, ...facts.map((fact) => fact.unitId)]);
  const held = await sessionsHeldBy(store, [...belonged].flatMap((id) => ancestry(units, id)));
  return Promise.all(held.filter(({ session }) => session.state === 'closed').map((one) => withRegister(store, one)));
}

/** Those of these sessions that are closed, with register and all facts. */
export async function heldSessionsNamed(store: Store, sessionIds: Iterable<string>): Promise<HeldSession[]> {
  const all = await Promise.all([...new Set(sessionIds)].map(async (sessionId) => {
    const facts = await store.factsOf(sessionId);
    const session = foldSession(facts);
    return session?.state === 'closed' ? withRegister(store, { session, facts }) : null;
  }));
  return all.filter((one) => one !== null);
}

async function withRegister(store: Store, { session, facts }: SessionFacts): Promise<HeldSession> {
  const signIns = await store.factsIn(session.sessionId);
  return { session, register: register(session, signIns), facts: [...facts, ...signIns] };
}
