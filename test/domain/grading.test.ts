import { describe, expect, test } from 'vitest';
import { grade, isCorrect, type Marking } from '../../src/domain/grading.ts';
import type { Question } from '../../src/domain/question.ts';
import { aQuestion } from '../builders.ts';
import { aQuestionOf, questionTypes } from '../question-builders.ts';

/** What each recorded answer is worth. */
const points = (question: Question, ...answers: string[][]) => answers.map((chosen) => grade(question, chosen).points);
const parts = (question: Question, chosen: string[]) => grade(question, chosen).parts;
const share = { credit: 'share' };

describe('a choice', () => {
  const multiple = aQuestion({ type: 'multiple' });

  test('is right when it holds all right options and no wrong one, in any order and however often each is named', () => {
    for (const chosen of [['a', 'd'], ['d', 'a'], ['d', 'a', 'd']]) expect(isCorrect(multiple, chosen)).toBe(true);
    for (const chosen of [[], ['a'], ['d'], ['a', 'b'], ['a', 'b', 'd'], ['a', 'd', 'z'], ['A', 'D']]) expect(isCorrect(multiple, chosen), chosen.join()).toBe(false);
  });

  test('of one is right with the one', () => {
    expect(points(aQuestionOf('single'), ['a'], ['b'], ['a', 'b'], [])).toEqual([1, 0, 0, 0]);
  });

  test('about a statement is right when it says what the statement is', () => {
    expect(points(aQuestionOf('true-false'), ['f'], ['t'], ['t', 'f'])).toEqual([1, 0, 0]);
    expect(points(aQuestionOf('true-false', { answer: true }), ['t'], ['f'])).toEqual([1, 0]);
  });

  test('of several earns the share of the right ones it names, and nothing once a wrong one is among them', () => {
    const answers = [['a', 'b', 'd'], ['a', 'b'], ['d'], ['a', 'b', 'c', 'd'], ['c'], ['a', 'z'], []];
    expect(points(aQuestionOf('multiple', share), ...answers)).toEqual([1, 2 / 3, 1 / 3, 0, 0, 0, 0]);
    expect(points(aQuestionOf('multiple'), ...answers)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });
});

describe('a gap for a number', () => {
  const filled = (blank: object, ...typed: string[]) => typed.map((one) => isCorrect(aQuestionOf('blank', { stem: '登记之后要在 ____ 内办完。', blanks: [{ kind: 'number', ...blank }] }), [one]));
  const all = (blank: object, right: string[], wrong: string[]) => {
    for (const typed of right) expect(filled(blank, typed), typed).toEqual([true]);
    for (const typed of wrong) expect(filled(blank, typed), typed).toEqual([false]);
  };

  test('takes the number however it is written', () => {
    all({ value: 60, unit: '日' }, ['60日', '六十日', '60 天', '６０日', '六十天', '60日内', '60日以内', ' 60 日 ', '60日。', '“60日”', '六〇日', '六○日', '60\u200b日', '陆拾日', '60（六十）日', '六十（60）日', '60个自然日', '不超过60日', '最长60天'], ['61日', '六十一日', '6日', '600日', '第60日', '日60', '60日以上', '60', '60个工作日', '不到60日']);
  });

  test('wants the unit, and the right one: 60日 is not 60个工作日', () => {
    all({ value: 60, unit: '日' }, [], ['60', '六十', '日', '60个工作日', '60工作日', '60年', '60日60日', '']);
    all({ value: 60, unit: '工作日' }, ['60个工作日', '六十个工作日', '60 工作日内'], ['60日', '60天', '60']);
    all({ value: 3, unit: '个' }, ['3个', '三个'], ['3', '3以内', '3个月']);
    all({ value: 3, unit: '个月' }, ['三个月', '3个月内'], ['3个', '3年']);
    all({ value: 18, unit: '周岁' }, ['18岁', '十八周岁'], ['18', '18年']);
  });

  test('counts in hundreds, ten thousands and hundred millions, on either side', () => {
    all({ value: 20_000, unit: '元' }, ['2万元', '20000元', '二万元', '两万元', '20,000元', '２０，０００元', '2.0万元', '20千元', '2万块', '2万元整'], ['2元', '2万', '20000', '二千元', '2亿元', '20.000元', '2..0万元']);
    all({ value: 2, unit: '万元' }, ['2万元', '二万元', '20000元'], ['2元', '20000万元', '2万']);
    all({ value: 115_000_000, unit: '元' }, ['1.15亿元', '11500万元'], ['一亿元']);
    all({ value: 5, unit: '百万元' }, ['5百万元', '五百万元', '500万元'], ['5万元']);
    for (const unit of ['百分点', '个百分点']) all({ value: 5, unit }, ['5个百分点', '5百分点', '五个百分点'], ['5%', '5个']);
    all({ value: 30, unit: '%' }, ['30%', '30％', '百分之三十', '百分之30', '三十%'], ['30', '0.3', '千分之三十', '30‰']);
  });

  test('allows what it says it may differ by, to the edge and no further', () => {
    expect(filled({ value: 3.5, unit: '倍', tolerance: 0.1 }, '3.4倍', '3.6倍', '3.5倍', '3.39倍', '3.61倍')).toEqual([true, true, true, false, false]);
    expect(filled({ value: 2, unit: '万元', tolerance: 0.5 }, '1.5万元', '25000元', '25001元')).toEqual([true, true, false]);
  });
});

describe('a gap for words', () => {
  const filled = (answers: string[], typed: string) => isCorrect(aQuestionOf('blank', { stem: '这件事依据的是 ____ 。', blanks: [{ kind: 'text', answers }] }), [typed]);

  test('takes every way of writing given, whatever the width, case, spaces and punctuation', () => {
    for (const typed of ['《示例条例》', '示例条例', ' 示例 条例。', '〈示例条例〉', '“示例条例”', '示例\u200b条例', '本条例']) expect(filled(['《示例条例》', '本条例'], typed), typed).toBe(true);
    for (const typed of ['示例条列', '示例', '示例条例草案', '《》', '。']) expect(filled(['《示例条例》', '本条例'], typed), typed).toBe(false);
    for (const typed of ['ABC办', 'ａｂｃ办', 'a b c 办']) expect(filled(['Abc办'], typed), typed).toBe(true);
    expect([filled(['二〇〇五年'], '二○○五年'), filled(['〔2005〕3号'], '[2005]3号')]).toEqual([true, true]);
  });

  test('keeps apart what only a mark keeps apart', () => {
    expect(['17-1', '１７－１', '17—1', '171'].map((typed) => filled(['17-1'], typed))).toEqual([true, true, true, false]);
    expect(['1.5', '15', '1/5'].map((typed) => filled(['1.5'], typed))).toEqual([true, false, false]);
    expect(['℃', '%', '。', ''].map((typed) => filled(['%'], typed))).toEqual([false, true, false, false]);
  });
});

describe('several gaps, pairs or steps', () => {
  const [full, half, none] = [['15日', '登记簿'], ['15天', '账本'], ['15', '账本']];

  test('of gaps: full marks for all, a share for some where a share is given', () => {
    expect(points(aQuestionOf('blank'), full, half, none, [], ['登记簿', '15日'])).toEqual([1, 0, 0, 0, 0]);
    expect(points(aQuestionOf('blank', share), full, half, none, [], ['15日'])).toEqual([1, 0.5, 0, 0, 0.5]);
    expect(parts(aQuestionOf('blank'), half)).toEqual([true, false]);
  });

  test('of pairs: in any order, a pair right or not on its own', () => {
    const answers = [['1=a', '2=b', '3=c'], ['3=c', '1=a', '2=b'], ['1=a', '2=c', '3=b'], ['1=d', '2=c', '3=a'], []];
    expect(points(aQuestionOf('match'), ...answers)).toEqual([1, 1, 0, 0, 0]);
    expect(points(aQuestionOf('match', share), ...answers)).toEqual([1, 1, 1 / 3, 0, 0]);
    expect(parts(aQuestionOf('match'), ['1=a', '2=c', '3=b'])).toEqual([true, false, false]);
  });

  test('of pairs: naming everything for one of them is no answer to it', () => {
    expect(points(aQuestionOf('match', share), ['1=a', '1=b', '1=c', '2=b', '3=c'])).toEqual([2 / 3]);
  });

  test('of steps: a step counts where it stands in its place', () => {
    const answers = [['1', '2', '3', '4'], ['1', '2', '4', '3'], ['4', '3', '2', '1'], ['2', '3', '4', '1'], ['1'], []];
    expect(points(aQuestionOf('order'), ...answers)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(points(aQuestionOf('order', share), ...answers)).toEqual([1, 0.5, 0, 0, 0.25, 0]);
    expect(parts(aQuestionOf('order'), ['1', '2', '4', '3'])).toEqual([true, true, false, false]);
  });
});

describe('a path', () => {
  test('is right to its end; the way there is a share', () => {
    const answers = [['appeal/arbitration'], ['appeal/review'], ['advice/service'], ['report'], ['appeal'], ['appeal/arbitration/more'], ['constructor'], []];
    expect(points(aQuestionOf('classify'), ...answers)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(points(aQuestionOf('classify', share), ...answers)).toEqual([1, 0.5, 0, 0, 0.5, 0.5, 0, 0]);
    expect([parts(aQuestionOf('classify'), ['appeal/review']), parts(aQuestionOf('classify', { answer: 'report' }), ['report'])]).toEqual([[true, false], [true]]);
  });
});

describe('faults', () => {
  test('are right when all are marked and nothing else', () => {
    const answers = [['2', '4'], ['4', '2'], ['2'], ['2', '4', '5'], ['2', '4', '99'], ['1', '3'], []];
    expect(points(aQuestionOf('find-fault'), ...answers)).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect(parts(aQuestionOf('find-fault'), ['2', '5'])).toEqual([true, true, true, false, false]);
  });

  test('lose a share for each sound passage marked, and never sink below nothing', () => {
    expect(points(aQuestionOf('find-fault', share), ['2', '4'], ['2'], ['2', '4', '5'], ['2', '5'], ['1', '3', '5'], ['1', '2', '3', '4', '5'], ['2', '4', '99'])).toEqual([1, 0.5, 0.5, 0, 0, 0, 0.5]);
  });
});

describe('a short answer', () => {
  const marked = (marking: Marking) => grade(aQuestionOf('short'), ['登记了才查得到。'], marking);

  test('decides nothing until it is marked', () => {
    expect(marked(null)).toEqual({ points: 0, outOf: 1, right: false, pending: true, parts: [false, false, false] });
    expect(isCorrect(aQuestionOf('short'), ['登记了才查得到。'])).toBe(false);
  });

  test('is right with as many points as are needed; fewer are a share, more are no more', () => {
    expect([[], ['2'], ['1', '3'], ['1', '2', '3'], ['1', '1'], ['4', 'x']].map((marking) => marked(marking).points)).toEqual([0, 0.5, 1, 1, 0.5, 0]);
    expect(marked(['1', '3'])).toEqual({ points: 1, outOf: 1, right: true, pending: false, parts: [true, false, true] });
    expect(marked([])).toMatchObject({ right: false, pending: false });
  });
});

describe('a case', () => {
  const key = ['1:a', '2:a', '2:b', '2:d', '3:t', '4:60日', '4:登记簿'];
  const parted = aQuestionOf('case', { parts: aQuestionOf('case').parts.map((part) => ({ ...part, ...('credit' in part ? share : {}) })) });

  test('earns a point for each part, marked on its own', () => {
    expect(grade(aQuestionOf('case'), key)).toEqual({ points: 4, outOf: 4, right: true, pending: false, parts: [true, true, true, true] });
    expect(grade(aQuestionOf('case'), ['1:b', '2:a', '2:b', '2:d', '3:f', '4:60日', '4:登记簿'])).toEqual({ points: 2, outOf: 4, right: false, pending: false, parts: [false, true, false, true] });
    expect(points(aQuestionOf('case'), [], ['a', 't', '5:a'], ['1:a'])).toEqual([0, 0, 1]);
  });

  test('earns a share of a part where the part gives shares', () => {
    const answer = ['1:a', '2:a', '3:t', '4:60个工作日', '4:登记簿'];
    expect(points(parted, key, answer)).toEqual([4, 1 + 1 / 3 + 1 + 1 / 2]);
    expect(points(aQuestionOf('case'), answer)).toEqual([2]);
  });
});

test('nothing is right without an answer, and only a short answer waits', () => {
  for (const type of questionTypes) expect(grade(aQuestionOf(type), []), type).toMatchObject({ points: 0, right: false, pending: type === 'short', outOf: type === 'case' ? 4 : 1 });
});

describe('an answer that a ruling made right', () => {
  test('is worth full marks beside the key, and no other answer is', () => {
    const question = { ...aQuestionOf('single'), alsoRight: [{ part: null, chosen: ['b'] }] };
    expect([['a'], ['b'], ['c']].map((chosen) => grade(question, chosen).right)).toEqual([true, true, false]);
    expect(grade({ ...aQuestionOf('case'), alsoRight: [{ part: null, chosen: ['1:b'] }] }, ['1:b'])).toMatchObject({ points: 4, outOf: 4, right: true, parts: [true, true, true, true] });
  });

  test('holds in a gap however the same is written, and only for the gaps as they were filled', () => {
    const question = { ...aQuestionOf('blank'), alsoRight: [{ part: null, chosen: ['两个月', '台账'] }] };
    const typed = [['两个月', '台账'], [' 两个月 ', '《台账》'], ['三个月', '台账'], ['两个月'], ['15日', '台账']];
    expect(typed.map((chosen) => grade(question, chosen).right)).toEqual([true, true, false, false, false]);
  });
});
