import { addDays, localDate } from '../domain/calendar.ts';
import { versionKey, type Law, type LawVersion } from '../domain/law.ts';
import type { Catalog } from '../domain/catalog.ts';
import { demand } from '../domain/permission.ts';
import type { Reading } from './reading.ts';

/** One day in the life of a law. */
export interface LawDay { date: string; what: 'effective' | 'repealed'; lawId: string; version: string; title: string; caution: string | null; href: string }
export interface LawCalendarView { today: string; coming: LawDay[]; /** Of the last two years, newest first. */ recent: LawDay[]; earlier: LawDay[] }

/** When laws of the registry take effect and end. */
export async function lawCalendarView(reading: Reading): Promise<LawCalendarView> {
  demand(reading.actor, 'study');
  const today = localDate(reading.now);
  const days = lawDays(reading.catalog);
  const twoYearsAgo = addDays(today, -730);
  return {
    today, coming: days.filter((day) => day.date > today), recent: days.filter((day) => day.date <= today && day.date >= twoYearsAgo).reverse(),
    earlier: days.filter((day) => day.date < twoYearsAgo).reverse(),
  };
}

/** Public facts of the registry only, by day: also what the calendar feed holds, which calendar programs fetch without a log-in. */
export function lawDays({ laws }: Pick<Catalog, 'laws'>): LawDay[] {
  return [...laws.values()].flatMap((law) => law.versions.flatMap((version) => [
    day(law, version, 'effective', version.effective), ...(version.repealed ? [day(law, version, 'repealed', version.repealed)] : []),
  ])).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.title < b.title ? -1 : 1));
}

function day(law: Law, version: LawVersion, what: LawDay['what'], date: string): LawDay {
  return { date, what, lawId: law.lawId, version: version.version, title: `《${law.title}》${law.versions.length > 1 ? `（${version.version}年文本）` : ''}`, caution: version.caution ?? null, href: `/laws/${versionKey(law.lawId, version.version)}` };
}
