import { answersOf, gradeOfAnswer, type Answer } from '../domain/answer.ts';
import { localDate } from '../domain/calendar.ts';
import { isInUse, lessonOfQuestion, type Catalog } from '../domain/catalog.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { sittingsOf, type Sitting, type SittingState } from '../domain/sitting.ts';
import type { Question } from '../domain/question.ts';
import type { SittingPurpose } from '../domain/sitting-scope.ts';
import { sittingTitle } from '../text/sitting-title.ts';
import { citationNote } from './citation-note.ts';
import { onRecord } from './disputes.ts';
import { passagesFor } from './passages.ts';
import { questionView, type QuestionView } from './question.ts';
import type { Reading } from './reading.ts';

export interface SittingView {
  sittingId: string; title: string; purpose: SittingPurpose; begunOn: string;
  /** Questions that are asked or were answered; `gone`: others that are not asked any more. */
  total: number; answered: number; right: number; gone: number;
  lines: { number: number; stem: string; state: SittingState; href: string }[];
  /** Number of the first question still to be answered; null when there is none. */
  next: number | null;
}
export interface SittingQuestionView {
  sittingId: string; title: string; number: number; total: number;
  /** Null when it is not asked any more. */
  question: QuestionView | null;
  lesson: { lessonId: string; title: string } | null;
  /** Never counts as a mistake. */
  arguable: boolean;
  /** ISO instant of this page: comes back with the form. */
  shownAt: string;
  state: SittingState;
  /** Where to go on: the next question still open, or the end. */
  onward: { href: string; last: boolean };
}

/** A sitting of the actor's own as a whole. Refuses `sitting-not-found`. */
export async function sittingView(reading: Reading, sittingId: string): Promise<SittingView> {
  const { sitting } = await ownSitting(reading, sittingId);
  const states = statesOf(reading, sitting);
  const next = states.findIndex((state) => state === 'open' || state === 'marking');
  return {
    sittingId, title: sittingTitle(reading.catalog, sitting), purpose: sitting.purpose, begunOn: localDate(sitting.begunAt), total: states.filter((state) => state !== 'gone').length, gone: states.filter((state) => state === 'gone').length,
    answered: sitting.answers.size, right: states.filter((state) => state === 'right').length,
    lines: sitting.questionIds.map((id, index) => ({ number: index + 1, stem: reading.catalog.questions.get(id)?.stem ?? '（题目已移走）', state: states[index]!, href: `/practice/${sittingId}/${index + 1}` })),
    next: next < 0 ? null : next + 1,
  };
}

/** One question of a sitting: its form, or the verdict. Refuses `sitting-not-found`, `not-found`. */
export async function sittingQuestionView(reading: Reading, sittingId: string, asked: string): Promise<SittingQuestionView> {
  const { catalog, now } = reading;
  const { sitting, answers, memberId } = await ownSitting(reading, sittingId);
  const number = /^[1-9]\d?$/.test(asked) ? Number(asked) : 0;
  const questionId = sitting.questionIds[number - 1];
  if (!questionId) throw new Refusal('not-found');
  const question = catalog.questions.get(questionId);
  const lesson = lessonOfQuestion(catalog, questionId);
  const state = stateOf(reading, sitting, questionId);
  const onward = onwardFrom(statesOf(reading, sitting), number);
  const head = { sittingId, title: sittingTitle(catalog, sitting), number, total: sitting.questionIds.length, shownAt: now, state, onward: { href: `/practice/${sittingId}${onward ? `/${onward}` : ''}`, last: onward === null } };
  if (!question || !lesson || state === 'gone') return { ...head, question: null, lesson: null, arguable: false };
  const given = sitting.answers.get(questionId);
  const noteOf = (cite: string) => citationNote(catalog, cite, lesson.lawAsOf);
  const view = questionView(
    { question, attempts: given ? [given] : [], solved: state === 'right', next: answers.filter((answer) => answer.questionId === questionId).length + 1 }, number, memberId, false,
    () => question.cites.map(noteOf), () => passagesFor(question, lesson, (cite) => noteOf(cite).shortTitle).map((one) => ({ ...one, href: `/courses/${lesson.lessonId}${one.href}` })),
    onRecord(catalog, memberId, questionId),
  );
  return { ...head, question: view, lesson: { lessonId: lesson.lessonId, title: lesson.title }, arguable: question.arguable };
}

async function ownSitting({ store, actor }: Reading, sittingId: string): Promise<{ sitting: Sitting; answers: Answer[]; memberId: string }> {
  const { memberId } = demand(actor, 'study');
  const facts = await store.factsOf(memberId);
  const sitting = sittingsOf(facts).find((one) => one.sittingId === sittingId);
  if (!sitting) throw new Refusal('sitting-not-found');
  return { sitting, answers: answersOf(facts), memberId };
}

function stateOf({ catalog, now }: Pick<Reading, 'catalog' | 'now'>, sitting: Sitting, questionId: string): SittingState {
  const question = catalog.questions.get(questionId);
  const answer = sitting.answers.get(questionId);
  if (!question || (!answer && !isAsked(catalog, question, now))) return 'gone';
  if (!answer) return 'open';
  const { right, pending } = gradeOfAnswer(question, answer);
  return pending ? 'marking' : right ? 'right' : 'wrong';
}

function isAsked(catalog: Catalog, question: Question, now: string): boolean {
  const lesson = lessonOfQuestion(catalog, question.id);
  return lesson !== null && isInUse(catalog, lesson, question, localDate(now));
}

/** Where each question of a sitting stands, in their order. */
export function statesOf(reading: Pick<Reading, 'catalog' | 'now'>, sitting: Sitting): SittingState[] {
  return sitting.questionIds.map((id) => stateOf(reading, sitting, id));
}

/** The number of the next question still to be dealt with after this one, then from the beginning; null when there is none. */
function onwardFrom(states: readonly SittingState[], number: number): number | null {
  const order = [...states.keys()].map((index) => (number + index) % states.length).filter((index) => index !== number - 1);
  const found = order.find((index) => states[index] === 'open' || states[index] === 'marking');
  return found === undefined ? null : found + 1;
}
