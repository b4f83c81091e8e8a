import { bareTitle } from '../domain/law-import.ts';
import { compareArticles, type LawHeading, type LawText } from '../domain/law-text.ts';
import type { LawReading, LineNote } from './law-lines.ts';

export { guessVersion, type VersionHints } from './law-version.ts';

type Part = LawReading & { text: LawText };

/**
 * One law out of the files that hold it, one or several, in the order of their articles. Faults and warnings are those of the
 * whole only; the readings keep their own, and while one of them has faults there is no text.
 */
export function combineParts(readings: readonly LawReading[]): LawReading {
  const parts = readings.filter((one): one is Part => one.text !== null).toSorted((a, b) => compareArticles(firstOf(a), firstOf(b)));
  const documentName = parts[0]?.documentName ?? readings.find((one) => one.documentName)?.documentName;
  const named = documentName === undefined ? {} : { documentName };
  const broken = readings.filter((one) => one.faults.length > 0 || one.text === null).length;
  if (broken > 0 || parts.length === 0) {
    return { text: null, ...named, faults: [{ line: null, message: readings.length === 1 ? '文件有需要先解决的问题' : `${readings.length} 个文件中有 ${broken} 个有需要先解决的问题` }], warnings: [] };
  }
  const articles = parts.flatMap(({ text }) => text.articles);
  const faults = wholeFaults(articles.map((one) => one.article));
  const text: LawText = {
    title: parts[0]!.text.title,
    history: [...new Set(parts.flatMap((part) => part.text.history))],
    preamble: parts.flatMap((part) => part.text.preamble),
    headings: parts.length === 1 ? parts[0]!.text.headings : headingsOf(parts),
    articles,
  };
  const warnings: LineNote[] = parts.length === 1 && parts[0]!.partName ? [{ line: null, message: `名称下面有“${parts[0]!.partName}”，可能只是这部法律的一编，请核对` }] : [];
  return { text, ...named, faults, warnings };
}

/** Files that belong together, in the order of the first of each: parts of one law by title; whole texts each for itself. */
export function groupByLaw<File extends { reading: LawReading }>(files: readonly File[]): File[][] {
  const byTitle = new Map<string | File, File[]>();
  for (const file of files) {
    const title = file.reading.documentName;
    const key = title && file.reading.text ? bareTitle(title) : file;
    byTitle.set(key, [...byTitle.get(key) ?? [], file]);
  }
  return [...byTitle.values()].flatMap(groupsOf);
}

function groupsOf<File extends { reading: LawReading }>(files: readonly File[]): File[][] {
  const parts = files.filter(({ reading }) => reading.partName !== undefined || (reading.text !== null && firstOf(reading as Part) !== '1'));
  const wholes = files.filter((file) => !parts.includes(file));
  if (parts.length === 0) return wholes.map((file) => [file]);
  const starts = parts.map(({ reading }) => numberOf(reading.text?.articles[0]?.article));
  const beginning = wholes.filter(({ reading }) => numberOf(reading.text?.articles.at(-1)?.article) + 1 === Math.min(...starts));
  const joined = beginning.length === 1 ? [beginning[0]!, ...parts] : [...parts];
  const groups = [joined, ...wholes.filter((file) => !joined.includes(file)).map((file) => [file])];
  return groups.toSorted((a, b) => files.indexOf(a[0]!) - files.indexOf(b[0]!));
}

const firstOf = (part: Part): string => part.text.articles[0]!.article;
const numberOf = (article: string | undefined): number => Number(article?.split('-')[0] ?? 0);

/** The headings of all parts, each part under a 编 of its own unless it brings one. 附则 has no number. */
function headingsOf(parts: readonly Part[]): LawHeading[] {
  let number = 0;
  return parts.flatMap(({ text, partName }) => {
    const own = text.headings.filter((heading) => heading.kind === 'part');
    number = own.at(-1)?.number ?? number;
    if (own.length > 0 || partName === undefined) return text.headings;
    const title = partName.length > 2 ? partName.replace(/编$/, '') : partName;
    if (title !== '附则') number += 1;
    const range = { from: text.articles[0]!.article, to: text.articles.at(-1)!.article };
    return [{ kind: 'part' as const, number: title === '附则' ? null : number, title, raw: partName, ...range }, ...text.headings];
  });
}

/** 缺第205条至第462条; 第3条重复. */
function wholeFaults(articles: readonly string[]): LineNote[] {
  const faults: LineNote[] = [];
  const seen = new Set<string>();
  const doubles: number[] = [];
  let last = 0;
  for (const article of articles) {
    const number = numberOf(article);
    if (seen.has(article)) doubles.push(number);
    seen.add(article);
    if (number > last + 1) faults.push({ line: null, message: `缺${range(last + 1, number - 1)}` });
    last = Math.max(last, number);
  }
  return [...faults, ...runs(doubles).map(([from, to]) => ({ line: null, message: `${range(from, to)}重复，几个文件中都有` }))];
}

const range = (from: number, to: number): string => (from === to ? `第${from}条` : `第${from}条至第${to}条`);

function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
