import { describe, expect, test } from 'vitest';
import type { Measure } from '../../src/domain/measure.ts';
import type { Member } from '../../src/domain/member.ts';
import { ownDossier, personDossier } from '../../src/views/dossier.ts';
import { ownFigure, unitFigure } from '../../src/views/figure.ts';
import { unitOverview, type UnitOverview } from '../../src/views/unit-overview.ts';
import { unitPeople } from '../../src/views/unit-people.ts';
import { unitTable } from '../../src/views/unit-table.ts';
import { aMember, answered, closed, completed, enrolled, leader, opened, scheduled, sectionLeader, signedIn, streetLeader, sun, zhang } from '../builders.ts';
import { generatedOffice } from '../generated-office.ts';
import { Office } from '../office.ts';

const may = '2026-05-04T01:00:00.000Z';
const any = new URLSearchParams();
const query = { year: null, filter: null, page: 1 };

/** A made-up office in a store, with the leaders of the whole, of a street and of a section. */
async function madeUp(seed: number): Promise<Office> {
  const { members, facts } = generatedOffice(seed);
  const office = await Office.open([...members, leader, streetLeader, sectionLeader]);
  office.records.facts = facts;
  return office;
}

/** Every number on the page that can be opened, wherever it stands. */
function figuresIn(value: unknown): { value: number | null; href: string }[] {
  if (!value || typeof value !== 'object') return [];
  const own = 'href' in value && 'value' in value ? [value as { value: number | null; href: string }] : [];
  return [...own, ...Object.values(value).flatMap(figuresIn)];
}

const opensInto = async (office: Office, actor: Member, href: string) => (href.startsWith('/me/') ? ownFigure : unitFigure)(office.reading(actor, may), new URL(href, 'http://here').searchParams);

describe('every figure of the overview', () => {
  test('opens into as many facts as it says, for every leader', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const office = await madeUp(seed);
      for (const actor of [leader, streetLeader, sectionLeader]) {
        const view = await unitOverview(office.reading(actor, may), any);
        const people = await unitPeople(office.reading(actor, may), any);
        const figures = figuresIn([view, people]);
        expect(figures.length).toBeGreaterThanOrEqual(4 + 7 * view.sections.length + 6 * people.persons.length);
        for (const { value, href } of figures) {
          const page = await opensInto(office, actor, href);
          expect(page.value, `${actor.name} ${href}`).toBe(value);
          if (page.measure !== 'first-try') expect(page.total).toBe(value);
          else expect(value).toBe(page.total ? Math.round((page.right! / page.total) * 1000) / 10 : null);
          expect(page.lines).toHaveLength(Math.min(100, page.total));
        }
      }
    }
  });

  test('of sections adds up to that of the unit', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const office = await madeUp(seed);
      for (const actor of [leader, streetLeader]) {
        const view = await unitOverview(office.reading(actor, may), any);
        const sum = (measure: Measure) => view.sections.reduce((all, row) => all + row.figures.find((figure) => figure.measure === measure)!.value!, 0);
        for (const figure of view.figures.filter(({ measure }) => ['lessons-completed', 'attended'].includes(measure))) expect(sum(figure.measure), `${figure.name}, seed ${seed}`).toBe(figure.value);
        const months = view.grid.rows.flatMap((row) => row.cells).reduce((all, cell) => all + cell.value, 0);
        expect(months).toBe(view.figures.find(({ measure }) => measure === 'lessons-completed')!.value);
      }
    }
  });

  test('stands in the table for download as it stands on the page', async () => {
    const office = await madeUp(3);
    const view = await unitOverview(office.reading(leader, may), any);
    const people = await unitPeople(office.reading(leader, may), any);
    const table = await unitTable(office.reading(leader, may), any);
    expect(table.rows.map((row) => [row[0], ...row.slice(4, -1)])).toEqual(people.persons.map((row) => [row.staffNo, ...row.figures.map((figure) => figure.value)]));
    expect(table.columns.map((column) => column.header).slice(4, -1)).toEqual(people.columns);
    expect(table.sections.rows.map((row) => row.slice(2))).toEqual(view.sections.map((row) => row.figures.map((figure) => figure.value)));
    expect(table.rules.map((rule) => rule.name)).toEqual(view.columns);
  });
});

