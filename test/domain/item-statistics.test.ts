import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chance } from '../../scripts/demo/chance.ts';
import { correlationOf, shareOf } from '../../src/domain/interval.ts';
import { bestFloor, unusedFloor } from '../../src/domain/item-flag.ts';
import { discriminationFloor, itemStatistics, mostWrongAnswers, othersFloor, sameWordsFloor, takersFloor, type TakenAnswer } from '../../src/domain/item-statistics.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import type { Question } from '../../src/domain/question.ts';
import { anyQuestion, tokensOf } from '../question-arbitrary.ts';
import { aQuestionOf, questionTypes } from '../question-builders.ts';

const seed = 20_261_121;
/** So many people who all chose this, and were right so many times at ten other questions. */
const people = (count: number, chosen: string[], rights = 5, tries = 10): TakenAnswer[] => Array.from({ length: count }, () => ({ chosen, others: { tries, rights } }));
const single = aQuestionOf('single');
const codes = (question: Question, answers: TakenAnswer[]) => itemStatistics(question, answers).flags.map((flag) => flag.code);

describe('an interval', () => {
  test.each([[10, 20, 0.2993, 0.7007], [0, 20, 0, 0.1611], [20, 20, 0.8389, 1], [81, 263, 0.2553, 0.3662]])('of %i among %i is Wilson’s', (count, outOf, low, high) => {
    expect(shareOf(count, outOf)).toEqual({ share: count / outOf, low: expect.closeTo(low, 4), high: expect.closeTo(high, 4) });
  });

  test('of a correlation is Fisher’s: 15 of 20 against 5 of 20 is 0.5, between 0.223 and 0.702', () => {
    const pairs = ([[1, 0.9, 15], [0, 0.9, 5], [1, 0.3, 5], [0, 0.3, 15]] as const).flatMap(([right, share, count]) => Array.from({ length: count }, () => [right, share] as const));
    expect(correlationOf(pairs)).toEqual({ value: expect.closeTo(0.5, 10), low: expect.closeTo(0.2233, 3), high: expect.closeTo(0.7022, 3), people: 40 });
  });

  test('is not given where one side is the same for all, and stays a number where both go together', () => {
    expect(correlationOf(Array.from({ length: 40 }, (_, index) => [1, index / 40] as const))).toBeNull();
    expect(correlationOf(Array.from({ length: 40 }, (_, index) => [index % 2, 2 / 3] as const))).toBeNull();
    expect(correlationOf(Array.from({ length: 40 }, (_, index) => [index % 2, index % 2] as const))).toEqual({ value: 1, low: 1, high: 1, people: 40 });
  });
});

