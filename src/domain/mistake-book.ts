import { gradeOfAnswer, type Answer } from './answer.ts';
import { localDate } from './calendar.ts';
import { confusionsIn, type Confusion } from './confusion.ts';
import type { Question } from './question.ts';

/** One question in the mistake book (错题本). */
export interface Mistake {
  question: Question;
  /** ISO instant of the last miss. */
  missedAt: string;
  /** How often it was answered wrong, at any time. */
  misses: number;
  /** Local days after that of the last miss on which it was recalled. */
  recalledOn: string[];
  /** What was taken for what, each once, commonest first; of all wrong answers. */
  confusions: (Confusion & { times: number })[];
}

/** A question that is not asked any more, or only in its lesson until a trainer finds it right, cannot be recalled on later days. */
function mayBeRecalled(question: Question): boolean {
  return question.state === 'live' && !question.arguable && !(question.type === 'short' && question.marking === 'trainer');
}

/** Right recall on so many separate days, none of them that of the miss, and a question leaves the book. */
export const daysToLeave = 2;

/** The questions in one person's book, last missed first. Answers in order of recording; arguable questions, those not asked any more, and those that a trainer marks are never in it. */
export function mistakesOf(answers: readonly Answer[], questions: ReadonlyMap<string, Question>): Mistake[] {
  const book: Mistake[] = [];
  for (const [questionId, own] of Map.groupBy(answers, (answer) => answer.questionId)) {
    const question = questions.get(questionId);
    if (!question || !mayBeRecalled(question)) continue;
    const marked = own.filter((answer) => !gradeOfAnswer(question, answer).pending);
    const wrong = marked.filter((answer) => !gradeOfAnswer(question, answer).right);
    const last = wrong.at(-1);
    if (!last) continue;
    const missedOn = localDate(last.at);
    const later = marked.slice(marked.indexOf(last) + 1).map((answer) => localDate(answer.at));
    const recalledOn = [...new Set(later.filter((date) => date > missedOn))];
    if (recalledOn.length < daysToLeave) book.push({ question, missedAt: last.at, misses: wrong.length, recalledOn, confusions: counted(question, wrong) });
  }
  return book.sort((a, b) => (a.missedAt < b.missedAt ? 1 : -1));
}

function counted(question: Question, wrong: readonly Answer[]): Mistake['confusions'] {
  const all = Map.groupBy(wrong.flatMap((answer) => confusionsIn(question, answer.chosen)), ({ part, taken, instead }) => `${part}\n${taken}\n${instead}`);
  return [...all.values()].map((same) => ({ ...same.at(-1)!, times: same.length })).sort((a, b) => b.times - a.times);
}
