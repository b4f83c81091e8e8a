import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordChanges } from '../../src/views/word-changes.ts';

const marks = { same: ['', ''], gone: ['[', ']'], new: ['{', '}'] } as const;
const shown = (before: string, after: string) => wordChanges(before, after).map(({ kind, text }) => `${marks[kind][0]}${text}${marks[kind][1]}`).join('');

describe('two wordings of an article are shown in pieces that can be read', () => {
  test('numbers stay whole, with what they count', () => {
    expect(shown('处二百元以下罚款', '处五百元以下罚款')).toBe('处[二百元]{五百元}以下罚款');
    expect(shown('应当在15日内答复', '应当在5个工作日内答复')).toBe('应当在[15日]{5个工作日}内答复');
  });

  test('a few characters left alike between two changes go with them', () => {
    expect(shown('由街道的负责同志批准以后登记', '由科室的分管人员批准以后登记')).toBe('由[街道的负责同志]{科室的分管人员}批准以后登记');
  });

  test('what was put in or taken out stands alone', () => {
    expect(shown('收到来信应当登记。', '收到来信、来电应当登记。')).toBe('收到来信{、来电}应当登记。');
    expect(shown('应当及时、妥善办理。', '应当妥善办理。')).toBe('应当[及时、]妥善办理。');
  });

  test('the same words are one piece, nothing is none', () => {
    expect(wordChanges('登记', '登记')).toEqual([{ kind: 'same', text: '登记' }]);
    expect(wordChanges('', '')).toEqual([]);
  });

  test('texts that have nothing in common are replaced as a whole, soon', () => {
    const [old, now] = ['旧'.repeat(20_000), '新'.repeat(20_000)];
    expect(wordChanges(old, now)).toEqual([{ kind: 'gone', text: old }, { kind: 'new', text: now }]);
  });
});

test('same and gone pieces joined are the old text, same and new ones the new text, and no two of a kind stand together', () => {
  const text = fc.array(fc.constantFrom(...'应当依法登记一二三十日内，。𠮷\n'), { maxLength: 60 }).map((letters) => letters.join(''));
  fc.assert(fc.property(fc.oneof(fc.tuple(text, text), fc.tuple(fc.string(), fc.string()), fc.tuple(text, text, text, text).map(([a, b, c, d]) => [a + b + c, a + d + c] as [string, string])), ([before, after]) => {
    const pieces = wordChanges(before, after);
    const joined = (without: string) => pieces.filter(({ kind }) => kind !== without).map((piece) => piece.text).join('');
    expect([joined('new'), joined('gone')]).toEqual([before, after]);
    expect(pieces.every(({ text: words, kind }, index) => words !== '' && kind !== pieces[index + 1]?.kind)).toBe(true);
  }), { seed: 20_261_121, numRuns: 1_000 });
});
