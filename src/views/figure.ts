import { z } from 'zod';
import { measure, measures, shareOf, type Evidence, type Measure } from '../domain/measure.ts';
import { demand, demandIn } from '../domain/permission.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { measureRules, measureWords } from '../text/words.ts';
import { loadMember, loadMembersNamed } from '../storage/people.ts';
import type { EvidenceScope } from '../storage/port.ts';
import { factLine, lineSources, type FactLine } from './fact-line.ts';
import { heldSessionsNamed, heldSessionsOf } from './held-sessions.ts';
import { sectionName, type Reading } from './reading.ts';
import { unitInView } from './unit-figures.ts';

const querySchema = z.object({
  measure: z.enum(measures), from: z.iso.date(), to: z.iso.date(), unit: z.string().nullable(), extent: z.enum(['own', 'whole']).nullable(), member: z.string().nullable(),
  page: z.coerce.number().transform(Math.trunc).catch(1),
});
type Query = z.infer<typeof querySchema>;

export interface FigurePage {
  measure: Measure; name: string; rule: string; about: string; from: string; to: string;
  value: number | null; unit: string; right: number | null; total: number;
  lines: (FactLine & { person: string })[];
  page: number; pages: number; query: string;
}
const linesPerPage = 100;

/** The facts behind a number on the leader's pages. Practice is nobody else’s affair. Refuses `invalid-input`, `not-permitted` for a unit or person out of reach. */
export async function unitFigure(reading: Reading, search: URLSearchParams): Promise<FigurePage> {
  demand(reading.actor, 'view-unit');
  const query = parse(search);
  const { units, unitId } = await unitInView(reading, query.unit);
  const member = query.member ? await loadMember(reading.store, query.member).catch((error: unknown) => { throw isRefusal(error) && error.code === 'not-found' ? new Refusal('not-permitted') : error; }) : null;
  if (member) demandIn(reading.actor, 'view-person', member.unitId, units);
  if (query.measure === 'practice-first' || (member && query.measure === 'sessions-held')) throw new Refusal('invalid-input');
  const scope: EvidenceScope = member ? { memberId: member.memberId } : query.extent === 'own' ? { own: unitId } : { whole: unitId };
  const about = member ? `${member.name}（${sectionName(units, member.unitId)}）` : sectionName(units, unitId);
  const figures = await reading.store.figures(reading.catalog.questions);
  const wanted = { measure: query.measure, scope, period: { from: query.from, to: query.to } };
  const part = async (page: number) => figures.evidence({ ...wanted, offset: (page - 1) * linesPerPage, limit: linesPerPage });
  const first = await part(1);
  const page = Math.min(Math.max(1, query.page), pagesOf(first.total));
  const { lines } = page === 1 ? first : await part(page);
  return figurePage(reading, query, search, { about, page, total: first.total, right: first.right, lines });
}

/** The facts behind a number on one's own page. */
export async function ownFigure(reading: Reading, search: URLSearchParams): Promise<FigurePage> {
  const actor = demand(reading.actor, 'view-own-record');
  const query = parse(search);
  const facts = await reading.store.factsOf(actor.memberId);
  const records = { facts, held: await heldSessionsOf(reading.store, actor.unitId, facts), questions: reading.catalog.questions };
  const { evidence, right } = measure(query.measure, records, { period: { from: query.from, to: query.to }, memberIds: new Set([actor.memberId]), unitIds: null });
  const page = Math.min(Math.max(1, query.page), pagesOf(evidence.length));
  const newestFirst = [...evidence].sort((a, b) => (a.fact.at < b.fact.at ? 1 : -1));
  return figurePage(reading, query, search, { about: actor.name, page, total: evidence.length, right, lines: newestFirst.slice((page - 1) * linesPerPage, page * linesPerPage) });
}

function parse(search: URLSearchParams): Query {
  const parsed = querySchema.safeParse(Object.fromEntries(['measure', 'from', 'to', 'unit', 'extent', 'member', 'page'].map((name) => [name, search.get(name)])));
  if (!parsed.success) throw new Refusal('invalid-input');
  return parsed.data;
}

function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / linesPerPage));
}

interface Found { about: string; page: number; total: number; right: number | null; lines: Evidence[] }

async function figurePage({ store, catalog }: Reading, query: Query, search: URLSearchParams, { about, page, total, right, lines }: Found): Promise<FigurePage> {
  const people = await loadMembersNamed(store, lines.flatMap(({ memberId, fact }) => [memberId ?? '', fact.subjectId, fact.actorId]));
  const held = await heldSessionsNamed(store, lines.flatMap(({ fact }) => fact.contextId ?? (fact.kind.startsWith('session.') ? fact.subjectId : [])));
  const sources = lineSources(catalog, people, held, new Set());
  const rest = new URLSearchParams(search);
  rest.delete('page');
  return {
    measure: query.measure, name: measureWords[query.measure], rule: measureRules[query.measure], about, from: query.from, to: query.to,
    value: right === null ? total : shareOf(right, total), unit: query.measure === 'first-try' ? '%' : '', right, total,
    lines: lines.map((one) => ({ ...factLine(one.fact, sources), person: one.memberId ? people.get(one.memberId)?.name ?? '' : '' })),
    page, pages: pagesOf(total), query: rest.toString(),
  };
}
