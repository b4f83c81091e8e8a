import { z } from 'zod';
import { memberSchema, type Member } from './member.ts';
import { faultsIn, rolesIn, rolesInWords, rosterFieldSchema, rosterRowSchema, type RosterRow } from './roster-row.ts';
import { closedUp, sectionFinder, type SectionFinder } from './section-path.ts';
import { isInSubtree, officeOf, unitSchema, type Unit } from './unit.ts';

/** What will happen to one row. */
export const rosterLineSchema = z.strictObject({
  row: rosterRowSchema.shape.row,
  staffNo: z.string(),
  name: z.string(),
  unit: z.string().describe('section below the root as it will be found; as written when the row has errors'),
  outcome: z.enum(['new', 'changed', 'same', 'error']),
  changes: z.array(z.strictObject({ field: rosterFieldSchema, from: z.string(), to: z.string() })).describe('in words, for `changed`'),
  reasons: z.array(z.string()).describe('Chinese sentences without a full stop, for `error`'),
  member: memberSchema.nullable().describe('how the person will stand; null for `same` and `error`'),
});
export type RosterLine = z.infer<typeof rosterLineSchema>;

const count = z.int().min(0);
export const rosterPlanSchema = z.strictObject({
  lines: z.array(rosterLineSchema).describe('one a row, in the order of the sheet'),
  newUnits: z.array(unitSchema).describe('sections that do not exist yet, parents first'),
  added: count.describe('people who are new'),
  changed: count,
  same: count,
  faulty: count.describe('rows with errors; a plan with any cannot be confirmed'),
  untouched: count.describe('people within the reach of the administrator whom no row names; they stay as they are'),
  leavesNoAdministrator: z.boolean().describe('afterwards nobody who can log in would administer what is administered now'),
});
export type RosterPlan = z.infer<typeof rosterPlanSchema>;

/** What a roster is planned against. */
export interface RosterGround {
  members: readonly Member[];
  units: readonly Unit[];
  /** Where paths begin; its own name may be left out. */
  rootUnitId: string;
  /** The office of the administrator: nobody outside it and below is touched. */
  reachUnitId: string;
  /** Log-in names (lower case) that are taken, and whose they are. */
  accounts: readonly { account: string; memberId: string; active: boolean }[];
  /** A new id for a `unit` or a `member`. */
  newId: (prefix: string) => string;
}

