/** A share of a whole, 0 to 1, with the bounds between which it lies in all likelihood (95 %). */
export interface Share { share: number; low: number; high: number }
/** A correlation, −1 to 1, of so many people, with the bounds between which it lies in all likelihood (95 %). */
export interface Correlation { value: number; low: number; high: number; people: number }

/** Of a normal distribution, 95 % lies within so many deviations of the middle. */
const z = 1.959964;

/** `count` of `outOf` with Wilson's interval, which stays within 0 and 1 and holds for few people too. `outOf` is at least 1. */
export function shareOf(count: number, outOf: number): Share {
  const share = count / outOf;
  const middle = (share + z ** 2 / (2 * outOf)) / (1 + z ** 2 / outOf);
  const half = (z / (1 + z ** 2 / outOf)) * Math.sqrt((share * (1 - share)) / outOf + z ** 2 / (4 * outOf ** 2));
  return { share, low: Math.max(0, Math.min(share, middle - half)), high: Math.min(1, Math.max(share, middle + half)) };
}

/**
 * Pearson's correlation of pairs with Fisher's interval. Null for fewer than four pairs, and where one side is the same for everybody.
 * The order of the pairs makes no difference, not in the last digit either.
 */
export function correlationOf(pairs: readonly (readonly [number, number])[]): Correlation | null {
  const people = pairs.length;
  const sorted = pairs.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (people < 4 || [0, 1].some((side) => new Set(sorted.map((pair) => pair[side])).size === 1)) return null;
  const sum = (of: (pair: readonly [number, number]) => number) => sorted.reduce((all, pair) => all + of(pair), 0);
  const [meanX, meanY] = [sum(([x]) => x) / people, sum(([, y]) => y) / people];
  const together = sum(([x, y]) => (x - meanX) * (y - meanY));
  const alone = Math.sqrt(sum(([x]) => (x - meanX) ** 2) * sum(([, y]) => (y - meanY) ** 2));
  const value = Math.max(-1, Math.min(1, together / alone));
  const reach = z / Math.sqrt(people - 3);
  return { value, low: Math.min(value, Math.tanh(Math.atanh(value) - reach)), high: Math.max(value, Math.tanh(Math.atanh(value) + reach)), people };
}