describe('a question', () => {
  test('about which too few were asked says nothing, and from the floor on it speaks', () => {
    expect(itemStatistics(single, people(takersFloor - 1, ['b']))).toEqual({ takers: takersFloor - 1, silent: 'too-few', facility: null, discrimination: null, best: 0, choices: [], parts: [], flags: [] });
    expect(itemStatistics(single, people(takersFloor, ['a']))).toMatchObject({ silent: null, facility: { share: 1 } });
  });

  test('answered in own words has no statistics, however many answered', () => {
    expect(itemStatistics(aQuestionOf('short'), people(500, []))).toMatchObject({ takers: 500, silent: 'marked', facility: null, choices: [], flags: [] });
  });

  test('counts how many were right and what each option drew, of all and of the best', () => {
    const { takers, facility, best, choices } = itemStatistics(single, [...people(12, ['a'], 9), ...people(8, ['a'], 4), ...people(6, ['b'], 3), ...people(14, ['c'], 2)]);
    expect([takers, facility!.share, best]).toEqual([40, 0.5, 12]);
    expect(choices.map(({ answer, standing, count, share, best: ofBest }) => [answer.join(), standing, count, share, ofBest])).toEqual([['a', 'key', 20, 0.5, 12], ['b', 'wrong', 6, 0.15, 0], ['c', 'wrong', 14, 0.35, 0]]);
  });

  test('tells those who know from those who do not by their other answers only', () => {
    const answers = [...people(15, ['a'], 9), ...people(5, ['b'], 9), ...people(5, ['a'], 3), ...people(15, ['b'], 3)];
    expect(itemStatistics(single, answers).discrimination).toMatchObject({ value: expect.closeTo(0.5, 10), people: 40 });
    expect(itemStatistics(single, [...answers, ...people(60, ['b'], othersFloor - 1, othersFloor - 1)]).discrimination).toMatchObject({ value: expect.closeTo(0.5, 10), people: 40 });
    expect(itemStatistics(single, answers.slice(0, discriminationFloor - 1)).discrimination).toBeNull();
  });

  test('counts equals at the edge of the best together, or not, whichever is nearer to a third', () => {
    expect(itemStatistics(single, [...people(8, ['a'], 9), ...people(4, ['a'], 8), ...people(18, ['a'], 2)]).best).toBe(12);
    expect(itemStatistics(single, [...people(8, ['a'], 9), ...people(14, ['a'], 8), ...people(8, ['a'], 2)]).best).toBe(8);
    expect(itemStatistics(single, people(30, ['a'])).best).toBe(0);
  });

  test('goes by the ruling where a second answer was ruled right', () => {
    const { facility, choices } = itemStatistics({ ...single, alsoRight: [{ part: null, chosen: ['b'] }] }, [...people(10, ['a']), ...people(10, ['b'])]);
    expect([facility!.share, choices.map((one) => one.standing)]).toEqual([1, ['key', 'ruled', 'wrong']]);
  });

  test('of several right options calls a combination right by a ruling, never one option of it, and nobody misled who chose it', () => {
    const multiple = { ...aQuestionOf('multiple'), alsoRight: [{ part: null, chosen: ['a', 'b', 'c'] }, { part: null, chosen: ['c', 'b', 'a'] }] };
    const { facility, choices, flags } = itemStatistics(multiple, [...people(3, ['a', 'b', 'd'], 9), ...people(7, ['a', 'b', 'c'], 9), ...people(10, ['a', 'b', 'd'], 4), ...people(10, ['c'], 3)]);
    expect(facility!.share).toBeCloseTo(2 / 3, 10);
    expect(choices.map(({ answer, standing, count }) => `${answer.join('')} ${standing} ${count}`)).toEqual(['a key 20', 'b key 20', 'c wrong 17', 'd key 13', 'abc ruled 7']);
    expect(flags.map((flag) => flag.code)).not.toContain('misleads');
  });

  test('of a case calls right by a ruling what was ruled on in that part alone', () => {
    const answers = people(takersFloor, ['1:b', '2:a', '2:b', '2:d', '3:t', '4:60日', '4:登记簿']);
    const { parts } = itemStatistics({ ...aQuestionOf('case'), alsoRight: [{ part: 1, chosen: ['b'] }] }, answers);
    expect([parts[0]!.facility.share, parts.map((part) => part.choices.filter((one) => one.standing === 'ruled').map((one) => one.answer.join()))]).toEqual([1, [['b'], [], [], []]]);
  });

  test('without options lists the commonest wrong answers, not what one or two wrote', () => {
    const blank = aQuestionOf('blank');
    const { choices } = itemStatistics(blank, [...people(10, ['15日', '登记簿']), ...people(1, ['十五日', '登记簿']), ...people(4, ['60日', '登记簿']), ...people(3, ['６０ 日', '登记簿']), ...people(sameWordsFloor - 1, ['老胡说的', '电话'])]);
    expect(choices.map(({ answer, standing, count }) => [answer.join(), standing, count])).toEqual([['', 'key', 11], ['60日,登记簿', 'wrong', 7]]);
    const many = Array.from({ length: 9 }, (_, index) => people(sameWordsFloor + index, [`${index + 20}日`, '登记簿'])).flat();
    expect(itemStatistics(blank, many).choices.slice(1).map((one) => one.count)).toEqual([11, 10, 9, 8, 7, 6].slice(0, mostWrongAnswers));
  });

  test('made of parts says of each part how many were right and what they chose', () => {
    const answers = [...people(12, ['1:a', '2:a', '2:b', '2:d', '3:t', '4:60日', '4:登记簿']), ...people(8, ['1:b', '2:a', '2:b', '2:d', '3:t', '4:15日', '4:登记簿'])];
    const { facility, choices, parts } = itemStatistics(aQuestionOf('case'), answers);
    expect([facility!.share, choices, parts.map((part) => part.facility.share)]).toEqual([0.6, [], [0.6, 1, 1, 0.6]]);
    expect(parts.map((part) => part.choices.map(({ answer, count }) => `${answer.join()} ${count}`))).toEqual([['a 12', 'b 8', 'c 0'], ['a 20', 'b 20', 'c 0', 'd 20'], ['t 20', 'f 0'], [' 12', '15日,登记簿 8']]);
  });
});

