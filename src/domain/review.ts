import type { Answer } from './answer.ts';
import { localDate, periodAround } from './calendar.ts';
import type { Catalog } from './catalog.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { Question } from './question.ts';
import { practisable } from './practice.ts';
import { cardsOf, retrievability, usualSeconds, type Card } from './review-schedule.ts';

/** What a person arranged for their reviews: minutes a week at most, and a pause (local days, both included) or none. */
export interface ReviewPlan { minutes: number; pausedFrom: string | null; pausedTo: string | null }

/** Minutes of review a week, where nobody said otherwise. */
export const usualMinutes = 30;
/** A sitting takes at most so many minutes. */
export const sittingMinutes = 10;

export function reviewPlanOf(facts: readonly Fact[]): ReviewPlan {
  const last = ofKind(standing(facts), 'review.arranged').at(-1);
  return last ? { minutes: last.body.minutes, pausedFrom: last.body.pausedFrom, pausedTo: last.body.pausedTo } : { minutes: usualMinutes, pausedFrom: null, pausedTo: null };
}

export function isPaused({ pausedFrom, pausedTo }: ReviewPlan, on: string): boolean {
  return pausedFrom !== null && pausedFrom <= on && (pausedTo === null || on <= pausedTo);
}

/** Seconds spent on reviews in the running week (Monday to Sunday): as measured, at most three times the usual for one answer. */
export function reviewSecondsThisWeek(answers: readonly Answer[], reviewSittings: ReadonlySet<string>, questions: ReadonlyMap<string, Question>, on: string): number {
  const week = periodAround(on, 'week');
  return answers.filter((answer) => answer.sittingId !== null && reviewSittings.has(answer.sittingId) && localDate(answer.at) >= week.from && localDate(answer.at) <= on)
    .reduce((sum, { questionId, seconds }) => {
      const usual = usualSeconds[questions.get(questionId)?.type ?? 'single'];
      return sum + Math.min(seconds ?? usual, 3 * usual);
    }, 0);
}

/** What a person is asked to review now, from their facts. */
export function dueReviewOf(catalog: Catalog, facts: readonly Fact[], answers: readonly Answer[], now: string): DueReview {
  const today = localDate(now);
  const reviews = new Set(ofKind(standing(facts), 'practice.begun').filter((fact) => fact.body.purpose === 'review').map((fact) => fact.body.sittingId));
  return dueReview(cardsOf(answers, catalog.questions), practisable(catalog, answers, today), reviewPlanOf(facts), reviewSecondsThisWeek(answers, reviews, catalog.questions, today), today);
}

/** What one sitting of review asks now. `secondsLeft`: of the week's budget. Empty while nothing is due, in a pause, or when the week's minutes are spent. */
export interface DueReview { questions: Question[]; seconds: number; /** Why it is empty, null when it is not. */ none: 'paused' | 'spent' | 'nothing' | null }

/**
 * Missed ones first, then those most likely to be forgotten; as many as fit into one sitting and into what is left of the week.
 * What does not fit waits without being counted up: nothing piles up.
 */
export function dueReview(cards: ReadonlyMap<string, Card>, reviewable: readonly Question[], plan: ReviewPlan, secondsSpent: number, on: string): DueReview {
  if (isPaused(plan, on)) return { questions: [], seconds: 0, none: 'paused' };
  const due = reviewable.flatMap((question) => {
    const card = cards.get(question.id);
    return card && card.dueOn <= on && card.lastOn < on ? [{ question, missed: !card.lastRight, recall: retrievability(card, on) }] : [];
  }).sort((a, b) => Number(b.missed) - Number(a.missed) || a.recall - b.recall || (a.question.id < b.question.id ? -1 : 1));
  if (due.length === 0) return { questions: [], seconds: 0, none: 'nothing' };
  const budget = Math.min(plan.minutes * 60 - secondsSpent, sittingMinutes * 60);
  const questions: Question[] = [];
  let seconds = 0;
  for (const { question } of due) {
    if (seconds + usualSeconds[question.type] > budget || questions.length === 50) continue;
    questions.push(question);
    seconds += usualSeconds[question.type];
  }
  return { questions, seconds, none: questions.length === 0 ? 'spent' : null };
}
