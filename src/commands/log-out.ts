import type { LogIn } from '../domain/account.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';

/** Ends one of the actor's own log-ins (this one, or another device's). `logInId` is the hash of its token. */
export async function endLogIn(act: Act, logInId: string): Promise<void> {
  const actor = demand(act.actor, 'view-own-record');
  const stored = await act.store.readDocument<LogIn>('log-ins', logInId);
  if (!stored || stored.value.memberId !== actor.memberId) throw new Refusal('not-found');
  if (stored.value.endedAt) return;
  await act.store.changeDocuments('log-ins', [{ id: logInId, expected: stored.version, value: { ...stored.value, endedAt: act.now } }]);
}
