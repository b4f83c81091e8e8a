import { loadMembers, loadUnits } from '../storage/people.ts';
import type { Member } from '../domain/member.ts';
import type { Records } from '../domain/measure.ts';
import { isInSubtree, officeOf, type Unit } from '../domain/unit.ts';
import { heldSessions } from './held-sessions.ts';
import type { Reading } from './reading.ts';

export interface UnitRecords { units: Unit[]; members: Member[]; everyone: ReadonlyMap<string, Member>; records: Records }

/**
 * People of a unit and below, their facts and those of colleagues who have moved on within the office, as far as they happened
 * in the unit, and the sessions that concern them. The caller has asked for permission.
 */
export async function unitRecords({ store, catalog }: Reading, unitId: string): Promise<UnitRecords> {
  const units = await loadUnits(store);
  const all = await loadMembers(store);
  const members = all.filter((member) => isInSubtree(units, member.unitId, unitId));
  const office = officeOf(units, unitId);
  const others = all.filter((member) => !members.includes(member) && isInSubtree(units, member.unitId, office));
  const facts = [
    ...(await Promise.all(members.map((member) => store.factsOf(member.memberId)))).flat(),
    ...(await Promise.all(others.map((member) => store.factsOf(member.memberId)))).flat().filter((fact) => isInSubtree(units, fact.unitId, unitId)),
  ];
  return { units, members, everyone: new Map(all.map((one) => [one.memberId, one])), records: { facts, held: await heldSessions(store, units, unitId, facts), questions: catalog.questions } };
}
