import { describe, expect, test } from 'vitest';
import { chance, type Chance } from '../../scripts/demo/chance.ts';
import { answersOf } from '../../src/domain/answer.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Question } from '../../src/domain/question.ts';
import { isInSubtree } from '../../src/domain/unit.ts';
import type { Figures, Store, UnmarkedLine, UnmarkedQuery } from '../../src/storage/port.ts';
import { aFact, aMember, answered, catalog, practised, recorded, sun, trainer, units, voided, zhang } from '../builders.ts';
import { aQuestionOf } from '../question-builders.ts';

const [first, second] = [aQuestionOf('short', { id: 'first-08', marking: 'trainer' }), aQuestionOf('short', { id: 'first-09' })];
const questions = new Map<string, Question>([...catalog.questions, [first.id, first], [second.id, second]]);
const start = Date.parse('2026-02-02T01:00:00.000Z');
const day = (number: number) => new Date(start + number * 86_400_000).toISOString();

/** The part of the contract that is about short answers which wait to be marked. */
export function shortAnswerPromises(current: () => Store, reopen: () => Promise<void>): void {
  const figures = () => current().figures(questions);
  const asked = async (over: Partial<UnmarkedQuery> = {}) => (await figures()).unmarked({ questionIds: [first.id, second.id], under: 'unit-root', offset: 0, limit: 100, ...over });
  const waiting = async (over: Partial<UnmarkedQuery> = {}) => (await asked(over)).lines.map((line) => `${line.memberId} ${line.factId}`);

  describe('short answers that nobody has marked', () => {
    test.each([41, 42, 43, 44, 45])('equal a fold over the facts, in whatever portions they came and wherever people are now (office %i)', async (seed) => {
      const luck = chance(seed);
      const people = Array.from({ length: 7 }, (_, index) => aMember({ memberId: `member-${index}`, staffNo: String(100 + index), unitId: luck.pick(units).unitId }));
      const facts = people.flatMap((person) => writtenBy(person, luck));
      await settle(current(), people);
      for (let rest = facts; rest.length > 0;) {
        const portion = rest.slice(0, 1 + luck.below(9));
        rest = rest.slice(portion.length);
        await current().append(portion);
        if (luck.next() < 0.3) await figures();
      }
      await expectFold(await figures(), people, facts);
      const moved = people.map((person) => ({ ...person, unitId: luck.pick(units).unitId }));
      await current().changeDocuments('members', moved.map((person) => ({ id: person.memberId, expected: 1, value: person })));
      await expectFold(await figures(), moved, facts);
      await reopen();
      await expectFold(await figures(), moved, facts);
      await current().rebuildFigures(questions, () => undefined);
      await expectFold(await figures(), moved, facts);
    });

    test('are the oldest first, a page at a time, of these questions, under this unit, of all but one person', async () => {
      await settle(current(), [zhang, sun]);
      await current().append([answered(zhang, first.id, 1, ['甲'], day(3)), answered(sun, first.id, 1, ['乙'], day(1)), answered(sun, second.id, 1, ['丙'], day(2)), answered(zhang, 'first-01', 1, ['a'], day(0))]);
      expect(await waiting()).toEqual(['member-sun answered/first-08/1', 'member-sun answered/first-09/1', 'member-zhang answered/first-08/1']);
      expect(await asked({ offset: 1, limit: 1 })).toEqual({ total: 3, lines: [{ memberId: 'member-sun', questionId: second.id, attempt: 1, sittingId: null, factId: 'answered/first-09/1', at: day(2) }] });
      expect(await waiting({ questionIds: [first.id], under: 'unit-letters' })).toEqual(['member-sun answered/first-08/1']);
      expect(await waiting({ except: sun.memberId })).toEqual(['member-zhang answered/first-08/1']);
      expect(await asked({ questionIds: [] })).toEqual({ total: 0, lines: [] });
      expect(await asked({ under: 'unit-none' })).toEqual({ total: 0, lines: [] });
    });

    test('do not take a marking in practice for one in the lesson', async () => {
      await settle(current(), [zhang]);
      await current().append([answered(zhang, second.id, 1, ['课里写的'], day(1)), practised(zhang, second.id, 1, ['练习里写的'], day(2)), marked(zhang, second.id, 1, day(3), 'sitting-1')]);
      expect(await waiting()).toEqual(['member-zhang answered/first-09/1']);
      await current().append([practised(zhang, second.id, 2, ['又练一次'], day(4))]);
      expect([await waiting(), await waiting({ lessonsOnly: true })]).toEqual([['member-zhang answered/first-09/1', 'member-zhang practised/first-09/2'], ['member-zhang answered/first-09/1']]);
    });

    test('wait again when their marking was voided, until they are marked anew, and no more once they were voided themselves', async () => {
      const [answer, marking] = [answered(zhang, first.id, 1, ['甲'], day(1)), marked(zhang, first.id, 1, day(2))];
      await settle(current(), [zhang]);
      await current().append([answer, marking]);
      expect(await waiting()).toEqual([]);
      await current().append([voided(marking, day(3))]);
      expect(await waiting()).toEqual(['member-zhang answered/first-08/1']);
      await current().append([{ ...marking, id: `${marking.id}/2`, at: day(4) }]);
      expect(await waiting()).toEqual([]);
      await current().append([voided({ ...marking, id: `${marking.id}/2` }, day(5))]);
      expect(await waiting()).toEqual(['member-zhang answered/first-08/1']);
      await current().append([voided(answer, day(6))]);
      expect(await waiting()).toEqual([]);
    });
  });
}

