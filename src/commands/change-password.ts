import { demandStrongPassword, demandUnlocked, lockout, type Account } from '../domain/account.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Act } from './act.ts';
import { countTry } from './count-try.ts';
import { endLogIns } from './end-log-ins.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/**
 * Sets the actor's own password and ends all other log-ins of theirs. Tries at the current one count toward the lock, as at
 * the log-in. Refuses `wrong-credentials`, `account-locked`, `password-weak`, `password-reused`.
 */
export async function changePassword(act: Act, input: { account: string; current: string; next: string; logInId: string }): Promise<void> {
  const { actor, store } = act;
  const stored = await store.readDocument<Account>('accounts', input.account);
  if (!actor || !stored || stored.value.memberId !== actor.memberId) throw new Refusal('not-signed-in');
  demandUnlocked(stored.value, act.now);
  const right = await act.secrets.checkPassword(input.current, stored.value.passwordHash);
  await countTry(act, input.account, right);
  if (!right) throw new Refusal('wrong-credentials', { limit: lockout.failures, minutes: lockout.minutes });
  demandStrongPassword(input.next, input.account);
  if (input.next === input.current) throw new Refusal('password-reused');
  const passwordHash = await act.secrets.hashPassword(input.next);
  await untilUndisturbed(async () => {
    const current = await store.readDocument<Account>('accounts', input.account);
    if (!current) throw new Refusal('not-signed-in');
    await store.changeDocuments('accounts', [{ id: input.account, expected: current.version, value: { ...current.value, passwordHash, mustChange: false } }]);
  });
  await endLogIns(store, new Set([actor.memberId]), act.now, input.logInId);
}
