import { loadUnits } from '../storage/people.ts';
import { localDate } from '../domain/calendar.ts';
import { lessonOfQuestion, type Catalog } from '../domain/catalog.ts';
import { changesQuestion, rulingsOf, type Dispute, type Ruling } from '../domain/dispute.ts';
import { demandIn } from '../domain/permission.ts';
import type { AlsoRight } from '../domain/question.ts';
import type { RulingKind } from '../domain/ruling.ts';
import type { Unit } from '../domain/unit.ts';
import { partName } from '../text/part-name.ts';
import { citedByLaw } from './citation-note.ts';
import { pageOf } from './paging.ts';
import { sectionName, type Reading } from './reading.ts';

/** A ruling as everyone may see it. `people`: whose marks it changed; null while that is being worked out, and where nothing is to be. */
export interface RulingView { ruling: RulingKind; /** What of an answer was ruled right: 第 2 空; null: the whole, or nothing. */ part: string | null; reason: string; laws: string[]; on: string; retired: boolean; people: number | null; underWay: boolean }

/** One's own dispute of a question. `on`: local day. */
export interface OwnDispute { state: 'open' | RulingKind; on: string; reason: string; ruling: RulingView | null }

/** A dispute in a list for trainers: whose it is is not said, only from which section. `number`: its place on record, from 1. */
export interface DisputeLine { number: number; href: string; on: string; section: string; stem: string; lesson: string | null; reason: string; ruling: RulingView | null }

export interface DisputesView { open: number; ruled: number; lines: DisputeLine[]; total: number; page: number; pages: number }

const rowsPerPage = 50;

/** All disputes for those who rule on them: open ones first, oldest first; then those ruled on, newest first. */
export async function disputesView(reading: Reading, search: URLSearchParams): Promise<DisputesView> {
  const { catalog, settings } = reading;
  const units = await loadUnits(reading.store);
  demandIn(reading.actor, 'rule-on-dispute', settings.rootUnitId, units);
  const open = catalog.disputes.filter((dispute) => !dispute.ruling);
  const ruled = catalog.disputes.filter((dispute) => dispute.ruling).sort((a, b) => b.ruling!.seq - a.ruling!.seq);
  const { items, page, pages } = pageOf([...open, ...ruled], Number(search.get('page')), rowsPerPage);
  return { open: open.length, ruled: ruled.length, lines: items.map((dispute) => disputeLine(catalog, units, dispute)), total: open.length + ruled.length, page, pages };
}

export function disputeLine(catalog: Catalog, units: readonly Unit[], dispute: Dispute): DisputeLine {
  const number = catalog.disputes.indexOf(dispute) + 1;
  return {
    number, href: `/studio/disputes/${number}`, on: localDate(dispute.at), section: sectionName(units, dispute.unitId), reason: dispute.reason,
    stem: catalog.questions.get(dispute.questionId)?.stem ?? dispute.questionId, lesson: lessonOfQuestion(catalog, dispute.questionId)?.title ?? null, ruling: dispute.ruling && rulingView(catalog, dispute.ruling),
  };
}

function ownDispute(catalog: Catalog, memberId: string, questionId: string): OwnDispute | null {
  const dispute = catalog.disputes.findLast((one) => one.memberId === memberId && one.questionId === questionId);
  return dispute ? { state: dispute.ruling?.ruling ?? 'open', on: localDate(dispute.at), reason: dispute.reason, ruling: dispute.ruling && rulingView(catalog, dispute.ruling) } : null;
}

/** What is on record against a question, for one person: their latest dispute, and whatever was ruled right beside the key. */
export interface OnRecord { dispute: OwnDispute | null; rulings: readonly (AlsoRight & { ruling: RulingView })[] }

export function onRecord(catalog: Catalog, memberId: string, questionId: string): OnRecord {
  const rulings = rulingsOf(catalog.disputes.filter((one) => one.questionId === questionId)).filter((one) => one.ruling === 'also-right');
  return { dispute: ownDispute(catalog, memberId, questionId), rulings: rulings.map((one) => ({ part: one.part ?? null, chosen: one.chosen, ruling: rulingView(catalog, one) })) };
}

export function rulingView(catalog: Catalog, { questionId, ruling, part, reason, cites, at, retired, people }: Ruling): RulingView {
  const on = localDate(at);
  return {
    ruling, part: part === undefined ? null : partName(catalog.questions.get(questionId)?.type ?? null, part), reason, laws: citedByLaw(cites, catalog, on), on, retired, people,
    underWay: changesQuestion({ ruling, retired }) && people === null,
  };
}
