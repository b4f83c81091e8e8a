import { articleLabel, headingWords, type HeadingKind } from '../domain/law-text.ts';
import { chineseNumber } from '../domain/numeral.ts';
import type { Body, ReadArticle } from './law-body.ts';
import type { LineNote } from './law-lines.ts';
import { endsInColon, endsInComma, endsSentence } from './law-marks.ts';
import type { Line } from './law-source.ts';

interface Notes { faults: LineNote[]; warnings: LineNote[] }

/** Whether what was read can be the whole and unharmed text: numbers without gap or double, no empty article, an end at the end. */
export function bodyNotes(lines: readonly Line[], body: Body): Notes {
  const damaged = lines.filter((line) => line.text.includes('\uFFFD')).map(({ line }) => ({ line, message: '有损坏的字（显示为 �），请重新下载或另存后再上传' }));
  if (body.articles.length === 0) return { faults: [...damaged, { line: null, message: '没有找到条文（“第一条”这样的行），这不像法律原文' }], warnings: [] };
  return {
    faults: [...damaged, ...leftOverMarkup(lines), ...numberFaults(body.articles), ...body.articles.flatMap(articleFaults), ...endFaults(body.articles.at(-1)!)],
    warnings: [...headingWarnings(body), ...oddCharacters(lines), ...unendedParagraphs(body.articles), ...addedTitles(body.articles)],
  };
}

/** Tags and entities of a web page: it was saved as it is, not copied as text. */
function leftOverMarkup(lines: readonly Line[]): LineNote[] {
  return lines.flatMap(({ line, text }) => {
    const markup = /<\/?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,200})?\/?>|&(?:[a-z]{2,8}|#\d{1,6});/i.exec(text)?.[0];
    return markup ? [{ line, message: `夹有网页代码“${markup.slice(0, 20)}”。请在网页上选中条文，复制成纯文本再上传` }] : [];
  });
}

/** Radicals in place of characters, and characters of one font only: both come from PDF files, and searching never finds them. */
function oddCharacters(lines: readonly Line[]): LineNote[] {
  return lines.flatMap(({ line, text }) => {
    const odd = /[\u2E80-\u2FDF\uE000-\uF8FF]/.exec(text)?.[0];
    return odd ? [{ line, message: `有不标准的字“${odd}”（U+${odd.codePointAt(0)!.toString(16).toUpperCase()}），一般是从 PDF 复制带来的，请改正` }] : [];
  });
}

/** A single file may be a part of a law: any number may come first. */
function numberFaults(articles: readonly ReadArticle[]): LineNote[] {
  const seen = new Map<string, number>();
  return articles.flatMap(({ article, line }, index) => {
    const label = articleLabel(article);
    const first = seen.get(article);
    if (first !== undefined) return [{ line, message: `${label}重复：第${first}行已经有${label}` }];
    seen.set(article, line);
    const before = articles[index - 1]?.article;
    if (before === undefined || followers(before).includes(article)) return [];
    return [{ line, message: `条号不连续：${articleLabel(before)}之后是${label}，应当是${articleLabel(followers(before)[0]!)}` }];
  });
}

/** After 第十七条: 第十八条 or 第十七条之一. */
function followers(article: string): string[] {
  const [number = 0, suffix = 0] = article.split('-').map(Number);
  return [String(number + 1), `${number}-${suffix + 1}`];
}

function articleFaults({ article, line, paragraphs }: ReadArticle): LineNote[] {
  const text = paragraphs.map((one) => one.text + one.items.map((item) => item.text + item.subitems.map((subitem) => subitem.text).join('')).join('')).join('');
  if (text === '') return [{ line, message: `${articleLabel(article)}没有内容` }];
  return text.length < 4 ? [{ line, message: `${articleLabel(article)}只有“${text}”，不像完整的条文` }] : [];
}

function endFaults({ article, lastLine, paragraphs }: ReadArticle): LineNote[] {
  const last = lastText(paragraphs);
  if (last === '' || endsSentence(last.split('\n', 1)[0]!)) return [];
  return [{ line: lastLine, message: `${articleLabel(article)}是最后一条，末尾没有标点：“…${last.slice(-12)}”。原文可能没有取全，或者混进了网页上的其他文字` }];
}

function lastText(paragraphs: ReadArticle['paragraphs']): string {
  const paragraph = paragraphs.at(-1);
  const item = paragraph?.items.at(-1);
  return item?.subitems.at(-1)?.text ?? item?.text ?? paragraph?.text ?? '';
}

/** Any but the last article: a 款 that stops in the middle may have been broken into two. */
function unendedParagraphs(articles: readonly ReadArticle[]): LineNote[] {
  return articles.slice(0, -1).flatMap(({ article, line, paragraphs }) => paragraphs.flatMap((paragraph, index) => {
    const first = paragraph.text.split('\n', 1)[0]!;
    const texts = [first, ...paragraph.items.map((item) => item.text.split('\n', 1)[0]!)].filter(Boolean);
    const unended = texts.find((text, place) => !endsSentence(text) && !(endsInComma(text) && place > 0));
    if (unended !== undefined) return [{ line, message: `${articleLabel(article)}第${chineseNumber(index + 1)}款有一段末尾没有标点：“…${unended.slice(-12)}”，可能断了行，请核对` }];
    return endsInColon(first) && paragraph.items.length === 0 && index === paragraphs.length - 1 && !paragraph.text.includes('\n') ? [{ line, message: `${articleLabel(article)}以冒号结束，后面没有内容，请核对` }] : [];
  }));
}

/** 【立法目的】 in front of an article is a publisher's, not the legislator's. */
function addedTitles(articles: readonly ReadArticle[]): LineNote[] {
  const first = articles.find(({ paragraphs }) => paragraphs[0]?.text.startsWith('【'));
  return first ? [{ line: first.line, message: '条文前有【…】提示，一般是编者所加，不是官方原文，请核对文件的来源' }] : [];
}

/** Numbers go on, or begin again below a higher heading. */
function headingWarnings({ marks, articles }: Body): LineNote[] {
  const order: HeadingKind[] = ['part', 'subpart', 'chapter', 'section', 'other'];
  const last = new Map<HeadingKind, number>();
  const mayRestart = new Set<HeadingKind>(order);
  const isPart = articles[0]!.article !== '1';
  return marks.flatMap(({ kind, number, line }) => {
    const rank = order.indexOf(kind);
    if (rank < 0 || number === null) return [];
    const expected = (last.get(kind) ?? 0) + 1;
    const isFine = number === expected || (number === 1 && mayRestart.has(kind)) || (isPart && !last.has(kind));
    last.set(kind, number);
    mayRestart.delete(kind);
    for (const below of order.slice(rank + 1)) mayRestart.add(below);
    const label = (value: number) => (kind === 'other' || kind === 'preamble' ? `“${chineseNumber(value)}、”` : `第${chineseNumber(value)}${headingWords[kind]}`);
    return isFine ? [] : [{ line, message: `标题序号不连续：这里是${label(number)}，应当是${label(expected)}，请核对` }];
  });
}
