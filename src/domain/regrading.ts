import { gradeOfAnswer, type Answer } from './answer.ts';
import { afterRuling, rulingsOf, type Dispute, type Ruling } from './dispute.ts';
import type { Question } from './question.ts';

/** The question under the rulings made before this place of the register alone. `question`: as all rulings leave it. */
export function questionBefore(question: Question, disputes: readonly Dispute[], seq: number): Question {
  return earlierRulings(question, disputes, seq).reduce(afterRuling, { ...question, alsoRight: [] });
}

/**
 * 改判: ids of those of one person's answers whose mark this ruling changed: to right (also-right), or from wrong to deciding nothing
 * (withdrawn). Answers given after the ruling were marked by it from the start.
 */
export function regradedBy(ruling: Ruling, question: Question, disputes: readonly Dispute[], answers: readonly Answer[]): string[] {
  if (ruling.ruling === 'stands' || earlierRulings(question, disputes, ruling.seq).some((one) => one.ruling === 'withdrawn')) return [];
  const before = questionBefore(question, disputes, ruling.seq);
  const after = afterRuling(before, ruling);
  const touched = (answer: Answer) => {
    const { right, pending } = gradeOfAnswer(before, answer);
    return !right && (ruling.ruling === 'withdrawn' ? !pending : gradeOfAnswer(after, answer).right);
  };
  return answers.filter((answer) => answer.questionId === question.id && answer.at <= ruling.at && touched(answer)).map((answer) => answer.factId);
}

function earlierRulings(question: Question, disputes: readonly Dispute[], seq: number): Ruling[] {
  return rulingsOf(disputes).filter((one) => one.questionId === question.id && one.seq < seq);
}
