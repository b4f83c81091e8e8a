import { describe, expect, test } from 'vitest';
import type { LawReading } from '../../src/exchange/law-lines.ts';
import { notesOf, readText } from './law-layouts.ts';

const body = ['第一章　总　则', '第一条　来信应当登记。', '第二条　来信应当办理。', '第二章　附　则', '第三条　本办法自2020年5月1日起施行。'];
const contents = ['目　　录', '第一章　总　则', '第二章　附　则'];
const read = (...lines: string[]) => readText(lines.join('\n'));
const headOf = ({ text }: LawReading) => text && { title: text.title, history: text.history, preamble: text.preamble };
const outlineOf = ({ text }: LawReading) => text!.headings.map(({ number, title, from, to }) => `${number} ${title} ${from}-${to}`);

describe('the order of the official downloads', () => {
  const note = '（2005年8月28日青石镇会议通过　根据2012年10月26日《关于修改〈来信办法〉的决定》修正　2020年3月1日青石镇会议修订）';
  const history = ['2005年8月28日青石镇会议通过', '根据2012年10月26日《关于修改〈来信办法〉的决定》修正', '2020年3月1日青石镇会议修订'];

  test('title, note in brackets with one event each, contents left out', () => {
    const reading = read('青石镇来信办法', note, ...contents, ...body);
    expect([headOf(reading), outlineOf(reading), reading.faults, reading.warnings]).toEqual([{ title: '青石镇来信办法', history, preamble: [] }, ['1 总则 1-2', '2 附则 3-3'], [], []]);
  });

  test('without contents, without note, without chapters', () => {
    expect(headOf(read('青石镇来信办法', note, ...body))).toEqual({ title: '青石镇来信办法', history, preamble: [] });
    expect(headOf(read('　　　青石镇来信办法', '', ...contents, ...body))).toEqual({ title: '青石镇来信办法', history: [], preamble: [] });
    expect(headOf(read('青石镇来信办法', '第一条　来信应当登记。'))).toEqual({ title: '青石镇来信办法', history: [], preamble: [] });
  });

  test('a note over several paragraphs, and a title over two lines', () => {
    const reading = read('青石镇人民代表大会关于适用《青石镇', '来信办法》的解释', '（2005年8月28日青石镇会议通过', '根据2012年10月26日《关于修改〈来信办法〉', '的决定》修正）', ...contents, ...body);
    expect(headOf(reading)).toEqual({ title: '青石镇人民代表大会关于适用《青石镇来信办法》的解释', history: ['2005年8月28日青石镇会议通过', '根据2012年10月26日《关于修改〈来信办法〉的决定》修正'], preamble: [] });
    expect(headOf(read('青石镇高级人民法院', '关于来信的规定', ...body))!.title).toBe('青石镇高级人民法院关于来信的规定');
  });

  test('the page of a decree before the title is dropped', () => {
    const reading = read('青石镇人民政府令', '第711号', '《青石镇来信办法》已经会议通过，现予公布，自2020年5月1日起施行。', '镇长　张某某', '2020年3月1日', '青石镇来信办法', ...contents, ...body);
    expect([headOf(reading), reading.faults]).toEqual([{ title: '青石镇来信办法', history: [], preamble: [] }, []]);
  });

  test('an announcement, a document number, a note and a lead paragraph behind the contents', () => {
    const lead = '为了正确适用来信办法，制定本解释。';
    const headings = ['一、登记', '二、办理'];
    const reading = read('青石镇法院', '公告', '《关于来信的解释》已经会议通过，现予公布。', '2018年2月6日', '青释〔2018〕1号', '青石镇法院', '关于来信的解释', '（2017年11月13日会议通过，自2018年2月8日起施行）', '目　录', ...headings, lead, headings[0]!, '第一条　来信应当登记。', headings[1]!, '第二条　来信应当办理。');
    expect(headOf(reading)).toEqual({ title: '青石镇法院关于来信的解释', history: ['2017年11月13日会议通过，自2018年2月8日起施行'], preamble: [lead] });
    expect([outlineOf(reading), reading.faults, reading.warnings]).toEqual([['1 登记 1-1', '2 办理 2-2'], [], []]);
  });

  test('the document number under the title is history; a lead paragraph without contents is kept', () => {
    expect(headOf(read('关于来信的解释', '青释〔2018〕1号', '（2017年11月13日会议通过）', '为了正确适用来信办法，制定本解释。', '第一条　来信应当登记。'))).toEqual({ title: '关于来信的解释', history: ['青释〔2018〕1号', '2017年11月13日会议通过'], preamble: ['为了正确适用来信办法，制定本解释。'] });
  });

  test('序言 stands in the contents and again in the body', () => {
    const reading = read('青石镇约法', '（1982年12月4日青石镇会议通过　1982年12月4日公布施行', '根据2018年3月11日《修正案》修正）', '目　　录', '序　　言', '第一章　总　纲', '序　　言', '从前有一个镇。', '后来人多了。', '第一章　总　纲', '第一条　人人平等相待。');
    expect([headOf(reading)!.preamble, reading.text!.headings.map(({ kind, title }) => `${kind} ${title}`), reading.faults]).toEqual([['从前有一个镇。', '后来人多了。'], ['preamble 序言', 'chapter 总纲'], []]);
  });

  test('编 and 分编 with chapters that begin anew, in one file', () => {
    const headings = ['第一编　总则', '第一章　一般规定', '第二编　物权', '第一分编　通则', '第一章　一般规定', '附　　则'];
    const reading = read('青石镇法典', '目　　录', ...headings, headings[0]!, headings[1]!, '第一条　物有主人。', ...headings.slice(2, 5), '第二条　人有邻居。', headings[5]!, '第三条　自公布之日起施行。');
    expect([reading.text!.headings.map(({ kind, number, title, from }) => `${kind} ${number} ${title} ${from}`), reading.faults, reading.warnings]).toEqual([
      ['part 1 总则 1', 'chapter 1 一般规定 1', 'part 2 物权 2', 'subpart 1 通则 2', 'chapter 1 一般规定 2', 'part null 附则 3'], [], [],
    ]);
  });
});

