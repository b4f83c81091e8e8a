import { afterRightPassword, afterWrongPassword, demandUnlocked, type Account } from '../domain/account.ts';
import type { Act } from './act.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/**
 * Counts a try at a password on the account as it is by now: of several at once none is forgotten, and one whose check
 * ends after the account was locked is refused (`account-locked`), right or wrong, so that many at once are not more tries
 * than five. A right one is written too, even if it changes nothing: that is what puts it in a row with the others.
 */
export function countTry(act: Act, accountId: string, right: boolean): Promise<void> {
  return untilUndisturbed(async () => {
    const stored = await act.store.readDocument<Account>('accounts', accountId);
    if (!stored) return;
    demandUnlocked(stored.value, act.now);
    const value = right ? afterRightPassword(stored.value) : afterWrongPassword(stored.value, act.now);
    await act.store.changeDocuments('accounts', [{ id: accountId, expected: stored.version, value }]);
  });
}
