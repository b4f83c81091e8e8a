import { describe, expect, test } from 'vitest';
import { notesOf, readText } from './law-layouts.ts';

const head = '# 青石镇来信办法\n\n2020年3月1日 青石镇会议通过\n\n2020年5月1日 施行\n\n<!-- INFO END -->\n\n';
const law = (body: string) => readText(head + body);
const articlesOf = (body: string) => law(body).text!.articles.map(({ article, paragraphs }) => ({ article, paragraphs: paragraphs.map(({ text, items }) => (items.length ? [text, items] : text)) }));
const item = (number: number, text: string, ...subitems: string[]) => ({ number, text, subitems: subitems.map((one, index) => ({ number: index + 1, text: one })) });

describe('the head of a Markdown file', () => {
  test('title and history; blank lines, U+3000 behind a line and a missing line end do not matter', () => {
    const { text, documentName, faults, warnings } = readText('# 青石镇来信办法\n2020年3月1日 青石镇会议通过　\n\n\n2020年5月1日 施行\n<!-- INFO END -->\n\n\n第一条 来信应当登记。');
    expect({ title: text!.title, history: text!.history, documentName, faults, warnings }).toEqual({ title: '青石镇来信办法', history: ['2020年3月1日 青石镇会议通过', '2020年5月1日 施行'], documentName: '青石镇来信办法', faults: [], warnings: [] });
  });

  test('a stray closing bracket goes, <…> stays, an event over two lines is joined', () => {
    const { text } = readText('# 办法\n2001年1月1日 《关于修改<甲办法>\n<乙办法>的决定》修正\n2020年3月1日 第二次会议（扩大）修订）\n<!-- INFO END -->\n第一条 来信应当登记。');
    expect(text!.history).toEqual(['2001年1月1日 《关于修改<甲办法><乙办法>的决定》修正', '2020年3月1日 第二次会议（扩大）修订']);
  });

  test('no history at all, no title at all', () => {
    expect(readText('# 办法\n<!-- INFO END -->\n第一条 来信应当登记。').text!.history).toEqual([]);
    const none = readText('<!-- INFO END -->\n第一条 来信应当登记。');
    expect([none.text!.title, notesOf(none.warnings)]).toEqual(['', ['- 没有找到法律名称']]);
  });

  test('a second title is the name of a part; a document number is history', () => {
    expect(readText('# 甲法典\n# 物权编\n<!-- INFO END -->\n第五条 物有主人。').partName).toBe('物权编');
    const numbered = readText('# 关于来信的解释\n# 青释〔2025〕8号\n<!-- INFO END -->\n第一条 来信应当登记。');
    expect([numbered.partName, numbered.text!.history]).toEqual([undefined, ['青释〔2025〕8号']]);
  });

  test('front matter of a web site is no part of the text', () => {
    const { text, faults } = readText(`---\ntitle: 办法\n---\n${head}第一条 来信应当登记。`);
    expect([text!.title, faults]).toEqual(['青石镇来信办法', []]);
  });
});

