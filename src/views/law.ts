import { localDate } from '../domain/calendar.ts';
import { versionInForce, versionKey, versionsLatestFirst, type Law, type LawVersion } from '../domain/law.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { articleDigits, versionText } from './citation-note.ts';
import { lawLine, type LawLine } from './laws.ts';
import { usesOf } from './law-uses.ts';
import { articlesOf, statuteText, type StatuteParagraph } from './statute.ts';
import type { Reading } from './reading.ts';

export interface ArticleLine {
  /** `34`, or `17-1` for 第十七条之一. */
  article: string;
  /** 第34条. */
  label: string;
  href: string;
  gist: string | null;
  lessons: number;
  questions: number;
  /** 款 with their 项; null while the text is not imported. */
  paragraphs: StatuteParagraph[] | null;
}
export interface LawHeadingLine { kind: LawVersion['headings'][number]['kind']; number: number | null; title: string; from: string; to: string; /** Articles directly below it, not below a lower heading. */ articles: string[] }
export interface LawView extends Omit<LawLine, 'articles'> {
  version: string;
  versionText: string;
  note: string | null;
  effectiveFrom: LawVersion['effectiveFrom'];
  /** Articles before the first heading, or all of them when there is none; then each heading with its own. */
  leading: string[];
  headings: LawHeadingLine[];
  /** In order. */
  articles: ArticleLine[];
  preamble: string[];
  text: { importedOn: string; source: string; files: string[]; warnings: string[] } | null;
  replaces: { title: string; href: string } | null;
  replacedBy: { title: string; href: string } | null;
}

/** One law in the version in force, or in the one named: `petition-regulations@2005`. Of a law no longer in force the last. Refuses `not-found`. */
export async function lawView(reading: Reading, name: string): Promise<LawView> {
  demand(reading.actor, 'study');
  const { law, version } = lawNamed(reading, name);
  const { catalog } = reading;
  const key = versionKey(law.lawId, version.version);
  const record = catalog.texts.get(key);
  const articles = articleKeys(reading, key, version).map((article) => articleLine(reading, law, version, article, name));
  const successor = [...catalog.laws.values()].find((one) => one.replaces === law.lawId);
  const replaced = law.replaces ? catalog.laws.get(law.replaces) : undefined;
  const headings = headingLines(version, articles.map((line) => line.article));
  const below = new Set(headings.flatMap((heading) => heading.articles));
  return {
    ...lawLine(reading, law, version), version: version.version, versionText: versionText(version, localDate(reading.now)), caution: version.caution ?? null, note: version.announced ? '本单位登记的新版本，课程还没有按它编写。' : version.note ?? null,
    effectiveFrom: version.effectiveFrom, leading: articles.map((line) => line.article).filter((article) => !below.has(article)), headings, articles,
    preamble: record?.text.preamble ?? [],
    text: record ? { importedOn: localDate(record.at), source: record.source, files: record.files.map((file) => file.name), warnings: record.warnings } : null,
    replaces: replaced ? { title: replaced.title, href: `/laws/${replaced.lawId}` } : null,
    replacedBy: successor ? { title: successor.title, href: `/laws/${successor.lawId}` } : null,
  };
}

/** The law and version that a name in an address means. Refuses `not-found`. */
export function lawNamed({ catalog, now }: Reading, name: string): { law: Law; version: LawVersion } {
  const [lawId = '', named, more] = name.split('@');
  if (more !== undefined) throw new Refusal('not-found');
  const law = catalog.laws.get(lawId);
  const last = law && versionsLatestFirst(law)[0];
  const version = law && (named === undefined ? versionInForce(law, localDate(now)) ?? last : law.versions.find((one) => one.version === named));
  if (!law || !version) throw new Refusal('not-found');
  return { law, version };
}

/** Articles in order: of the imported text, else as many as are registered. */
export function articleKeys({ catalog }: Reading, key: string, version: LawVersion): string[] {
  const imported = articlesOf(catalog, key);
  return imported ? [...imported.keys()] : Array.from({ length: version.articles }, (_, index) => String(index + 1));
}

function articleLine({ catalog }: Reading, law: Law, version: LawVersion, article: string, name: string): ArticleLine {
  const key = versionKey(law.lawId, version.version);
  const uses = usesOf(catalog, key, article);
  return {
    article, label: articleDigits({ article, paragraph: null, item: null }), href: `/laws/${name}/${article}`, gist: version.gists[article] ?? null,
    lessons: uses.lessons.length, questions: uses.questions.length, paragraphs: statuteText(catalog, key, article),
  };
}

/** Each heading with the articles that no lower heading takes. */
function headingLines(version: LawVersion, articles: readonly string[]): LawHeadingLine[] {
  const place = new Map(articles.map((article, index) => [article, index]));
  const spans = version.headings.map((heading) => ({ heading, from: place.get(heading.from) ?? -1, to: place.get(heading.to) ?? -1 }));
  return spans.map(({ heading, from, to }, index) => {
    const lower = spans.slice(index + 1).filter((one) => one.from >= from && one.to <= to);
    return { ...heading, articles: articles.slice(from, to + 1).filter((_, offset) => from >= 0 && !lower.some((one) => one.from <= from + offset && from + offset <= one.to)) };
  });
}
