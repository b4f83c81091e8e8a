import { describe, expect, test } from 'vitest';
import { chance } from '../../scripts/demo/chance.ts';
import { ofKind, standing } from '../../src/domain/fact.ts';
import { owedFollowUps } from '../../src/domain/law-change.ts';
import type { Member } from '../../src/domain/member.ts';
import { subtree } from '../../src/domain/unit.ts';
import type { Figures, FollowUpCount, FollowUpLine, FollowUpQuery, Store, TouchedText } from '../../src/storage/port.ts';
import { aMember, catalog, recorded, sun, units, voided, wu, zhang } from '../builders.ts';
import { aLawChange, completedCiting, followedUp, generatedStudies, type GeneratedStudies } from '../generated-office.ts';

const change = aLawChange('sample-law@2018', ['7', '22']);
const nobody = { owed: 0, done: 0 };

/** The part of the contract that is about who owes a follow-up study, and who has done it. */
export function followUpPromises(current: () => Store, reopen: () => Promise<void>): void {
  const figures = () => current().figures(catalog.questions);
  const asked = async (over: Partial<FollowUpQuery> = {}) => (await figures()).followUps({ change, under: 'unit-root', state: 'any', offset: 0, limit: 10, ...over });
  const counted = async (touched: TouchedText = change) => {
    const counts = await (await figures()).restingByUnit({ change: touched, unitIds: units.map((unit) => unit.unitId) });
    return Object.fromEntries([...counts].filter(([, count]) => count.owed + count.done > 0));
  };

  describe('follow-ups', () => {
    test.each([31, 32, 33, 34, 35])('equal a fold over the facts, in whatever portions they came and whenever they were read (office %i)', async (seed) => {
      const studies = generatedStudies(seed);
      const luck = chance(seed);
      await settle(current(), studies.members);
      for (let rest = studies.facts; rest.length > 0;) {
        const portion = rest.slice(0, 1 + luck.below(12));
        rest = rest.slice(portion.length);
        await current().append(portion);
        if (luck.next() < 0.3) await figures();
      }
      await expectFold(await figures(), studies);
      await reopen();
      await expectFold(await figures(), studies);
      await current().rebuildFigures(catalog.questions, () => undefined);
      await expectFold(await figures(), studies);
    });

    test('are owed by those who learnt the old text of a lesson, not by those who learnt it after it was mended', async () => {
      await settle(current(), [zhang, sun, wu]);
      await current().append([
        completedCiting(zhang, 'course-a/first', ['sample-law@2018/7', 'old-law@2005/33']), completedCiting(zhang, 'course-a/second', ['sample-law@2018/22/1']),
        completedCiting(sun, 'course-a/first', ['sample-law@2026/7', 'old-law@2005/33']), completedCiting(sun, 'course-a/second', ['sample-law@2018/8', 'sample-law/7']),
        completedCiting(wu, 'course-b/third', []),
      ]);
      expect(await asked()).toEqual({ owed: 1, done: 0, people: [{ memberId: 'member-zhang', staffNo: '1001', name: '张䶮', unitId: 'unit-reception', lessonIds: ['course-a/first', 'course-a/second'], doneAt: null }] });
      expect(await counted()).toEqual({ 'unit-root': { owed: 1, done: 0 }, 'unit-reception': { owed: 1, done: 0 } });
      expect(await counted({ ...change, articles: ['17'] })).toEqual({});
      expect(await asked({ change: { ...change, articles: ['17'] } })).toEqual({ ...nobody, people: [] });
    });

    test('are counted where people are now, and of nobody who is no longer on the roster', async () => {
      await settle(current(), [zhang, sun]);
      await current().append([completedCiting(zhang, 'course-a/first', ['sample-law@2018/7']), completedCiting(sun, 'course-a/first', ['sample-law@2018/7']), followedUp(zhang, change.changeId)]);
      expect(await counted()).toEqual({ 'unit-root': { owed: 1, done: 1 }, 'unit-reception': { owed: 0, done: 1 }, 'unit-letters': { owed: 1, done: 0 } });
      await current().changeDocuments('members', [{ id: zhang.memberId, expected: 1, value: { ...zhang, unitId: 'unit-desk' } }, { id: sun.memberId, expected: 1, value: undefined }]);
      expect(await counted()).toEqual(Object.fromEntries(['unit-root', 'unit-street', 'unit-desk'].map((unitId) => [unitId, { owed: 0, done: 1 }])));
      expect((await asked({ under: 'unit-street', state: 'done' })).people).toMatchObject([{ memberId: 'member-zhang', unitId: 'unit-desk' }]);
      expect(await asked({ under: 'unit-reception' })).toEqual({ ...nobody, people: [] });
    });

    test('are no longer owed when the completion is voided, and owed again when the follow-up is', async () => {
      await settle(current(), [zhang, sun]);
      const [lesson, study] = [completedCiting(zhang, 'course-a/first', ['sample-law@2018/7']), followedUp(sun, change.changeId, '2026-04-01T01:00:00.000Z')];
      await current().append([lesson, completedCiting(sun, 'course-a/first', ['sample-law@2018/7']), study]);
      expect((await asked()).people.map((line) => [line.memberId, line.doneAt])).toEqual([['member-zhang', null], ['member-sun', '2026-04-01T01:00:00.000Z']]);
      await current().append([voided(lesson, '2026-04-02T01:00:00.000Z'), voided(study, '2026-04-02T01:00:00.000Z')]);
      expect(await asked()).toMatchObject({ owed: 1, done: 0, people: [{ memberId: 'member-sun', doneAt: null }] });
      await current().append([{ ...lesson, id: `${lesson.id}/again` }, voided({ ...lesson, id: `${lesson.id}/again` }, '2026-04-03T01:00:00.000Z')]);
      expect(await counted()).toEqual({ 'unit-root': { owed: 1, done: 0 }, 'unit-letters': { owed: 1, done: 0 } });
    });

    test('are found by part of a name or 工号, in the order of 工号, a page at a time', async () => {
      const people = ['张䶮', '张%三', '孙_㛃', 'a张𬭚'].map((name, index) => aMember({ memberId: `member-${index}`, staffNo: `A0${9 - index}`, name }));
      await settle(current(), people);
      await current().append([...people.map((person) => completedCiting(person, 'course-a/first', ['sample-law@2018/7'])), followedUp(people[1]!, change.changeId)]);
      const found = async (over: Partial<FollowUpQuery>) => {
        const { owed, done, people: lines } = await asked(over);
        return [owed, done, ...lines.map((line) => line.name)];
      };
      expect(await found({})).toEqual([3, 1, 'a张𬭚', '孙_㛃', '张%三', '张䶮']);
      expect(await found({ offset: 1, limit: 2 })).toEqual([3, 1, '孙_㛃', '张%三']);
      expect(await found({ state: 'owed', offset: 2 })).toEqual([3, 1, '张䶮']);
      expect(await found({ search: '张', state: 'done' })).toEqual([2, 1, '张%三']);
      expect(await found({ search: '_' })).toEqual([1, 0, '孙_㛃']);
      expect(await found({ search: 'a06' })).toEqual([1, 0, 'a张𬭚']);
      expect(await found({ search: '李' })).toEqual([0, 0]);
    });
  });
}

