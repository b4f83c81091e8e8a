import { demandStrongPassword, type Account } from '../domain/account.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { endLogIns } from './end-log-ins.ts';

/** Sets the actor's own password and ends all other log-ins of theirs. Refuses `wrong-credentials`, `password-weak`, `password-reused`. */
export async function changePassword(act: Act, input: { account: string; current: string; next: string; logInId: string }): Promise<void> {
  const stored = await act.store.readDocument<Account>('accounts', input.account);
  if (!act.actor || !stored || stored.value.memberId !== act.actor.memberId) throw new Refusal('not-signed-in');
  if (!await act.secrets.checkPassword(input.current, stored.value.passwordHash)) throw new Refusal('wrong-credentials');
  demandStrongPassword(input.next, input.account);
  if (input.next === input.current) throw new Refusal('password-reused');
  const passwordHash = await act.secrets.hashPassword(input.next);
  await act.store.changeDocuments('accounts', [{ id: stored.id, expected: stored.version, value: { ...stored.value, passwordHash, mustChange: false } }]);
  await endLogIns(act.store, new Set([act.actor.memberId]), act.now, input.logInId);
}
