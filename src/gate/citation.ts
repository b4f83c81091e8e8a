import { citedVersion, hasArticle, parseCitation, registeredShape, type Law } from '../domain/law.ts';
import { hasPlace } from '../domain/law-text.ts';

/**
 * What is wrong with a citation in a lesson that teaches the law of `lawAsOf`, in words for the author; null when it stands. A text
 * not in force that day may be cited only where the lesson's head names it under `history`.
 */
export function citationFault(cite: string, laws: ReadonlyMap<string, Law>, { lawAsOf, history }: { lawAsOf: string; history: readonly string[] }): string | null {
  let citation;
  try { citation = parseCitation(cite); } catch { return '写法不对，应为 法/条/款/项'; }
  const law = laws.get(citation.lawId);
  if (!law) return `content/laws/ 中没有 ${citation.lawId}`;
  const version = citedVersion(law, citation, lawAsOf);
  if (!version) return citation.version ? `没有 ${citation.version} 年版本` : `${lawAsOf} 没有有效的版本；引旧法请写明版本，并在前言的 history 中列出`;
  const inForce = version.effective <= lawAsOf && !(version.repealed && version.repealed <= lawAsOf);
  if (!inForce && !history.includes(`${law.lawId}@${version.version}`)) return `${version.version} 年版本在 ${lawAsOf} 不是有效的文本；作为历史引用的，请在前言的 history 中写上 ${law.lawId}@${version.version}`;
  if (!hasArticle(version, citation.article)) return `这一版只有 ${version.articles} 条`;
  if (!hasPlace(registeredShape(version, citation.article), citation)) return placeFault(registeredShape(version, citation.article), citation.paragraph!);
  if (!version.gists[citation.article]) return '缺少这一条的要旨（gists）';
  return null;
}

function placeFault(shape: readonly number[], paragraph: number): string {
  const items = shape[paragraph - 1];
  return items === undefined ? `这一条只有 ${shape.length} 款` : items === 0 ? `第 ${paragraph} 款没有分项` : `第 ${paragraph} 款只有 ${items} 项`;
}
