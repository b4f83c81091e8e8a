import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printLawText } from '../../src/domain/law-print.ts';
import { lawTextSchema, type LawText } from '../../src/domain/law-text.ts';
import { readLawFile } from '../../src/exchange/law-file.ts';
import { readLaw } from '../../src/exchange/law-lines.ts';
import { anyLaw } from './law-arbitrary.ts';
import { hardWrapped, officialText, readText, treeOf } from './law-layouts.ts';
import { officialDocx } from './official-docx.ts';

const seed = 20_261_121;

test('any law that prints reads back the same, its history too, without faults', () => {
  fc.assert(fc.property(anyLaw, (law) => {
    const { text, faults } = readText(printLawText(law));
    expect(faults).toEqual([]);
    expect(treeOf(text)).toEqual(treeOf(law));
    expect(text!.history).toEqual(law.history);
    expect(lawTextSchema.parse(text)).toEqual(text);
  }), { seed, numRuns: 400 });
});

test('printing what was read prints the same again', () => {
  fc.assert(fc.property(anyLaw, (law) => {
    const printed = printLawText(law);
    expect(printLawText(readText(printed).text!)).toBe(printed);
  }), { seed, numRuns: 100 });
});

test('the official plain text of a law has the same tree as its Markdown', () => {
  fc.assert(fc.property(anyLaw, (law) => {
    const { text, faults } = readText(officialText(law));
    expect(faults).toEqual([]);
    expect(treeOf(text)).toEqual(treeOf(law));
  }), { seed, numRuns: 300 });
});

test('the official .docx of a law has the same tree as its Markdown', async () => {
  await fc.assert(fc.asyncProperty(anyLaw, async (law) => {
    const file = await readLawFile(await officialDocx(law), 'law.docx');
    expect(file.format).toBe('docx');
    const { text, faults } = readLaw(file.lines);
    expect(faults).toEqual([]);
    expect(treeOf(text)).toEqual(treeOf(law));
  }), { seed, numRuns: 60 });
});

test('a law of 1260 articles keeps every number', () => {
  const law: LawText = {
    title: '甲乙丙条例', history: [], preamble: [], headings: [],
    articles: Array.from({ length: 1260 }, (_, index) => ({ article: String(index + 1), raw: '', paragraphs: [{ text: `这是编造的条文，说的是第${index + 1}件事。`, items: [] }] })),
  };
  expect(treeOf(readText(printLawText(law)).text)).toEqual(treeOf(law));
  expect(treeOf(readText(officialText(law)).text)).toEqual(treeOf(law));
});

test('lines broken at the width of a page are joined to the same tree, with indents or without', () => {
  const sentence = '街道办事处收到居民来信以后应当逐件登记并且在规定的期限以内告知居民处理的进展情况和结果';
  const law: LawText = {
    title: '街道来信办理办法', history: ['2020年5月1日 街道会议通过'], preamble: [], headings: [{ kind: 'chapter', number: 1, title: '总则', raw: '', from: '1', to: '12' }],
    articles: Array.from({ length: 12 }, (_, index) => ({
      article: String(index + 1), raw: '',
      paragraphs: [{ text: `${sentence}，${sentence}。`, items: [] }, { text: `${sentence}，不得有下列情形之一：`, items: [{ number: 1, text: `${sentence}；`, subitems: [] }, { number: 2, text: `${sentence}。`, subitems: [] }] }],
    })),
  };
  for (const width of [24, 31, 40]) {
    for (const indent of ['', '　　']) {
      const { text, faults, warnings } = readText(hardWrapped(law, width, indent));
      expect(faults).toEqual([]);
      expect(treeOf(text), `${width}${indent}`).toEqual(treeOf(law));
      expect(warnings.map(({ message }) => message)).toContain('原文按页宽断行，已接成整段，请核对分款');
    }
  }
});
