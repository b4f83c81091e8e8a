import type { Account } from '../domain/account.ts';
import { ofKind } from '../domain/fact.ts';
import type { Role } from '../domain/member.ts';
import { demand, demandIn } from '../domain/permission.ts';
import { officeOf, openUnits, subtree } from '../domain/unit.ts';
import { loadMember, loadMembersNamed, loadUnits } from '../storage/people.ts';
import { roleWords } from '../text/words.ts';
import { accountState } from './admin.ts';
import { byWhom, factLine, lineSources, type FactLine } from './fact-line.ts';
import { sectionName, type Reading } from './reading.ts';
import type { Choice } from './units.ts';

export interface AdminPersonView {
  memberId: string; name: string; staffNo: string; unitId: string; unit: string; post: string; rank: string; roles: string; accountState: string;
  /** Open units within the administrator's reach, without the present one. */
  moveTo: Choice[];
  /** What a move means for the roles the person keeps. */
  consequences: string[];
  /** Only what the roster says of them: study records are not for administrators. */
  history: FactLine[];
}

const consequencesOf: Partial<Record<Role, string>> = {
  trainer: '授课人角色随本人保留：调到另一单位后，在新单位组织学法会；受委托授课的单位不变。',
  leader: '领导角色随本人保留：调动后查看新科室及其下属的学习情况，不再查看原科室的。不再任领导的，请通过名册改角色。',
  admin: '管理员角色随本人保留：调到另一单位后，只管理新单位及其下属。',
};

/** A person's card for the administrator. Refuses `not-found`, `not-permitted`. */
export async function adminPerson(reading: Reading, memberId: string): Promise<AdminPersonView> {
  const actor = demand(reading.actor, 'manage-roster');
  const member = await loadMember(reading.store, memberId);
  const units = await loadUnits(reading.store);
  demandIn(actor, 'manage-roster', member.unitId, units);
  const account = (await reading.store.listDocuments<Account>('accounts')).find(({ value }) => value.memberId === memberId)?.value;
  const facts = await reading.store.factsOf(memberId);
  const history = [...ofKind(facts, 'member.enrolled'), ...ofKind(facts, 'member.changed')].sort((a, b) => b.seq - a.seq);
  const people = await loadMembersNamed(reading.store, [memberId, ...history.map((fact) => fact.actorId)]);
  const sources = lineSources(reading.catalog, people, [], new Set(), units);
  return {
    memberId, name: member.name, staffNo: member.staffNo, unitId: member.unitId, unit: sectionName(units, member.unitId), post: member.post, rank: member.rank,
    roles: member.roles.map((role) => roleWords[role]).join('、'), accountState: accountState(account, reading.now),
    moveTo: openUnits(subtree(units, officeOf(units, actor.unitId))).filter((unit) => unit.unitId !== member.unitId).map((unit) => ({ value: unit.unitId, text: sectionName(units, unit.unitId) })),
    consequences: member.roles.flatMap((role) => consequencesOf[role] ?? []),
    history: history.map((fact) => byWhom(factLine(fact, sources))),
  };
}
