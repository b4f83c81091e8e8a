import { describe, expect, test } from 'vitest';
import type { Question } from '../../src/domain/question.ts';
import { answerOfPart, pathWords, readResponse, shownOptions, shownThings } from '../../src/domain/response.ts';
import { aQuestion } from '../builders.ts';
import { aQuestionOf, questionTypes } from '../question-builders.ts';

const single = aQuestion();
const multiple = aQuestion({ type: 'multiple' });
const trueFalse = aQuestion({ type: 'true-false' });
const people = Array.from({ length: 200 }, (_, index) => `member-${index}`);
const order = (question: Question, memberId: string, attempt: number) => shownOptions(question, memberId, attempt).map((one) => one.option.id).join('');
const orderOfThings = (question: Question, memberId: string, attempt: number) => shownThings(question, memberId, attempt).map((one) => one.id).join('');
const withOptions = (count: number, number: number) => aQuestion({
  id: `q-${String(number).padStart(2, '0')}`, options: Array.from({ length: count }, (_, index) => ({ id: 'abcdef'[index], text: `选项${index}`, right: index === 0, why: '不对' })),
});
const read = (question: Question, ...given: string[]) => readResponse(question, 'member-zhang', 1, given);
const expectRefused = (code: string, question: Question, ...answers: string[][]) => {
  for (const given of answers) expect(() => read(question, ...given), `${question.type}: ${given.join().slice(0, 40)}`).toThrow(expect.objectContaining({ name: 'Refusal', code }));
};
const huge = '登'.repeat(100_000);
const neverShown = ['__proto__', 'constructor', 'toString', 'a', 'Z', 'Ａ', 'AB', '-1', '0', '1.0', '0x1', '１', 'NaN', huge];

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

describe('the order of steps and of the right column', () => {
  const things = [aQuestionOf('order'), aQuestionOf('match')];

  test('stands still for an attempt, changes on a retry, and holds everything once', () => {
    for (const question of things) for (const memberId of people) {
      expect(orderOfThings(question, memberId, 2)).toBe(orderOfThings(question, memberId, 2));
      expect(orderOfThings(question, memberId, 2)).not.toBe(orderOfThings(question, memberId, 1));
      expect([...orderOfThings(question, memberId, 1)].sort().join('')).toBe(question.type === 'order' ? '1234' : 'abcd');
    }
  });

  test('does not give the key away: each thing stands in every place about as often', () => {
    for (const question of things) for (const at of [0, 1, 2, 3]) for (const thing of question.type === 'order' ? '1234' : 'abcd') {
      expect(people.filter((memberId) => orderOfThings(question, memberId, 1)[at] === thing).length, `${thing} at ${at}`).toBeGreaterThan(25);
    }
  });

  test('is of nothing where nothing is put in order', () => {
    for (const type of questionTypes) expect(shownThings(aQuestionOf(type), 'member-zhang', 1).length, type).toBe(['match', 'order'].includes(type) ? 4 : 0);
    for (const type of questionTypes) expect(shownOptions(aQuestionOf(type), 'member-zhang', 1).length, type).toBe({ single: 3, multiple: 4, 'true-false': 2 }[type as string] ?? 0);
  });
});

describe('letters', () => {
  test('mean the options shown to this person at this attempt', () => {
    for (const memberId of people.slice(0, 20)) {
      for (const attempt of [1, 2, 3]) {
        const shown = shownOptions(multiple, memberId, attempt);
        expect(shown.map((one) => one.letter)).toEqual(['A', 'B', 'C', 'D']);
        for (const { letter, option } of shown) expect(readResponse(multiple, memberId, attempt, [letter])).toEqual([option.id]);
        expect(readResponse(multiple, memberId, attempt, ['D', 'B', 'A', 'B', 'C'])).toEqual(['a', 'b', 'c', 'd']);
      }
    }
  });

  test('of an earlier attempt mean other options', () => {
    const before = shownOptions(single, 'member-zhang', 1).map((one) => readResponse(single, 'member-zhang', 1, [one.letter])[0]);
    const after = shownOptions(single, 'member-zhang', 2).map((one) => readResponse(single, 'member-zhang', 2, [one.letter])[0]);
    expect(after).not.toEqual(before);
  });

  test('of a match mean the things of the right column, recorded pair by pair', () => {
    const question = aQuestionOf('match');
    const letterOf = (text: string) => shownThings(question, 'member-zhang', 1).find((one) => one.text === text)!.letter;
    expect(read(question, letterOf('市政科'), letterOf('食堂'), letterOf('劳动科'))).toEqual(['1=a', '2=d', '3=c']);
  });
});

describe('what is recorded', () => {
  test('of steps is their order, whatever place each was shown at', () => {
    const question = aQuestionOf('order');
    const shown = shownThings(question, 'member-zhang', 1);
    const places = (wanted: string) => shown.map((one) => String(wanted.indexOf(one.id) + 1));
    for (const wanted of ['1234', '4321', '2413']) expect(read(question, ...places(wanted)).join('')).toBe(wanted);
  });

  test('of gaps and of a short answer is the text, without the space around it', () => {
    expect(read(aQuestionOf('blank'), ' 15日 ', '登记\n簿')).toEqual(['15日', '登记 簿']);
    expect(read(aQuestionOf('blank'), '1:', 'e\u0301')).toEqual(['1:', 'é']);
    expect(read(aQuestionOf('short'), ' 一是登记。\r\n二是答复。\r\n')).toEqual(['一是登记。\n二是答复。']);
    expect(read(aQuestionOf('short'), '2:')).toEqual(['2:']);
  });

  test('of faults is their numbers in order, of a tree the path', () => {
    expect(read(aQuestionOf('find-fault'), '4', '2', '4')).toEqual(['2', '4']);
    expect(read(aQuestionOf('classify'), 'appeal/review')).toEqual(['appeal/review']);
    expect(pathWords(aQuestionOf('classify').tree, 'appeal/review')).toEqual(['申诉求决', '复核']);
    expect(pathWords(aQuestionOf('classify').tree, 'appeal/nothing')).toEqual(['申诉求决']);
  });

  test('of a case is what each part was answered with, by its number', () => {
    const recorded = read(aQuestionOf('case'), '4: 60日 ', '4:登:记簿', '3:A', '1:C', '2:B', '2:A');
    expect(answerOfPart(recorded, 3)).toEqual(['t']);
    expect(answerOfPart(recorded, 4)).toEqual(['60日', '登:记簿']);
    expect([1, 2].map((part) => answerOfPart(recorded, part).length)).toEqual([1, 2]);
  });
});

