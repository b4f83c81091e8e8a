import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from '../domain/catalog.ts';
import { keyOf } from '../domain/answer-key.ts';
import { citedVersion, parseCitation, versionKey } from '../domain/law.ts';
import { numbersMissing } from '../domain/law-number.ts';
import { plainText, shapeOf, type LawArticle, type LawText } from '../domain/law-text.ts';
import { citationIn, lessonTree, propertiesOf, type Node } from './lesson-text.ts';
import type { Problem } from './problem.ts';

/**
 * Quantities in lessons and questions that no article cited beside them states, block by block. `texts`: the imported texts by
 * `law@version`; what rests on any other is not checked. A hint for the author, not a fault: numbers may be reckoned.
 */
export function numberWarnings(root: string, texts: ReadonlyMap<string, LawText>, catalog: Catalog): Problem[] {
  return [...catalog.lessons.values()].flatMap((lesson) => {
    const file = `content/courses/${lesson.entryId}.mdx`;
    const source = readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');
    const head = /^---\n[\s\S]*?\n---\n/.exec(source)?.[0] ?? '';
    const cited = (cites: readonly string[]) => citedArticles(cites, texts, catalog, lesson.lawAsOf);
    const ofText = blocksIn(lessonTree(source.slice(head.length))).flatMap(({ words, cites, line }) => {
      const at = line + head.split('\n').length - 1;
      return missing(words, cited(cites)).map(({ said, where }): Problem => ({ file, line: at, message: `第${at}行写了“${said}”，所引${where}原文里没有这个数` }));
    });
    const ofQuestions = lesson.questionIds.map((id) => catalog.questions.get(id)!).flatMap((question) => {
      const stated = [question.explanation, ...(question.type === 'single' || question.type === 'multiple' ? question.options.filter((option) => option.right).map((option) => option.text) : keyOf(question).filter(() => question.type === 'blank'))];
      return stated.flatMap((words) => missing(words, cited(question.cites)))
        .map(({ said, where }): Problem => ({ file: `quizzes/${lesson.lessonId}.yaml（${question.id}）`, line: null, message: `解析或正确选项写了“${said}”，所引${where}原文里没有这个数` }));
    });
    return [...ofText, ...ofQuestions];
  });
}

/** What stands together and is read together: its words, and what is cited in it. */
interface Block { words: string; cites: string[]; line: number }
const blockTypes = new Set(['paragraph', 'listItem', 'tableRow', 'heading']);

function blocksIn(node: Node): Block[] {
  if (!blockTypes.has(node.type) && node.name !== 'Deadline') return (node.children ?? []).flatMap(blocksIn);
  const block: Block = { words: '', cites: [], line: node.position?.start?.line ?? 1 };
  const gather = (one: Node): void => {
    const given = propertiesOf(one);
    const cite = citationIn(given);
    if (cite) block.cites.push(cite);
    block.words += one.type === 'break' || one.type === 'tableCell' ? '\n' : one.value ?? given.get('limit') ?? '';
    one.children?.forEach(gather);
  };
  gather(node);
  return [block];
}

/** The articles cited, with their names; null when there is none, or the text of one of them is not at hand. */
function citedArticles(cites: readonly string[], texts: ReadonlyMap<string, LawText>, catalog: Catalog, date: string): Map<string, LawArticle> | null {
  const found = new Map<string, LawArticle>();
  for (const cite of cites) {
    const citation = parseCitation(cite);
    const law = catalog.laws.get(citation.lawId);
    const version = law && citedVersion(law, citation, date);
    const article = version && texts.get(versionKey(citation.lawId, version.version))?.articles.find((one) => one.article === citation.article);
    if (!article) return null;
    found.set(`《${law.title}》${citation.version ? `（${version.version}年文本）` : ''}第${citation.article}条`, article);
  }
  return found.size > 0 ? found : null;
}

function missing(words: string, cited: ReadonlyMap<string, LawArticle> | null): { said: string; where: string }[] {
  if (!cited) return [];
  const articles = [...cited.values()];
  const said = new Set(numbersMissing(words, articles.map(plainText), articles.map(shapeOf)).map((one) => one.text));
  return [...said].map((text) => ({ said: text, where: [...cited.keys()].join('、') }));
}
