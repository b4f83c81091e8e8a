import { isLive, type LogIn } from '../domain/account.ts';
import { localDate, localTime } from '../domain/calendar.ts';
import { demand } from '../domain/permission.ts';
import type { Reading } from './reading.ts';

export interface AccountView { account: string; devices: { logInId: string; device: string; since: string; seen: string; current: boolean }[] }

/** The actor's live log-ins, this one first. */
export async function accountView(reading: Reading, own: { account: string; logInId: string }): Promise<AccountView> {
  const actor = demand(reading.actor, 'view-own-record');
  const text = (at: string) => `${localDate(at)} ${localTime(at)}`;
  const live = (await reading.store.listDocuments<LogIn>('log-ins')).filter(({ value }) => value.memberId === actor.memberId && isLive(value, reading.now));
  return {
    account: own.account,
    devices: live.map(({ id, value }) => ({ logInId: id, device: value.device, since: text(value.startedAt), seen: text(value.seenAt), current: id === own.logInId }))
      .sort((a, b) => Number(b.current) - Number(a.current) || (a.seen < b.seen ? 1 : -1)),
  };
}
