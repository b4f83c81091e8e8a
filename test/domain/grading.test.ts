import { describe, expect, test } from 'vitest';
import { chosenOptionIds, isCorrect, shownOptions } from '../../src/domain/grading.ts';
import type { Question } from '../../src/domain/question.ts';
import { aQuestion } from '../builders.ts';

const single = aQuestion();
const multiple = aQuestion({ type: 'multiple' });
const trueFalse = aQuestion({ type: 'true-false' });
const people = Array.from({ length: 200 }, (_, index) => `member-${index}`);
const order = (question: Question, memberId: string, attempt: number) => shownOptions(question, memberId, attempt).map((one) => one.option.id).join('');
const withOptions = (count: number, number: number) => aQuestion({
  id: `q-${String(number).padStart(2, '0')}`, options: Array.from({ length: count }, (_, index) => ({ id: 'abcdef'[index], text: `选项${index}`, right: index === 0, why: '不对' })),
});

describe('an answer is right', () => {
  test('when it holds all right options and no wrong one, in any order and however often each is named', () => {
    for (const chosen of [['a', 'd'], ['d', 'a'], ['d', 'a', 'd']]) expect(isCorrect(multiple, chosen)).toBe(true);
    for (const chosen of [[], ['a'], ['d'], ['a', 'b'], ['a', 'b', 'd'], ['a', 'd', 'z'], ['A', 'D']]) expect(isCorrect(multiple, chosen), chosen.join()).toBe(false);
    expect([isCorrect(single, ['a']), isCorrect(single, ['b']), isCorrect(single, ['a', 'b'])]).toEqual([true, false, false]);
  });

  test('for a statement when it says what the statement is', () => {
    expect([isCorrect(trueFalse, ['f']), isCorrect(trueFalse, ['t']), isCorrect(trueFalse, ['t', 'f'])]).toEqual([true, false, false]);
    expect(isCorrect(aQuestion({ type: 'true-false', answer: true }), ['t'])).toBe(true);
  });
});

describe('the order of options', () => {
  test('stands still for a person and an attempt', () => {
    for (const memberId of people) expect(order(single, memberId, 1)).toBe(order(single, memberId, 1));
    expect([1, 2, 3].map((attempt) => order(single, 'member-zhang', attempt))).toEqual(['cdba', 'dcab', 'bcda']);
  });

  test('changes on every retry, for every number of options', () => {
    for (let count = 2; count <= 6; count += 1) {
      for (let number = 1; number <= 40; number += 1) {
        const question = withOptions(count, number);
        for (let attempt = 1; attempt < 6; attempt += 1) expect(order(question, 'member-zhang', attempt + 1), `${count} options, question ${number}, attempt ${attempt}`).not.toBe(order(question, 'member-zhang', attempt));
      }
    }
  });

  test('differs between people and questions, and holds every option once', () => {
    expect(new Set(people.map((memberId) => order(single, memberId, 1))).size).toBeGreaterThan(20);
    expect(new Set(Array.from({ length: 40 }, (_, index) => order(withOptions(4, index + 1), 'member-zhang', 1))).size).toBeGreaterThan(12);
    for (const memberId of people) expect([...order(single, memberId, 3)].sort().join('')).toBe('abcd');
  });

  test('does not give the key away: the right option stands in every place about as often', () => {
    for (const attempt of [1, 2, 3]) {
      const places = people.map((memberId) => order(single, memberId, attempt).indexOf('a'));
      for (const place of [0, 1, 2, 3]) expect(places.filter((one) => one === place).length, `place ${place}`).toBeGreaterThan(25);
    }
  });

  test('of 正确 and 错误 never changes', () => {
    for (const memberId of people) for (const attempt of [1, 2, 3, 9]) expect(order(trueFalse, memberId, attempt)).toBe('tf');
  });
});

describe('letters', () => {
  test('mean the options shown to this person at this attempt', () => {
    for (const memberId of people.slice(0, 20)) {
      for (const attempt of [1, 2, 3]) {
        const shown = shownOptions(multiple, memberId, attempt);
        expect(shown.map((one) => one.letter)).toEqual(['A', 'B', 'C', 'D']);
        for (const { letter, option } of shown) expect(chosenOptionIds(multiple, memberId, attempt, [letter])).toEqual([option.id]);
        expect(chosenOptionIds(multiple, memberId, attempt, ['D', 'B', 'A', 'B', 'C'])).toEqual(['a', 'b', 'c', 'd']);
      }
    }
  });

  test('of an earlier attempt mean other options', () => {
    const before = shownOptions(single, 'member-zhang', 1).map((one) => chosenOptionIds(single, 'member-zhang', 1, [one.letter])[0]);
    const after = shownOptions(single, 'member-zhang', 2).map((one) => chosenOptionIds(single, 'member-zhang', 2, [one.letter])[0]);
    expect(after).not.toEqual(before);
  });

  test('that were not shown are refused, and so is none at all', () => {
    for (const letter of ['E', 'a', '', '__proto__', 'AB', 'Ａ']) expect(() => chosenOptionIds(single, 'member-zhang', 1, [letter]), letter).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => chosenOptionIds(single, 'member-zhang', 1, [])).toThrow(expect.objectContaining({ code: 'answer-empty' }));
    expect(() => chosenOptionIds(trueFalse, 'member-zhang', 1, ['C'])).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });

  test('of more than one option are refused where only one can be right', () => {
    for (const question of [single, trueFalse]) expect(() => chosenOptionIds(question, 'member-zhang', 1, ['A', 'B'])).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
