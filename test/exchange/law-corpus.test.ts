import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { articleLabel, type LawText } from '../../src/domain/law-text.ts';
import { printLawText } from '../../src/domain/law-print.ts';
import { readLawFile } from '../../src/exchange/law-file.ts';
import { readLaw, type LawReading } from '../../src/exchange/law-lines.ts';
import { combineParts, groupByLaw, guessVersion } from '../../src/exchange/law-parts.ts';
import { hardWrapped, officialText, readText, treeOf } from './law-layouts.ts';
import { officialDocx } from './official-docx.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/law/corpus');

interface Row { file: string; title: string; adopted: string; articles: number; first: string; last: string }
function indexRows(): Row[] {
  const [head = '', ...rows] = readFileSync(path.join(corpus, 'INDEX.tsv'), 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (name: string) => cells[columns.indexOf(name)]!;
    const [first = '', last = ''] = cell('article_range').split('-');
    return { file: cell('file'), title: cell('full_title'), adopted: cell('adopted'), articles: Number(cell('articles')), first, last };
  });
}

const read = async (file: string): Promise<LawReading> => readLaw((await readLawFile(readFileSync(path.join(corpus, file)), file)).lines);

function wholeItems({ articles }: LawText): string[] {
  return articles.flatMap(({ article, paragraphs }) => paragraphs.filter(({ items }) => items.some((item, index) => item.number !== index + 1)).map(() => articleLabel(article)));
}

/** The texts themselves are not in this repository: where they are at hand, every one of them is read. */
if (!existsSync(corpus)) {
  test('the corpus of official texts is looked for', () => console.log('没有 ../shared/law/corpus，法律原文的逐份核对没有进行。'));
} else {
  describe('every official text at hand', () => {
    const rows = indexRows();

    test.each(rows)('$file reads without fault, with the articles the index names', async ({ file, title, articles, first, last }) => {
      const { text, faults, documentName } = await read(file);
      expect(faults).toEqual([]);
      expect([text!.articles.length, text!.articles[0]!.article, text!.articles.at(-1)!.article]).toEqual([articles, first, last]);
      expect(title.replace(/[（·].*$/, '')).toBe(documentName!.replace(/[（·].*$/, ''));
      expect(wholeItems(text!)).toEqual([]);
      expect(text!.headings.every(({ kind, title: words }) => words !== '' && (kind !== 'other' || file.includes('interpretation')))).toBe(true);
    });

    test.each(rows)('$file has the same tree printed, as official plain text, as .docx and with lines broken', async ({ file }) => {
      const { text } = await read(file);
      const tree = treeOf(text);
      expect(treeOf(readText(printLawText(text!)).text)).toEqual(tree);
      expect(treeOf(readText(officialText(text!)).text)).toEqual(tree);
      const { lines } = await readLawFile(await officialDocx(text!, ['中华人民共和国主席令', '第一号', '现予公布。']), file);
      const docx = readLaw(lines);
      expect(docx.faults).toEqual([]);
      expect(treeOf(docx.text)).toEqual(tree);
      expect(treeOf(readText(hardWrapped(text!, 36, '　　')).text)).toEqual(tree);
    });

    test('the eight files of the civil code make one law of 1260 articles under seven 编 and 附则', async () => {
      const files = rows.map(({ file }) => file).filter((file) => file.startsWith('civil-code'));
      const readings = await Promise.all(files.map(read));
      const { text, faults } = combineParts(readings.toReversed());
      expect(faults).toEqual([]);
      expect(text!.articles).toHaveLength(1260);
      expect(text!.headings.filter(({ kind }) => kind === 'part').map(({ number, title, from, to }) => `${number} ${title} ${from}-${to}`)).toEqual([
        '1 总则 1-204', '2 物权 205-462', '3 合同 463-988', '4 人格权 989-1039', '5 婚姻家庭 1040-1118', '6 继承 1119-1163', '7 侵权责任 1164-1258', 'null 附则 1259-1260',
      ]);
      const whole = readLaw((await readLawFile(await officialDocx(text!), 'whole.docx')).lines);
      expect(whole.faults).toEqual([]);
      expect(treeOf(whole.text)).toEqual(treeOf(text));
      expect(combineParts(readings.filter((_, index) => index !== 1)).faults).toEqual([{ line: null, message: '缺第205条至第462条' }]);
    });

    test('files are grouped: the parts of the civil code together, two versions of one law apart', async () => {
      const files = await Promise.all(rows.map(async ({ file }) => ({ file, reading: await read(file) })));
      const groups = groupByLaw(files).map((group) => group.length);
      expect(groups.filter((size) => size > 1)).toEqual([8]);
      expect(groups).toHaveLength(rows.length - 7);
    });

    test('the constitution has the 13 paragraphs of its 序言, and lists without numbers in one 款', async () => {
      const { text } = await read('constitution-2018.md');
      expect(text!.preamble).toHaveLength(13);
      expect(text!.articles.filter(({ article }) => ['65', '86', '93', '124'].includes(article)).map(({ paragraphs }) => paragraphs[0]!.text.endsWith('。'))).toEqual([true, true, true, true]);
    });

    test('the day of adoption that a text names is the one of the index, wherever it names the latest', async () => {
      const differing: string[] = [];
      for (const { file, adopted } of rows) {
        const hint = guessVersion((await read(file)).text!).adopted;
        if (hint !== null && !adopted.includes(hint)) differing.push(`${file} ${hint} ${adopted}`);
      }
      expect(differing).toEqual([expect.stringContaining('property-management-regulations-2018.md 2016-02-06')]);
    });
  });
}
