import { randomBytes } from 'node:crypto';
import { carryOutRulings } from '../commands/carry-out-rulings.ts';
import { dropLawPreviews } from '../commands/drop-law-previews.ts';
import { sealRecords } from '../commands/seal-records.ts';
import { tidyUp } from '../commands/tidy-up.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';
import { clearInbox, emptyInbox } from './law-inbox.ts';
import type { Published } from './published.ts';

interface Office { store: Store; published: Published; clock: () => string; /** The data folder, where the command line leaves errands; null with a database. */ folder: string | null }

const minute = 60_000;
/** They pass by themselves, or were said where they matter. */
const quiet = ['figures-rebuilding', 'document-conflict', 'store-stopped'];

/** What the server does by itself, now and then: figures follow the facts, so does the law as published; the day is sealed, what is forgotten is removed. Returns how to stop. */
export function startChores({ store, published, clock, folder }: Office): () => void {
  const chores: [() => Promise<unknown>, number][] = [
    [() => store.figures(published.catalog.questions), 2_000],
    [() => published.refresh(), 2_000],
    [oneAtATime(() => carryOut({ store, published, clock })), 2_000],
    [() => runErrands(), 1_000],
    [() => sealRecords({ store, catalog: published.catalog, now: clock() }), 10 * minute],
    [() => tidyUp(store, clock()), 360 * minute],
    [() => dropLawPreviews(store, clock()), 360 * minute],
  ];
  if (folder) clearInbox(folder);
  const runErrands = async () => {
    const done = folder ? await emptyInbox(folder, () => ({ store, catalog: published.catalog, now: clock(), newId: (prefix) => `${prefix}-${randomBytes(8).toString('hex')}` })) : 0;
    if (done > 0) await published.refresh();
  };
  const timers = chores.map(([chore, every]) => {
    const run = () => void chore().catch((error: unknown) => { if (!isRefusal(error) || !quiet.includes(error.code)) console.error(error); });
    run();
    return setInterval(run, every).unref();
  });
  return () => timers.forEach(clearInterval);
}

/** Those whose answers a ruling touched are told; what is published then says that it is done. */
export async function carryOut({ store, published, clock }: Pick<Office, 'store' | 'published' | 'clock'>): Promise<void> {
  if (await carryOutRulings({ store, catalog: published.catalog, now: clock() }) > 0) await published.refresh();
}

/** Left out while it is still under way from before. */
function oneAtATime(chore: () => Promise<unknown>): () => Promise<void> {
  let running = false;
  return async () => {
    if (running) return;
    running = true;
    await chore().finally(() => { running = false; });
  };
}
