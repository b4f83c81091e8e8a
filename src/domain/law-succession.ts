import type { Comparable, Matching } from './law-matching.ts';
import { likenesses, type Likeness } from './similarity.ts';

/** Old and new articles that are not one another's partner but share matter. `closely`: a whole 款 is shared. */
export interface PartialSuccession extends Likeness { closely: boolean }

/** Shorter ones say too little to be recognised: 前款规定…… */
const shortestPart = 12;
const leastOfParts = 0.13;

/** Where a 款 of either has its closest counterpart in the other, or one has no partner and the other is the closest to it. The most alike first. */
export function partialSuccessions(before: readonly Comparable[], after: readonly Comparable[], { pairs, unequal }: Matching): PartialSuccession[] {
  const partner = new Map(pairs.map((pair) => [pair.before, pair.after]));
  const found = new Map<string, PartialSuccession>();
  for (const one of [...sharedParts(before, after, pairs), ...closestToSingle(pairs, unequal)]) {
    const name = `${one.before}:${one.after}`;
    const known = found.get(name);
    if (partner.get(one.before) !== one.after) found.set(name, known ? { ...known, alike: Math.max(known.alike, one.alike) } : one);
  }
  return [...found.values()].sort((a, b) => b.alike - a.alike || a.before + a.after - b.before - b.after);
}

function sharedParts(before: readonly Comparable[], after: readonly Comparable[], pairs: readonly Likeness[]): PartialSuccession[] {
  const unchanged = pairs.filter((pair) => before[pair.before]!.words === after[pair.after]!.words);
  const olds = partsOf(before, new Set(unchanged.map((pair) => pair.before)));
  const news = partsOf(after, new Set(unchanged.map((pair) => pair.after)));
  const all = likenesses(olds.map((one) => one.part), news.map((one) => one.part), [...before, ...after].flatMap((one) => one.parts), leastOfParts);
  return [...closest(all, 'before'), ...closest(all, 'after')]
    .map((one) => ({ before: olds[one.before]!.article, after: news[one.after]!.article, alike: one.alike, closely: true }));
}

function partsOf(articles: readonly Comparable[], without: ReadonlySet<number>): { article: number; part: string }[] {
  return articles.flatMap(({ parts }, article) => (without.has(article) ? [] : parts.filter((part) => part.length >= shortestPart).map((part) => ({ article, part }))));
}

function closestToSingle(pairs: readonly Likeness[], unequal: readonly Likeness[]): PartialSuccession[] {
  return (['before', 'after'] as const).flatMap((side) => {
    const paired = new Set(pairs.map((pair) => pair[side]));
    return closest(unequal.filter((one) => !paired.has(one[side])), side).map((one) => ({ ...one, closely: false }));
  });
}

function closest(all: readonly Likeness[], side: 'before' | 'after'): Likeness[] {
  const best = new Map<number, Likeness>();
  for (const one of all) if (one.alike > (best.get(one[side])?.alike ?? 0)) best.set(one[side], one);
  return [...best.values()];
}
