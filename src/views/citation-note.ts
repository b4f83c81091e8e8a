import type { Catalog } from '../domain/catalog.ts';
import { citationTitle, citedVersion, parseCitation, versionKey, type Citation, type Law, type LawVersion } from '../domain/law.ts';
import { statuteText, type StatuteParagraph } from './statute.ts';

/** One citation as the page shows it: the article in words, in short for running text, our gist, the statute text once imported, and which version it is. */
export interface CitationNote {
  cite: string; title: string; shortTitle: string; lawTitle: string; articleText: string; gist: string; versionText: string; past: boolean;
  /** The article's own page, at the 款 and 项; null when the law is not known. */
  href: string | null;
  text: StatuteParagraph[] | null;
}

/** `date`: the local day whose law is meant when the citation names no version. */
export function citationNote(catalog: Catalog, cite: string, date: string): CitationNote {
  const citation = parseCitation(cite);
  const law = catalog.laws.get(citation.lawId);
  const version = law && citedVersion(law, citation, date);
  if (!law || !version) return { cite, title: cite, shortTitle: cite, lawTitle: cite, articleText: '', gist: '', versionText: '', past: true, href: null, text: null };
  const past = Boolean(version.repealed && version.repealed <= date);
  const articleText = articleDigits(citation);
  return {
    cite, title: citationTitle(citation, law), shortTitle: `${past ? `${law.title}（${version.version}）` : law.shortNames[0] ?? law.title}${articleText}`,
    lawTitle: `《${law.title}》${past ? `（${version.version}年文本）` : ''}`, articleText, gist: version.gists[citation.article] ?? '', versionText: versionText(version, date), past,
    href: articleHref(law, version, citation, date), text: statuteText(catalog, versionKey(law.lawId, version.version), citation.article, citation),
  };
}

/** 2022年文本，2022-05-01起施行. */
export function versionText(version: LawVersion, date: string): string {
  if (version.repealed && version.repealed <= date) return `${version.version}年文本，${version.repealed}起失效，作历史对照`;
  return `${version.version}年文本，${version.effective}起施行`;
}

/** `/laws/petition-work-regulations/22#p1-2`; a text not in force on the date goes by its version. */
export function articleHref(law: Law, version: LawVersion, { article, paragraph, item }: Pick<Citation, 'article' | 'paragraph' | 'item'>, date: string): string {
  const current = version.effective <= date && !(version.repealed && version.repealed <= date);
  const place = paragraph ? `#p${paragraph}${item ? `-${item}` : ''}` : '';
  return `/laws/${current ? law.lawId : versionKey(law.lawId, version.version)}/${article}${place}`;
}

/** 第22条第1款第2项, 第17条之一. */
export function articleDigits({ article, paragraph, item }: Pick<Citation, 'article' | 'paragraph' | 'item'>): string {
  const [number, inserted] = article.split('-');
  return `第${number}条${inserted ? `之${inserted}` : ''}${paragraph ? `第${paragraph}款` : ''}${item ? `第${item}项` : ''}`;
}

/** Citations gathered by law: `《信访工作条例》第22条第1款、第23条`. */
export function citedByLaw(cites: readonly string[], catalog: Catalog, date: string): string[] {
  const articles = new Map<string, Set<string>>();
  for (const cite of cites) {
    const { lawTitle, articleText } = citationNote(catalog, cite, date);
    articles.set(lawTitle, (articles.get(lawTitle) ?? new Set()).add(articleText));
  }
  return [...articles].map(([title, texts]) => `${title}${[...texts].join('、')}`);
}
