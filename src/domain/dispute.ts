import { answerIn, covers, partsIn } from './answer-part.ts';
import { grade } from './grading.ts';
import { ofKind, standing, type Fact, type FactBody } from './fact.ts';
import type { Question } from './question.ts';
import type { RulingKind } from './ruling.ts';

/** Whose facts disputes and rulings are: questions are shared, so is their register, one chain for the whole installation. */
export const questionRegisterSubject = 'question-register';

/** A ruling as recorded, one for all disputes that it settles; `people`: whose marks it changed, null while that is still being worked out. */
export interface Ruling extends FactBody<'dispute.ruled'> { rulingId: string; /** Its place in the register: rulings count in the order in which they were made. */ seq: number; actorId: string; at: string; people: number | null }
/** 题目申诉: what someone says against a question, and what a trainer ruled; `ruling` null while it is open. */
export interface Dispute extends FactBody<'question.disputed'> { disputeId: string; memberId: string; /** Where the person belonged then. */ unitId: string; at: string; ruling: Ruling | null }

/** All disputes on record, in order, each with its ruling: its own, or the one on another dispute that it was settled with. */
export function disputesOf(facts: readonly Fact[]): Dispute[] {
  const stand = standing(facts);
  const carriedOut = new Map(ofKind(stand, 'ruling.carried-out').map((fact) => [fact.body.rulingId, fact.body.people]));
  const made = ofKind(stand, 'dispute.ruled');
  const rulings = new Map(made.map((fact): [string, Ruling] => [fact.id, { ...fact.body, rulingId: fact.id, seq: fact.seq, actorId: fact.actorId, at: fact.at, people: carriedOut.get(fact.id) ?? null }]));
  const ruled = new Map(made.map((fact) => [fact.body.disputeId, rulings.get(fact.body.madeWith ?? fact.id) ?? null]));
  return ofKind(stand, 'question.disputed').map((fact) => ({ ...fact.body, disputeId: fact.id, memberId: fact.actorId, unitId: fact.unitId, at: fact.at, ruling: ruled.get(fact.id) ?? null }));
}

/** The rulings on these disputes, each once, in the order in which they were made. */
export function rulingsOf(disputes: readonly Dispute[]): Ruling[] {
  return [...new Map(disputes.flatMap(({ ruling }) => (ruling ? [[ruling.rulingId, ruling] as const] : []))).values()].sort((a, b) => a.seq - b.seq);
}

/** Whether a ruling leaves the question other than it was: then it is to be carried out. */
export function changesQuestion({ ruling, retired }: Pick<Ruling, 'ruling' | 'retired'>): boolean {
  return ruling !== 'stands' || retired;
}

/** The questions as the rulings leave them: more answers right, or no longer asked, or deciding nothing. */
export function withRulings(questions: ReadonlyMap<string, Question>, disputes: readonly Dispute[]): ReadonlyMap<string, Question> {
  const rulings = rulingsOf(disputes).filter(changesQuestion);
  if (rulings.length === 0) return questions;
  const all = new Map(questions);
  for (const ruling of rulings) {
    const question = all.get(ruling.questionId);
    if (question) all.set(question.id, afterRuling(question, ruling));
  }
  return all;
}

/** One question after one ruling. */
export function afterRuling(question: Question, { ruling, part, chosen, retired }: Pick<Ruling, 'ruling' | 'part' | 'chosen' | 'retired'>): Question {
  const state = retired || ruling === 'withdrawn' ? 'retired' : question.state;
  if (ruling === 'withdrawn') return { ...question, state, arguable: true };
  return ruling === 'also-right' ? { ...question, state, alsoRight: [...question.alsoRight ?? [], { part: part ?? null, chosen }] } : { ...question, state };
}

/**
 * What of a disputed answer may be ruled right: its parts that were answered and are wrong by the key and all rulings so far; `null`, the whole, where it
 * has no parts. Nothing of one's own words, which are marked by their points, nor of a statement, of which both sides would be right.
 */
export function rulableParts(question: Question | undefined, chosen: readonly string[]): (number | null)[] {
  if (!question || chosen.length === 0 || question.type === 'short' || question.type === 'true-false') return [];
  const { right, parts } = grade(question, chosen);
  if (partsIn(question) === 0) return right ? [] : [null];
  const isAnswered = (part: number) => question.type === 'find-fault' || answerIn(question, chosen, part).some(Boolean);
  return parts.flatMap((ok, index) => (!ok && isAnswered(index + 1) ? [index + 1] : []));
}

/** The other open disputes of the question that a ruling on one of them settles: all when it is withdrawn, those whose answer is ruled right too. */
export function settledWith(dispute: Dispute, { ruling, part, chosen }: { ruling: RulingKind; part: number | null; chosen: readonly string[] }, question: Question | undefined, disputes: readonly Dispute[]): Dispute[] {
  const isSettled = (one: Dispute) => ruling === 'withdrawn' || (ruling === 'also-right' && question !== undefined && one.chosen.length > 0 && covers(question, { part, chosen }, one.chosen));
  return disputes.filter((one) => one.questionId === dispute.questionId && one.disputeId !== dispute.disputeId && !one.ruling && isSettled(one));
}
