/**
 * Offices count days, months and years by Beijing time (UTC+8, no summer time). Instants are ISO strings in UTC
 * (`2026-11-02T01:00:00.000Z`), local dates are `YYYY-MM-DD`. Pure arithmetic: the clock is always an argument.
 */
const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** `2026-11-02` for an instant. */
export function localDate(at: string): string {
  return new Date(Date.parse(at) + offsetMs).toISOString().slice(0, 10);
}

/** `09:05` for an instant. */
export function localTime(at: string): string {
  return new Date(Date.parse(at) + offsetMs).toISOString().slice(11, 16);
}

/** The instant at which a local date and time (`2026-11-02`, `09:00`) begins. Throws RangeError on a date that does not exist. */
export function instantOf(date: string, time = '00:00'): string {
  const ms = Date.parse(`${date}T${time}:00.000Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) throw new RangeError(`no such date: ${date} ${time}`);
  return new Date(ms - offsetMs).toISOString();
}

/** The local date `days` later (negative: earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function addMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** A span of local dates, both ends included. */
export interface Period { from: string; to: string }

/** The week (Monday to Sunday) or calendar month in which `date` lies. */
export function periodAround(date: string, per: 'week' | 'month'): Period {
  if (per === 'week') {
    const monday = addDays(date, 1 - weekday(date));
    return { from: monday, to: addDays(monday, 6) };
  }
  const first = `${monthOf(date)}-01`;
  const next = addDays(`${monthOf(addDays(first, 31))}-01`, -1);
  return { from: first, to: next };
}

export function isWithin(at: string, period: Period): boolean {
  const date = localDate(at);
  return date >= period.from && date <= period.to;
}

/** The calendar months (`YYYY-MM`) that a period touches, in order. */
export function monthsOf(period: Period): string[] {
  const months: string[] = [];
  for (let day = `${monthOf(period.from)}-01`; day <= period.to; day = addDays(periodAround(day, 'month').to, 1)) months.push(monthOf(day));
  return months;
}
