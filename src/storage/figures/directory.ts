import type { Member } from '../../domain/member.ts';
import type { Unit } from '../../domain/unit.ts';
import { chunks, type FigureTransaction } from './tables.ts';

/** Levels of the tree; a circle in damaged documents ends here. */
const deepest = 64;

type Placed = Pick<Member, 'memberId' | 'unitId' | 'staffNo' | 'name' | 'post'>;

/** Brings the tree up to the units on record. A unit never leaves it: what happened in it stays there. */
export async function putUnits(trx: FigureTransaction, units: readonly Unit[]): Promise<void> {
  const known = new Set((await trx.selectFrom('unit_tree').select(['ancestor_id', 'unit_id']).execute()).map((row) => `${row.ancestor_id} ${row.unit_id}`));
  const parents = new Map(units.filter((unit) => typeof unit?.unitId === 'string').map((unit) => [unit.unitId, unit.parentId]));
  const missing: { ancestor_id: string; unit_id: string }[] = [];
  for (const unitId of parents.keys()) {
    for (let at: string | null | undefined = unitId, depth = 0; at && depth < deepest; at = parents.get(at), depth += 1) {
      if (!known.has(`${at} ${unitId}`)) missing.push({ ancestor_id: at, unit_id: unitId });
    }
  }
  for (const rows of chunks(missing)) await trx.insertInto('unit_tree').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
}

/** Brings people up to documents that changed: `null` for someone who is no longer on the roster. A document that is no person is nobody. */
export async function putMembers(trx: FigureTransaction, changes: ReadonlyMap<string, unknown>): Promise<void> {
  for (const part of chunks([...changes].map(([id, value]) => [id, isPlaced(value) ? value : null] as const), 200)) {
    const memberIds = part.map(([memberId]) => memberId);
    const before = await trx.selectFrom('people').selectAll().where('member_id', 'in', memberIds).execute();
    const learnt = new Map(before.map((row) => [row.member_id, { completed: row.completed, last_studied: row.last_studied }]));
    const unlearnt = memberIds.filter((memberId) => !learnt.has(memberId));
    for (const [memberId, known] of await learntBy(trx, unlearnt)) learnt.set(memberId, known);
    const above = await ancestorsOf(trx, part.flatMap(([, member]) => member?.unitId ?? []));
    const after = part.flatMap(([memberId, member]) => (member ? above(member.unitId).map((ancestorId) => ({
      ancestor_id: ancestorId, member_id: memberId, unit_id: member.unitId, staff_no: member.staffNo, name: member.name, post: member.post,
      ...(learnt.get(memberId) ?? { completed: 0, last_studied: '' }),
    })) : []));
    await trx.deleteFrom('people').where('member_id', 'in', memberIds).execute();
    for (const rows of chunks(after)) await trx.insertInto('people').values(rows).execute();
    await count(trx, before, after);
  }
}

/** For each unit the ids of itself and those above it; a unit that nobody knows stands alone. */
export async function ancestorsOf(trx: FigureTransaction, unitIds: readonly string[]): Promise<(unitId: string) => string[]> {
  const above = new Map<string, string[]>();
  for (const ids of chunks([...new Set(unitIds)])) {
    const rows = await trx.selectFrom('unit_tree').selectAll().where('unit_id', 'in', ids).execute();
    for (const row of rows) above.set(row.unit_id, [...(above.get(row.unit_id) ?? []), row.ancestor_id]);
  }
  return (unitId) => above.get(unitId) ?? [unitId];
}

/** How many lessons people have completed and when they last did, from the evidence. */
export async function learntBy(trx: FigureTransaction, memberIds: readonly string[]): Promise<Map<string, { completed: number; last_studied: string }>> {
  const learnt = new Map<string, { completed: number; last_studied: string }>();
  for (const ids of chunks(memberIds)) {
    const rows = await trx.selectFrom('evidence').where('measure', '=', 'lessons-completed').where('member_id', 'in', ids).groupBy('member_id')
      .select(['member_id', (eb) => eb.fn.countAll().as('completed'), (eb) => eb.fn.max('date').as('last')]).execute();
    for (const row of rows) learnt.set(row.member_id, { completed: Number(row.completed), last_studied: row.last });
  }
  return learnt;
}

function isPlaced(value: unknown): value is Placed {
  const { unitId, staffNo, name, post } = (value ?? {}) as Partial<Placed>;
  return [unitId, staffNo, name, post].every((part) => typeof part === 'string');
}

type Row = { ancestor_id: string; unit_id: string };

async function count(trx: FigureTransaction, before: readonly Row[], after: readonly Row[]): Promise<void> {
  const deltas = new Map<string, { own: number; whole: number }>();
  for (const [rows, sign] of [[before, -1], [after, 1]] as const) {
    for (const row of rows) {
      const delta = deltas.get(row.ancestor_id) ?? { own: 0, whole: 0 };
      delta.whole += sign;
      if (row.unit_id === row.ancestor_id) delta.own += sign;
      deltas.set(row.ancestor_id, delta);
    }
  }
  const changed = [...deltas].filter(([, { own, whole }]) => own !== 0 || whole !== 0).map(([unit_id, delta]) => ({ unit_id, ...delta }));
  for (const rows of chunks(changed)) {
    await trx.insertInto('headcounts').values(rows)
      .onConflict((conflict) => conflict.column('unit_id').doUpdateSet((eb) => ({
        own: eb('headcounts.own', '+', eb.ref('excluded.own')), whole: eb('headcounts.whole', '+', eb.ref('excluded.whole')),
      }))).execute();
  }
}
