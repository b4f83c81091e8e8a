import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { versionKey } from '../domain/law.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { loadUnits, type Act } from './act.ts';
import { lawUnitId } from './law-import.ts';

/** One text or a whole import, a version that was announced, or a change that was confirmed. */
export interface LawRecordToTakeBack { id: string; reason: string }

/**
 * Takes back what was recorded of the law, and what stands on it: with an announced version go its texts and its change. What people
 * studied meanwhile stays. Files and texts stay too, so that it can be seen what was taken back. Refuses `not-found`,
 * `law-import-taken-back`, `reason-missing`.
 */
export async function takeBackLawRecord(act: Act, { id, reason }: LawRecordToTakeBack): Promise<void> {
  const facts = await act.store.factsOf(lawRegisterSubject);
  const isChange = recordsNamed(facts, id).every((fact) => fact.kind === 'law.change-confirmed');
  const actor = demandIn(act.actor, isChange ? 'follow-law' : 'import-laws', await lawUnitId(act.store), await loadUnits(act.store));
  await takeBack(act, facts, { id, reason }, actor.memberId);
}

/** `npm run laws -- take-back`: an operator with the data in hand. Returns how many records were taken back. */
export async function takeBackByOperator(act: Pick<Act, 'store' | 'now'>, { id, reason }: LawRecordToTakeBack): Promise<number> {
  return takeBack(act, await act.store.factsOf(lawRegisterSubject), { id, reason }, 'system');
}

async function takeBack(act: Pick<Act, 'store' | 'now'>, facts: readonly Fact[], { id, reason }: LawRecordToTakeBack, actorId: string): Promise<number> {
  const unitId = await lawUnitId(act.store);
  const named = recordsNamed(facts, id);
  if (named.length === 0) throw new Refusal('not-found');
  if (reason.trim().length < 2) throw new Refusal('reason-missing');
  const gone = withDependents(named, facts);
  if (gone.length === 0) throw new Refusal('law-import-taken-back');
  await act.store.append(gone.map((fact) => ({
    id: `voided/${fact.id}`, kind: 'fact.voided', at: act.now, actorId, subjectId: lawRegisterSubject, contextId: null, unitId,
    body: { factId: fact.id, reason: reason.trim() },
  })));
  return gone.length;
}

function recordsNamed(facts: readonly Fact[], id: string): Fact[] {
  return facts.filter((fact) => fact.kind !== 'fact.voided' && (fact.id === id || fact.id.startsWith(`law-text/${id}/`) || fact.id.startsWith(`law-version/${id}/`)));
}

/** Those of the facts that still stand, and the texts and changes of versions that go with them. */
function withDependents(named: readonly Fact[], all: readonly Fact[]): Fact[] {
  const still = standing(all);
  const first = still.filter((fact) => named.some((one) => one.id === fact.id));
  const versions = new Set(ofKind(first, 'law.version-announced').map(({ body }) => versionKey(body.lawId, body.version)));
  const dependents = still.filter((fact) => (fact.kind === 'law.text-imported' && versions.has(versionKey(fact.body.lawId, fact.body.version)))
    || (fact.kind === 'law.change-confirmed' && (versions.has(fact.body.to) || versions.has(fact.body.from))));
  return [...new Set([...first, ...dependents])];
}
