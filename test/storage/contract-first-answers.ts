import { describe, expect, test } from 'vitest';
import { chance } from '../../scripts/demo/chance.ts';
import { linesOfFact } from '../../src/domain/counted.ts';
import { standing, type NewFact } from '../../src/domain/fact.ts';
import { isCorrect } from '../../src/domain/grading.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Figures, FirstAnswer, Store } from '../../src/storage/port.ts';
import { answered, catalog, practised, sun, trainer, units, voided, wu, zhang } from '../builders.ts';
import { generatedOffice, type GeneratedOffice } from '../generated-office.ts';
import { aQuestionOf } from '../question-builders.ts';

const short = aQuestionOf('short', { id: 'short-01' });
const known: ReadonlyMap<string, Question> = new Map([...catalog.questions, [short.id, short]]);
const asked = [...known.keys(), 'gone-01', 'gone-02', 'never-asked-01'];

/** The part of the contract that is about first answers: of whom, how many, and how those people did at other questions. */
export function firstAnswerPromises(current: () => Store, reopen: () => Promise<void>): void {
  const figures = () => current().figures(known);
  const settle = async (...facts: NewFact[]) => { await enrol(current(), [zhang, sun, wu, trainer]); await current().append(facts); };
  const firsts = async (questionId: string, limit = 100) => (await (await figures()).firstAnswers([questionId], limit)).map(({ chosen, others }) => [chosen.join(), others.tries, others.rights]);

  describe('first answers', () => {
    test.each([41, 42, 43, 44, 45, 46])('equal a fold over the facts, in whatever portions they came and whenever they were read (office %i)', async (seed) => {
      const office = onceAsked(generatedOffice(seed));
      const luck = chance(seed);
      await enrol(current(), office.members);
      for (let rest = office.facts.map(({ seq: _seq, prev: _prev, hash: _hash, ...fact }) => fact as NewFact); rest.length > 0;) {
        const portion = rest.slice(0, 1 + luck.below(12));
        rest = rest.slice(portion.length);
        await current().append(portion);
        if (luck.next() < 0.3) await figures();
      }
      await expectFold(await figures(), office);
      await reopen();
      await expectFold(await figures(), office);
      await current().rebuildFigures(known, () => undefined);
      await expectFold(await figures(), office);
    });

    test('are those of a lesson or of practice, whichever came first, and no later ones', async () => {
      await settle(answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-01', 2, ['a']), practised(zhang, 'first-01', 3, ['c']), practised(sun, 'first-01', 1, ['d']), answered(sun, 'first-01', 2, ['a']));
      expect(await firsts('first-01')).toEqual([['d', 0, 0], ['b', 0, 0]]);
      expect(await (await figures()).answerCounts(['first-01', 'first-02'])).toEqual(new Map([['first-01', 2]]));
    });

    test('come with first tries in lessons at other questions, not with this one, practice, or what decides nothing', async () => {
      await settle(
        answered(zhang, 'first-01', 1, ['a']), answered(zhang, 'first-03', 1, ['f']), answered(zhang, 'second-01', 1, ['b']), answered(zhang, 'third-01', 1, ['t'], '2025-03-02T01:00:00.000Z'),
        answered(zhang, 'first-04', 1, ['a']), practised(zhang, 'practised-01', 1, ['a']), answered(zhang, 'gone-01', 1, ['a']), answered(zhang, 'short-01', 1, ['登记才有据可查。']),
      );
      expect([await firsts('first-01'), await firsts('second-01'), await firsts('first-04'), await firsts('practised-01')]).toEqual([[['a', 3, 2]], [['b', 3, 3]], [['a', 4, 3]], [['a', 4, 3]]]);
    });

    test('of a question answered in own words say that there was one, not what it said', async () => {
      await settle(answered(zhang, 'short-01', 1, ['登记才有据可查。']));
      expect(await firsts('short-01')).toEqual([['', 0, 0]]);
      expect(await (await figures()).answerCounts(['short-01'])).toEqual(new Map([['short-01', 1]]));
    });

    test('are gone when they are voided, and say nothing of whose they are', async () => {
      const first = answered(zhang, 'first-01', 1, ['b']);
      await settle(first, answered(sun, 'first-01', 1, ['a']));
      expect(JSON.stringify(await (await figures()).firstAnswers(['first-01'], 9))).not.toMatch(/member|张|孙|unit/);
      await current().append([voided(first, '2026-03-03T01:00:00.000Z')]);
      expect(await firsts('first-01')).toEqual([['a', 0, 0]]);
      expect(await (await figures()).answerers('first-01', '', 9)).toEqual(['member-sun']);
    });

    test('are of at most so many people, always the same ones; those who answered are named a page at a time', async () => {
      await settle(...[zhang, sun, wu, trainer].map((member, index) => answered(member, 'first-01', 1, ['abcd'[index]!])));
      expect([await firsts('first-01', 2), await firsts('first-01', 2), (await firsts('first-01', 3)).slice(0, 2)]).toEqual(Array(3).fill([['d', 0, 0], ['b', 0, 0]]));
      const page = async (after: string, limit: number) => (await figures()).answerers('first-01', after, limit);
      expect([await page('', 3), await page('member-wu', 3), await page('member-zhang', 3), await page('', 0)]).toEqual([['member-lin', 'member-sun', 'member-wu'], ['member-zhang'], [], []]);
    });

    test('of no question, or of one nobody answered, are none', async () => {
      await settle(answered(zhang, 'first-01', 1, ['a']));
      for (const ids of [[], ['first-02'], [''], ["' or 1=1"]]) expect([await (await figures()).firstAnswers(ids, 9), [...await (await figures()).answerCounts(ids)]], ids.join()).toEqual([[], []]);
      expect(await (await figures()).answerers('', '', 9)).toEqual([]);
    });
  });
}

/** What is asked in practice is not asked in lessons as well: each person has one first answer to a question. */
function onceAsked({ members, facts }: GeneratedOffice): GeneratedOffice {
  return { members, facts: facts.filter((fact) => !/^(voided\/)?answered\/practised-/.test(fact.id)) };
}

async function enrol(store: Store, members: readonly Member[]): Promise<void> {
  await store.changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  await store.changeDocuments('members', members.map((member) => ({ id: member.memberId, expected: 0, value: member })));
}

/** Who answered, what, and how they did at other questions, counted from all facts of each person. */
async function expectFold(figures: Figures, { facts }: GeneratedOffice): Promise<void> {
  const people = [...Map.groupBy(facts.filter((fact) => fact.subjectId.startsWith('member-')), (fact) => fact.subjectId)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([memberId, own]) => {
    const firsts = standing(own).flatMap(linesOfFact).filter((line) => line.questionId !== null);
    const tries = firsts.filter((line) => line.measure === 'first-try' && known.has(line.questionId!) && !known.get(line.questionId!)!.arguable);
    return { memberId, firsts, tries: tries.map((line) => ({ questionId: line.questionId!, right: isCorrect(known.get(line.questionId!)!, line.chosen) })) };
  });
  const counts = await figures.answerCounts(asked);
  let answers = 0;
  for (const questionId of asked) {
    const lines = people.flatMap(({ memberId, firsts, tries }) => firsts.filter((line) => line.questionId === questionId).map((line): FirstAnswer & { memberId: string } => {
      const others = tries.filter((one) => one.questionId !== questionId || line.measure === 'practice-first');
      return { memberId, questionId, chosen: line.chosen, others: { tries: others.length, rights: others.filter((one) => one.right).length } };
    }));
    const wanted = lines.map(({ memberId: _memberId, ...line }): FirstAnswer => line);
    answers += wanted.length;
    expect(await figures.firstAnswers([questionId], 1_000), questionId).toEqual(wanted);
    expect(await figures.firstAnswers([questionId], 2), questionId).toEqual(wanted.slice(0, 2));
    expect(counts.get(questionId) ?? 0, questionId).toBe(wanted.length);
    const ids = lines.map((line) => line.memberId);
    expect(await figures.answerers(questionId, '', 1_000), questionId).toEqual(ids);
    expect(await figures.answerers(questionId, ids[0] ?? '', 2), questionId).toEqual(ids.slice(1, 3));
  }
  expect(await figures.firstAnswers(asked, 1_000)).toHaveLength(answers);
  expect(answers).toBeGreaterThan(10);
}
