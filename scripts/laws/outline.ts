import type { LawCandidate } from '../../src/domain/law-import.ts';
import { shapeOf } from '../../src/domain/law-text.ts';

/** What a registry card says of a text, as YAML to be put below its version: number of articles, headings, 款 and 项. */
export function outlineText(candidates: readonly LawCandidate[]): string {
  return candidates.map(({ title, text, faults }) => {
    if (!text) return `# ${title}：${faults.map((fault) => fault.message).join('；')}`;
    const headings = text.headings.filter((heading) => heading.from && heading.to)
      .map(({ kind, number, title: words, from, to }) => `  - { kind: ${kind}, number: ${number}, title: ${words}, from: ${from}, to: ${to} }`);
    const shapes = text.articles.filter((article) => shapeOf(article).join() !== '0').map((article) => `  '${article.article}': [${shapeOf(article).join(', ')}]`);
    return [`# ${title}`, `articles: ${text.articles.length}`, 'headings:', ...headings, 'outline:', ...shapes].join('\n');
  }).join('\n\n');
}
