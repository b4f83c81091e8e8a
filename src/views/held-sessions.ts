import { register } from '../domain/attendance.ts';
import type { Fact } from '../domain/fact.ts';
import type { HeldSession } from '../domain/measure.ts';
import { foldSession, type StudySession } from '../domain/study-session.ts';
import { ancestry, type Unit } from '../domain/unit.ts';
import type { Store } from '../storage/port.ts';

/** Sessions that concern units: held by one of them, by a unit below one, or by one above. Newest first. */
export async function sessionsConcerning(store: Store, units: readonly Unit[], unitIds: Iterable<string>): Promise<{ session: StudySession; facts: Fact[] }[]> {
  const named = new Set(unitIds);
  const above = new Set([...named].flatMap((unitId) => ancestry(units, unitId)));
  const concerned = units.filter((unit) => above.has(unit.unitId) || ancestry(units, unit.unitId).some((unitId) => named.has(unitId)));
  const facts = (await Promise.all(concerned.map((unit) => store.factsOfUnit(unit.unitId)))).flat();
  const bySession = new Map<string, Fact[]>();
  for (const fact of facts) bySession.set(fact.subjectId, [...(bySession.get(fact.subjectId) ?? []), fact]);
  return [...bySession.values()].map((own) => ({ session: foldSession(own), facts: own }))
    .filter((one): one is { session: StudySession; facts: Fact[] } => one.session !== null)
    .sort((a, b) => (a.session.startsAt < b.session.startsAt ? 1 : -1));
}

/**
 * The closed sessions that concern a unit and its people, with register and all facts. `facts` are those of the people:
 * the units they belonged to before are named there, and what they attended in them goes with them.
 */
export async function heldSessions(store: Store, units: readonly Unit[], unitId: string, facts: readonly Fact[]): Promise<HeldSession[]> {
  const closed = (await sessionsConcerning(store, units, [unitId, ...facts.map((fact) => fact.unitId)])).filter(({ session }) => session.state === 'closed');
  return Promise.all(closed.map(async ({ session, facts }) => {
    const signIns = await store.factsIn(session.sessionId);
    return { session, register: register(session, signIns), facts: [...facts, ...signIns] };
  }));
}