function marked(person: Member, questionId: string, attempt: number, at: string, sittingId?: string): NewFact<'answer.marked'> {
  return aFact('answer.marked', {
    id: `marked/${questionId}/${attempt}${sittingId ? '/practice' : ''}`, at, actorId: trainer.memberId, subjectId: person.memberId, unitId: person.unitId,
    body: { questionId, attempt, points: ['1'], ...(sittingId ? { sittingId } : {}) },
  });
}

/** Short answers in lessons and in practice, some of them marked, some of those markings and some of the answers voided. */
function writtenBy(person: Member, luck: Chance): NewFact[] {
  const at = () => day(luck.below(60));
  return [first.id, second.id].flatMap((questionId) => Array.from({ length: luck.below(4) }, (_, index): NewFact[] => {
    const inPractice = luck.next() < 0.3;
    const answer = inPractice ? practised(person, questionId, index + 1, ['写的'], at()) : answered(person, questionId, index + 1, ['写的'], at());
    const marking = marked(person, questionId, index + 1, at(), inPractice ? 'sitting-1' : undefined);
    const fate = luck.next();
    if (fate < 0.4) return [answer];
    if (fate < 0.55) return [answer, voided(answer, at())];
    if (fate < 0.7) return [answer, marking, voided(marking, at())];
    return fate < 0.8 ? [answer, marking, voided(marking, at()), { ...marking, id: `${marking.id}/2` }] : [answer, marking];
  }).flat());
}

async function settle(store: Store, members: readonly Member[]): Promise<void> {
  await store.changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  await store.changeDocuments('members', members.map((member) => ({ id: member.memberId, expected: 0, value: member })));
}

/** Every unit's queue beside the answers of its people that stand and were given no points. */
async function expectFold(figures: Figures, people: readonly Member[], facts: readonly NewFact[]): Promise<void> {
  const all = recorded(...facts);
  const lines = people.flatMap(({ memberId, unitId }) => answersOf(all.filter((fact) => fact.subjectId === memberId)).filter((answer) => answer.marking === null)
    .map(({ questionId, attempt, sittingId, factId, at }) => ({ unitId, line: { memberId, questionId, attempt, sittingId, factId, at } satisfies UnmarkedLine })));
  const order = (a: UnmarkedLine, b: UnmarkedLine) => ([a.at, a.factId, a.memberId].join('\n') < [b.at, b.factId, b.memberId].join('\n') ? -1 : 1);
  expect(lines.length).toBeGreaterThan(0);
  for (const { unitId } of units) {
    const wanted = lines.filter((one) => isInSubtree(units, one.unitId, unitId)).map((one) => one.line).sort(order);
    const query = { questionIds: [first.id, second.id], under: unitId };
    expect(await figures.unmarked({ ...query, offset: 0, limit: 100 }), unitId).toEqual({ total: wanted.length, lines: wanted });
    expect(await figures.unmarked({ ...query, offset: 1, limit: 2 }), unitId).toEqual({ total: wanted.length, lines: wanted.slice(1, 3) });
  }
}
