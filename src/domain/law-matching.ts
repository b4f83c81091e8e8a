import { likenesses, type Likeness } from './similarity.ts';

/** An article as it is compared: its words, those of each of its 款, and the title it stands under. */
export interface Comparable { words: string; parts: string[]; under: string }

/** Below this two articles are not one article with changed words, wherever they stand. */
const leastAlike = 0.2;
/** Below this they have nothing to do with one another. */
const leastRelated = 0.07;
const sameTitle = 0.05;
const sameNeighbours = 0.15;

/** `pairs`: each article at most once. `unequal`: how alike those are that stand in no pair of equal words, where it is worth a word. */
export interface Matching { pairs: Likeness[]; unequal: Likeness[] }

/** Pairs old articles with new ones: by equal words, then the most alike first, where those beside them already go together a little sooner. */
export function matchArticles(before: readonly Comparable[], after: readonly Comparable[]): Matching {
  const matched = new Matched();
  for (const pair of equalPairs(before, after)) matched.add(pair);
  const [olds, news] = [matched.open(before, 'before'), matched.open(after, 'after')];
  const unequal = likenesses(olds.map((old) => before[old]!.words), news.map((now) => after[now]!.words), [...before, ...after].map((one) => one.words), leastRelated)
    .map((one): Likeness => ({ before: olds[one.before]!, after: news[one.after]!, alike: one.alike }));
  const candidates = unequal.filter((one) => one.alike >= leastAlike);
  const title = (one: Likeness) => (before[one.before]!.under === after[one.after]!.under ? sameTitle : 0);
  for (const least of [0.75, 0.55, 0.4, leastAlike]) matched.takeBest(candidates, (one) => one.alike + title(one) + sameNeighbours * matched.neighbours(one), least);
  return { pairs: matched.pairs, unequal };
}

/** Old and new articles with the same words; of several such the nearest. */
function equalPairs(before: readonly Comparable[], after: readonly Comparable[]): Likeness[] {
  const places = Map.groupBy(after.keys(), (now) => after[now]!.words);
  return before.flatMap(({ words }, old) => (places.get(words) ?? []).map((now) => ({ before: old, after: now, alike: 1 }))).sort((a, b) => nearestFirst(a, b));
}

class Matched {
  readonly pairs: Likeness[] = [];
  readonly #of = { before: new Map<number, number>(), after: new Map<number, number>() };

  add(one: Likeness): void {
    if (this.#of.before.has(one.before) || this.#of.after.has(one.after)) return;
    this.#of.before.set(one.before, one.after);
    this.#of.after.set(one.after, one.before);
    this.pairs.push(one);
  }

  /** Places of those not matched yet. */
  open(articles: readonly Comparable[], side: 'before' | 'after'): number[] {
    return [...articles.keys()].filter((index) => !this.#of[side].has(index));
  }

  takeBest(candidates: readonly Likeness[], score: (one: Likeness) => number, least: number): void {
    candidates.filter((one) => !this.#of.before.has(one.before) && !this.#of.after.has(one.after))
      .map((one) => ({ one, scored: score(one) })).filter(({ scored }) => scored >= least)
      .sort((a, b) => b.scored - a.scored || nearestFirst(a.one, b.one)).forEach(({ one }) => this.add(one));
  }

  /** 0, 0.5 or 1: how many of the articles beside the two are matched with one another. */
  neighbours({ before, after }: Likeness): number {
    return ((this.#of.before.get(before - 1) === after - 1 ? 1 : 0) + (this.#of.before.get(before + 1) === after + 1 ? 1 : 0)) / 2;
  }
}

/** Decides between equals by what stays the same when old and new change places. */
function nearestFirst(a: Likeness, b: Likeness): number {
  return Math.abs(a.before - a.after) - Math.abs(b.before - b.after) || a.before + a.after - b.before - b.after;
}