/** Works out what importing the rows would do. Changes nothing. */
export function planRoster(rows: readonly RosterRow[], ground: RosterGround): RosterPlan {
  const sections = sectionFinder(ground.units, ground.rootUnitId, ground.newId);
  const isWithin = reachOf(ground);
  const known = new Map(ground.members.map((member) => [keyOf(member.staffNo), member]));
  const reasonsAgainst = objections(rows, ground, known, sections, isWithin);
  const lines = rows.map((row): RosterLine => {
    const reasons = reasonsAgainst(row);
    return reasons.length > 0
      ? { row: row.row, staffNo: row.staffNo, name: row.name, unit: row.unit, outcome: 'error', changes: [], reasons, member: null }
      : lineOf(row, known.get(keyOf(row.staffNo)) ?? null, sections, ground.newId);
  });
  const having = (outcome: RosterLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  const named = new Set(rows.map((row) => keyOf(row.staffNo)));
  return {
    lines, newUnits: sections.newUnits(),
    added: having('new'), changed: having('changed'), same: having('same'), faulty: having('error'),
    untouched: ground.members.filter((member) => !named.has(keyOf(member.staffNo)) && isWithin(member.unitId)).length,
    leavesNoAdministrator: leavesNoAdministrator(lines.flatMap(({ member }) => member ?? []), { ...ground, units: [...ground.units, ...sections.newUnits()] }),
  };
}

/** Whether two plans say the same; one of them may come from a store that keeps no order of keys. */
export function isSamePlan(a: RosterPlan, b: RosterPlan): boolean {
  return JSON.stringify(rosterPlanSchema.parse(a)) === JSON.stringify(rosterPlanSchema.parse(b));
}

/** Log-in names know no case, so neither does a 工号. */
function keyOf(staffNo: string): string {
  return staffNo.toLowerCase();
}

/** Everything that speaks against a row: by itself, beside the other rows, and against the records. */
function objections(rows: readonly RosterRow[], ground: RosterGround, known: ReadonlyMap<string, Member>, sections: SectionFinder, isWithin: (unitId: string) => boolean) {
  const holders = new Map(ground.accounts.map((one) => [one.account, one.memberId]));
  const rowsOf = new Map<string, number[]>();
  for (const { staffNo, row } of rows) {
    const same = rowsOf.get(keyOf(staffNo));
    if (same) same.push(row);
    else rowsOf.set(keyOf(staffNo), [row]);
  }
  return (row: RosterRow): string[] => {
    const member = known.get(keyOf(row.staffNo));
    const alike = row.staffNo ? rowsOf.get(keyOf(row.staffNo))! : [];
    const others = alike.slice(0, 6).filter((other) => other !== row.row).slice(0, 5);
    const holder = holders.get(keyOf(row.staffNo));
    const place = sections.look(row.unit);
    return [
      ...faultsIn(row),
      ...(others.length > 0 ? [`工号「${row.staffNo}」与第 ${others.join('、')} 行${alike.length > 6 ? `等 ${alike.length - 1} 行` : ''}重复`] : []),
      ...(holder && holder !== member?.memberId ? [`工号「${row.staffNo}」已是另一人的登录账号，不能再用`] : []),
      ...('reason' in place ? [place.reason] : []),
      ...('nearestId' in place && row.unit && !isWithin(place.nearestId) ? [`单位「${row.unit}」不在您的管理范围内`] : []),
      ...(member && !isWithin(member.unitId) ? [`此人现属「${sections.words(member.unitId)}」，不在您的管理范围内`] : []),
    ];
  };
}

/** A row nothing speaks against. */
function lineOf(row: RosterRow, known: Member | null, sections: SectionFinder, newId: RosterGround['newId']): RosterLine {
  const phone = row.phone || known?.phone;
  const member: Member = {
    memberId: known?.memberId ?? newId('member'), staffNo: known?.staffNo ?? row.staffNo, name: closedUp(row.name),
    unitId: sections.take(row.unit), post: row.post, rank: row.rank, roles: rolesIn(row.roles), ...(phone ? { phone } : {}),
  };
  const said = { row: row.row, staffNo: member.staffNo, name: member.name, unit: sections.words(member.unitId), reasons: [] };
  if (!known) return { ...said, outcome: 'new', changes: [], member };
  const changes = changesBetween(known, member, sections);
  return changes.length > 0 ? { ...said, outcome: 'changed', changes, member } : { ...said, outcome: 'same', changes: [], member: null };
}

function changesBetween(from: Member, to: Member, sections: SectionFinder): RosterLine['changes'] {
  const inWords = (member: Member) => ({
    name: member.name, unit: sections.words(member.unitId), post: member.post, rank: member.rank,
    roles: rolesInWords(member.roles), phone: member.phone ?? '',
  });
  const [before, after] = [inWords(from), inWords(to)];
  return (['name', 'unit', 'post', 'rank', 'roles', 'phone'] as const)
    .filter((field) => (field === 'unit' ? from.unitId !== to.unitId : before[field] !== after[field]))
    .map((field) => ({ field, from: before[field], to: after[field] }));
}

/**
 * Only people who can log in today count: someone new has no password yet. Where the installation is administered from
 * the root office now, it must be so afterwards, since the administrator of an office below does not reach the others.
 */
export function leavesNoAdministrator(changed: readonly Member[], { members, accounts, units, rootUnitId }: Omit<RosterGround, 'newId' | 'reachUnitId'>): boolean {
  const canLogIn = new Set(accounts.filter((one) => one.active).map((one) => one.memberId));
  const next = new Map(changed.map((member) => [member.memberId, member]));
  const administrators = (people: readonly Member[]) => people.filter((one) => one.roles.includes('admin') && canLogIn.has(one.memberId));
  const before = administrators(members);
  const after = administrators(members.map((one) => next.get(one.memberId) ?? one));
  const ofRoot = (people: readonly Member[]) => people.some((one) => officeOf(units, one.unitId) === rootUnitId);
  return after.length === 0 || (ofRoot(before) && !ofRoot(after));
}

/** Whether a unit is the administrator's or below it; answers are kept, since many people share few units. */
function reachOf({ units, reachUnitId }: RosterGround): (unitId: string) => boolean {
  const known = new Map<string, boolean>();
  return (unitId) => {
    if (!known.has(unitId)) known.set(unitId, isInSubtree(units, unitId, reachUnitId));
    return known.get(unitId)!;
  };
}