describe('a flag', () => {
  test('is not raised over a sound question', () => {
    expect(codes(single, [...people(26, ['a'], 9), ...people(4, ['b'], 8), ...people(20, ['a'], 5), ...people(16, ['b'], 3), ...people(14, ['c'], 3)])).toEqual([]);
  });

  test('says that a choice misleads when more of the best chose it than the key', () => {
    const [flag, ...others] = itemStatistics(single, [...people(3, ['a'], 9), ...people(7, ['b'], 9), ...people(12, ['a'], 4), ...people(8, ['c'], 3)]).flags;
    expect([flag, others]).toEqual([{ code: 'misleads', part: null, answer: ['b'], best: 10, wrong: 7, right: 3, severalRight: false }, []]);
  });

  test('is silent when as many chose the key, when the best are too few, and when only the others went wrong', () => {
    expect(codes(single, [...people(5, ['a'], 9), ...people(5, ['b'], 9), ...people(19, ['a'], 4)])).toEqual([]);
    expect(codes(single, [...people(bestFloor - 1, ['b'], 9), ...people(16, ['a'], 4)])).toEqual([]);
    expect(codes(single, [...people(10, ['a'], 9), ...people(20, ['b'], 4)])).not.toContain('misleads');
  });

  test('holds a wrong option against the right one that fewest of the best saw, where several are right', () => {
    const multiple = aQuestionOf('multiple');
    const answers = [...people(4, ['a', 'b', 'd'], 9), ...people(6, ['a', 'b', 'c'], 9), ...people(19, ['a', 'b', 'd'], 4)];
    expect(itemStatistics(multiple, answers).flags).toMatchObject([{ code: 'misleads', answer: ['c'], wrong: 6, right: 4, severalRight: true }]);
    expect(codes(multiple, [...people(6, ['a', 'b', 'd'], 9), ...people(4, ['a', 'c', 'd'], 9), ...people(19, ['a', 'b', 'd'], 4)])).toEqual([]);
  });

  test('names the part of a case, and the common wrong answer of a gap', () => {
    const right = ['2:a', '2:b', '2:d', '3:t', '4:60日', '4:登记簿'];
    expect(itemStatistics(aQuestionOf('case'), [...people(9, ['1:c', ...right], 9), ...people(20, ['1:a', ...right], 4)]).flags).toMatchObject([{ code: 'misleads', part: 1, answer: ['c'], wrong: 9, right: 0 }]);
    expect(itemStatistics(aQuestionOf('blank'), [...people(9, ['15个工作日', '登记簿'], 9), ...people(20, ['15日', '登记簿'], 4)]).flags).toMatchObject([{ code: 'misleads', answer: ['15个工作日', '登记簿'], wrong: 9, right: 0 }]);
  });

  test('says backwards only when the whole interval is below nought', () => {
    const tilted = (times: number) => [...people(9 * times, ['a'], 3), ...people(6 * times, ['b'], 3), ...people(7 * times, ['a'], 9), ...people(8 * times, ['b'], 9)];
    expect(itemStatistics(single, tilted(2)).discrimination!.value).toBeLessThan(0);
    expect(codes(single, tilted(2))).not.toContain('backwards');
    expect(codes(single, tilted(10))).toContain('backwards');
  });

  test('says that a question hardly tells only when even the upper bound is low', () => {
    const level = (times: number) => [3, 9].flatMap((rights) => [...people(6 * times, ['a'], rights), ...people(4 * times, ['b'], rights)]);
    expect([codes(single, level(5)), codes(single, level(9))]).toEqual([['unused-choice'], ['hardly-tells', 'unused-choice']]);
    const nearlyAll = [3, 9].flatMap((rights) => [...people(92, ['a'], rights), ...people(4, ['b'], rights), ...people(4, ['c'], rights)]);
    expect([itemStatistics(single, nearlyAll).discrimination!.high < 0.15, codes(single, nearlyAll)]).toEqual([true, []]);
  });

  test('says too hard and too easy by the far bound', () => {
    const rightOf = (count: number, outOf: number) => [...people(count, ['a']), ...people(Math.ceil((outOf - count) / 2), ['b']), ...people(Math.floor((outOf - count) / 2), ['c'])];
    expect([codes(single, rightOf(5, 25)), codes(single, rightOf(20, 100))]).toEqual([[], ['too-hard']]);
    expect([codes(aQuestionOf('true-false'), people(72, ['f'])), codes(aQuestionOf('true-false'), people(73, ['f']))]).toEqual([[], ['too-easy']]);
  });

  test('names an option that nobody of many chose, but not the other side of a true/false question', () => {
    const without = (count: number) => [...people(count - 10, ['a']), ...people(10, ['b'])];
    expect([codes(single, without(unusedFloor - 1)), itemStatistics(single, without(unusedFloor)).flags]).toEqual([[], [{ code: 'unused-choice', part: null, answer: ['c'], takers: unusedFloor }]]);
    expect(codes(aQuestionOf('true-false'), people(unusedFloor, ['f']))).toEqual([]);
  });
});

