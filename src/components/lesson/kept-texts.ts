import type { Catalog } from '../../domain/catalog.ts';

const kept = new WeakMap<Catalog, Map<string, string[]>>();

/** Lesson texts as rendered, by entry id, cut where the questions stand. They hold statute text, so they are kept for one state of the law register. */
export function keptTexts(catalog: Catalog): Map<string, string[]> {
  let texts = kept.get(catalog);
  if (!texts) kept.set(catalog, texts = new Map());
  return texts;
}
export const questionsHere = '<!--questions-->';
