import ical, { ICalCalendarMethod } from 'ical-generator';

/** One day as the calendar shows it: `date` local, all day. */
export interface CalendarDay { date: string; what: 'effective' | 'repealed'; lawId: string; version: string; title: string; caution: string | null; href: string }

/** An iCalendar feed of whole days. `now` stamps the entries; `origin`, where the site knows its own, makes links. No time zone is set: whole days have none. */
export function lawCalendarFile(days: readonly CalendarDay[], now: string, origin: string | null): string {
  const calendar = ical({ name: '法律日历', prodId: { company: 'xuefa', product: 'laws', language: 'ZH' }, method: ICalCalendarMethod.PUBLISH });
  for (const day of days) {
    calendar.createEvent({
      id: `${day.lawId}-${day.version}-${day.what}@xuefa`, start: new Date(`${day.date}T00:00:00Z`), allDay: true, stamp: new Date(now),
      summary: `${day.title}${day.what === 'effective' ? '施行' : '失效'}`, description: day.caution ? `待核：${day.caution}` : null, url: origin && `${origin}${day.href}`,
    });
  }
  return calendar.toString();
}
