import { anchor, citationSchema, citedVersion, hasArticle, parseCitation, registeredShape, type Law } from './law.ts';
import { hasPlace } from './law-text.ts';
import { Refusal } from './refusal.ts';

/** stands: the key is right; also-right: the disputed answer is right too; withdrawn: the question is unsound, answers to it decide nothing. */
export const rulings = ['stands', 'also-right', 'withdrawn'] as const;
export type RulingKind = (typeof rulings)[number];

/** What a ruling rests on, as typed: citations apart by spaces or 、. Each once, with the version it means on this local date. Refuses `ruling-cites-missing` {cite} for one that does not exist, and for none. */
export function rulingCites(text: string, laws: ReadonlyMap<string, Law>, date: string): string[] {
  const cites = text.split(/[\s、，,；;]+/).filter(Boolean);
  if (cites.length === 0) throw new Refusal('ruling-cites-missing');
  for (const cite of cites) if (!exists(cite, laws, date)) throw new Refusal('ruling-cites-missing', { cite: cite.slice(0, 60) });
  return [...new Set(cites.map((cite) => anchor(cite, laws, date)))];
}

function exists(cite: string, laws: ReadonlyMap<string, Law>, date: string): boolean {
  if (!citationSchema.safeParse(cite).success) return false;
  const citation = parseCitation(cite);
  const law = laws.get(citation.lawId);
  const version = law && citedVersion(law, citation, date);
  return Boolean(version && hasArticle(version, citation.article) && hasPlace(registeredShape(version, citation.article), citation));
}