describe('refused is', () => {
  test('no answer at all', () => {
    for (const type of questionTypes) expectRefused('answer-empty', aQuestionOf(type), [], [''], [' ', '　', '\n']);
    expectRefused('answer-empty', aQuestionOf('case'), ['1:', '2: ', '4:', '4:']);
  });

  test('an answer with something left out', () => {
    expectRefused('answer-incomplete', aQuestionOf('blank'), ['15日', ''], ['15日']);
    expectRefused('answer-incomplete', aQuestionOf('match'), ['A', '', 'B'], ['A', 'B']);
    expectRefused('answer-incomplete', aQuestionOf('order'), ['1', '2', '', '4'], ['1', '2', '3']);
    expectRefused('answer-incomplete', aQuestionOf('case'), ['1:A', '2:A', '3:A'], ['1:A', '2:A', '3:A', '4:60日'], ['1:A', '2:A', '3:A', '4:60日', '4: '], ['1:A', '2:', '3:A', '4:60日', '4:登记簿']);
  });

  test('the same thing twice where each may be used once', () => {
    expectRefused('answer-twice', aQuestionOf('match'), ['A', 'A', 'B'], ['D', 'D', 'D']);
    expectRefused('answer-twice', aQuestionOf('order'), ['1', '1', '2', '3']);
  });

  test('whatever was not shown', () => {
    for (const one of neverShown) {
      expectRefused('invalid-input', aQuestionOf('single'), [one]);
      expectRefused('invalid-input', aQuestionOf('multiple'), ['A', one]);
      expectRefused('invalid-input', aQuestionOf('match'), ['A', 'B', one]);
      expectRefused('invalid-input', aQuestionOf('order'), ['1', '2', '3', one]);
      expectRefused('invalid-input', aQuestionOf('classify'), [one]);
      expectRefused('invalid-input', aQuestionOf('find-fault'), ['2', one]);
      expectRefused('invalid-input', aQuestionOf('case'), ['1:A', '2:A', '3:A', '4:60日', '4:登记簿', one], [`1:${one}`, '2:A', '3:A', '4:60日', '4:登记簿']);
    }
    expectRefused('invalid-input', aQuestionOf('single'), ['D']);
    expectRefused('invalid-input', trueFalse, ['C'], ['t']);
    expectRefused('invalid-input', aQuestionOf('match'), ['A', 'B', 'E']);
    expectRefused('invalid-input', aQuestionOf('order'), ['1', '2', '3', '5']);
    expectRefused('invalid-input', aQuestionOf('classify'), ['appeal'], ['appeal/'], ['/report'], ['report/arbitration'], ['appeal/arbitration', 'report']);
    expectRefused('invalid-input', aQuestionOf('find-fault'), ['6'], ['02'], ['2', '']);
    expectRefused('invalid-input', aQuestionOf('case'), ['5:A', '1:A', '2:A', '3:A', '4:60日', '4:登记簿'], ['A', 'B'], ['0:A']);
  });

  test('more than was asked for', () => {
    for (const question of [single, trueFalse]) expectRefused('invalid-input', question, ['A', 'B']);
    expectRefused('invalid-input', aQuestionOf('blank'), ['15日', '登记簿', '账本'], [huge, '登记簿'], ['15日', '登'.repeat(61)]);
    expectRefused('invalid-input', aQuestionOf('match'), ['A', 'B', 'C', 'D']);
    expectRefused('invalid-input', aQuestionOf('order'), ['1', '2', '3', '4', '5']);
    expectRefused('invalid-input', aQuestionOf('short'), [huge], ['登'.repeat(1001)], ['一', '二']);
    expectRefused('invalid-input', aQuestionOf('case'), ['1:A', '1:B', '2:A', '3:A', '4:60日', '4:登记簿'], ['1:A', '2:A', '3:A', '4:60日', '4:登记簿', '4:账本']);
    for (const type of questionTypes) expectRefused('invalid-input', aQuestionOf(type), Array.from({ length: 10_000 }, () => 'A').concat('Z'));
  });

  test('and says no more than the beginning of what was sent', () => {
    for (const type of questionTypes) {
      try {
        read(aQuestionOf(type), huge, huge, huge, huge);
        expect.unreachable(type);
      } catch (error) {
        expect(JSON.stringify(error).length, type).toBeLessThan(120);
      }
    }
  });

  test('not the longest text that fits, however its characters are counted', () => {
    expect(read(aQuestionOf('blank'), '䶮'.repeat(60), '𠮷'.repeat(60))).toHaveLength(2);
    expect(read(aQuestionOf('short'), '𠮷\r\n'.repeat(500).trim())).toHaveLength(1);
  });
});
