/** A fixed sequence of chances: the same seed gives the same office. */
export interface Chance { next(): number; below(limit: number): number; pick<T>(from: readonly T[]): T; id(prefix: string): string }

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next, below,
    pick: (from) => from[below(from.length)]!,
    id: (prefix) => `${prefix}-${Array.from({ length: 16 }, () => below(16).toString(16)).join('')}`,
  };
}