async function settle(store: Store, members: readonly Member[]): Promise<void> {
  await store.changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  await store.changeDocuments('members', members.map((member) => ({ id: member.memberId, expected: 0, value: member })));
}

/** Everything said of every change beside `owedFollowUps` over all facts of each person. */
async function expectFold(figures: Figures, { members, facts, changes }: GeneratedStudies): Promise<void> {
  const all = recorded(...facts);
  const seen = new Set<string>();
  for (const one of changes) {
    const lines = members.toSorted((a, b) => (a.staffNo < b.staffNo ? -1 : 1)).flatMap(({ memberId, staffNo, name, unitId }): FollowUpLine[] => {
      const own = all.filter((fact) => fact.subjectId === memberId);
      const [resting] = owedFollowUps(own.filter((fact) => fact.kind !== 'follow-up.completed' || fact.body.changeId !== one.changeId), [one]);
      if (!resting) return [];
      const [doneAt = null] = ofKind(standing(own), 'follow-up.completed').filter((fact) => fact.body.changeId === one.changeId).map((fact) => fact.at).sort();
      expect(owedFollowUps(own, [one])).toHaveLength(doneAt ? 0 : 1);
      return [{ memberId, staffNo, name, unitId, lessonIds: [...new Set(resting.lessonIds)].sort(), doneAt }];
    });
    const counts = await figures.restingByUnit({ change: one, unitIds: units.map((unit) => unit.unitId) });
    expect(counts.size).toBe(units.length);
    for (const { unitId } of units) {
      const unitIds = new Set(subtree(units, unitId).map((unit) => unit.unitId));
      const under = lines.filter((line) => unitIds.has(line.unitId));
      const [owed, done] = [under.filter((line) => !line.doneAt), under.filter((line) => line.doneAt)];
      const wanted: FollowUpCount = { owed: owed.length, done: done.length };
      expect(counts.get(unitId), `${one.changeId} ${unitId}`).toEqual(wanted);
      for (const [state, people] of [['owed', owed], ['done', done], ['any', under]] as const) {
        if (people.length > 0) seen.add(state);
        const query = { change: one, under: unitId, state };
        expect(await figures.followUps({ ...query, offset: 0, limit: 100 }), `${one.changeId} ${unitId} ${state}`).toEqual({ ...wanted, people });
        expect(await figures.followUps({ ...query, offset: 1, limit: 2 })).toEqual({ ...wanted, people: people.slice(1, 3) });
      }
    }
  }
  expect(seen).toEqual(new Set(['owed', 'done', 'any']));
}
