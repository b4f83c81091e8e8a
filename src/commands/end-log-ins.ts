import type { LogIn } from '../domain/account.ts';
import type { Store } from '../storage/port.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/** Ends all log-ins of these people but the one named. */
export function endLogIns(store: Store, memberIds: ReadonlySet<string>, now: string, exceptLogInId: string | null = null): Promise<void> {
  return untilUndisturbed(async () => {
    const open = (await store.listDocuments<LogIn>('log-ins')).filter(({ id, value }) => memberIds.has(value.memberId) && !value.endedAt && id !== exceptLogInId);
    if (open.length > 0) await store.changeDocuments('log-ins', open.map(({ id, version, value }) => ({ id, expected: version, value: { ...value, endedAt: now } })));
  });
}
