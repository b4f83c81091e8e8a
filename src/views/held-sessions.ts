import { register } from '../domain/attendance.ts';
import type { Fact } from '../domain/fact.ts';
import type { HeldSession } from '../domain/measure.ts';
import { foldSession, type StudySession } from '../domain/study-session.ts';
import { isInSubtree, type Unit } from '../domain/unit.ts';
import type { Store } from '../storage/port.ts';

/** Sessions that concern a unit: held by it, by a unit below it, or by one above it. Newest first. */
export async function sessionsConcerning(store: Store, units: readonly Unit[], unitId: string): Promise<{ session: StudySession; facts: Fact[] }[]> {
  const concerned = units.filter((unit) => isInSubtree(units, unit.unitId, unitId) || isInSubtree(units, unitId, unit.unitId));
  const facts = (await Promise.all(concerned.map((unit) => store.factsOfUnit(unit.unitId)))).flat();
  const bySession = new Map<string, Fact[]>();
  for (const fact of facts) bySession.set(fact.subjectId, [...(bySession.get(fact.subjectId) ?? []), fact]);
  return [...bySession.values()].map((own) => ({ session: foldSession(own), facts: own }))
    .filter((one): one is { session: StudySession; facts: Fact[] } => one.session !== null)
    .sort((a, b) => (a.session.startsAt < b.session.startsAt ? 1 : -1));
}

/** The closed ones among them, with register and all facts. */
export async function heldSessions(store: Store, units: readonly Unit[], unitId: string): Promise<HeldSession[]> {
  const closed = (await sessionsConcerning(store, units, unitId)).filter(({ session }) => session.state === 'closed');
  return Promise.all(closed.map(async ({ session, facts }) => {
    const signIns = await store.factsIn(session.sessionId);
    return { session, register: register(session, signIns), facts: [...facts, ...signIns] };
  }));
}
