import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerIn, partsIn } from '../../src/domain/answer-part.ts';
import { confusionsIn } from '../../src/domain/confusion.ts';
import { rulableParts } from '../../src/domain/dispute.ts';
import { grade, isCorrect } from '../../src/domain/grading.ts';
import type { AlsoRight, Question } from '../../src/domain/question.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { anyQuestion, tokensOf } from '../question-arbitrary.ts';
import { aQuestionOf } from '../question-builders.ts';

const seed = 20_261_121;
const share = { credit: 'share' };
const under = <Q extends Question>(question: Q, ...alsoRight: AlsoRight[]): Q => ({ ...question, alsoRight });
const marks = (question: Question, ...answers: string[][]) => answers.map((chosen) => grade(question, chosen).points);

describe('a ruling that one part of an answer is right too', () => {
  test('makes that gap right for everybody who filled it so, however it is written, and no other gap', () => {
    const ruled = under(aQuestionOf('blank'), { part: 2, chosen: ['台账'] });
    const answers = [['15日', '台账'], ['十五日', '《台账》'], ['60日', '台账'], ['15日', '登记簿'], ['台账', '登记簿'], ['15日', '账']];
    expect(answers.map((chosen) => isCorrect(ruled, chosen))).toEqual([true, true, false, true, false, false]);
    expect(grade(ruled, ['60日', '台账']).parts).toEqual([false, true]);
    expect(marks(under(aQuestionOf('blank', share), { part: 2, chosen: ['台账'] }), ['60日', '台账'], ['15日', '台账'], ['60日', '登记']), 'shares follow').toEqual([0.5, 1, 0]);
  });

  test('takes a quantity in a gap however it is written', () => {
    const ruled = under(aQuestionOf('blank'), { part: 1, chosen: ['60个工作日'] });
    expect(['60工作日', '六十个工作日', '60日', '6个工作日'].map((typed) => isCorrect(ruled, [typed, '登记簿']))).toEqual([true, true, false, false]);
  });

  test('makes that pair right, and no other', () => {
    const ruled = under(aQuestionOf('match', share), { part: 3, chosen: ['d'] });
    expect(marks(ruled, ['1=a', '2=b', '3=d'], ['1=b', '2=a', '3=d'], ['1=d', '2=b', '3=a'], ['1=a', '2=b', '3=c'])).toEqual([1, 1 / 3, 1 / 3, 1]);
    expect(grade(ruled, ['1=a', '2=b', '3=d', '3=a']).parts, 'naming more for it is no answer to it').toEqual([true, true, false]);
  });

  test('makes that part of a case right, and no other', () => {
    const [rest, ruled] = [['2:a', '2:b', '2:d', '3:t', '4:60日', '4:登记簿'], under(aQuestionOf('case'), { part: 1, chosen: ['b'] })];
    expect(grade(ruled, ['1:b', ...rest])).toMatchObject({ points: 4, right: true, parts: [true, true, true, true] });
    expect(grade(ruled, ['1:b', '2:a', '3:f', '4:60日', '4:登记簿'])).toMatchObject({ points: 2, right: false, parts: [true, false, false, true] });
    expect(isCorrect(ruled, ['1:c', ...rest])).toBe(false);
    const gaps = under(aQuestionOf('case'), { part: 4, chosen: ['60日', '台账'] });
    expect(['《台账》', '账本'].map((typed) => isCorrect(gaps, ['1:a', ...rest.slice(0, 4), '4:六十日', `4:${typed}`]))).toEqual([true, false]);
  });

  test('lets a passage be marked or not, and the others count as before', () => {
    const [missed, overmarked] = [under(aQuestionOf('find-fault', share), { part: 4, chosen: [] }), under(aQuestionOf('find-fault', share), { part: 5, chosen: ['5'] })];
    expect(marks(missed, ['2', '4'], ['2'], ['4'], ['2', '5'])).toEqual([1, 1, 0.5, 0.5]);
    expect(marks(overmarked, ['2', '4'], ['2', '4', '5'], ['2', '5'], ['1', '2', '4'])).toEqual([1, 1, 0.5, 0.5]);
  });

  test('of an answer that counts as a whole is about all of it, in whatever order a choice was made', () => {
    const ruled = under(aQuestionOf('multiple'), { part: null, chosen: ['a', 'b', 'c'] });
    expect([['c', 'a', 'b'], ['a', 'b'], ['a', 'b', 'c', 'd'], ['c'], ['a', 'b', 'd']].map((chosen) => isCorrect(ruled, chosen))).toEqual([true, false, false, false, true]);
    expect([['2', '1', '3', '4'], ['2', '1', '4', '3']].map((chosen) => isCorrect(under(aQuestionOf('order'), { part: null, chosen: ['2', '1', '3', '4'] }), chosen))).toEqual([true, false]);
  });

  test('on a part that is not there changes nothing', () => {
    for (const type of ['blank', 'match', 'case', 'find-fault', 'single'] as const) expect(grade(under(aQuestionOf(type), { part: 20, chosen: [] }), ['b']), type).toEqual(grade(aQuestionOf(type), ['b']));
  });

  test('leaves nothing of that part to be confused about', () => {
    expect(confusionsIn(under(aQuestionOf('blank'), { part: 2, chosen: ['台账'] }), ['60日', '台账']).map((one) => one.taken)).toEqual(['60日']);
    expect(confusionsIn(under(aQuestionOf('match'), { part: 3, chosen: ['d'] }), ['1=b', '2=a', '3=d'])).toHaveLength(2);
    expect(confusionsIn(under(aQuestionOf('case'), { part: 1, chosen: ['b'] }), ['1:b', '2:a', '2:b', '2:d', '3:f', '4:60日', '4:登记簿']).map((one) => one.part)).toEqual([3]);
    expect(confusionsIn(under(aQuestionOf('find-fault'), { part: 4, chosen: [] }), ['2', '5']).map((one) => one.taken)).toEqual(['青禾街道窗口']);
  });
});

