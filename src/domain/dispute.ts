import { isCorrect } from './grading.ts';
import { ofKind, standing, type Fact, type FactBody } from './fact.ts';
import type { Question } from './question.ts';

/** Whose facts disputes and rulings are: questions are shared, so is their register, one chain for the whole installation. */
export const questionRegisterSubject = 'question-register';

/** A ruling as recorded; `people`: whose marks it changed, null while that is still being worked out. */
export interface Ruling extends FactBody<'dispute.ruled'> { rulingId: string; /** Its place in the register: rulings count in the order in which they were made. */ seq: number; actorId: string; at: string; people: number | null }
/** 题目申诉: what someone says against a question, and what a trainer ruled; `ruling` null while it is open. */
export interface Dispute extends FactBody<'question.disputed'> { disputeId: string; memberId: string; /** Where the person belonged then. */ unitId: string; at: string; ruling: Ruling | null }

/** All disputes on record, in order, each with its ruling. */
export function disputesOf(facts: readonly Fact[]): Dispute[] {
  const stand = standing(facts);
  const carriedOut = new Map(ofKind(stand, 'ruling.carried-out').map((fact) => [fact.body.rulingId, fact.body.people]));
  const ruled = new Map(ofKind(stand, 'dispute.ruled').map((fact): [string, Ruling] => [fact.body.disputeId, { ...fact.body, rulingId: fact.id, seq: fact.seq, actorId: fact.actorId, at: fact.at, people: carriedOut.get(fact.id) ?? null }]));
  return ofKind(stand, 'question.disputed').map((fact) => ({ ...fact.body, disputeId: fact.id, memberId: fact.actorId, unitId: fact.unitId, at: fact.at, ruling: ruled.get(fact.id) ?? null }));
}

/** The rulings on these disputes, in the order in which they were made. */
export function rulingsOf(disputes: readonly Dispute[]): Ruling[] {
  return disputes.flatMap((one) => one.ruling ?? []).sort((a, b) => a.seq - b.seq);
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
export function afterRuling(question: Question, { ruling, chosen, retired }: Pick<Ruling, 'ruling' | 'chosen' | 'retired'>): Question {
  const state = retired || ruling === 'withdrawn' ? 'retired' : question.state;
  if (ruling === 'withdrawn') return { ...question, state, arguable: true };
  return ruling === 'also-right' ? { ...question, state, alsoRight: [...question.alsoRight ?? [], chosen] } : { ...question, state };
}

/** Whether a disputed answer is there, and wrong by the key and all rulings so far. */
export function mayBeRuledRight(question: Question | undefined, chosen: readonly string[]): boolean {
  return question !== undefined && chosen.length > 0 && !isCorrect(question, chosen);
}
