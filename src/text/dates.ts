import { weekday } from '../domain/calendar.ts';

/** 2026年11月21日 星期六. */
export function longDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日 星期${'一二三四五六日'[weekday(date) - 1]}`;
}
