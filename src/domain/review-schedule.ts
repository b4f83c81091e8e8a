import { FSRSAlgorithm, Rating, type FSRSState, type Grade as FsrsGrade } from 'ts-fsrs';
import { gradeOfAnswer, type Answer } from './answer.ts';
import { addDays, localDate } from './calendar.ts';
import type { Question } from './question.ts';

/** How well something was recalled, inferred from one answer. */
export type Recall = 'again' | 'hard' | 'good' | 'easy';

/** What one person remembers of one question, in local days; folded from their answers, never stored. */
export interface Card {
  questionId: string;
  /** Days after which nine of ten would still be recalled. */
  stability: number;
  /** 1 (easy) to 10. */
  difficulty: number;
  /** Local days of the last recall and of the next. */
  lastOn: string; dueOn: string;
  recalls: number;
  /** How often it was not recalled. */
  lapses: number;
  lastRight: boolean;
}

/** Seconds that an answer usually takes, by type: reading included. */
export const usualSeconds: Record<Question['type'], number> = {
  'true-false': 20, single: 30, multiple: 45, blank: 45, classify: 45, match: 75, order: 75, 'find-fault': 90, short: 120, case: 150,
};
/** Whoever took longer than this was away, and nothing is concluded from it. */
const awayAfter = 5;
/** Slower than this many times the usual is hesitation; quicker than this part of it is fluency. */
const [slow, fluent] = [2, 0.5];
const retention = 0.9;
const longestInterval = 365;
const memory = new FSRSAlgorithm({ request_retention: retention, maximum_interval: longestInterval, enable_fuzz: false, enable_short_term: false });

/**
 * Not right: again, however sure. Right but said to be unsure, or after long hesitation: hard. Right, said to be sure, and fluent: easy.
 * Every other right answer: good. Null while a short answer is unmarked.
 */
export function recallOf(question: Question, answer: Pick<Answer, 'chosen' | 'marking' | 'sure' | 'seconds'>): Recall | null {
  const { right, pending } = gradeOfAnswer(question, answer);
  if (pending) return null;
  if (!right) return 'again';
  const pace = answer.seconds === null ? 1 : answer.seconds / usualSeconds[question.type];
  const hesitated = pace > slow && pace <= awayAfter;
  if (answer.sure === false || hesitated) return 'hard';
  return answer.sure && pace < fluent ? 'easy' : 'good';
}

/**
 * A card for every question answered, from all answers of one person in order. The first answer of a local day counts: what is
 * repeated within minutes of the explanation shows no memory. Arguable questions and those no longer known have no card.
 */
export function cardsOf(answers: readonly Answer[], questions: ReadonlyMap<string, Question>): Map<string, Card> {
  const cards = new Map<string, Card>();
  for (const answer of answers) {
    const question = questions.get(answer.questionId);
    const before = cards.get(answer.questionId);
    const on = localDate(answer.at);
    if (!question || question.arguable || (before && before.lastOn >= on)) continue;
    const recall = recallOf(question, answer);
    if (recall) cards.set(question.id, recalled(before ?? null, question.id, on, recall));
  }
  return cards;
}

/** The card after one more recall on a local day. */
export function recalled(card: Card | null, questionId: string, on: string, recall: Recall): Card {
  const elapsed = card ? daysBetween(card.lastOn, on) : 0;
  const before: FSRSState | null = card && { stability: card.stability, difficulty: card.difficulty };
  const { stability, difficulty } = memory.next_state(before, elapsed, ratings[recall]);
  const missed = recall === 'again';
  return {
    questionId, stability, difficulty, lastOn: on, dueOn: addDays(on, missed ? 1 : memory.next_interval(stability, elapsed)),
    recalls: (card?.recalls ?? 0) + 1, lapses: (card?.lapses ?? 0) + Number(missed), lastRight: !missed,
  };
}

/** The chance, 0 to 1, that the question would be recalled on a local day. */
export function retrievability(card: Card, on: string): number {
  return memory.forgetting_curve(Math.max(0, daysBetween(card.lastOn, on)), card.stability);
}

const ratings: Record<Recall, FsrsGrade> = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good, easy: Rating.Easy };

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
