import { zipSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printLawText } from '../../src/domain/law-print.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { readLawFile } from '../../src/exchange/law-file.ts';
import { readLaw } from '../../src/exchange/law-lines.ts';
import { combineParts, groupByLaw, guessVersion } from '../../src/exchange/law-parts.ts';
import { anyLaw } from './law-arbitrary.ts';
import { officialText, readText } from './law-layouts.ts';
import { officialDocx } from './official-docx.ts';

const seed = 20_261_121;

/** Reads whatever it is to the end; only a refusal may come of it. */
async function survive(bytes: Uint8Array): Promise<void> {
  try {
    const reading = readLaw((await readLawFile(bytes, 'x')).lines);
    const whole = combineParts([reading]);
    if (whole.text) guessVersion(whole.text);
    groupByLaw([{ reading }, { reading }]);
    expect(reading.text !== null || reading.faults.length > 0).toBe(true);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

describe('whatever is given, the answer is a refusal or a reading', () => {
  test('bytes of a text flipped, cut, doubled', async () => {
    const changes = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { maxLength: 9 });
    await fc.assert(fc.asyncProperty(anyLaw, changes, fc.nat(), fc.boolean(), async (law, flips, cut, isOfficial) => {
      const bytes = strToU8(isOfficial ? officialText(law) : printLawText(law));
      for (const { at, byte } of flips) bytes[at % bytes.length] = byte;
      await survive(bytes.subarray(cut % bytes.length));
      await survive(new Uint8Array([...bytes, ...bytes.subarray(cut % bytes.length)]));
    }), { seed, numRuns: 200 });
  });

  test('bytes of a .docx flipped and cut', async () => {
    const bytes = await officialDocx(fc.sample(anyLaw, { seed, numRuns: 1 })[0]!);
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 }), fc.nat(bytes.length), async (flips, end) => {
      const copy = Uint8Array.from(bytes);
      for (const { at, byte } of flips) copy[at] = byte;
      await survive(copy);
      await survive(copy.subarray(0, end));
    }), { seed, numRuns: 200 });
  });

  test('lines dropped, doubled and moved: a law with another number of articles never passes as whole', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `第${index + 1}条 这是编造的条文。`);
    fc.assert(fc.property(fc.nat(29), fc.nat(29), fc.constantFrom('drop', 'double', 'move'), (from, to, kind) => {
      const changed = lines.filter((_, index) => kind === 'double' || index !== from);
      if (kind !== 'drop') changed.splice(to, 0, lines[from]!);
      const reading = readText(['# 办法', '<!-- INFO END -->', ...changed].join('\n'));
      const isWhole = combineParts([reading]).faults.length === 0;
      expect(isWhole).toBe(changed.join() === lines.join() || (kind === 'drop' && from === 29));
    }), { seed, numRuns: 300 });
  });

  test('any Unicode, as text and as lines', async () => {
    const piece = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('第', '条', '第一条 ', '第一章', '（', '）', '一', '目录', '#', '|', '<!--', '-->', '\n', '　', '\uD800', '\u200B', '附件', '1.', '：', '，', '：\n'));
    await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')), async (text) => {
      readText(text);
      await survive(strToU8(text));
    }), { seed, numRuns: 500 });
  });
});

describe('work grows with the size, not with its square', () => {
  const law = '青石镇来信办法\n第一条 来信应当登记。\n';
  test.each<[string, (size: number) => string]>([
    ['blanks', (size) => `第一条${' '.repeat(size)}登记。`],
    ['wide blanks at both ends', (size) => `${'　'.repeat(size / 2)}登记。${'　'.repeat(size / 2)}x`],
    ['第第第', (size) => '第'.repeat(size)],
    ['第一第一', (size) => '第一'.repeat(size / 2)],
    ['numerals', (size) => `第${'一'.repeat(size)}条`],
    ['opening brackets', (size) => '（'.repeat(size)],
    ['opened comments', (size) => '<!--'.repeat(size / 4)],
    ['comments', (size) => '<!---->'.repeat(size / 7)],
    ['cells', (size) => `|${'一|'.repeat(size / 2)}`],
    ['#', (size) => '#'.repeat(size)],
    ['dots', (size) => `目录\n第一章${'.'.repeat(size)}x\n第一章`],
    ['one long line', (size) => `第二条 ${'登记'.repeat(size / 2)}。`],
    ['dates', (size) => `（${'2020年1月1日'.repeat(size / 9)}`],
    ['one-letter lines', (size) => '登\n'.repeat(size / 2)],
    ['empty lines', (size) => '\n'.repeat(size)],
    ['headings', (size) => '第一章 总则\n'.repeat(size / 8)],
    ['headings by turns', (size) => '第一编 甲\n第一章 乙\n第一节 丙\n'.repeat(size / 21)],
    ['articles', (size) => '第一条 登记。\n'.repeat(size / 8)],
    ['项', (size) => '（一）登记；\n'.repeat(size / 7)],
    ['项 and 款 by turns', (size) => Array.from({ length: Math.floor(size / 20) }, (_, index) => `（${index % 2 ? '二' : '一'}）甲；\n登记。\n`).join('')],
    ['lists without numbers', (size) => `组成：\n${'主任，\n'.repeat(size / 4)}`],
    ['contents', (size) => `目录\n${'第一章 总则\n'.repeat(size / 8)}`],
    ['annexes', (size) => '附件\n第一条 登记。\n'.repeat(size / 11)],
    ['form feeds', (size) => '登\f'.repeat(size / 2)],
  ])('%s: 50 KB and ten times as much', async (_name, make) => {
    for (const size of [50_000, 500_000]) {
      const text = make(size);
      readText(text);
      readText(law + text);
      await survive(strToU8(law + text));
    }
  });

  test('one line of a megabyte, and of five, with what patterns stumble over', async () => {
    for (const bait of [' ', '　', '第', '一', '（', '(一', '《', '|', '#', '.', '第一条', '<!--', '1、']) {
      for (const megabytes of [1, 4.9]) await survive(strToU8(`第一条 登记${bait.repeat(Math.floor((megabytes * 1_048_576) / Buffer.byteLength(bait)) - 20)}`));
    }
  });

  test('100,000 articles in order keep their numbers', () => {
    const { text, faults } = readText(`# 办法\n<!-- INFO END -->\n${Array.from({ length: 100_000 }, (_, index) => `第${index + 1}条 这是编造的条文。`).join('\n')}`);
    expect([text!.articles.length, faults]).toEqual([100_000, []]);
  });

  test('a .docx of 80,000 paragraphs', async () => {
    const paragraphs = '<w:p><w:r><w:t>第一条 登记。</w:t></w:r></w:p>'.repeat(80_000);
    await survive(zipSync({ 'word/document.xml': strToU8(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs}</w:body></w:document>`) }));
  });
});
