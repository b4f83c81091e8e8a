import { Refusal } from '../domain/refusal.ts';
import { foldSession } from '../domain/study-session.ts';
import type { Unit } from '../domain/unit.ts';
import type { Store } from '../storage/port.ts';

/** Refuses `unit-has-sessions` {count} while a study session of the unit itself is scheduled or open. */
export async function demandNoUnfinishedSession(store: Store, unit: Unit): Promise<void> {
  const facts = await store.factsOfUnit(unit.unitId);
  const bySession = Map.groupBy(facts, (fact) => fact.subjectId);
  const unfinished = [...bySession.values()].filter((own) => ['scheduled', 'open'].includes(foldSession(own)?.state ?? ''));
  if (unfinished.length > 0) throw new Refusal('unit-has-sessions', { unit: unit.name, count: unfinished.length });
}
