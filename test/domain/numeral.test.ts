import { expect, test } from 'vitest';
import { chineseNumber, numberOf } from '../../src/domain/numeral.ts';

test('every number of an article comes back from its Chinese form', () => {
  for (let number = 0; number <= 9999; number += 1) expect(numberOf(chineseNumber(number)), chineseNumber(number)).toBe(number);
});

test('numbers read as laws print them', () => {
  expect([1, 10, 11, 20, 100, 101, 110, 999, 1000, 1001, 1010, 1260].map(chineseNumber)).toEqual(['一', '十', '十一', '二十', '一百', '一百零一', '一百一十', '九百九十九', '一千', '一千零一', '一千零一十', '一千二百六十']);
});

test('other ways of writing are understood: 〇, digits, full-width digits, 一十二, 一百十, 二〇二二, 万', () => {
  expect(['一百〇一', '36', '３６', '一十二', '一百十', '两百', '二〇二二', '一万零一', '一千零一十', '一千零十'].map(numberOf)).toEqual([101, 36, 36, 12, 110, 200, 2022, 10_001, 1010, 1010]);
});

test('what is no number is null', () => {
  const junk = ['', ' ', '十百', '三三十', '百', '千', '十十', '一千零', '一百一', '零零', '零一', '零一百', '一百零十', '一千百', '万', '一万二万', '廿', '十二三', '3.', '1e3', '-1', '1234567890', '条', '一条', '十'.repeat(100_000), '零'.repeat(100_000)];
  for (const text of junk) expect(numberOf(text), text.slice(0, 20)).toBeNull();
});
