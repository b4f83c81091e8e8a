/**
 * A list in the order one person sees it at one attempt (1-based): drawn from who and what (`of`), so that it stands still on reload,
 * and never the same at two attempts running.
 */
export function shuffled<T>(all: readonly T[], of: string, attempt: number): T[] {
  let order = drawn(all, of, 1);
  for (let next = 2; next <= attempt; next += 1) {
    const before = order;
    order = drawn(all, of, next);
    if (all.length > 1 && order.every((one, index) => one === before[index])) order.push(order.shift()!);
  }
  return order;
}

function drawn<T>(all: readonly T[], of: string, attempt: number): T[] {
  const order = [...all];
  let state = seed(`${of}|${attempt}`);
  for (let last = order.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pick = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
}

/** FNV-1a over UTF-16 units, then mixed: spreads similar texts widely, needs no key since an order is no secret. */
function seed(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