test('Markdown without the mark that ends the head', () => {
  const reading = read('# 青石镇法典', '', '2020年3月1日 青石镇会议通过', '', '# 第一编 总则', '## 第一章 甲', '第一条 来信应当登记。');
  expect([headOf(reading), outlineOf(reading), reading.faults, reading.warnings]).toEqual([{ title: '青石镇法典', history: ['2020年3月1日 青石镇会议通过'], preamble: [] }, ['1 总则 1-1', '1 甲 1-1'], [], []]);
});

describe('text copied from a page', () => {
  test('indents, NBSP, blank lines, page numbers and contents with dots leave no trace', () => {
    const reading = read('\u00A0青石镇来信办法', '', '目  录', '第一章　总　则 ……………… 1', '第二章　附　则............12', '— 1 —', '　　第一章　总　则', '', '　　第一条\u00A0\u00A0来信应当登记。', '- 2 -', '第 3 页 共 9 页', '  第3页', '　　不得遗失。', '4', '5 / 9', '·6·', '　　第二条　来信应当办理。', '　　第二章　附　则', '　　第三条　本办法自2020年5月1日起施行。', '— 7 —');
    expect([reading.text!.title, outlineOf(reading), reading.text!.articles[0]!.paragraphs.map(({ text }) => text), reading.faults, reading.warnings]).toEqual(['青石镇来信办法', ['1 总则 1-2', '2 附则 3-3'], ['来信应当登记。', '不得遗失。'], [], []]);
  });

  test('contents that never come again are read as headings, with a warning', () => {
    const { warnings, faults } = read('青石镇来信办法', '目录', '第一章　总则', '第一条　来信应当登记。');
    expect([notesOf(warnings), faults]).toEqual([['2 目录之后没有再次出现第一个标题，目录与正文可能没有分开，请核对章节'], []]);
  });

  test('lines of ordinary text are not joined, though some end without a full stop', () => {
    const reading = read('青石镇来信办法', ...Array.from({ length: 30 }, (_, index) => `第${index + 1}条　来信应当登记，登记以后应当告知写信的人。`), '第31条　办公室由下列人员组成：', '主任，', '副主任若干人，', '干事若干人。', '第32条　来信应当', '登记在簿。');
    expect(reading.text!.articles.slice(-2).map(({ paragraphs }) => paragraphs.map(({ text }) => text))).toEqual([['办公室由下列人员组成：主任，副主任若干人，干事若干人。'], ['来信应当', '登记在簿。']]);
  });

  test('short lines without a full stop, such as names in a list, are not joined either; nor is anything behind the mark of a Markdown file', () => {
    const names = Array.from({ length: 20 }, (_, index) => [`第${index + 1}条　来信应当登记，登记以后应当在规定的期限以内告知写信的人。`, '东街', '西街', '南街。']).flat();
    expect(read('青石镇来信办法', ...names).text!.articles[0]!.paragraphs).toHaveLength(4);
    const long = '街道办事处收到居民来信以后应当逐件登记并且在规定的期限以内';
    const marked = read('# 青石镇来信办法', '<!-- INFO END -->', ...Array.from({ length: 9 }, (_, index) => [`第${index + 1}条 ${long}`, `${long}办理。`]).flat());
    expect(marked.text!.articles[0]!.paragraphs).toHaveLength(2);
  });

  test('broken lines: a line that happens to begin with （三） goes on where paragraphs are indented', () => {
    const long = '街道办事处收到居民来信以后应当逐件登记并且在规定的期限以内';
    const pages = (indent: string) => read('青石镇来信办法', ...Array.from({ length: 6 }, (_, index) => [`${indent}第${index + 1}条　${long}`, `${long}依照本办法第九条第`, '（三）项的规定办理。', `${indent}${long}${long.slice(0, 4)}。`]).flat());
    expect(pages('　　').text!.articles[0]!.paragraphs).toEqual([{ text: `${long}${long}依照本办法第九条第（三）项的规定办理。`, items: [] }, { text: `${long}${long.slice(0, 4)}。`, items: [] }]);
    expect(pages('').warnings.map(({ message }) => message)).toContain('项的序号不连续：这里是第3项，应当是第1项，请核对');
  });

  test('broken lines: a full line that ends a sentence begins a new 款, with a warning, where nothing tells', () => {
    const long = '街道办事处收到居民来信以后应当逐件登记并且在规定的期限以内办理';
    const reading = read('青石镇来信办法', ...Array.from({ length: 6 }, (_, index) => [`第${index + 1}条　${long.slice(5)}`, `${long.slice(1)}。`, `${long.slice(2)}，`, '不得遗失。']).flat());
    expect(reading.text!.articles[0]!.paragraphs).toHaveLength(2);
    expect(notesOf(reading.warnings)).toContain('4 上一行满行又恰好结束一句，这一行作为新的一款，请核对');
  });
});