describe('a person’s dossier', () => {
  test('shows figures that open into the same number, to the person and to each of their leaders', async () => {
    for (const seed of [1, 2, 3]) {
      const office = await madeUp(seed);
      for (const { memberId } of generatedOffice(seed).members) {
        const member = (await office.document<Member>('members', memberId))!;
        for (const { value, href } of figuresIn(await ownDossier(office.reading(member, may), query))) expect((await opensInto(office, member, href)).value, href).toBe(value);
        for (const { value, href } of figuresIn(await personDossier(office.reading(leader, may), memberId, query))) expect((await opensInto(office, leader, href)).value, href).toBe(value);
      }
    }
  });

  test('keeps the sessions of the section the person has moved from, on every page that counts them', async () => {
    const office = await Office.open([{ ...zhang, unitId: 'unit-desk' }, leader, streetLeader]);
    await office.record(
      enrolled(zhang), scheduled('session-1', {}, 'unit-reception'), opened('session-1', [zhang], undefined, 'unit-reception'), signedIn('session-1', zhang, '2026-03-02T01:00:00.000Z'), closed('session-1', undefined, 'unit-reception'),
      scheduled('session-2', {}, 'unit-reception'), opened('session-2', [zhang], undefined, 'unit-reception'), closed('session-2', undefined, 'unit-reception'),
    );
    const moved = aMember({ unitId: 'unit-desk' });
    const counts = (figures: { measure: Measure; value: number | null }[]) => ['attended', 'attendance-due'].map((name) => figures.find(({ measure }) => measure === name)!.value);
    expect(counts((await ownDossier(office.reading(moved, may), query)).figures)).toEqual([1, 2]);
    for (const actor of [leader, streetLeader]) {
      const dossier = await personDossier(office.reading(actor, may), 'member-zhang', query);
      expect(counts(dossier.figures), actor.name).toEqual([1, 2]);
      for (const { value, href } of dossier.figures) expect((await opensInto(office, actor, href)).value, `${actor.name} ${href}`).toBe(value);
      const row = (await unitPeople(office.reading(actor, may), any)).persons.find((person) => person.memberId === 'member-zhang')!;
      expect(counts(row.figures), actor.name).toEqual([1, 2]);
    }
    const street = await unitOverview(office.reading(streetLeader, may), any);
    expect(street.figures.map(({ value }) => value)).toEqual([0, null, 0, 0]);
  });
});

describe('the overview', () => {
  const of = async (office: Office, year: string | null = null): Promise<UnitOverview> => unitOverview(office.reading(leader, may), new URLSearchParams(year ? { year } : {}));

  test('is of one year, this one up to today, and of earlier years where there are records', async () => {
    const office = await Office.open();
    await office.record(completed(zhang, 'course-a/first', '2025-12-31T15:59:59.000Z'), completed(zhang, 'course-a/second', '2025-12-31T16:00:00.000Z'));
    const lessons = (view: UnitOverview) => view.figures[0]!.value;
    expect([(await of(office)).period, (await of(office, '2025')).period]).toEqual([{ from: '2026-01-01', to: '2026-05-04' }, { from: '2025-01-01', to: '2025-12-31' }]);
    expect([lessons(await of(office)), lessons(await of(office, '2025')), (await of(office)).years]).toEqual([1, 1, ['2026', '2025']]);
    for (const year of ['1999', 'x', '__proto__']) expect((await of(office, year)).year, year).toBe('2026');
  });

  test('names who has completed nothing for sixty days and has lessons left, longest ago first', async () => {
    const office = await Office.open([zhang, sun, aMember({ memberId: 'member-c', staffNo: '1009' }), leader]);
    await office.record(completed(zhang, 'course-a/first', '2026-03-04T16:00:00.000Z'), completed(sun, 'course-a/first', '2026-03-04T15:59:59.000Z'));
    await office.record(...['course-a/first', 'course-a/second', 'course-b/third'].map((lessonId) => completed(leader, lessonId, '2026-01-05T02:00:00.000Z')));
    expect((await of(office)).lagging.rows.map(({ memberId, lastStudied }) => [memberId, lastStudied])).toEqual([['member-c', null], ['member-sun', '2026-03-04']]);
  });

  test('says which topics are answered wrongly, from ten first tries on, arguable questions left out', async () => {
    const people = Array.from({ length: 10 }, (_, index) => aMember({ memberId: `member-${index}`, staffNo: String(index) }));
    const office = await Office.open([...people, leader]);
    await office.record(...people.flatMap((one, index) => [answered(one, 'first-02', 1, index < 3 ? ['a'] : ['a', 'd']), answered(one, 'first-02', 2, ['b']), answered(one, 'first-04', 1, ['b'])]));
    expect((await of(office)).mistakes).toEqual([{ topic: '期限', wrong: 3, tries: 10, share: 30 }]);
    await office.record(answered(leader, 'first-01', 1, ['b']));
    expect((await of(office)).mistakes).toHaveLength(1);
  });
});

test('whoever moves to another section leaves what happened there behind, for the section’s leader as for the office’s', async () => {
  const office = await Office.open();
  await office.record(completed(zhang, 'course-a/first'), answered(zhang, 'first-01', 1, ['a']));
  const figures = async (actor: Member) => (await unitOverview(office.reading(actor, may), any)).sections
    .filter((row) => row.name === '来访接待科').map((row) => row.figures.slice(0, 2).map((one) => one.value));
  const [section, whole] = [await figures(sectionLeader), await figures(leader)];
  expect(section).toEqual(whole);
  await office.put('members', zhang.memberId, { ...zhang, unitId: 'unit-letters' });
  expect([await figures(sectionLeader), await figures(leader)]).toEqual([section, whole]);
});
