import { describe, expect, test } from 'vitest';
import { chance } from '../../scripts/demo/chance.ts';
import type { Fact, NewFact } from '../../src/domain/fact.ts';
import { measure, measures, type Measure, type Records, type Scope } from '../../src/domain/measure.ts';
import type { Question } from '../../src/domain/question.ts';
import { subtree } from '../../src/domain/unit.ts';
import type { Figures, Standing, StandingQuery, Store, Tally } from '../../src/storage/port.ts';
import { aFact, aMember, aQuestion, catalog, completed, questions, sun, units, voided, zhang } from '../builders.ts';
import { generatedOffice, recordsOf, type GeneratedOffice } from '../generated-office.ts';

const period = { from: '2025-12-01', to: '2026-12-31' };
const months = { from: '2025-12', to: '2026-12' };
const seeds = [11, 12, 13, 14, 15, 16];

/** The part of the contract that is about what is counted: any reading equals a fold over the facts, in any portions. */
export function figurePromises(current: () => Store, reopen: () => Promise<void>): void {
  const figures = () => current().figures(catalog.questions);

  describe('figures', () => {
    test.each(seeds)('equal a fold over the facts, in whatever portions they came and whenever they were read (office %i)', async (seed) => {
      const office = generatedOffice(seed);
      const luck = chance(seed);
      await settle(current(), office);
      for (let rest = shuffled(office.facts, seed); rest.length > 0;) {
        const portion = rest.slice(0, 1 + luck.below(12));
        rest = rest.slice(portion.length);
        await current().append(portion);
        if (luck.next() < 0.3) await figures();
      }
      await expectFold(await figures(), office, recordsOf(office));
      await reopen();
      await expectFold(await figures(), office, recordsOf(office));
      const said: number[] = [];
      await current().rebuildFigures(catalog.questions, (done) => said.push(done));
      expect(said.at(-1)).toBe(office.facts.length);
      await expectFold(await figures(), office, recordsOf(office));
    });

    test('follow questions that are corrected, declared arguable, added or taken away', async () => {
      const office = generatedOffice(21);
      await settle(current(), office);
      await current().append(shuffled(office.facts, 21));
      await figures();
      const changed = new Map<string, Question>([...questions.slice(1).map((one) => [one.id, one] as const), ['gone-01', aQuestion({ id: 'gone-01', topic: '找回' })]]);
      changed.set('first-02', aQuestion({ id: 'first-02', type: 'multiple', topic: '期限', arguable: true }));
      changed.set('first-03', aQuestion({ id: 'first-03', type: 'true-false', answer: true, topic: '另立' }));
      await expectFold(await current().figures(changed), office, { ...recordsOf(office), questions: changed });
      await expectFold(await figures(), office, recordsOf(office));
    });

    test('hold what was acknowledged a moment ago, for every one of many readers', async () => {
      await settle(current(), { members: [zhang, sun], facts: [] });
      await Promise.all(Array.from({ length: 40 }, async (_, index) => {
        await current().append([completed(index % 2 ? zhang : sun, `course-a/${index}`)]);
        const [row] = (await (await figures()).standings({ under: 'unit-root', year: '2026', search: index % 2 ? '张' : '孙', lagging: null, order: 'staff-no', offset: 0, limit: 5 }));
        expect(row!.counts['lessons-completed']).toBeGreaterThan(0);
      }));
      const rows = await (await figures()).standings({ under: 'unit-root', year: '2026', search: '', lagging: null, order: 'staff-no', offset: 0, limit: 5 });
      expect(rows.map((row) => row.counts['lessons-completed'])).toEqual([20, 20]);
    });

    test('stay where they happened when a person moves; the person stands under the new unit with everything they did', async () => {
      await settle(current(), { members: [zhang], facts: [] });
      await current().append([completed(zhang, 'course-a/first')]);
      await figures();
      await current().changeDocuments('members', [{ id: zhang.memberId, expected: 1, value: { ...zhang, unitId: 'unit-desk' } }]);
      await current().append([completed({ ...zhang, unitId: 'unit-desk' }, 'course-a/second')]);
      const tallies = await (await figures()).tallies({ unitIds: units.map((unit) => unit.unitId), extent: 'whole', ...months, byTopic: false });
      expect(Object.fromEntries(tallies.map((tally) => [tally.unitId, tally.count]))).toEqual({ 'unit-root': 2, 'unit-reception': 1, 'unit-street': 1, 'unit-desk': 1 });
      const under = async (unitId: string) => page(await figures(), { under: unitId, year: '2026', search: '', lagging: null, order: 'staff-no', offset: 0, limit: 5 });
      expect((await under('unit-reception')).total).toBe(0);
      expect((await under('unit-street')).rows).toMatchObject([{ memberId: zhang.memberId, completed: 2, unitId: 'unit-desk' }]);
      expect(await current().membersUnder('unit-street')).toEqual([zhang.memberId]);
      expect([...(await (await figures()).headcounts(['unit-reception', 'unit-street', 'unit-desk'])).entries()].filter(([, count]) => count.whole > 0))
        .toEqual(expect.arrayContaining([['unit-street', { own: 0, whole: 1 }], ['unit-desk', { own: 1, whole: 1 }]]));
    });

    test('take back a lesson that was voided, also as the last one studied', async () => {
      await settle(current(), { members: [zhang], facts: [] });
      const later = completed(zhang, 'course-a/second', '2026-03-03T01:00:00.000Z');
      await current().append([completed(zhang, 'course-a/first'), later]);
      await figures();
      await current().append([voided(later, '2026-03-04T01:00:00.000Z')]);
      const rows = await (await figures()).standings({ under: 'unit-root', year: '2026', search: '1001', lagging: null, order: 'staff-no', offset: 0, limit: 5 });
      expect(rows).toMatchObject([{ completed: 1, lastStudied: '2026-03-02' }]);
    });

    test('find people by part of a name or 工号, signs and rare characters as they are written, a page at a time', async () => {
      const people = ['张䶮', '张%三', '孙_㛃', 'a张𬭚', '王\\敬'].map((name, index) => aMember({ memberId: `member-${index}`, staffNo: `A0${index}`, name }));
      await settle(current(), { members: people, facts: [] });
      const found = async (search: string, offset = 0, limit = 10) => {
        const { total, rows } = await page(await figures(), { under: 'unit-root', year: '2026', search, lagging: null, order: 'staff-no', offset, limit });
        return [total, ...rows.map((row) => row.name)];
      };
      expect(await found('张')).toEqual([3, '张䶮', '张%三', 'a张𬭚']);
      expect(await found('𬭚')).toEqual([1, 'a张𬭚']);
      expect(await found('%')).toEqual([1, '张%三']);
      expect(await found('_')).toEqual([1, '孙_㛃']);
      expect(await found('\\')).toEqual([1, '王\\敬']);
      expect(await found('a04')).toEqual([1, '王\\敬']);
      expect(await found('', 2, 2)).toEqual([5, '孙_㛃', 'a张𬭚']);
      await current().changeDocuments('members', [{ id: 'member-0', expected: 1, value: undefined }]);
      expect(await found('张')).toEqual([2, '张%三', 'a张𬭚']);
    });

    test('know which heads have moved and which were sealed', async () => {
      await settle(current(), { members: [zhang, sun], facts: [] });
      await current().append([completed(zhang, 'course-a/first'), completed(sun, 'course-a/first'), completed(zhang, 'course-a/second')]);
      const heads = async () => (await (await figures()).unsealedHeads(['unit-reception', 'unit-letters'])).map((head) => `${head.subjectId} ${head.seq}`);
      expect(await heads()).toEqual(['member-sun 1', 'member-zhang 2']);
      expect(await (await figures()).unsealedHeads(['unit-letters'])).toMatchObject([{ subjectId: 'member-sun', seq: 1, hash: (await current().factsOf('member-sun'))[0]!.hash }]);
      const seal = aFact('records.sealed', { id: 'sealed/2026-03-02/1', subjectId: 'seal-2026-03-unit-root', unitId: 'unit-root', body: { date: '2026-03-02', heads: [['member-sun', 1, 'a'.repeat(32)], ['member-zhang', 1, 'b'.repeat(32)]] } });
      await current().append([seal]);
      expect(await heads()).toEqual(['member-zhang 2']);
      await current().append([completed(sun, 'course-a/second')]);
      expect(await heads()).toEqual(['member-sun 2', 'member-zhang 2']);
      await current().rebuildFigures(catalog.questions, () => undefined);
      expect(await heads()).toEqual(['member-sun 2', 'member-zhang 2']);
    });
  });
}

