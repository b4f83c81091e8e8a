import { sealRecords } from '../commands/seal-records.ts';
import { tidyUp } from '../commands/tidy-up.ts';
import type { Catalog } from '../domain/catalog.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';

interface Office { store: Store; catalog: Catalog; clock: () => string }

const minute = 60_000;
/** They pass by themselves, or were said where they matter. */
const quiet = ['figures-rebuilding', 'document-conflict', 'store-stopped'];

/** What the server does by itself, now and then: figures follow the facts, the day is sealed, what is forgotten is removed. Returns how to stop. */
export function startChores({ store, catalog, clock }: Office): () => void {
  const chores: [() => Promise<unknown>, number][] = [
    [() => store.figures(catalog.questions), 2_000],
    [() => sealRecords({ store, catalog, now: clock() }), 10 * minute],
    [() => tidyUp(store, clock()), 360 * minute],
  ];
  const timers = chores.map(([chore, every]) => {
    const run = () => void chore().catch((error: unknown) => { if (!isRefusal(error) || !quiet.includes(error.code)) console.error(error); });
    run();
    return setInterval(run, every).unref();
  });
  return () => timers.forEach(clearInterval);
}