describe('what of an answer may be ruled right', () => {
  test('are the parts that are wrong and were answered; of one without parts the whole', () => {
    const parts = (question: Question, chosen: string[]) => rulableParts(question, chosen);
    expect([parts(aQuestionOf('blank'), ['60日', '台账']), parts(aQuestionOf('blank'), ['15日', '台账']), parts(aQuestionOf('blank'), ['15日']), parts(aQuestionOf('blank'), ['15日', ''])]).toEqual([[1, 2], [2], [], []]);
    expect([parts(aQuestionOf('match'), ['1=a', '2=c', '3=b']), parts(aQuestionOf('find-fault'), ['2', '5']), parts(aQuestionOf('case'), ['1:b', '2:a', '2:b', '2:d', '3:f', '4:60日', '4:登记簿'])]).toEqual([[2, 3], [4, 5], [1, 3]]);
    expect([parts(aQuestionOf('single'), ['b']), parts(aQuestionOf('single'), ['a']), parts(aQuestionOf('single'), [])]).toEqual([[null], [], []]);
  });

  test('is nothing in one’s own words, and nothing of a statement, both sides of which would be right', () => {
    expect([rulableParts(aQuestionOf('short'), ['登记了再说。']), rulableParts(aQuestionOf('true-false'), ['t']), rulableParts(undefined, ['b'])]).toEqual([[], [], []]);
  });

  test('is not what another ruling has made right already', () => {
    expect(rulableParts(under(aQuestionOf('blank'), { part: 2, chosen: ['台账'] }), ['60日', '《台账》'])).toEqual([1]);
  });
});

/** Any question, any answer to it, and rulings on parts of any other answers. */
const ruledOn = anyQuestion.chain((question) => {
  const bent = fc.tuple(...keyOf(question).map((one) => fc.oneof({ weight: 2, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: fc.constantFrom(...tokensOf(question)) })));
  const chosen = fc.oneof(bent, fc.array(fc.constantFrom(...tokensOf(question)), { minLength: 1, maxLength: 8 }));
  return fc.record({ question: fc.constant(question), chosen, others: fc.array(chosen, { maxLength: 3 }), dice: fc.nat(9) });
});
const rulingsOn = (question: Question, answers: readonly string[][], dice: number): AlsoRight[] => answers.flatMap((answer) => {
  const parts = rulableParts(question, answer);
  const part = parts[dice % parts.length];
  return part === undefined ? [] : [{ part, chosen: answerIn(question, answer, part) }];
});

describe('whatever was ruled right', () => {
  test('marks stay within bounds and are full exactly when the answer is right', () => {
    fc.assert(fc.property(ruledOn, ({ question, chosen, others, dice }) => {
      const { points, outOf, right, parts } = grade(under(question, ...rulingsOn(question, [chosen, ...others], dice)), chosen);
      expect(points >= 0 && points <= outOf).toBe(true);
      expect(right).toBe(points === outOf);
      if (right && question.type !== 'short') expect(parts).not.toContain(false);
    }), { seed, numRuns: 2_000 });
  });

  test('nobody loses by it, and the key stays right', () => {
    fc.assert(fc.property(ruledOn, ({ question, chosen, others, dice }) => {
      const ruled = under(question, ...rulingsOn(question, others, dice));
      expect(grade(ruled, chosen).points).toBeGreaterThanOrEqual(grade(question, chosen).points);
      if (question.type !== 'short') expect(isCorrect(ruled, keyOf(question))).toBe(true);
    }), { seed, numRuns: 2_000 });
  });

  test('the part of an answer it is about is right afterwards, every other part as it was', () => {
    fc.assert(fc.property(ruledOn, ({ question, chosen, dice }) => {
      const [ruling] = rulingsOn(question, [chosen], dice);
      if (!ruling) return;
      const [before, after] = [grade(question, chosen), grade(under(question, ruling), chosen)];
      if (ruling.part === null) expect(after.right).toBe(true);
      else expect(after.parts).toEqual(before.parts.map((ok, index) => ok || index + 1 === ruling.part));
    }), { seed, numRuns: 2_000 });
  });

  test('an answer has as many parts as its question', () => {
    expect((['blank', 'match', 'case', 'find-fault', 'single', 'multiple', 'order', 'classify', 'short', 'true-false'] as const).map((type) => partsIn(aQuestionOf(type)))).toEqual([2, 3, 4, 5, 0, 0, 0, 0, 0, 0]);
  });
});
