import { describe, expect, test } from 'vitest';
import { answersOf } from '../../src/domain/answer.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import { confusionsIn } from '../../src/domain/confusion.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import { mistakesOf } from '../../src/domain/mistake-book.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { chance } from '../../scripts/demo/chance.ts';
import { wrongAnswer } from '../../scripts/demo/given.ts';
import { answered, catalog, practised, recorded, voided, zhang } from '../builders.ts';
import { aQuestionOf, questionTypes } from '../question-builders.ts';

const at = (date: string, time = '10:00') => instantOf(date, time);
const bookOf = (...facts: NewFact[]) => mistakesOf(answersOf(recorded(...facts)), catalog.questions);
const missed = answered(zhang, 'first-01', 1, ['b'], at('2026-03-02'));
const right = (attempt: number, date: string, time?: string) => practised(zhang, 'first-01', attempt, ['a'], at(date, time));

describe('the mistake book', () => {
  test('takes in a question on a miss, in a lesson and in practice, last missed first', () => {
    const book = bookOf(missed, practised(zhang, 'practised-01', 1, ['c'], at('2026-03-03')), answered(zhang, 'first-03', 1, ['f'], at('2026-03-04')));
    expect(book.map((one) => [one.question.id, one.missedAt, one.misses, one.recalledOn])).toEqual([['practised-01', at('2026-03-03'), 1, []], ['first-01', at('2026-03-02'), 1, []]]);
  });

  test('lets it go after a right recall on two separate days, neither of them that of the miss', () => {
    const stays: NewFact[][] = [
      [right(2, '2026-03-02', '10:05'), right(3, '2026-03-02', '10:06')], [right(2, '2026-03-02', '10:05'), right(3, '2026-03-03')], [right(2, '2026-03-03', '08:00'), right(3, '2026-03-03', '20:00')],
    ];
    for (const facts of stays) expect(bookOf(missed, ...facts)).toHaveLength(1);
    expect(bookOf(missed, right(2, '2026-03-03'), right(3, '2026-03-04'))).toEqual([]);
    expect(bookOf(missed, right(2, '2026-03-03'))[0]!.recalledOn).toEqual(['2026-03-03']);
  });

  test('counts anew from the last miss', () => {
    expect(bookOf(missed, right(2, '2026-03-03'), practised(zhang, 'first-01', 3, ['c'], at('2026-03-04')), right(4, '2026-03-05'))[0]).toMatchObject({ misses: 2, recalledOn: ['2026-03-05'], missedAt: at('2026-03-04') });
    expect(bookOf(missed, right(2, '2026-03-03'), right(3, '2026-03-04'), practised(zhang, 'first-01', 4, ['b'], at('2026-04-01')))).toHaveLength(1);
  });

  test('holds no question that cannot be recalled any more: retired, or marked by a trainer', () => {
    const answers = answersOf(recorded(missed));
    for (const question of [{ ...catalog.questions.get('first-01')!, state: 'retired' as const }, aQuestionOf('short', { id: 'first-01', marking: 'trainer' })]) {
      expect(mistakesOf(answers.map((answer) => ({ ...answer, marking: [] })), new Map([['first-01', question]]))).toEqual([]);
    }
  });

  test('holds no arguable question, none that is not known, and no voided answer', () => {
    expect(bookOf(answered(zhang, 'first-04', 1, ['b']), answered(zhang, 'gone-01', 1, ['b']), missed, voided(missed, at('2026-03-02', '11:00')))).toEqual([]);
  });

  test('says what was taken for what, each confusion once with how often', () => {
    const [mistake] = bookOf(missed, practised(zhang, 'first-01', 2, ['c'], at('2026-03-03')), practised(zhang, 'first-01', 3, ['b'], at('2026-03-04')));
    expect(mistake!.confusions).toEqual([
      { taken: '请来信人自己找', instead: '登记后转送', why: '不能推开', times: 2 }, { taken: '先放一放', instead: '登记后转送', why: '不以催问为条件', times: 1 },
    ]);
  });
});

describe('what was confused with what', () => {
  test.each(questionTypes)('is nothing in a right answer, and something in a wrong one (%s)', (type) => {
    const question = aQuestionOf(type);
    if (type !== 'short') expect(confusionsIn(question, keyOf(question))).toEqual([]);
    for (let seed = 1; seed < 20; seed += 1) {
      const found = confusionsIn(question, wrongAnswer(question, chance(seed)));
      expect(found.length > 0, `${seed}`).toBe(type !== 'short');
      for (const one of found) expect(one.taken !== one.instead && (one.taken ?? one.instead)!.length > 0).toBe(true);
    }
  });

  test('is told in the words of each type', () => {
    expect(confusionsIn(aQuestionOf('multiple'), ['a', 'b', 'c'])).toEqual([{ taken: '拆信人的心情', instead: null, why: '与办理无关' }, { taken: null, instead: '收到的日期', why: null }]);
    expect(confusionsIn(aQuestionOf('true-false'), ['t'])).toEqual([{ taken: '正确', instead: '错误', why: null }]);
    expect(confusionsIn(aQuestionOf('blank'), ['15个工作日', '登记簿'])).toEqual([{ taken: '15个工作日', instead: '15日', why: null }]);
    expect(confusionsIn(aQuestionOf('match'), ['1=b', '2=a', '3=c'])).toEqual([{ taken: '路灯不亮：房管科', instead: '路灯不亮：市政科', why: null }, { taken: '楼上漏水：市政科', instead: '楼上漏水：房管科', why: null }]);
    expect(confusionsIn(aQuestionOf('order'), ['1', '3', '2', '4'])).toEqual([{ taken: '第 2 步：转送', instead: '第 2 步：登记', why: null }]);
    expect(confusionsIn(aQuestionOf('find-fault'), ['1', '2'])).toEqual([{ taken: '老胡同志：', instead: null, why: null }, { taken: null, instead: '请勿再来。', why: '不得拒绝来访' }]);
    expect(confusionsIn(aQuestionOf('case'), ['1:a', '2:a', '2:b', '2:d', '3:f', '4:60日', '4:登记簿'])).toEqual([{ taken: '错误', instead: '正确', why: null, part: 3 }]);
  });

  test('in a tree comes with why the way is wrong, from the branch nearest its end that says so', () => {
    const tree = [
      { id: 'appeal', text: '申诉求决', why: '他要的是个说法', children: [{ id: 'arbitration', text: '仲裁' }, { id: 'review', text: '复核', why: '复核是信访程序里的' }] },
      { id: 'advice', text: '意见建议', why: '他有自己的诉求', children: [{ id: 'service', text: '服务' }, { id: 'rules', text: '规定' }] },
    ];
    const question = aQuestionOf('classify', { tree });
    expect([['appeal/review'], ['advice/service']].map((chosen) => confusionsIn(question, chosen)[0])).toEqual([
      { taken: '申诉求决 › 复核', instead: '申诉求决 › 仲裁', why: '复核是信访程序里的' }, { taken: '意见建议 › 服务', instead: '申诉求决 › 仲裁', why: '他有自己的诉求' },
    ]);
  });
});
