import { performance } from 'node:perf_hooks';

/** Milliseconds of each work in each round, all works in turn within a round. */
export async function inTurns(rounds: number, say: (text: string) => void, works: Record<string, () => unknown>): Promise<Record<string, number[]>> {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? '预热……' : `第 ${round} 轮，共 ${rounds} 轮……`);
    for (const [name, work] of Object.entries(works)) {
      const began = performance.now();
      await work();
      if (round > 0) times[name]!.push(performance.now() - began);
    }
  }
  return times;
}
