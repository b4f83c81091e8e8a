/** How alike two texts are, each named by its place in its list: 0 nothing in common, 1 the same words. */
export interface Likeness { before: number; after: number; alike: number }

/**
 * Every two texts at least so much alike, by the cosine of their weighted character pairs. A pair of characters weighs more the fewer
 * texts hold it; `around`: all the texts among which these stand.
 */
export function likenesses(before: readonly string[], after: readonly string[], around: readonly string[], least: number): Likeness[] {
  if (before.length === 0 || after.length === 0) return [];
  const counts = around.map(pairCounts);
  const counted = new Map(around.map((text, index) => [text, counts[index]!]));
  const weights = rarity(counts);
  const vector = (text: string) => unitVector(counted.get(text) ?? pairCounts(text), weights);
  const holders = holdersOf(after.map(vector));
  const sums = new Float64Array(after.length);
  return before.flatMap((text, old) => {
    sums.fill(0);
    for (const [pair, weight] of vector(text)) {
      const known = holders.get(pair);
      if (known) for (let at = 0; at < known.texts.length; at += 1) sums[known.texts[at]!]! += weight * known.weights[at]!;
    }
    const found: Likeness[] = [];
    for (let now = 0; now < sums.length; now += 1) if (rounded(sums[now]!) >= least) found.push({ before: old, after: now, alike: rounded(sums[now]!) });
    return found;
  });
}

/** By two neighbouring characters, put together into one number. */
type Counts = Map<number, number>;

/** How often each pair occurs; none across a mark. */
function pairCounts(text: string): Counts {
  const counts: Counts = new Map();
  for (const run of text.split(/[^\p{L}\p{N}]+/u)) {
    for (let at = 0; at + 1 < run.length; at += 1) {
      const pair = run.charCodeAt(at) * 65_536 + run.charCodeAt(at + 1);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return counts;
}

function rarity(texts: readonly Counts[]): (pair: number) => number {
  const held: Counts = new Map();
  for (const counts of texts) for (const pair of counts.keys()) held.set(pair, (held.get(pair) ?? 0) + 1);
  return (pair) => Math.log(1 + texts.length / (held.get(pair) ?? 1)) ** 1.5;
}

function unitVector(counts: Counts, weight: (pair: number) => number): [pair: number, weight: number][] {
  const weighted = [...counts].map(([pair, times]): [number, number] => [pair, Math.sqrt(times) * weight(pair)]);
  const length = Math.sqrt(weighted.reduce((sum, [, value]) => sum + value * value, 0));
  return weighted.map(([pair, value]) => [pair, value / length]);
}

/** Which texts hold a pair, and how much it weighs in each. */
function holdersOf(vectors: readonly [number, number][][]): Map<number, { texts: number[]; weights: number[] }> {
  const holders = new Map<number, { texts: number[]; weights: number[] }>();
  vectors.forEach((vector, text) => {
    for (const [pair, weight] of vector) {
      const known = holders.get(pair);
      if (known) { known.texts.push(text); known.weights.push(weight); } else holders.set(pair, { texts: [text], weights: [weight] });
    }
  });
  return holders;
}

/** Sums in another order end in other last digits; what is equal has to stay equal. */
function rounded(value: number): number {
  return Math.min(1, Math.round(value * 1e9) / 1e9);
}
