import { loadMember, loadMembersNamed, loadUnits } from '../storage/people.ts';
import { localDate, monthOf, monthsOf, type Period } from '../domain/calendar.ts';
import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { measure, type Measure } from '../domain/measure.ts';
import { demand, demandIn } from '../domain/permission.ts';
import { measureWords, roleWords } from '../text/words.ts';
import { factLine, lineSources, type FactLine } from './fact-line.ts';
import { heldSessionsOf } from './held-sessions.ts';
import { pageOf } from './paging.ts';
import { sectionName, type Reading } from './reading.ts';

export const dossierFilters = { all: '全部', lessons: '学完的课', answers: '答题', sessions: '学法会' } as const;
export type DossierFilter = keyof typeof dossierFilters;
const filterKinds: Record<Exclude<DossierFilter, 'all'>, Fact['kind'][]> = { lessons: ['lesson.completed'], answers: ['question.answered'], sessions: ['session.signed-in'] };
const linesPerPage = 20;

export interface DossierView {
  memberId: string; name: string; staffNo: string; unit: string; post: string; rank: string; roles: string[];
  year: string;
  years: string[];
  figures: { measure: Measure; name: string; value: number | null; unit: string; href: string }[];
  /** Twelve months with lessons completed and sessions attended. */
  months: { month: string; lessons: number; sessions: number }[];
  filter: DossierFilter;
  lines: FactLine[];
  total: number;
  page: number;
  pages: number;
}

export interface DossierQuery { year: string | null; filter: string | null; page: number }

/** The actor's own record. */
export async function ownDossier(reading: Reading, query: DossierQuery): Promise<DossierView> {
  const actor = demand(reading.actor, 'view-own-record');
  return dossier(reading, actor.memberId, query, '/me');
}

/** A person's record, for leaders of their unit. Refuses `not-found`, `not-permitted`. */
export async function personDossier(reading: Reading, memberId: string, query: DossierQuery): Promise<DossierView> {
  demand(reading.actor, 'view-person');
  const member = await loadMember(reading.store, memberId);
  demandIn(reading.actor, 'view-person', member.unitId, await loadUnits(reading.store));
  return dossier(reading, memberId, query, `/unit/people/${memberId}`);
}

/** Practice is one's own affair: nobody else sees what was practised, how it went, or when it is reviewed. */
function isPrivate(fact: Fact): boolean {
  return ['practice.begun', 'question.practised', 'review.arranged'].includes(fact.kind) || (fact.kind === 'answer.marked' && fact.body.sittingId !== undefined);
}

async function dossier(reading: Reading, memberId: string, query: DossierQuery, path: string): Promise<DossierView> {
  const { store, catalog, now } = reading;
  const units = await loadUnits(store);
  const member = await loadMember(store, memberId);
  const all = await store.factsOf(memberId);
  const facts = path === '/me' ? all : all.filter((fact) => !isPrivate(fact));
  const held = await heldSessionsOf(store, member.unitId, facts);
  const thisYear = localDate(now).slice(0, 4);
  const years = [...new Set([thisYear, ...facts.map((fact) => localDate(fact.at).slice(0, 4))])].sort().reverse();
  const year = query.year && years.includes(query.year) ? query.year : thisYear;
  const period: Period = { from: `${year}-01-01`, to: `${year}-12-31` };
  const scope = { period, memberIds: new Set([memberId]), unitIds: null };
  const records = { facts, held, questions: catalog.questions };
  const filter = query.filter && Object.hasOwn(dossierFilters, query.filter) ? query.filter as DossierFilter : 'all';
  const inYear = facts.filter((fact) => localDate(fact.at).startsWith(year)).filter((fact) => filter === 'all' || filterKinds[filter].includes(fact.kind)).reverse();
  const shownPage = pageOf(inYear, query.page, linesPerPage);
  const members = await loadMembersNamed(store, shownPage.items.flatMap((fact) => [fact.subjectId, fact.actorId]));
  const stand = standing(facts);
  const stands = new Set(stand.map((fact) => fact.id));
  const sources = lineSources(catalog, members, held, new Set(facts.filter((fact) => fact.kind !== 'fact.voided' && !stands.has(fact.id)).map((fact) => `${memberId}\n${fact.id}`)), units);
  const shown: [Measure, string, string][] = [['lessons-completed', '学完', '课'], ['first-try', measureWords['first-try'], '%'], ['attended', '参加学法会', '次'], ['attendance-due', '应参加学法会', '次']];
  return {
    memberId, name: member.name, staffNo: member.staffNo, unit: sectionName(units, member.unitId), post: member.post, rank: member.rank,
    roles: member.roles.map((role) => roleWords[role]), year, years,
    figures: shown.map(([name, word, unit]) => ({
      measure: name, name: word, unit, value: measure(name, records, scope).value,
      href: `${path === '/me' ? '/me/facts' : '/unit/facts'}?measure=${name}&from=${period.from}&to=${period.to}${path === '/me' ? '' : `&member=${memberId}`}`,
    })),
    months: monthsOf(period).map((month) => ({
      month,
      lessons: ofKind(stand, 'lesson.completed').filter((fact) => monthOf(localDate(fact.at)) === month).length,
      sessions: held.filter((one) => monthOf(localDate(one.session.startsAt)) === month && one.register.some((line) => line.memberId === memberId && line.signedInAt)).length,
    })),
    filter, lines: shownPage.items.map((fact) => factLine(fact, sources)), total: inYear.length, page: shownPage.page, pages: shownPage.pages,
  };
}
