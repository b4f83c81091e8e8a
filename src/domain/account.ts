import { z } from 'zod';
import { addMinutes } from './calendar.ts';
import { Refusal } from './refusal.ts';

/** How a person proves who they are. The password itself is never kept, only its argon2id hash. */
export const accountSchema = z.strictObject({
  account: z.string().min(1).max(32).describe('log-in name, the 工号 unless chosen otherwise; the document id, lower case'),
  memberId: z.string(),
  passwordHash: z.string().describe('argon2id with its parameters and salt'),
  mustChange: z.boolean().describe('true while a one-time password is in use'),
  failures: z.int().min(0).describe('wrong passwords since the last success or lock'),
  lockedUntil: z.iso.datetime().nullable(),
  active: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

export const lockout = { failures: 5, minutes: 15 } as const;

/** Refuses `account-locked` with the minutes left. */
export function demandUnlocked(account: Account, now: string): void {
  if (account.lockedUntil && account.lockedUntil > now) {
    throw new Refusal('account-locked', { minutes: Math.ceil((Date.parse(account.lockedUntil) - Date.parse(now)) / 60_000) });
  }
}

export function afterWrongPassword(account: Account, now: string): Account {
  const failures = account.failures + 1;
  return failures >= lockout.failures
    ? { ...account, failures: 0, lockedUntil: addMinutes(now, lockout.minutes) }
    : { ...account, failures };
}

export function afterRightPassword(account: Account): Account {
  return { ...account, failures: 0, lockedUntil: null };
}

/** At least 10 characters, three of the four kinds (upper, lower, digit, other), not containing the account. Refuses `password-weak`. */
export function demandStrongPassword(password: string, account: string): void {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u].filter((kind) => kind.test(password)).length;
  const length = [...password].length;
  if (length < 10 || length > 128 || kinds < 3 || password.toLowerCase().includes(account.toLowerCase())) throw new Refusal('password-weak');
}

/** A log-in: one browser on one device. The token stays with the browser; the store keeps its hash as the document id. */
export const logInSchema = z.strictObject({
  memberId: z.string(),
  account: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime().describe('last request, kept to the minute'),
  device: z.string().max(120).describe('browser and system as it names itself'),
  endedAt: z.iso.datetime().nullable().describe('signed out or revoked'),
  kept: z.strictObject({ action: z.string(), path: z.string(), fields: z.array(z.tuple([z.string(), z.string()])), at: z.iso.datetime() })
    .nullable().describe('a form sent after the log-in had timed out, to be carried out after the next log-in of the same account'),
});
export type LogIn = z.infer<typeof logInSchema>;

export const timeouts = { idleMinutes: 60, absoluteMinutes: 12 * 60, keptMinutes: 24 * 60 } as const;

export function isLive(logIn: LogIn, now: string): boolean {
  return !logIn.endedAt && addMinutes(logIn.seenAt, timeouts.idleMinutes) > now && addMinutes(logIn.startedAt, timeouts.absoluteMinutes) > now;
}
