import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readContent } from './content.ts';
import { publishedFile } from './published.ts';

/** Adds to the list of published questions those that are not in it, and changes none that are; their ids. Null, and nothing added, while anything else is wrong. */
export function publishQuestions(root: string): string[] | null {
  const { problems, published, unpublished } = readContent(root);
  const fresh = Object.keys(unpublished);
  if (problems.length > fresh.length) return null;
  const all = Object.entries({ ...unpublished, ...published }).sort(([a], [b]) => (a < b ? -1 : 1));
  if (fresh.length > 0) writeFileSync(path.join(root, publishedFile), `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
  return fresh;
}
