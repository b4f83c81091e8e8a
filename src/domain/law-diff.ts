import { matchArticles, type Comparable } from './law-matching.ts';
import { partialSuccessions } from './law-succession.ts';
import { plainText, type LawArticle, type LawText } from './law-text.ts';
import { numberOf, numeralCharacters } from './numeral.ts';

/** What became of one article. */
export interface ArticleChange {
  before: string | null;
  after: string | null;
  /** `moved`: the same words under another number; `changed`: the same article with other words. */
  state: 'same' | 'moved' | 'changed' | 'added' | 'removed';
  /** How alike the two are, from 0 to 1; 0 where there is only one. */
  similarity: number;
  /** Other articles of the new text that took over parts of the old one; of an added one the old articles it resembles. The closest first. */
  near: string[];
}

/**
 * Old articles beside new ones, matched by their words and not by number, in the order of the new text; removed ones stand where they
 * were. A reference that follows the renumbering is no other word; one that now names something else is.
 */
export function diffLaw(before: LawText, after: LawText): ArticleChange[] {
  const [olds, news] = [comparables(before), comparables(after)];
  const matching = matchArticles(olds, news);
  const shared = partialSuccessions(olds, news, matching);
  const [sharedByOld, sharedByNew] = [Map.groupBy(shared, (one) => one.before), Map.groupBy(shared, (one) => one.after)];
  const partner = new Map(matching.pairs.map((pair) => [pair.after, pair]));
  const kept = new Set(matching.pairs.map((pair) => pair.before));
  const nameOf = { old: (index: number) => before.articles[index]!.article, new: (index: number) => after.articles[index]!.article };
  const successor = new Map(matching.pairs.map((pair) => [nameOf.old(pair.before), nameOf.new(pair.after)]));

  const removed = (old: number): ArticleChange => ({ before: nameOf.old(old), after: null, state: 'removed', similarity: 0, near: (sharedByOld.get(old) ?? []).map((one) => nameOf.new(one.after)) });
  const removedBehind = (index: number): ArticleChange[] => {
    const run: ArticleChange[] = [];
    for (let old = index + 1; old < olds.length && !kept.has(old); old += 1) run.push(removed(old));
    return run;
  };
  const changeTo = (now: number): ArticleChange => {
    const pair = partner.get(now);
    if (!pair) return { before: null, after: nameOf.new(now), state: 'added', similarity: 0, near: (sharedByNew.get(now) ?? []).map((one) => nameOf.old(one.before)) };
    const [old, names] = [olds[pair.before]!, { before: nameOf.old(pair.before), after: nameOf.new(now) }];
    const equal = old.words === news[now]!.words && old.refersTo.every((one, index) => [one, successor.get(one)].includes(news[now]!.refersTo[index]));
    const near = (sharedByOld.get(pair.before) ?? []).filter((one) => one.closely).map((one) => nameOf.new(one.after));
    return { ...names, state: !equal ? 'changed' : names.before === names.after ? 'same' : 'moved', similarity: pair.alike, near };
  };
  return [...removedBehind(-1), ...[...news.keys()].flatMap((now) => [changeTo(now), ...(partner.has(now) ? removedBehind(partner.get(now)!.before) : [])])];
}

interface Prepared extends Comparable { refersTo: string[] }

function comparables({ articles, headings }: LawText): Prepared[] {
  const under = new Map<string, string>();
  const numbers = articles.map((one) => one.article);
  for (const { title, from, to } of headings) {
    if (from !== null && to !== null) for (const number of numbers.slice(numbers.indexOf(from), numbers.indexOf(to) + 1)) under.set(number, title);
  }
  return articles.map((article) => {
    const parts = article.paragraphs.map((paragraph) => printedWords({ ...article, paragraphs: [paragraph] }));
    const withoutNumbers = parts.map((part) => part.replace(reference, '某条'));
    const refersTo = parts.flatMap((part) => [...part.matchAll(reference)].map(([, number, suffix]) => `${numberOf(number!)}${suffix ? `-${numberOf(suffix)}` : ''}`));
    return { words: withoutNumbers.join(''), parts: withoutNumbers, refersTo, under: under.get(article.article) ?? '' };
  });
}

const reference = new RegExp(`第([${numeralCharacters}]+)条(?:之([一二三四五六七八九十]+))?`, 'g');

/** In one width and without spaces. */
function printedWords(article: LawArticle): string {
  return plainText(article).normalize('NFKC').replace(/\s/g, '');
}
