import { plainText, type LawText } from '../domain/law-text.ts';

/** Days the text itself names. Hints: the registry decides. `years`: every year its history names, in order. */
export interface VersionHints { adopted: string | null; effective: string | null; years: number[] }

const date = /(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/g;

/** When this version was adopted or published and since when it is in force, as far as its history and its last articles say. */
export function guessVersion(text: LawText): VersionHints {
  const latest = (event: RegExp, place: 0 | -1) => text.history.filter((line) => event.test(line)).flatMap((line) => daysIn(line).at(place) ?? []).sort().at(-1) ?? null;
  const adopted = latest(/通过|修正|修订/, 0) ?? latest(/公布|发布|批准|颁布/, 0);
  const inForce = latest(/施行|生效/, -1);
  const effective = inForce && (adopted === null || inForce >= adopted) ? inForce : clauseDay(text, adopted);
  return { adopted, effective, years: [...new Set(text.history.flatMap((line) => [...line.matchAll(/(\d{4})\s?年/g)].map((match) => Number(match[1]))))].sort((a, b) => a - b) };
}

/** 本法自2026年1月1日起施行. Of a text amended later the clause names the day of the first version, which is none of this one. */
function clauseDay(text: LawText, adopted: string | null): string | null {
  for (const article of text.articles.slice(-3).reverse()) {
    const words = plainText(article);
    const clause = /自.{4,30}?起(?:施行|生效)/.exec(words)?.[0];
    if (!clause) continue;
    if (/^自(?:公布|发布|通过)之日起/.test(clause)) return latestIsAmendment(text) ? null : text.history.flatMap(daysIn).sort().at(-1) ?? null;
    const [day] = daysIn(clause);
    return day && (adopted === null || day >= adopted) ? day : null;
  }
  return null;
}

/** 修正 changes single articles and leaves that on the day in force as it was. */
const latestIsAmendment = (text: LawText): boolean => /修正/.test(text.history.at(-1) ?? '');

/** The dates of a line, 2024-02-27; days that do not exist are left out. */
function daysIn(line: string): string[] {
  return [...line.matchAll(date)].flatMap((match) => {
    const [, year, month, day] = match.map(Number);
    const time = new Date(Date.UTC(year!, month! - 1, day));
    return time.getUTCMonth() === month! - 1 && time.getUTCDate() === day ? [time.toISOString().slice(0, 10)] : [];
  });
}
