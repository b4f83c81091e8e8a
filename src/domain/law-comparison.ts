import type { ComparisonRow } from './law.ts';
import { diffLaw, type ArticleChange } from './law-diff.ts';
import type { Succession } from './law-change.ts';
import { compareArticles, type LawText } from './law-text.ts';

/** One row of what a change of law comes to: articles of the old text beside those of the new. */
export interface ComparedRow {
  before: string[];
  after: string[];
  /** Other articles that took over parts of the old one, or whose parts the new one resembles. */
  near: string[];
  /** `noted`: known only from our own comparison, as one of the texts is not imported; `unknown`: not even that. */
  state: ArticleChange['state'] | 'noted' | 'unknown';
  /** What we noted on it, in our own words. */
  notes: Pick<ComparisonRow, 'topic' | 'change'>[];
}

const known = new WeakMap<LawText, WeakMap<LawText, ArticleChange[]>>();

/** Article by article from both texts once they are imported, matched by content; else what the registry notes. In order of the new text. */
export function compareTexts({ toVersion, from }: Succession, before: LawText | null, after: LawText | null): ComparedRow[] {
  const noted = toVersion.comparison?.with === from ? toVersion.comparison.rows : [];
  if (!before || !after) return noted.map(({ topic, change, before: old, after: now }) => ({ before: old, after: now, near: [], state: 'noted', notes: [{ topic, change }] }));
  return differences(before, after).map((change) => ({
    before: change.before ? [change.before] : [], after: change.after ? [change.after] : [], near: change.near, state: change.state,
    notes: noted.filter((row) => (change.before ? row.before.includes(change.before) : row.after.includes(change.after!))).map(({ topic, change: words }) => ({ topic, change: words })),
  }));
}

/** Articles of the old text that no longer hold as they were taught: changed, dropped, or noted as such. */
export function touchedArticles(rows: readonly ComparedRow[]): string[] {
  return [...new Set(rows.filter((row) => row.state === 'changed' || row.state === 'removed' || row.state === 'noted').flatMap((row) => row.before))].sort(compareArticles);
}

/** Where the matter of these old articles stands in the new text. */
export function successorsOf(rows: readonly ComparedRow[], articles: readonly string[]): string[] {
  const wanted = new Set(articles);
  return [...new Set(rows.filter((row) => row.before.some((one) => wanted.has(one))).flatMap((row) => [...row.after, ...row.near]))].sort(compareArticles);
}

/** Comparing a whole code takes a moment: done once for a pair of texts. */
function differences(before: LawText, after: LawText): ArticleChange[] {
  const ofBefore = known.get(before) ?? new WeakMap<LawText, ArticleChange[]>();
  known.set(before, ofBefore);
  const done = ofBefore.get(after) ?? diffLaw(before, after);
  ofBefore.set(after, done);
  return done;
}