describe('headings', () => {
  const headingsOf = (body: string) => law(body).text!.headings.map(({ kind, number, title, from, to }) => `${kind} ${number} ${title} ${from}-${to}`);

  test.each([[' '], ['  '], ['    '], ['\t'], ['\u3000'], ['\u00A0 '], ['\u2002\u2002'], ['']])('number and title parted by %j', (gap) => {
    expect(headingsOf(`## 第一章${gap}总则\n第一条 来信应当登记。`)).toEqual(['chapter 1 总则 1-1']);
  });

  test.each(['总 则', '总　　则', '总\u2002\u2002则'])('%j is shown as 总则 and kept as it came', (title) => {
    expect(law(`## 第一章 ${title}\n第一条 来信应当登记。`).text!.headings[0]).toMatchObject({ title: '总则', raw: `## 第一章 ${title}` });
  });

  test('the kind comes from the word, not from the number of #; ranges end where the next as high begins', () => {
    const body = '# 第一编 物\n## 第一分编 通则\n### 第一章 甲\n第一条 甲乙丙丁。\n### 第二章 乙\n#### 第一节 子\n第二条 甲乙丙丁。\n#### 第二节 丑\n第三条 甲乙丙丁。\n## 第二分编 所有\n### 第三章 丙\n第四条 甲乙丙丁。\n# 第二编 人\n### 第一章 丁\n第五条 甲乙丙丁。\n# 附　则\n第六条 甲乙丙丁。';
    expect(headingsOf(body)).toEqual(['part 1 物 1-4', 'subpart 1 通则 1-3', 'chapter 1 甲 1-1', 'chapter 2 乙 2-3', 'section 1 子 2-2', 'section 2 丑 3-3', 'subpart 2 所有 4-4', 'chapter 3 丙 4-4', 'part 2 人 5-5', 'chapter 1 丁 5-5', 'part null 附则 6-6']);
    expect(law(body).warnings).toEqual([]);
  });

  test('序言, 一、受案范围 and an empty heading', () => {
    const body = '## 序 言\n\n从前有一个镇。\n\n##\n\n## 一、受理\n第一条 来信应当登记。\n## 二、办理\n第二条 来信应当办理。';
    const { text, warnings } = law(body);
    expect([text!.preamble, headingsOf(body), notesOf(warnings)]).toEqual([['从前有一个镇。'], ['preamble null 序言 null-null', 'other 1 受理 1-1', 'other 2 办理 2-2'], ['13 空的标题行，已略去']]);
  });

  test('a heading over two lines is joined, with a warning', () => {
    const { text, warnings } = law('## 第一章 总则\n第一条 来信应当登记。\n## 第二章 镇政府和\n\n村委会的职责\n\n第二条 来信应当办理。');
    expect([text!.headings[1]!.title, text!.headings[1]!.raw, notesOf(warnings)]).toEqual(['镇政府和村委会的职责', '## 第二章 镇政府和\n村委会的职责', ['13 标题断成两行，已接成“镇政府和村委会的职责”，请核对']]);
  });

  test('numbers that do not follow are a warning', () => {
    expect(notesOf(law('## 第一章 甲\n第一条 甲乙丙丁。\n## 第三章 乙\n第二条 甲乙丙丁。').warnings)).toEqual(['11 标题序号不连续：这里是第三章，应当是第二章，请核对']);
  });

  test('blanks inside the number and the word, and a part of a law that begins with its third chapter', () => {
    expect(headingsOf('## 第 一 分 编　通则\n第一条 甲乙丙丁。')).toEqual(['subpart 1 通则 1-1']);
    expect(law('## 第三章 甲\n第九条 甲乙丙丁。\n## 第四章 乙\n第十条 甲乙丙丁。').warnings).toEqual([]);
  });

  test('half a sentence that begins with 第二章规定 is no heading', () => {
    expect(readText('青石镇来信办法\n第一条 来信应当登记。\n第二章规定的来信\n除外。').text!.headings).toEqual([]);
  });

  test('a sentence that begins with 第二章 is no heading; nor is one between a heading and its articles passed over', () => {
    expect(articlesOf('第一条 来信应当登记。\n第二章规定的来信除外。')).toEqual([{ article: '1', paragraphs: ['来信应当登记。', '第二章规定的来信除外。'] }]);
    expect(notesOf(law('第一条 来信应当登记。\n## 第二章 办理\n办理来信应当遵守这一章的规定。\n第二条 来信应当办理。').faults)).toEqual(['11 标题之后、条文之前有一段文字，不知道属于哪一条']);
  });
});

