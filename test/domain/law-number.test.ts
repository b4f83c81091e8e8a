import { describe, expect, test } from 'vitest';
import { numbersIn, numbersMissing } from '../../src/domain/law-number.ts';

const found = (text: string) => numbersIn(text).map(({ value, unit }) => `${value} ${unit}`);

describe('quantities in running text', () => {
  const cases: Record<string, string[]> = {
    '应当在三十日内办结，30日内、30 天内也一样': ['30 日', '30 日', '30 日'],
    '自收到之日起5个工作日内、十五日以内答复': ['5 工作日', '15 日'],
    '处十日以上十五日以下拘留': ['10 日', '15 日'],
    '拘留5—10日，延长十至十五日': ['5 日', '10 日', '10 日', '15 日'],
    '两个月、3个月、半年、一年半、二十年': ['2 月', '3 月', '6 月', '18 月', '20 年'],
    '年满十八周岁，不满18岁': ['18 周岁', '18 周岁'],
    '二百元以下，1,000元以上，五万元、5万元、三百万元': ['200 元', '1000 元', '50000 元', '50000 元', '3000000 元'],
    '三分之二以上，20％、百分之二十、千分之三、百分之百': ['2/3 分数', '20 %', '20 %', '3/1000 分数', '100 %'],
    '占总数百分之十，人数四分之三，人数十人': ['10 %', '3/4 分数', '10 人'],
    '从这天起数60日': ['60 日'],
    '代表不超过5人，二至五人，三个人': ['5 人', '2 人', '5 人', '3 人'],
    '一倍以上1.5倍以下，至多二次，24小时内，1000米以外': ['1 倍', '1.5 倍', '2 次', '24 小时', '1000 米'],
    '共五项、三类、六种': ['5 项', '3 类', '6 种'],
  };
  for (const [text, quantities] of Object.entries(cases)) test(text, () => expect(found(text)).toEqual(quantities));

  test('each says where it stands and how it was written', () => {
    expect(numbersIn('不得超过 三十日。')).toEqual([{ value: '30', unit: '日', text: '三十日', index: 5 }]);
  });
});

describe('what is no quantity', () => {
  const cases = {
    'numbers of articles': '第三十六条第二款第（一）项、第一、二、三项、第1课、第六十天、前五项、这三项',
    'dates and years': '2022年5月1日起，5月1日，2023年12月底，2026年11月下旬，二〇二二年，十二月，2012年文本，2025年度',
    'words that hold a numeral': '一般、一致、一律、一次性、一方、万一、十分、统一、同一、一个、三调联动、五个法治化、一岗双责、七有五性、三年级',
    'a manner of speaking': '一人做事，一次也没有，另有一项兜底，另一类',
    'vague ones': '几十日、数十人、十来天、五十来日、七八十元、上百人',
    'halves of a year that are no length': '上半年、下半年、大半年',
  };
  for (const [name, text] of Object.entries(cases)) test(name, () => expect(found(text)).toEqual([]));
});

describe('a sentence beside the articles it cites', () => {
  const missing = (stated: string, ...articles: string[]) => numbersMissing(stated, articles).map((one) => one.text);

  test('lacks nothing when each number stands in one of them, in whatever way of writing', () => {
    expect(missing('30日内答复，罚200元以下', '应当在三十日以内答复。', '处二百元以下罚款。')).toEqual([]);
    expect(missing('半年内，满18岁，两万元', '六个月内，十八周岁，二万元。')).toEqual([]);
  });

  test('has a number that none of them has', () => {
    expect(missing('60日内办结，延长30日', '九十日内办结，可以延长三十日。')).toEqual(['60日']);
    expect(missing('三分之二以上同意', '四分之三以上同意')).toEqual(['三分之二']);
  });

  test('is not helped by another unit: days are not working days, twelve months not a year', () => {
    expect(missing('5日内提出', '五个工作日内提出')).toEqual(['5日']);
    expect(missing('一年内', '十二个月内')).toEqual(['一年']);
    expect(missing('三人以上', '三次以上')).toEqual(['三人']);
  });

  test('may count the 项 of an article, or the articles', () => {
    expect(numbersMissing('写了六项', ['下列行为：'], [[6, 0]])).toEqual([]);
    expect(numbersMissing('分三类', ['建议', '检举', '求决'])).toEqual([]);
    expect(numbersMissing('写了五项', ['下列行为：'], [[6, 0]]).map((one) => one.text)).toEqual(['五项']);
    expect(numbersMissing('限六日', ['下列行为：'], [[6, 0]]).map((one) => one.text)).toEqual(['六日']);
  });
});
