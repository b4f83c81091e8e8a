import { articleLabel, headingWords, type LawHeading, type LawText } from './law-text.ts';
import { chineseNumber } from './numeral.ts';

/** The tree as Markdown: the mark `<!-- INFO END -->` behind the head, one block a line. Reading it back gives the same tree. */
export function printLawText({ title, history, preamble, headings, articles }: LawText): string {
  const blocks = [`# ${title}`, ...history, '<!-- INFO END -->'];
  const places = headingPlaces(headings, articles.map((one) => one.article));
  const levels = levelsOf(headings);
  const printHeadings = (place: number) => headings.forEach((heading, index) => {
    if (places[index] === place && heading.kind !== 'preamble') blocks.push(`${'#'.repeat(levels(heading))} ${headingLabel(heading)}`);
  });
  blocks.push(...headings.filter(({ kind }) => kind === 'preamble').map((heading) => `## ${heading.title}`), ...preamble);
  articles.forEach(({ article, paragraphs }, place) => {
    printHeadings(place);
    paragraphs.forEach(({ text, items }, index) => {
      blocks.push(...printed(index === 0 ? `${articleLabel(article)} ${text}`.trimEnd() : text));
      for (const item of items) {
        blocks.push(...printed(`（${chineseNumber(item.number)}）${item.text}`), ...item.subitems.flatMap((subitem) => printed(`${subitem.number}. ${subitem.text}`)));
      }
    });
  });
  printHeadings(articles.length);
  return `${blocks.join('\n\n')}\n`;
}

/** 第二章 总则; 一、受案范围; 附则. */
export function headingLabel({ kind, number, title }: Pick<LawHeading, 'kind' | 'number' | 'title'>): string {
  if (number === null || kind === 'preamble') return title;
  return kind === 'other' ? `${chineseNumber(number)}、${title}` : `第${chineseNumber(number)}${headingWords[kind]} ${title}`.trimEnd();
}

/** A text whose further lines are rows of a table. */
function printed(text: string): string[] {
  const [first = '', ...rows] = text.split('\n');
  return [first, ...rows.map((row) => `| ${row.replaceAll('｜', ' | ')} |`)];
}

/** Before which article each heading stands; one without articles before the next that has some. */
function headingPlaces(headings: readonly LawHeading[], articles: readonly string[]): number[] {
  const places: number[] = [];
  let next = articles.length;
  for (const [index, { from }] of [...headings.entries()].reverse()) {
    if (from !== null) next = articles.indexOf(from);
    places[index] = next;
  }
  return places;
}

/** The highest kind of heading in a law is `##`, the next `###`. */
function levelsOf(headings: readonly LawHeading[]): (heading: LawHeading) => number {
  const used = (['part', 'subpart', 'chapter', 'section', 'other'] as const).filter((kind) => headings.some((heading) => heading.kind === kind));
  return ({ kind }) => (kind === 'preamble' ? 2 : used.indexOf(kind) + 2);
}
