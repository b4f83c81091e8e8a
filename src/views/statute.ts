import type { Catalog } from '../domain/catalog.ts';
import { citedText, type LawParagraph, type Place } from '../domain/law-text.ts';
import { chineseNumber } from '../domain/numeral.ts';

/** One 款 of the imported text as a page shows it. */
export interface StatuteParagraph {
  /** 1-based; null where only part of an article is shown and it has no place of its own. */
  paragraph: number;
  text: string;
  items: { item: number; label: string; text: string; subitems: { number: number; text: string }[] }[];
}

/** The statute text that a citation names; null while it is not imported, or when the text has no such place. */
export function statuteText(catalog: Catalog, versionKey: string, article: string, place: Place = { paragraph: null, item: null }): StatuteParagraph[] | null {
  const found = articlesOf(catalog, versionKey)?.get(article);
  const paragraphs = found && citedText(found, place);
  return paragraphs ? paragraphs.map((paragraph, index) => shown(paragraph, place.paragraph ?? index + 1)) : null;
}

type Articles = ReadonlyMap<string, Parameters<typeof citedText>[0]>;
const indexed = new WeakMap<object, Articles>();

/** Articles of an imported text by number. */
export function articlesOf(catalog: Catalog, versionKey: string): Articles | null {
  const text = catalog.texts.get(versionKey)?.text;
  if (!text) return null;
  let articles = indexed.get(text);
  if (!articles) indexed.set(text, articles = new Map(text.articles.map((article) => [article.article, article])));
  return articles;
}

function shown({ text, items }: LawParagraph, paragraph: number): StatuteParagraph {
  return { paragraph, text, items: items.map((item) => ({ item: item.number, label: `（${chineseNumber(item.number)}）`, text: item.text, subitems: item.subitems })) };
}
