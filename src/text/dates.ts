import { weekday } from '../domain/calendar.ts';

/** 2026年11月21日 星期六. */
export function longDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日 星期${'一二三四五六日'[weekday(date) - 1]}`;
}

/** 11月21日, or with the year when it is not this one. */
export function shortDate(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
}
