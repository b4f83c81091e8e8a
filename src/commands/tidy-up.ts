import { addMinutes } from '../domain/calendar.ts';
import { isLive, timeouts, type LogIn } from '../domain/account.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';
import { guessing, type Guesses } from './sign-in-code.ts';

/** Removes what has run out: log-ins that can no longer keep a form, and old wrong guesses at codes. Not an act of a person; run by the server. */
export async function tidyUp(store: Store, now: string): Promise<void> {
  const forgottenBefore = addMinutes(now, -timeouts.keptMinutes);
  const logIns = (await store.listDocuments<LogIn>('log-ins')).filter(({ value }) => !isLive(value, now) && value.seenAt < forgottenBefore);
  const countedSince = addMinutes(now, -guessing.minutes);
  const guesses = (await store.listDocuments<Guesses>('guesses')).filter(({ value }) => value.triedAt.every((at) => at < countedSince));
  for (const [collection, old] of [['log-ins', logIns], ['guesses', guesses]] as const) {
    if (old.length === 0) continue;
    await store.changeDocuments(collection, old.map(({ id, version }) => ({ id, expected: version, value: undefined }))).catch((error: unknown) => {
      // Someone used one of them this moment: the next time.
      if (!isRefusal(error) || error.code !== 'document-conflict') throw error;
    });
  }
}
