import { describe, expect, test } from 'vitest';
import { combineParts, groupByLaw, guessVersion } from '../../src/exchange/law-parts.ts';
import { notesOf, readText } from './law-layouts.ts';

const part = (name: string | null, first: number, last: number, headings: Record<number, string> = {}, title = '青石镇法典') => readText([
  `# ${title}`, ...name ? [`# ${name}`] : [], '2020年5月28日 青石镇会议通过', '<!-- INFO END -->',
  ...Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap((number) => [...headings[number] ? [`## ${headings[number]}`] : [], `第${number}条 这是编造的条文。`]),
].join('\n'));

describe('parts of one law', () => {
  const general = part('总则', 1, 4, { 1: '第一章 一般规定' });
  const property = part('物权编', 5, 9, { 5: '第一分编 通则' });
  const last = part('附则', 10, 11);

  test('become one text in the order of their articles, each under a 编; 附则 has no number', () => {
    const { text, faults, warnings } = combineParts([last, general, property]);
    expect([faults, warnings, text!.title, text!.history]).toEqual([[], [], '青石镇法典', ['2020年5月28日 青石镇会议通过']]);
    expect(text!.articles.map(({ article }) => Number(article))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(text!.headings.map(({ kind, number, title, raw, from, to }) => `${kind} ${number} ${title}（${raw}） ${from}-${to}`)).toEqual([
      'part 1 总则（总则） 1-4', 'chapter 1 一般规定（## 第一章 一般规定） 1-4', 'part 2 物权（物权编） 5-9', 'subpart 1 通则（## 第一分编 通则） 5-9', 'part null 附则（附则） 10-11',
    ]);
  });

  test('a part that brings its own 编 keeps it, and numbering goes on from there', () => {
    const { text } = combineParts([part(null, 1, 2, { 1: '第一编 总则' }), part('物权编', 3, 4)]);
    expect(text!.headings.map(({ number, title }) => `${number} ${title}`)).toEqual(['1 总则', '2 物权']);
  });

  test('a part with a name and a 编 of its own gets no second one', () => {
    const { text } = combineParts([part('总则', 1, 2, { 1: '第一编 总则' }), part('物权编', 3, 4, { 3: '第二编 物权' })]);
    expect(text!.headings.map(({ kind, number, title }) => `${kind} ${number} ${title}`)).toEqual(['part 1 总则', 'part 2 物权']);
  });

  test('what is missing or double is named', () => {
    expect(notesOf(combineParts([general, last]).faults)).toEqual(['- 缺第5条至第9条']);
    expect(notesOf(combineParts([property, last]).faults)).toEqual(['- 缺第1条至第4条']);
    expect(notesOf(combineParts([general, property, last, property]).faults)).toEqual(['- 第5条至第9条重复，几个文件中都有']);
    expect(notesOf(combineParts([general, part('物权编', 6, 9), last]).faults)).toEqual(['- 缺第5条']);
  });

  test('one file alone is complete or not, and says when it may be a part', () => {
    expect(combineParts([part(null, 1, 3)])).toMatchObject({ faults: [], warnings: [], documentName: '青石镇法典' });
    expect(notesOf(combineParts([general]).warnings)).toEqual(['- 名称下面有“总则”，可能只是这部法律的一编，请核对']);
  });

  test('while one of them has faults there is no text; nor is there one of nothing', () => {
    const broken = readText('# 青石镇法典\n# 物权编\n<!-- INFO END -->\n第五条 甲乙');
    expect(combineParts([general, broken])).toEqual({ text: null, documentName: '青石镇法典', faults: [{ line: null, message: '2 个文件中有 1 个有需要先解决的问题' }], warnings: [] });
    expect(combineParts([]).text).toBeNull();
    expect(combineParts([readText('从前有一个镇。')]).text).toBeNull();
  });
});

describe('files are grouped by law', () => {
  const names = (files: { name: string; reading: ReturnType<typeof part> }[]) => groupByLaw(files).map((group) => group.map(({ name }) => name).join('+'));

  test('parts together, whatever the title carries besides; other laws, two versions of one law, and what is no law each alone', () => {
    expect(names([
      { name: '附则', reading: part('附则', 8, 9, {}, '中华人民共和国青石法典') }, { name: '旧', reading: part(null, 1, 3) }, { name: '总则', reading: part('总则', 1, 4, {}, '青石法典（2018年修正文本）') },
      { name: '新', reading: part(null, 1, 4, {}, '青石镇法典（2021修正）') }, { name: '物权', reading: part('物权编', 5, 7, {}, '青石法典') }, { name: '小说', reading: readText('从前。') }, { name: '报告', reading: readText('从前。') },
    ])).toEqual(['附则+总则+物权', '旧', '新', '小说', '报告']);
  });

  test('a first half without a name goes with the half that follows it', () => {
    expect(names([{ name: '上', reading: part(null, 1, 4) }, { name: '下', reading: part(null, 5, 9) }, { name: '全', reading: part(null, 1, 9) }])).toEqual(['上+下', '全']);
  });
});

describe('the version is guessed', () => {
  const guess = (history: string[], clause = '本办法自2010年6月1日起施行。') => guessVersion(readText(['# 办法', ...history, '<!-- INFO END -->', '第一条 来信应当登记。', `第二条 ${clause}`].join('\n')).text!);

  test('adopted: the latest adoption, else the latest publication; effective: what the history or the last article says', () => {
    expect(guess(['2010年1月5日 会议通过', '2010年1月10日 公布', '2010年5月1日 施行'])).toEqual({ adopted: '2010-01-05', effective: '2010-05-01', years: [2010] });
    expect(guess(['2009年1月24日 审议批准', '2009年2月25日 发布'])).toEqual({ adopted: '2009-02-25', effective: '2010-06-01', years: [2009] });
    expect(guess(['2017年11月13日会议通过，自2018年2月8日起施行'])).toEqual({ adopted: '2017-11-13', effective: '2018-02-08', years: [2017, 2018] });
    expect(guess([])).toEqual({ adopted: null, effective: '2010-06-01', years: [] });
  });

  test('the last article of a text amended later says nothing of this version', () => {
    expect(guess(['2010年3月1日 会议通过', '2023年3月13日 第二次修正'])).toEqual({ adopted: '2023-03-13', effective: null, years: [2010, 2023] });
    expect(guess(['2010年3月1日 会议通过', '2023年3月13日 第二次修正'], '本办法自公布之日起施行。').effective).toBeNull();
    expect(guess(['2010年3月1日 会议通过', '2010年3月9日 公布'], '本办法自公布之日起施行。').effective).toBe('2010-03-09');
  });

  test('days that do not exist are none', () => expect(guess(['2010年2月31日 会议通过'], '照办就是。')).toEqual({ adopted: null, effective: null, years: [2010] }));
});