/** Any question with answers at random, some of them the key. */
const taken = anyQuestion.chain((question) => {
  const chosen = fc.oneof(fc.constant(keyOf(question)), fc.array(fc.constantFrom(...tokensOf(question)), { maxLength: 6 }));
  const others = fc.nat(30).chain((tries) => fc.record({ tries: fc.constant(tries), rights: fc.nat(tries) }));
  return fc.record({ question: fc.constant(question), answers: fc.array(fc.record({ chosen, others }), { maxLength: 90, size: 'max' }) });
});

describe('whatever was answered', () => {
  test('every interval holds its value, every count is of takers, and nothing is said under the floor', () => {
    fc.assert(fc.property(taken, ({ question, answers }) => {
      const { takers, silent, facility, discrimination, best, choices, parts, flags } = itemStatistics(question, answers);
      expect(takers).toBe(answers.length);
      if (takers < takersFloor || question.type === 'short') expect([silent === null, facility, discrimination, choices, parts, flags]).toEqual([false, null, null, [], [], []]);
      for (const { share, low, high } of [...facility ? [facility] : [], ...choices, ...parts.flatMap((part) => [part.facility, ...part.choices])]) expect(0 <= low && low <= share && share <= high && high <= 1).toBe(true);
      if (discrimination) expect(-1 <= discrimination.low && discrimination.low <= discrimination.value && discrimination.value <= discrimination.high && discrimination.high <= 1).toBe(true);
      for (const choice of [...choices, ...parts.flatMap((part) => part.choices)]) expect(choice.best <= Math.min(choice.count, best) && choice.count <= takers).toBe(true);
      expect(best).toBeLessThanOrEqual((takers * 2) / 3);
    }), { seed, numRuns: 400 });
  });

  test('the order of the answers makes no difference', () => {
    fc.assert(fc.property(taken, fc.integer(), ({ question, answers }, dice) => {
      const luck = chance(dice);
      const mixed = answers.map((answer) => ({ answer, at: luck.next() })).sort((a, b) => a.at - b.at).map(({ answer }) => answer);
      expect(itemStatistics(question, mixed)).toEqual(itemStatistics(question, answers));
    }), { seed, numRuns: 300 });
  });

  test('one more right answer never lowers the facility, nor its bounds', () => {
    fc.assert(fc.property(taken, ({ question, answers }) => {
      const before = itemStatistics(question, answers).facility;
      const after = itemStatistics(question, [...answers, { chosen: keyOf(question), others: { tries: 0, rights: 0 } }]).facility;
      if (!before) return;
      for (const bound of ['share', 'low', 'high'] as const) expect(after![bound]).toBeGreaterThanOrEqual(before[bound] - 1e-12);
    }), { seed, numRuns: 300 });
  });

  test('every type with enough answers speaks, but for own words', () => {
    for (const type of questionTypes) expect(itemStatistics(aQuestionOf(type), people(takersFloor, keyOf(aQuestionOf(type)))), type).toMatchObject(type === 'short' ? { silent: 'marked' } : { silent: null, facility: { share: 1 } });
  });
});
