import { z } from 'zod';
import { Refusal } from './refusal.ts';

const dateText = z.iso.date();

/** What we know of a law: facts and our own words. Statute text is imported by each office and never stands here. */
export const lawSchema = z.strictObject({
  title: z.string().min(2).describe('full official title without 中华人民共和国, e.g. 民法典'),
  shortNames: z.array(z.string()).default([]).describe('what people call it'),
  issuer: z.string(),
  kind: z.enum(['constitution', 'law', 'administrative-regulation', 'party-and-state-regulation', 'local-regulation', 'judicial-interpretation']),
  versions: z.array(z.strictObject({
    version: z.string().regex(/^\d{4}$/).describe('year of the version, quoted'),
    adopted: dateText,
    effective: dateText.describe('first day in force'),
    repealed: dateText.optional().describe('first day no longer in force'),
    articles: z.int().positive().describe('number of the last article'),
    note: z.string().optional(),
  })).min(1),
  replaces: z.string().optional().describe('id of the law it replaced'),
  chapters: z.array(z.strictObject({ title: z.string(), from: z.int(), to: z.int() })).default([]),
  gists: z.record(z.string().regex(/^\d+$/), z.string().min(10).max(120)).default({}).describe('article number → 要旨 in our own words'),
}).strict();
export type LawFile = z.infer<typeof lawSchema>;
export interface Law extends LawFile { lawId: string }
export type LawVersion = Law['versions'][number];

/** `petition-regulations@2005/33/1/2` taken apart. paragraph 款 and item 项 are null when the citation stops earlier. */
export interface Citation { lawId: string; version: string | null; article: number; paragraph: number | null; item: number | null }

const citationText = /^([a-z][a-z0-9-]*)(?:@(\d{4}))?\/(\d+)(?:\/(\d+))?(?:\/(\d+))?$/;
export const citationSchema = z.string().regex(citationText, '引用应写作“法/条”，款、项可省，如 petition-work-regulations/22/1');

/** Refuses `invalid-input` on text that is not a citation. */
export function parseCitation(text: string): Citation {
  const match = citationText.exec(text);
  if (!match) throw new Refusal('invalid-input', { text });
  const [, lawId = '', version, article, paragraph, item] = match;
  return { lawId, version: version ?? null, article: Number(article), paragraph: paragraph ? Number(paragraph) : null, item: item ? Number(item) : null };
}

/** The version in force on a local date; null when none is (not yet, or repealed). */
export function versionInForce(law: Law, date: string): LawVersion | null {
  return law.versions.filter((one) => one.effective <= date && (!one.repealed || one.repealed > date))
    .sort((a, b) => (a.effective < b.effective ? 1 : -1))[0] ?? null;
}

/** The version a citation means: the named one, else the one in force on the date. */
export function citedVersion(law: Law, citation: Citation, date: string): LawVersion | null {
  return citation.version ? law.versions.find((one) => one.version === citation.version) ?? null : versionInForce(law, date);
}

/** `law@version/article…`: the citation with the version it meant on the date, as evidence keeps it. */
export function anchor(text: string, laws: ReadonlyMap<string, Law>, date: string): string {
  const citation = parseCitation(text);
  const law = laws.get(citation.lawId);
  const version = law && citedVersion(law, citation, date);
  if (!version) return text;
  return text.replace(/^[^/]+/, `${citation.lawId}@${version.version}`);
}

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 → 一, 36 → 三十六, 1254 → 一千二百五十四. */
export function chineseNumber(value: number): string {
  const places: [number, string][] = [[1000, '千'], [100, '百'], [10, '十']];
  let rest = value;
  let text = '';
  for (const [size, word] of places) {
    const digit = Math.floor(rest / size);
    rest %= size;
    if (digit) text += `${digits[digit]}${word}`;
    else if (text && rest && !text.endsWith('零')) text += '零';
  }
  if (rest || !text) text += digits[rest];
  return value < 20 && value >= 10 ? text.replace(/^一十/, '十') : text;
}

/** 《信访工作条例》第二十二条第一款. */
export function citationTitle(citation: Citation, law: Law): string {
  const paragraph = citation.paragraph ? `第${chineseNumber(citation.paragraph)}款` : '';
  const item = citation.item ? `第（${chineseNumber(citation.item)}）项` : '';
  const year = citation.version && versionIsPast(law, citation.version) ? `（${citation.version}年文本）` : '';
  return `《${law.title}》${year}第${chineseNumber(citation.article)}条${paragraph}${item}`;
}

function versionIsPast(law: Law, version: string): boolean {
  return law.versions.some((one) => one.version === version && one.repealed);
}
