import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog.ts';
import type { LawText } from '../../src/domain/law-text.ts';
import { readLawFiles } from '../../src/exchange/law-files.ts';
import { numberWarnings } from '../../src/gate/law-numbers.ts';
import type { Problem } from '../../src/gate/problem.ts';
import { aQuestion, catalogOf, firstLesson } from '../builders.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'xuefa-numbers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const aText = (articles: Record<string, string>): LawText => ({
  title: '示例条例', history: [], preamble: [], headings: [],
  articles: Object.entries(articles).map(([article, text]) => ({ article, raw: '', paragraphs: [{ text, items: [] }] })),
});
const texts = new Map([['sample-law@2026', aText({ 22: '应当在三十日内答复。', 23: '五个工作日内提出异议。' })], ['old-law@2005', aText({ 33: '应当在九十日内办结。' })]]);

function warningsOf(lesson: string, questions = [aQuestion()]): string[] {
  const one = { ...firstLesson, questionIds: questions.map(({ id }) => id) };
  const catalog = { ...catalogOf([{ courseId: 'course-a', title: '信访课', summary: '学完会办件。', audience: '全体干部', order: 1, author: '甲', reviewer: '乙', lessons: [one] }]), questions: new Map(questions.map((question) => [question.id, question])) };
  const file = path.join(folder, 'content/courses', `${one.entryId}.mdx`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `---\ntitle: 一课\n---\n${lesson}\n`);
  return numberWarnings(folder, texts, catalog).map(({ line, message }) => `${line ?? '–'} ${message}`);
}
const cite = (article: string) => `<Cite law="sample-law" article="${article}" />`;

describe('a number that no article cited beside it has is pointed out', () => {
  test('in a paragraph, a point of a list, a row of a table, with the line of the file', () => {
    expect(warningsOf(`两句话，30日内答复，60日内办结 ${cite('22')}。`)).toEqual(['4 第4行写了“60日”，所引《示例条例》第22条原文里没有这个数']);
    expect(warningsOf(`- 30日内答复 ${cite('22')}\n- 5日内提异议 ${cite('23')}`)).toEqual(['5 第5行写了“5日”，所引《示例条例》第23条原文里没有这个数']);
    expect(warningsOf(`| 甲 | 乙 |\n| --- | --- |\n| 60日 | 依据 ${cite('22')} |`)).toEqual(['6 第6行写了“60日”，所引《示例条例》第22条原文里没有这个数']);
  });

  test('in a box, and in a term', () => {
    expect(warningsOf(`<KeyPoint>\n60日内答复 ${cite('22')}。\n</KeyPoint>`)).toEqual([expect.stringMatching(/^5 .*“60日”/)]);
    expect(warningsOf('<Deadline act="答复" limit="60日" from="收到" law="sample-law" article="22" />')).toEqual([expect.stringMatching(/^4 .*“60日”/)]);
    expect(warningsOf('<Deadline act="答复" limit="30日" from="收到" law="sample-law" article="22" />')).toEqual([]);
  });

  test('in what explains a question and in its right options, not in the wrong ones', () => {
    const options = [{ id: 'a', text: '60日内', right: true }, { id: 'b', text: '70日内', why: '不是' }];
    expect(warningsOf('', [aQuestion({ explanation: '期限是30日，不是80日。', options })])).toEqual(['80日', '60日'].map((said) => `– 解析或正确选项写了“${said}”，所引《示例条例》第22条原文里没有这个数`));
  });

  test('by the text of the year that is cited', () => {
    const old = '<Cite law="old-law" version="2005" article="33" />';
    expect(warningsOf(`从前90日办结 ${old}。`)).toEqual([]);
    expect(warningsOf(`从前60日办结 ${old}。`)).toEqual(['4 第4行写了“60日”，所引《旧条例》（2005年文本）第33条原文里没有这个数']);
  });

  test('but nothing is said where nothing is cited, or the text cited is not at hand', () => {
    expect(warningsOf('60日内办结。')).toEqual([]);
    expect(warningsOf(`60日内办结 ${cite('24')} ${cite('22')}。`)).toEqual([]);
  });
});

/** Numbers in our content that the cited articles do not have, each with the reason why it stands. */
const explained: Record<string, string> = {
  'registration-08 15个工作日 第22条 第23条': 'the limit that the regulations do not have, named as the mistake',
  'registration-09 15个工作日 第22条 第23条': 'the same mistake, planted in a notice',
  '01-limitation.mdx 三年 第192条': 'the term of article 188, cited above; 192 is on what follows when it is over',
  '01-limitation.mdx 三年 第196条': 'what a visitor may be told, against which 196 is cited',
  '01-limitation.mdx 三年 第193条': 'a common mistake quoted',
  '03-neighbours-and-high-toss.mdx 三年 第196条': 'the term in the line above, with article 188',
  '03-organs-and-powers.mdx 四类 第2条 第3条': 'the four kinds of organs, counted by us',
  '03-organs-and-powers.mdx 半年 第108条 第14条': 'from the story',
  '03-organs-and-powers.mdx 两种 第22条': 'two common mistakes, counted by us',
  'organs-and-powers-01 四类 第3条': 'the four kinds of organs, counted by us',
  'organs-and-powers-03 三类 第131条 第3条': 'the three kinds of those who may not interfere, counted by us',
  'time-limits-05 二十日 第35条 第36条': 'from the question itself',
  'order-at-the-window-04 七个人 第26条 第50条 第109条': 'from the story',
};

/** 01-limitation.mdx 三年 第192条. */
function shortForm({ file, message }: Problem): string {
  const [, where = ''] = /（([\w-]+)）$/.exec(file) ?? [];
  return [where || path.basename(file), /“(.+?)”/.exec(message)![1], ...message.match(/第[\d-]+条/g)!].join(' ');
}

/** Our content beside the official texts, wherever they are at hand. */
const corpus = path.join(root, '../shared/law/corpus');
if (!existsSync(corpus)) {
  test('official texts are looked for', () => console.log('没有 ../shared/law/corpus，课与题里的数字没有和原文核对。'));
} else {
  test('every number in our lessons and questions stands in an article cited beside it, or is explained here', async () => {
    const catalog = loadCatalog(root);
    const files = readdirSync(corpus).filter((name) => name.endsWith('.md') && name !== 'FORMAT.md');
    const ofCode = (name: string) => name.startsWith('civil-code');
    const readTogether = async (names: readonly string[]) => (await readLawFiles(names.map((name) => ({ name, bytes: readFileSync(path.join(corpus, name)) }))))[0]!.text!;
    const official = new Map([['civil-code@2020', await readTogether(files.filter(ofCode))]]);
    for (const name of files.filter((one) => !ofCode(one))) official.set(name.replace(/-(\d{4})\.md$/, '@$1'), await readTogether([name]));
    expect([...catalog.laws.values()].flatMap((law) => law.versions.map((version) => `${law.lawId}@${version.version}`)).filter((key) => !official.has(key))).toEqual([]);
    expect(numberWarnings(root, official, catalog).map(shortForm).sort()).toEqual(Object.keys(explained).sort());
  });
}
