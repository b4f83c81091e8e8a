import { z } from 'zod';
import { measure, measures, type Evidence, type Measure } from '../domain/measure.ts';
import { demand, mayIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { subtree } from '../domain/unit.ts';
import { measureRules, measureWords } from '../text/words.ts';
import { loadMembers, loadUnits } from '../storage/people.ts';
import { factLine, lineSources, type FactLine } from './fact-line.ts';
import { heldSessions } from './held-sessions.ts';
import { pageOf } from './paging.ts';
import { sectionName, type Reading } from './reading.ts';
import { unitRecords, type UnitRecords } from './unit-records.ts';

const querySchema = z.object({
  measure: z.enum(measures), from: z.iso.date(), to: z.iso.date(), unit: z.string().nullable(), member: z.string().nullable(),
});

export interface FigurePage {
  measure: Measure; name: string; rule: string; about: string; from: string; to: string;
  value: number | null; unit: string; right: number | null; total: number;
  lines: (FactLine & { person: string })[];
  page: number; pages: number; query: string;
}
const linesPerPage = 100;

/** The facts behind a number on the leader's page. Refuses `invalid-input`, `not-permitted` for a unit or person out of reach. */
export async function unitFigure(reading: Reading, search: URLSearchParams): Promise<FigurePage> {
  const actor = demand(reading.actor, 'view-unit');
  const query = parse(search);
  const all = await unitRecords(reading, actor.unitId);
  const { units, members } = all;
  if (query.unit && !mayIn(actor, 'view-unit', query.unit, units)) throw new Refusal('not-permitted');
  const member = query.member ? members.find((one) => one.memberId === query.member) : null;
  if (query.member && !member) throw new Refusal('not-permitted');
  const unitIds = query.unit ? new Set([query.unit]) : query.member ? null : new Set(subtree(units, actor.unitId).map((unit) => unit.unitId));
  const about = member ? `${member.name}（${sectionName(units, member.unitId)}）` : sectionName(units, query.unit ?? actor.unitId);
  return page(reading, all, query, { memberIds: member ? new Set([member.memberId]) : null, unitIds }, about, search);
}

/** The facts behind a number on one's own page. */
export async function ownFigure(reading: Reading, search: URLSearchParams): Promise<FigurePage> {
  const actor = demand(reading.actor, 'view-own-record');
  const { store, catalog } = reading;
  const units = await loadUnits(store);
  const facts = await store.factsOf(actor.memberId);
  const members = await loadMembers(store);
  const own = {
    units, members, everyone: new Map(members.map((member) => [member.memberId, member])),
    records: { facts, held: await heldSessions(store, units, actor.unitId, facts), questions: catalog.questions },
  };
  return page(reading, own, parse(search), { memberIds: new Set([actor.memberId]), unitIds: null }, actor.name, search);
}

function parse(search: URLSearchParams) {
  const parsed = querySchema.safeParse({ measure: search.get('measure'), from: search.get('from'), to: search.get('to'), unit: search.get('unit'), member: search.get('member') });
  if (!parsed.success) throw new Refusal('invalid-input');
  return parsed.data;
}

function page(reading: Reading, { everyone, records }: UnitRecords, query: z.infer<typeof querySchema>, scope: { memberIds: Set<string> | null; unitIds: Set<string> | null }, about: string, search: URLSearchParams): FigurePage {
  const figure = measure(query.measure, records, { period: { from: query.from, to: query.to }, ...scope });
  const sources = lineSources(reading.catalog, everyone, records.held, new Set());
  const newestFirst = [...figure.evidence].sort((a, b) => (a.fact.at < b.fact.at ? 1 : -1));
  const shown = pageOf(newestFirst, Number(search.get('page')), linesPerPage);
  const rest = new URLSearchParams(search);
  rest.delete('page');
  return {
    measure: query.measure, name: measureWords[query.measure], rule: measureRules[query.measure], about, from: query.from, to: query.to,
    value: figure.value, unit: query.measure === 'first-try' ? '%' : '', right: figure.right, total: newestFirst.length,
    lines: shown.items.map((one: Evidence) => ({ ...factLine(one.fact, sources), person: one.memberId ? everyone.get(one.memberId)?.name ?? '' : '' })),
    page: shown.page, pages: shown.pages, query: rest.toString(),
  };
}
