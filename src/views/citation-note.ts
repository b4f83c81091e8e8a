import type { Catalog } from '../domain/catalog.ts';
import { citationTitle, citedVersion, parseCitation } from '../domain/law.ts';

/** One citation as the page shows it: the article in words, in short for running text, our gist, and which version it is. */
export interface CitationNote { cite: string; title: string; shortTitle: string; lawTitle: string; articleText: string; gist: string; versionText: string; past: boolean }

/** `date`: the local day whose law is meant when the citation names no version. */
export function citationNote(catalog: Catalog, cite: string, date: string): CitationNote {
  const citation = parseCitation(cite);
  const law = catalog.laws.get(citation.lawId);
  const version = law && citedVersion(law, citation, date);
  if (!law || !version) return { cite, title: cite, shortTitle: cite, lawTitle: cite, articleText: '', gist: '', versionText: '', past: true };
  const past = Boolean(version.repealed && version.repealed <= date);
  const paragraph = citation.paragraph ? `第${citation.paragraph}款` : '';
  const item = citation.item ? `第${citation.item}项` : '';
  const articleText = `第${citation.article}条${paragraph}${item}`;
  return {
    cite, title: citationTitle(citation, law), shortTitle: `${past ? `${law.title}（${version.version}）` : law.shortNames[0] ?? law.title}${articleText}`,
    lawTitle: `《${law.title}》${past ? `（${version.version}年文本）` : ''}`, articleText,
    gist: law.gists[String(citation.article)] ?? '',
    versionText: past ? `${version.version}年文本，${version.repealed}起失效，作历史对照` : `${version.version}年文本，${version.effective}起施行`, past,
  };
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