/** Units and people as documents. */
async function settle(store: Store, { members }: GeneratedOffice): Promise<void> {
  await store.changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  await store.changeDocuments('members', members.map((member) => ({ id: member.memberId, expected: 0, value: member })));
}

/** In another order, but those of one subject in theirs. */
function shuffled(facts: readonly Fact[], seed: number): NewFact[] {
  const luck = chance(seed);
  const queues = [...Map.groupBy(facts, (fact) => fact.subjectId).values()];
  const merged: NewFact[] = [];
  while (queues.length > 0) {
    const queue = luck.pick(queues);
    const { seq: _seq, prev: _prev, hash: _hash, ...fact } = queue.shift()!;
    merged.push(fact as NewFact);
    if (queue.length === 0) queues.splice(queues.indexOf(queue), 1);
  }
  return merged;
}

/** Everything the figures say about an office beside `measure` over all its facts. */
async function expectFold(figures: Figures, office: GeneratedOffice, records: Records): Promise<void> {
  const valueOf = (name: Measure, scope: Scope) => { const figure = measure(name, records, scope); return { count: figure.evidence.length, right: figure.right }; };
  for (const unit of units) {
    for (const extent of ['own', 'whole'] as const) {
      const unitIds = new Set(extent === 'own' ? [unit.unitId] : subtree(units, unit.unitId).map((one) => one.unitId));
      const scope: Scope = { period, memberIds: null, unitIds };
      const tallies = await figures.tallies({ unitIds: [unit.unitId], extent, ...months, byTopic: false });
      const byTopic = await figures.tallies({ unitIds: [unit.unitId], extent, ...months, byTopic: true });
      for (const name of measures) {
        const { count, right } = valueOf(name, scope);
        expect(sum(tallies, name), `${name} ${extent} ${unit.unitId}`).toBe(count);
        const evidence = await figures.evidence({ measure: name, scope: extent === 'own' ? { own: unit.unitId } : { whole: unit.unitId }, period, offset: 0, limit: 10_000 });
        expect([evidence.total, evidence.right], `${name} ${extent} ${unit.unitId}`).toEqual([count, right]);
        expect(evidence.lines.map(lineKey).sort()).toEqual(measure(name, records, scope).evidence.map(lineKey).sort());
        const span = { from: '2026-01-17', to: '2026-03-09' };
        const pieces = await Promise.all([0, 3, 6, 9].map((offset) => figures.evidence({ measure: name, scope: extent === 'own' ? { own: unit.unitId } : { whole: unit.unitId }, period: span, offset, limit: 3 })));
        const expected = measure(name, records, { ...scope, period: span });
        expect(pieces.map((piece) => [piece.total, piece.right])).toEqual(pieces.map(() => [expected.evidence.length, expected.right]));
        const turned = pieces.flatMap((piece) => piece.lines.map(lineKey));
        expect(turned).toHaveLength(Math.min(12, expected.evidence.length));
        expect(new Set(turned).size).toBe(turned.length);
        expect(expected.evidence.map(lineKey)).toEqual(expect.arrayContaining(turned));
        const february = { from: '2026-02-01', to: '2026-02-28' };
        expect(sum(tallies.filter((tally) => tally.month === '2026-02'), name)).toBe(valueOf(name, { ...scope, period: february }).count);
      }
      expect(sum(tallies, 'first-right')).toBe(valueOf('first-try', scope).right);
      for (const name of ['first-try', 'first-right'] as const) expect(sum(byTopic, name)).toBe(sum(tallies, name));
    }
    expect((await figures.headcounts([unit.unitId])).get(unit.unitId)?.own ?? 0).toBe(office.members.filter((member) => member.unitId === unit.unitId).length);
  }
  const { total, rows } = await page(figures, { under: 'unit-root', year: '2026', search: '', lagging: null, order: 'staff-no', offset: 0, limit: 1_000 });
  expect([total, rows.map((row) => row.memberId)]).toEqual([office.members.length, [...office.members].sort((a, b) => (a.staffNo < b.staffNo ? -1 : 1)).map((member) => member.memberId)]);
  for (const row of rows) {
    const scope: Scope = { period: { from: '2026-01-01', to: '2026-12-31' }, memberIds: new Set([row.memberId]), unitIds: null };
    for (const name of measures) if (name in row.counts) expect(row.counts[name as keyof typeof row.counts], `${name} of ${row.memberId}`).toBe(valueOf(name, scope).count);
    expect(row.counts['first-right']).toBe(valueOf('first-try', scope).right);
    const studied = measure('lessons-completed', records, { ...scope, period: { from: '2000-01-01', to: '2100-01-01' } }).evidence;
    expect(row.completed).toBe(studied.length);
  }
  const rule = { lessons: 3, before: '2026-03-01' };
  const lagging = rows.filter((row) => row.completed < rule.lessons && (row.lastStudied ?? '') < rule.before);
  expect(await figures.countPeople({ under: 'unit-root', search: '', lagging: rule }, 2)).toBe(Math.min(2, lagging.length));
  const keys = { 'last-studied': (row: Standing) => row.lastStudied ?? '', lessons: (row: Standing) => String(row.counts['lessons-completed']) };
  for (const [order, key] of Object.entries(keys) as [keyof typeof keys, (row: Standing) => string][]) {
    const wanted = lagging.toSorted((a, b) => (`${key(a)} ${a.staffNo}` < `${key(b)} ${b.staffNo}` ? -1 : 1)).slice(1, 4);
    const found = await page(figures, { under: 'unit-root', year: '2026', search: '', lagging: rule, order, offset: 1, limit: 3 });
    expect([found.total, found.rows], order).toEqual([lagging.length, wanted]);
  }
}

async function page(figures: Figures, query: StandingQuery): Promise<{ total: number; rows: Standing[] }> {
  return { total: await figures.countPeople(query, 1_000), rows: await figures.standings(query) };
}

function sum(tallies: readonly Tally[], name: Tally['measure']): number {
  return tallies.filter((tally) => tally.measure === name).reduce((all, tally) => all + tally.count, 0);
}

function lineKey({ memberId, fact }: { memberId: string | null; fact: Fact }): string {
  return `${memberId} ${fact.subjectId} ${fact.id}`;
}
