import { z } from 'zod';
import { chineseNumber, numberOf } from './numeral.ts';

/** What stands over articles: 编, 分编, 章, 节; `preamble` 序言; `other` for headings without such a word (`一、受案范围`, 附). */
export const headingKinds = ['part', 'subpart', 'chapter', 'section', 'preamble', 'other'] as const;
export type HeadingKind = (typeof headingKinds)[number];
export const headingWords: Record<'part' | 'subpart' | 'chapter' | 'section', string> = { part: '编', subpart: '分编', chapter: '章', section: '节' };

/** `36`, or `17-1` for 第十七条之一. */
export const articleKeySchema = z.string().regex(/^[1-9]\d*(-[1-9]\d*)?$/);

const itemSchema = z.strictObject({
  number: z.int().positive(),
  text: z.string(),
  subitems: z.array(z.strictObject({ number: z.int().positive(), text: z.string() })).describe('目, numbered 1. 2. 3.'),
});
const paragraphSchema = z.strictObject({ text: z.string().describe('a 款, without its items'), items: z.array(itemSchema) });

/** The official text of one version of a law, as the office imported it: a tree whose every 条, 款 and 项 can be named. */
export const lawTextSchema = z.strictObject({
  title: z.string().describe('as printed, e.g. 中华人民共和国民法典'),
  history: z.array(z.string()).describe('the notes under the title, as written: when adopted, amended, in force'),
  preamble: z.array(z.string()).describe('paragraphs before the first article'),
  headings: z.array(z.strictObject({
    kind: z.enum(headingKinds),
    number: z.int().positive().nullable(),
    title: z.string().describe('without number and letter-spacing: 总则'),
    raw: z.string().describe('the line as it came'),
    from: articleKeySchema.nullable().describe('first article below it; null when there is none'),
    to: articleKeySchema.nullable(),
  })),
  articles: z.array(z.strictObject({
    article: articleKeySchema,
    paragraphs: z.array(paragraphSchema).min(1),
    raw: z.string().describe('its lines as they came, joined by \\n'),
  })).min(1),
});
export type LawText = z.infer<typeof lawTextSchema>;
export type LawHeading = LawText['headings'][number];
export type LawArticle = LawText['articles'][number];
export type LawParagraph = LawArticle['paragraphs'][number];

/** How many 项 each 款 of an article has: `[3, 0]` is a first 款 with three and a second with none. What a citation may name. */
export type ArticleShape = readonly number[];

export function shapeOf(article: LawArticle): number[] {
  return article.paragraphs.map((paragraph) => paragraph.items.length);
}

/** Where in an article: 款 and 项, null when not named. */
export interface Place { paragraph: number | null; item: number | null }

/** Whether the article has that 款 and 项. */
export function hasPlace(shape: ArticleShape, { paragraph, item }: Place): boolean {
  if (paragraph === null) return item === null;
  const items = shape[paragraph - 1];
  return items !== undefined && (item === null || (item >= 1 && item <= items));
}

/** The 款 (one of them, or all) that a citation names; of a 项 only that one, under the words that lead to it. Null when there is none. */
export function citedText(article: LawArticle, place: Place): LawParagraph[] | null {
  if (!hasPlace(shapeOf(article), place)) return null;
  if (place.paragraph === null) return article.paragraphs;
  const paragraph = article.paragraphs[place.paragraph - 1]!;
  return [place.item === null ? paragraph : { ...paragraph, items: paragraph.items.filter((item) => item.number === place.item) }];
}

/** 第十七条, 第十七条之一. */
export function articleLabel(article: string): string {
  const [number, suffix] = article.split('-').map(Number);
  return `第${chineseNumber(number!)}条${suffix ? `之${chineseNumber(suffix)}` : ''}`;
}

/** Articles as people list them: 第22条、23、三十四，第十七条之一. Null where something is no number. */
export function articlesListed(text: string): string[] | null {
  const keys = text.split(/[、，,；;\s]+/).filter(Boolean).map((word) => {
    const match = /^第?([^条之]+)条?(?:之([^条]+))?$/.exec(word.normalize('NFKC'));
    const [number, inserted] = [numberOf(match?.[1] ?? ''), match?.[2] === undefined ? undefined : numberOf(match[2])];
    return !number || inserted === null || inserted === 0 ? null : `${number}${inserted ? `-${inserted}` : ''}`;
  });
  return keys.includes(null) ? null : keys as string[];
}

/** Order of articles: 17, 17-1, 18. */
export function compareArticles(a: string, b: string): number {
  const [number = 0, suffix = 0] = a.split('-').map(Number);
  const [otherNumber = 0, otherSuffix = 0] = b.split('-').map(Number);
  return number - otherNumber || suffix - otherSuffix;
}

/** All words of an article in one line of text, for comparing and searching. */
export function plainText(article: LawArticle): string {
  return article.paragraphs.flatMap(({ text, items }) => [text, ...items.flatMap((item) => [item.text, ...item.subitems.map((subitem) => subitem.text)])]).join('');
}