describe('articles, 款, 项 and 目', () => {
  test('each further line is a 款; items attach to the 款 above; a line behind them is the next 款', () => {
    expect(articlesOf('第一条 来信有下列情形的，应当登记：\n（一）署名的；\n(二)留下住址的。\n登记应当逐件进行。\n前款规定不适用于：\n（一）广告。')).toEqual([{ article: '1', paragraphs: [
      ['来信有下列情形的，应当登记：', [item(1, '署名的；'), item(2, '留下住址的。')]], '登记应当逐件进行。', ['前款规定不适用于：', [item(1, '广告。')]],
    ] }]);
  });

  test('目 are 1. or （1）; without 项 above them such numbers are 项', () => {
    expect(articlesOf('第一条 登记下列内容：\n（一）姓名：\n1. 本名；\n2、曾用名；\n（二）住址：\n（1）现在的；\n（2）以前的1.5公里以内的。')[0]!.paragraphs).toEqual([['登记下列内容：', [item(1, '姓名：', '本名；', '曾用名；'), item(2, '住址：', '现在的；', '以前的1.5公里以内的。')]]]);
    expect(articlesOf('第一条 登记下列内容：\n（1）姓名；\n（2）住址。')[0]!.paragraphs).toEqual([['登记下列内容：', [item(1, '姓名；'), item(2, '住址。')]]]);
  });

  test('a decimal number begins no 目; 目 follow 项 again in the next 款; a new list is not folded into the 项 above', () => {
    expect(articlesOf('第一条 下列来信登记：\n（一）近处的。\n1.5公里以内为近处。')[0]!.paragraphs).toEqual([['下列来信登记：', [item(1, '近处的。')]], '1.5公里以内为近处。']);
    expect(articlesOf('第一条 登记：\n1.姓名；\n2.住址。\n住址包括：\n（一）镇：\n1.街道；\n2.门牌。')[0]!.paragraphs).toEqual([['登记：', [item(1, '姓名；'), item(2, '住址。')]], ['住址包括：', [item(1, '镇：', '街道；', '门牌。')]]]);
    expect(articlesOf('第一条 登记：\n（一）姓名。\n另外登记：\n（二）住址。')[0]!.paragraphs).toEqual([['登记：', [item(1, '姓名。')]], ['另外登记：', [item(2, '住址。')]]]);
  });

  test('old laws number their 项 一、', () => {
    expect(articlesOf('第一条 登记下列内容：\n一、姓名；\n二、住址。')[0]!.paragraphs).toEqual([['登记下列内容：', [item(1, '姓名；'), item(2, '住址。')]]]);
  });

  test('a paragraph between 项 three and 项 four belongs to 项 three, with a warning', () => {
    const { text, warnings } = law('第一条 分别办理：\n(一)转送；\n(二)交办。\n交办应当书面进行。\n(三)督办。\n前款第(二)项除外。');
    expect(text!.articles[0]!.paragraphs).toEqual([{ text: '分别办理：', items: [item(1, '转送；'), item(2, '交办。交办应当书面进行。'), item(3, '督办。')] }, { text: '前款第(二)项除外。', items: [] }]);
    expect(notesOf(warnings)).toEqual(['13 第2项之后的段落已并入第2项，因为这里接着是第3项，请核对']);
  });

  test('lines of a list without numbers stay in one 款', () => {
    expect(articlesOf('第一条 办公室由下列人员组成：\n\n主任，\n\n副主任若干人，\n\n干事若干人。\n\n办公室每届五年。')[0]!.paragraphs).toEqual(['办公室由下列人员组成：主任，副主任若干人，干事若干人。', '办公室每届五年。']);
  });

  test('之一, digits, 〇, ○, full-width digits, blanks inside the number, an article on a heading line, a number on a line of its own', () => {
    const lines = ['第九十九条 甲乙丙丁。', '第100条 甲乙丙丁。', '第一百〇一条 甲乙丙丁。', '第一百○二条 甲乙丙丁。', '### 第１０３条　甲乙丙丁。', '第 一百零四 条 甲乙丙丁。', '第一百零四条之一 甲乙丙丁。', '第一百零五条', '甲乙丙丁。'];
    expect(law(lines.join('\n')).faults).toEqual([]);
    expect(articlesOf(lines.join('\n')).map(({ article, paragraphs }) => `${article} ${paragraphs.join()}`)).toEqual(['99', '100', '101', '102', '103', '104', '104-1', '105'].map((article) => `${article} 甲乙丙丁。`));
  });

  test('a 款 that begins by naming an article is none, while articles have a blank behind their number', () => {
    expect(articlesOf('第一条 来信应当登记。\n第二条规定的来信除外。\n第二条 广告不登记。').map(({ article, paragraphs }) => [article, paragraphs.length])).toEqual([['1', 2], ['2', 1]]);
  });

  test('a text that never has that blank is read all the same', () => {
    expect(articlesOf('第一条来信应当登记。\n第三条、第四条规定的除外。\n第二条广告不登记。').map(({ article, paragraphs }) => [article, paragraphs.length])).toEqual([['1', 2], ['2', 1]]);
  });

  test('zero-width marks, comments and NBSP leave no trace; the raw lines keep everything', () => {
    const { text, faults } = law('## 第一章 总则\n\n\u200B\n\n第一条 来信\u200B应当\u00A0登记<!-- FORCE BREAK -->。\n<!-- FORCE BREAK -->\n不得遗失。 ');
    expect(faults).toEqual([]);
    expect(text!.articles[0]).toEqual({ article: '1', paragraphs: [{ text: '来信应当 登记。', items: [] }, { text: '不得遗失。', items: [] }], raw: '第一条 来信\u200B应当\u00A0登记<!-- FORCE BREAK -->。\n不得遗失。 ' });
  });

  test('a Markdown table goes row by row to the 款 above, with a warning', () => {
    const { text, warnings } = law('第一条 期限见下表：\n<!-- TABLE -->\n| 事项 | 期限 |\n| --- | --- |\n| 登记 | 1日 |\n<!-- TABLE END -->\n本条不适用于广告。');
    expect(text!.articles[0]!.paragraphs.map((one) => one.text)).toEqual(['期限见下表：\n事项｜期限\n登记｜1日', '本条不适用于广告。']);
    expect(notesOf(warnings)).toEqual(['11 从这一行起是表格，已按行并入上面一款，请对照原文件核对']);
  });

  test('annexes are left out, with a warning; their own articles do not count', () => {
    const { text, faults, warnings } = law('第一条 来信应当登记。\n第二条 表格见附件。\n附件一：登记表\n姓名\n第一条 附件里的条文');
    expect([text!.articles.length, faults, notesOf(warnings)]).toEqual([2, [], ['11 从这一行起是附件（附件一：登记表），不在条文之内，没有读入，请查阅原文件']]);
    expect(law('第一条 来信应当登记。\n## 附\n广告除外').text!.headings).toEqual([{ kind: 'other', number: null, title: '附', raw: '## 附', from: null, to: null }]);
  });
});

