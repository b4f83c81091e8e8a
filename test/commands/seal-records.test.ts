import { describe, expect, test } from 'vitest';
import { sealRecords } from '../../src/commands/seal-records.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { answered, catalog, completed, sun, wu, zhang } from '../builders.ts';
import { Office } from '../office.ts';

const monday = '2026-03-02T17:00:00.000Z';
const tuesday = '2026-03-03T17:00:00.000Z';
const nextMonth = '2026-04-01T02:00:00.000Z';
const seal = (office: Office, now: string) => sealRecords({ store: office.store, catalog, now });
const sealsOf = async (office: Office, subjectId: string) => (await office.store.factsOf(subjectId)).map((fact) => (fact as Fact<'records.sealed'>).body.heads.map(([subject, seq]) => `${subject} ${seq}`));

describe('the daily seal', () => {
  test('of an office names where each chain stood that had moved, and covers the seals of the offices below', async () => {
    const office = await Office.open();
    await office.record(completed(zhang, 'course-a/first'), completed(sun, 'course-a/first'), completed(zhang, 'course-a/second'), completed(wu, 'course-a/first'));
    await seal(office, monday);
    expect(await sealsOf(office, 'seal-2026-03-unit-street')).toEqual([['member-wu 1']]);
    expect(await sealsOf(office, 'seal-2026-03-unit-root')).toEqual([['member-sun 1', 'member-zhang 2', 'seal-2026-03-unit-street 1']]);
    expect(await office.store.factsOf('seal-2026-03-unit-town')).toEqual([]);
    const [root] = await office.store.factsOf('seal-2026-03-unit-root') as Fact<'records.sealed'>[];
    expect(root!.body.heads[2]![2]).toBe((await office.store.factsOf('seal-2026-03-unit-street'))[0]!.hash.slice(0, 32));
  });

  test('is made once a local day, and seals only what has moved since', async () => {
    const office = await Office.open();
    await office.record(completed(zhang, 'course-a/first'), completed(sun, 'course-a/first'));
    for (let time = 0; time < 3; time += 1) await seal(office, monday);
    await office.record(answered(sun, 'first-01', 1, ['a'], tuesday));
    await seal(office, monday);
    await seal(office, tuesday);
    await seal(office, '2026-03-04T17:00:00.000Z');
    expect(await sealsOf(office, 'seal-2026-03-unit-root')).toEqual([['member-sun 1', 'member-zhang 1'], ['member-sun 2']]);
  });

  test('of a new month begins a chain of its own, which holds the end of the last one', async () => {
    const office = await Office.open();
    await office.record(completed(zhang, 'course-a/first'));
    await seal(office, monday);
    await seal(office, nextMonth);
    expect(await sealsOf(office, 'seal-2026-04-unit-root')).toEqual([['seal-2026-03-unit-root 1']]);
  });

  test('of the office above holds that of the office below, also when a kill came between the two', async () => {
    const office = await Office.open();
    await office.record(completed(wu, 'course-a/first'), completed(zhang, 'course-a/first'));
    let appends = 0;
    const dying = new Proxy(office.store, { get: (store, name) => (name === 'append' && (appends += 1) > 1 ? () => Promise.reject(new Error('killed')) : Reflect.get(store, name).bind(store)) });
    await expect(sealRecords({ store: dying, catalog, now: monday })).rejects.toThrow('killed');
    expect(await sealsOf(office, 'seal-2026-03-unit-street')).toHaveLength(1);
    await seal(office, monday);
    expect(await sealsOf(office, 'seal-2026-03-unit-root')).toEqual([['member-zhang 1', 'seal-2026-03-unit-street 1']]);
  });

  test('made by two servers at once is made once', async () => {
    const office = await Office.open();
    await office.record(completed(zhang, 'course-a/first'));
    await Promise.all([seal(office, monday), seal(office, '2026-03-02T17:00:00.500Z')]);
    expect(await sealsOf(office, 'seal-2026-03-unit-root')).toEqual([['member-zhang 1']]);
  });

  test('of a busy day is several facts, none of which leaves anyone out', async () => {
    const office = await Office.open();
    const people = Array.from({ length: 2_300 }, (_, index) => ({ ...zhang, memberId: `member-${index}` }));
    await office.record(...people.map((person) => completed(person, 'course-a/first')));
    await seal(office, monday);
    const seals = await sealsOf(office, 'seal-2026-03-unit-root');
    expect(seals.map((heads) => heads.length)).toEqual([1_000, 1_000, 300]);
    expect(new Set(seals.flat()).size).toBe(2_300);
  });
});
