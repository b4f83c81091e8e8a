import { demandClosable } from '../commands/close-unit.ts';
import { demandNoUnfinishedSession } from '../commands/unfinished-sessions.ts';
import type { Member } from '../domain/member.ts';
import { demand, demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { ancestry, officeOf, openUnits, subtree, unitPath, type Unit } from '../domain/unit.ts';
import { demandMergeable } from '../domain/unit-change.ts';
import { loadMembers, loadUnits } from '../storage/people.ts';
import { unitKindWords } from '../text/words.ts';
import { byWhom, factLine, lineSources, type FactLine } from './fact-line.ts';
import { closedMark, sectionName, type Reading } from './reading.ts';

export interface UnitRow { unitId: string; name: string; kind: string; closed: string; people: number; peopleBelow: number; lentTo: string[]; below: UnitRow[] }
export interface UnitsView { unit: string; people: number; open: number; tree: UnitRow[] }
export interface Choice { value: string; text: string }
export interface UnitView {
  unitId: string; name: string; path: string; kind: string; closed: string; closedOn: string | null;
  people: number; peopleBelow: number;
  below: { unitId: string; name: string; closed: string; people: number }[];
  lentTo: { memberId: string; name: string; unit: string; isTrainer: boolean }[];
  /** Sections it may be merged into; none for an office. */
  mergeInto: Choice[];
  /** Trainers who do not hold sessions here yet. */
  trainers: Choice[];
  mayClose: boolean;
  history: FactLine[];
}

/** The tree of the administrator's office and below, with headcounts. */
export async function unitsView(reading: Reading): Promise<UnitsView> {
  const { officeId, units, members } = await administered(reading);
  const rowOf = (unit: Unit): UnitRow => ({
    unitId: unit.unitId, name: unit.name, kind: unitKindWords[unit.kind], closed: closedMark(units, unit.unitId), ...headcount(units, members, unit.unitId),
    lentTo: unit.lentTo.map((memberId) => members.find((one) => one.memberId === memberId)?.name ?? '（已不在名册）'), below: childrenOf(units, unit.unitId).map(rowOf),
  });
  const tree = units.filter((unit) => unit.unitId === officeId).map(rowOf);
  return { unit: sectionName(units, officeId), people: tree[0]?.peopleBelow ?? 0, open: openUnits(subtree(units, officeId)).length, tree };
}

/** What the form for a new unit offers: below which it may stand. */
export async function foundView(reading: Reading, below: string | null): Promise<{ below: string; parents: Choice[] }> {
  const { officeId, units } = await administered(reading);
  const parents = openUnits(subtree(units, officeId)).map((unit) => choice(units, unit));
  return { parents, below: parents.find(({ value }) => value === below)?.value ?? officeId };
}

/** One unit: who belongs to it, what can be done with it, and what has been. Refuses `not-found`, `not-permitted`. */
export async function unitView(reading: Reading, unitId: string): Promise<UnitView> {
  const { officeId, units, members, unit } = await administeredUnit(reading, unitId);
  const isOpen = !unit.closedOn;
  const open = openUnits(subtree(units, officeId));
  const reached = new Set(ancestry(units, unitId));
  const holdsHere = (member: Member) => reached.has(officeOf(units, member.unitId)) || units.some((one) => reached.has(one.unitId) && one.lentTo.includes(member.memberId));
  const everyone = new Map(members.map((member) => [member.memberId, member]));
  const hasOpenBelow = openUnits(units).some((one) => one.parentId === unitId);
  const within = new Set(subtree(units, officeId).map((one) => one.unitId));
  const counted = headcount(units, members, unitId);
  return {
    unitId, name: unit.name, path: unitPath(units, unitId).slice(0, -1).join(' / '), kind: unitKindWords[unit.kind], closed: closedMark(units, unitId), closedOn: unit.closedOn, ...counted,
    below: childrenOf(units, unitId)
      .map((one) => ({ unitId: one.unitId, name: one.name, closed: closedMark(units, one.unitId), people: headcount(units, members, one.unitId).peopleBelow })),
    lentTo: unit.lentTo.map((memberId) => {
      const member = everyone.get(memberId);
      return { memberId, name: member?.name ?? '（已不在名册）', unit: member ? sectionName(units, member.unitId) : '', isTrainer: member?.roles.includes('trainer') ?? false };
    }),
    mergeInto: !isOpen || unit.kind === 'office' || hasOpenBelow ? [] : open.filter((one) => one.kind === 'section' && one !== unit).map((one) => choice(units, one)),
    trainers: !isOpen ? [] : members.filter((member) => member.roles.includes('trainer') && within.has(member.unitId) && !holdsHere(member))
      .map((member) => ({ value: member.memberId, text: `${member.name}（${member.staffNo}，${sectionName(units, member.unitId)}）` })),
    mayClose: isOpen && counted.people === 0 && !hasOpenBelow,
    history: (await reading.store.factsOf(unitId)).map((fact) => factLine(fact, lineSources(reading.catalog, everyone, [], new Set(), units))).map(byWhom).reverse(),
  };
}

export interface ClosingView { unitId: string; name: string; intoUnitId: string | null; into: string | null; people: number; names: string[]; leaders: string[]; lentTo: number }

/** What merging a section into another would do. Refuses as the merger itself would. */
export async function mergerView(reading: Reading, unitId: string, intoUnitId: string): Promise<ClosingView> {
  const { units, members } = await administeredUnit(reading, unitId);
  demandIn(reading.actor, 'manage-roster', intoUnitId, units);
  const { from, into } = demandMergeable(units, unitId, intoUnitId);
  await demandNoUnfinishedSession(reading.store, from);
  const leaving = members.filter((member) => member.unitId === unitId);
  return {
    unitId, name: from.name, intoUnitId, into: sectionName(units, into.unitId), people: leaving.length, names: leaving.map((member) => member.name),
    leaders: leaving.filter((member) => member.roles.includes('leader')).map((member) => member.name), lentTo: from.lentTo.length,
  };
}

/** What closing a unit would do. Refuses as the closing itself would. */
export async function closingView(reading: Reading, unitId: string): Promise<ClosingView> {
  const { units } = await administeredUnit(reading, unitId);
  const unit = await demandClosable(reading.store, units, unitId);
  return { unitId, name: unit.name, intoUnitId: null, into: null, people: 0, names: [], leaders: [], lentTo: unit.lentTo.length };
}

async function administered({ store, actor }: Reading) {
  const { unitId } = demand(actor, 'manage-roster');
  const units = await loadUnits(store);
  return { officeId: officeOf(units, unitId), units, members: await loadMembers(store) };
}

async function administeredUnit(reading: Reading, unitId: string) {
  const all = await administered(reading);
  const unit = all.units.find((one) => one.unitId === unitId);
  if (!unit) throw new Refusal('not-found');
  demandIn(reading.actor, 'manage-roster', unitId, all.units);
  return { ...all, unit };
}

/** Those of the unit itself, and with all units below. */
function headcount(units: readonly Unit[], members: readonly Member[], unitId: string): { people: number; peopleBelow: number } {
  const below = new Set(subtree(units, unitId).map((unit) => unit.unitId));
  return { people: members.filter((member) => member.unitId === unitId).length, peopleBelow: members.filter((member) => below.has(member.unitId)).length };
}

function childrenOf(units: readonly Unit[], unitId: string): Unit[] {
  return units.filter((unit) => unit.parentId === unitId).sort((a, b) => a.order - b.order);
}

function choice(units: readonly Unit[], unit: Unit): Choice {
  return { value: unit.unitId, text: sectionName(units, unit.unitId) };
}