describe('faults name the line, and nothing with faults may be imported', () => {
  test.each<[string, string, string[]]>([
    ['a novel', '第一回 来信\n从前有一个镇，镇上有一个人。\n第二回 办信\n他收到一封信。', ['- 没有找到条文（“第一条”这样的行），这不像法律原文']],
    ['an article twice', '第一条 甲乙丙丁。\n第二条 甲乙丙丁。\n第二条 甲乙丙丁。\n第三条 甲乙丙丁。', ['11 第二条重复：第10行已经有第二条']],
    ['a gap', '第一条 甲乙丙丁。\n第四条 甲乙丙丁。', ['10 条号不连续：第一条之后是第四条，应当是第二条']],
    ['之二 without 之一', '第一条 甲乙丙丁。\n第一条之二 甲乙丙丁。', ['10 条号不连续：第一条之后是第一条之二，应当是第二条']],
    ['disorder', '第二条 甲乙丙丁。\n第一条 甲乙丙丁。', ['10 条号不连续：第二条之后是第一条，应当是第三条']],
    ['an empty article', '第一条 甲乙丙丁。\n第二条\n第三条 甲乙丙丁。', ['10 第二条没有内容']],
    ['an article of one character', '第一条 甲乙丙丁。\n第二条 略\n第三条 甲乙丙丁。', ['10 第二条只有“略”，不像完整的条文']],
    ['an end in the middle', '第一条 甲乙丙丁。\n第二条 来信应当登记：\n（一）姓名；\n（二）住址以及有关的', ['12 第二条是最后一条，末尾没有标点：“…住址以及有关的”。原文可能没有取全，或者混进了网页上的其他文字']],
    ['words of a web page behind the end', '第一条 甲乙丙丁。\n打印本页 关闭窗口', ['10 第一条是最后一条，末尾没有标点：“…打印本页 关闭窗口”。原文可能没有取全，或者混进了网页上的其他文字']],
    ['a character lost', '第一条 甲乙\uFFFD丁。', ['9 有损坏的字（显示为 �），请重新下载或另存后再上传']],
    ['the code of a web page', '第一条 甲乙丙丁。<br>&nbsp;', ['9 夹有网页代码“<br>”。请在网页上选中条文，复制成纯文本再上传']],
    ['half a character', '第一条 甲乙\uD840丁。', ['9 有损坏的字（显示为 �），请重新下载或另存后再上传']],
  ])('%s', (_name, body, faults) => expect(notesOf(law(body).faults)).toEqual(faults));

  test('what is no law has no text, but a name', () => {
    const { text, documentName } = readText('青石镇今年的工作报告\n今年收到来信三百件。');
    expect([text, documentName]).toEqual([null, '青石镇今年的工作报告']);
    expect(readText('').text).toBeNull();
  });

  test('any number may come first: the file may be a part', () => expect(law('第二百零五条 甲乙丙丁。\n第二百零六条 甲乙丙丁。').faults).toEqual([]));

  test('no more than fifty are listed', () => {
    const { faults } = law(Array.from({ length: 200 }, () => '第一条 甲乙丙丁。').join('\n'));
    expect([faults.length, faults.at(-1)]).toEqual([51, { line: null, message: '另有 149 处，不再列出' }]);
  });
});

