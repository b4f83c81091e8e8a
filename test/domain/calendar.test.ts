import { describe, expect, test } from 'vitest';
import { addDays, addMinutes, instantOf, isWithin, localDate, localTime, monthOf, monthsOf, periodAround, weekday } from '../../src/domain/calendar.ts';

const beijing = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
/** Every day from 1 January 2023 to 31 December 2028, leap years included. */
const days = Array.from({ length: 2_192 }, (_, index) => new Date(Date.UTC(2023, 0, 1 + index)).toISOString().slice(0, 10));

describe('a Beijing day', () => {
  test('begins at 16:00 UTC of the day before', () => {
    expect(['2026-03-01T15:59:59.999Z', '2026-03-01T16:00:00.000Z'].map((at) => [localDate(at), localTime(at)])).toEqual([['2026-03-01', '23:59'], ['2026-03-02', '00:00']]);
    expect([localDate('2025-12-31T16:00:00.000Z'), localDate('2024-02-28T16:00:00.000Z'), localDate('2026-02-28T16:00:00.000Z')]).toEqual(['2026-01-01', '2024-02-29', '2026-03-01']);
  });

  test('is what the time zone database says, every six hours and some minutes', () => {
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2027, 0, 1); at += 21_660_000) {
      const instant = new Date(at).toISOString();
      expect(`${localDate(instant)} ${localTime(instant)}`).toBe(beijing.format(at));
    }
  });

  test('and a time make an instant, and back', () => {
    expect(instantOf('2026-03-02', '09:00')).toBe('2026-03-02T01:00:00.000Z');
    expect(instantOf('2026-03-02')).toBe('2026-03-01T16:00:00.000Z');
    for (const date of days) for (const time of ['00:00', '07:59', '23:59']) expect([localDate(instantOf(date, time)), localTime(instantOf(date, time))]).toEqual([date, time]);
  });

  test('that does not exist is refused, and so is such a time', () => {
    for (const date of ['2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2100-02-29', '2026-3-2', '', 'x']) expect(() => instantOf(date, '09:00'), date).toThrow(RangeError);
    for (const time of ['24:00', '09:60', '9:00', '25:00', '-1:00', '', '09:00:00']) expect(() => instantOf('2026-03-02', time), time).toThrow(RangeError);
    expect(instantOf('2024-02-29', '09:00')).toBe('2024-02-29T01:00:00.000Z');
  });
});

describe('counting on', () => {
  test('by days goes over the ends of months and years, both ways', () => {
    expect([addDays('2026-01-31', 1), addDays('2024-02-28', 1), addDays('2026-02-28', 1), addDays('2026-12-31', 1), addDays('2026-01-01', -1), addDays('2026-03-01', -60)])
      .toEqual(['2026-02-01', '2024-02-29', '2026-03-01', '2027-01-01', '2025-12-31', '2025-12-31']);
    days.forEach((date, index) => { if (index > 0) expect(addDays(days[index - 1]!, 1)).toBe(date); });
  });

  test('by minutes keeps the seconds', () => {
    expect([addMinutes('2026-03-02T01:00:30.500Z', 5), addMinutes('2026-03-01T00:00:00.000Z', -1)]).toEqual(['2026-03-02T01:05:30.500Z', '2026-02-28T23:59:00.000Z']);
  });

  test('weekdays begins with Monday as 1', () => {
    expect(['2026-03-02', '2026-03-07', '2026-03-08', '2026-03-09'].map(weekday)).toEqual([1, 6, 7, 1]);
  });
});

describe('a period', () => {
  test('around a day is its week from Monday to Sunday', () => {
    for (const date of ['2026-03-02', '2026-03-05', '2026-03-08']) expect(periodAround(date, 'week')).toEqual({ from: '2026-03-02', to: '2026-03-08' });
    expect(periodAround('2026-01-01', 'week')).toEqual({ from: '2025-12-29', to: '2026-01-04' });
  });

  test('around a day is its month, from the first to the last day there is', () => {
    for (const date of days) {
      const [year = 0, month = 0] = date.split('-').map(Number);
      expect(periodAround(date, 'month')).toEqual({ from: `${monthOf(date)}-01`, to: `${monthOf(date)}-${String(new Date(Date.UTC(year, month, 0)).getUTCDate())}` });
    }
  });

  test('holds both its ends, by Beijing days', () => {
    const period = { from: '2026-03-02', to: '2026-03-03' };
    expect(['2026-03-01T15:59:59.999Z', '2026-03-01T16:00:00.000Z', '2026-03-03T15:59:59.999Z', '2026-03-03T16:00:00.000Z'].map((at) => isWithin(at, period))).toEqual([false, true, true, false]);
  });

  test('touches months from its first to its last, over a year end', () => {
    expect(monthsOf({ from: '2025-11-30', to: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsOf({ from: '2026-03-31', to: '2026-03-31' })).toEqual(['2026-03']);
    expect(monthsOf({ from: '2026-01-01', to: '2026-12-31' })).toHaveLength(12);
    expect(monthsOf({ from: '2026-03-02', to: '2026-02-01' })).toEqual([]);
  });
});
