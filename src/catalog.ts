import type { Catalog } from './domain/catalog.ts';
import { Refusal } from './domain/refusal.ts';
import { readContent } from './gate/content.ts';
import { problemText } from './gate/problem.ts';

/** Published courses, questions and laws from the files below `root`. Content that the gate does not pass is never served: refuses `content-invalid`. */
export function loadCatalog(root: string): Catalog {
  const { catalog, problems } = readContent(root);
  if (problems.length > 0) {
    for (const problem of problems) console.error(problemText(problem));
    throw new Refusal('content-invalid', { count: problems.length });
  }
  return catalog;
}
