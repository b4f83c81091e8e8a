import { z } from 'zod';
import { articleLabel, type ArticleShape } from './law-text.ts';
import { chineseNumber } from './numeral.ts';
import { Refusal } from './refusal.ts';

const dateText = z.iso.date();
const articleKey = z.string().regex(/^[1-9]\d*(-[1-9]\d*)?$/, '条号应写作 36，或者 17-1（第十七条之一）');
const article = z.union([z.int().positive().transform(String), articleKey]);

/** One row of what changed against the law or version before, in our own words. */
const comparisonRowSchema = z.strictObject({
  topic: z.string().min(2).max(40),
  before: z.array(article).describe('articles of the old text; empty when it is new'),
  after: z.array(article).describe('articles of this text; empty when it was dropped'),
  change: z.string().min(2).max(160),
});
export type ComparisonRow = z.infer<typeof comparisonRowSchema>;

export const lawVersionSchema = z.strictObject({
  version: z.string().regex(/^\d{4}$/).describe('year of the version, quoted'),
  adopted: dateText.describe('when this version was adopted or published'),
  effective: dateText.describe('first day this version is in force'),
  effectiveFrom: z.enum(['text', 'index', 'knowledge']).default('text').describe('how we know that day: the text says it; an index of laws does; general knowledge, to be verified'),
  repealed: dateText.optional().describe('first day no longer in force'),
  articles: z.int().positive().describe('number of articles; the number of the last one'),
  note: z.string().max(200).optional().describe('facts on this version: earlier versions, document number'),
  caution: z.string().max(200).optional().describe('what is not verified, shown wherever the law is'),
  headings: z.array(z.strictObject({
    kind: z.enum(['part', 'subpart', 'chapter', 'section', 'other']).default('chapter'), number: z.int().positive().nullable(), title: z.string(), from: article, to: article,
  })).default([]).describe('编、分编、章、节 in order, with the articles below each'),
  outline: z.record(articleKey, z.array(z.int().nonnegative()).min(1)).default({}).describe('article → number of 项 in each 款; articles of one 款 without 项 are left out'),
  gists: z.record(articleKey, z.string().min(10).max(120)).default({}).describe('article → 要旨 in our own words'),
  comparison: z.strictObject({ with: z.string().describe('law@version'), rows: z.array(comparisonRowSchema).min(1) }).optional().describe('what changed against an earlier text'),
});
export interface LawVersion extends z.infer<typeof lawVersionSchema> {
  /** Put on record by the office, not in the registry's files: authors did not know it. */
  announced?: boolean;
  /** `repealed` follows from such a version. */
  endAnnounced?: boolean;
}

/** What we know of a law: facts and our own words. Statute text is imported by each office and never stands here. */
export const lawSchema = z.strictObject({
  title: z.string().min(2).describe('official title without 中华人民共和国, e.g. 民法典'),
  shortNames: z.array(z.string()).default([]).describe('what people call it; the first is used in running text'),
  aliases: z.array(z.string()).default([]).describe('other words by which it is looked for: former names, popular names'),
  issuer: z.string(),
  kind: z.enum(['constitution', 'law', 'administrative-regulation', 'party-and-state-regulation', 'local-regulation', 'judicial-interpretation']),
  versions: z.array(lawVersionSchema).min(1),
  replaces: z.string().optional().describe('id of the law it replaced'),
});
export type LawFile = z.infer<typeof lawSchema>;
export interface Law extends Omit<LawFile, 'versions'> { lawId: string; versions: LawVersion[] }

/** `petition-regulations@2005/33/1/2` taken apart. `article` as in `17-1`; paragraph 款 and item 项 are null when the citation stops earlier. */
export interface Citation { lawId: string; version: string | null; article: string; paragraph: number | null; item: number | null }

const citationText = /^([a-z][a-z0-9-]*)(?:@(\d{4}))?\/(\d+(?:-\d+)?)(?:\/(\d+))?(?:\/(\d+))?$/;
export const citationSchema = z.string().regex(citationText, '引用应写作“法/条”，款、项可省，如 petition-work-regulations/22/1');

/** Refuses `invalid-input` on text that is not a citation. */
export function parseCitation(text: string): Citation {
  const match = citationText.exec(text);
  if (!match) throw new Refusal('invalid-input', { text });
  const [, lawId = '', version, article = '', paragraph, item] = match;
  return { lawId, version: version ?? null, article, paragraph: paragraph ? Number(paragraph) : null, item: item ? Number(item) : null };
}

/** The whole article of which a citation names a part: `civil-code/1254/1` → `civil-code/1254`. */
export function wholeArticle(cite: string): string {
  return cite.split('/').slice(0, 2).join('/');
}

/** `petition-regulations@2005`: one version of one law. */
export function versionKey(lawId: string, version: string): string {
  return `${lawId}@${version}`;
}

/** Whether this version has the article, as far as the registry says. */
export function hasArticle(version: LawVersion, article: string): boolean {
  const [number = 0, inserted] = article.split('-').map(Number);
  return number >= 1 && number <= version.articles && (inserted === undefined || article in version.outline);
}

/** The 款 and 项 that the registry knows of an article. */
export function registeredShape(version: LawVersion, article: string): ArticleShape {
  return version.outline[article] ?? [0];
}

/** Every version of every law under its key. */
export function versionsByKey(laws: Iterable<Law>): Map<string, { law: Law; version: LawVersion }> {
  return new Map([...laws].flatMap((law) => law.versions.map((version) => [versionKey(law.lawId, version.version), { law, version }] as const)));
}

/** Its versions, the last to take effect first. */
export function versionsLatestFirst(law: Law): LawVersion[] {
  return law.versions.toSorted((a, b) => (a.effective < b.effective ? 1 : -1));
}

/** The version in force on a local date; null when none is (not yet, or repealed). */
export function versionInForce(law: Law, date: string): LawVersion | null {
  return versionsLatestFirst(law).find((one) => one.effective <= date && (!one.repealed || one.repealed > date)) ?? null;
}

/** The version a citation means: the named one, else the one in force on the date as authors knew it, whatever the office announced since. */
export function citedVersion(law: Law, citation: Citation, date: string): LawVersion | null {
  if (citation.version) return law.versions.find((one) => one.version === citation.version) ?? null;
  const written = versionsLatestFirst(law).filter((one) => !one.announced && one.effective <= date);
  return written.find((one) => !one.repealed || one.endAnnounced || one.repealed > date) ?? null;
}

/** `law@version/article…`: the citation with the version it meant on the date, as evidence keeps it. */
export function anchor(text: string, laws: ReadonlyMap<string, Law>, date: string): string {
  const citation = parseCitation(text);
  const law = laws.get(citation.lawId);
  const version = law && citedVersion(law, citation, date);
  if (!version) return text;
  return text.replace(/^[^/]+/, `${citation.lawId}@${version.version}`);
}

/** 《信访工作条例》第二十二条第一款. */
export function citationTitle(citation: Citation, law: Law): string {
  const paragraph = citation.paragraph ? `第${chineseNumber(citation.paragraph)}款` : '';
  const item = citation.item ? `第（${chineseNumber(citation.item)}）项` : '';
  const year = citation.version && versionIsPast(law, citation.version) ? `（${citation.version}年文本）` : '';
  return `《${law.title}》${year}${articleLabel(citation.article)}${paragraph}${item}`;
}

function versionIsPast(law: Law, version: string): boolean {
  return law.versions.some((one) => one.version === version && one.repealed);
}