test.each<[string, string, string]>([
  ['项 that do not follow', '第一条 登记：\n（一）姓名；\n（三）住址。', '11 项的序号不连续：这里是第3项，应当是第2项，请核对'],
  ['项 that do not begin at one', '第一条 登记：\n（二）姓名；', '10 项的序号不连续：这里是第2项，应当是第1项，请核对'],
  ['目 that do not follow', '第一条 登记：\n（一）姓名：\n1.本名；\n3.别名。', '12 目的序号不连续：这里是第3目，应当是第2目，请核对'],
  ['a 款 without an end', '第一条 来信应当\n登记在簿。\n第二条 甲乙丙丁。', '9 第一条第一款有一段末尾没有标点：“…来信应当”，可能断了行，请核对'],
  ['a colon with nothing behind it', '第一条 登记下列内容：\n第二条 甲乙丙丁。', '9 第一条以冒号结束，后面没有内容，请核对'],
  ['titles of a publisher', '第一条 【登记】来信应当登记。', '9 条文前有【…】提示，一般是编者所加，不是官方原文，请核对文件的来源'],
  ['radicals out of a PDF', '第一条 ⼀切来信应当登记。', '9 有不标准的字“⼀”（U+2F00），一般是从 PDF 复制带来的，请改正'],
  ['the title again', '第一条 来信应当登记。\n青石镇来信办法\n第二条 甲乙丙丁。', '10 这一行重复了法律名称，已略去'],
  ['a comment without end', '第一条 来信应当登记<!-- 。', '9 注释没有结束，其中的文字作为原文读入，请核对'],
])('a warning: %s', (_name, body, warning) => {
  const { faults, warnings } = law(body);
  expect([faults, notesOf(warnings)]).toEqual([[], [warning]]);
});
