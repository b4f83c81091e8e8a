import { grade, type Grade } from './grading.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { Question } from './question.ts';

/** One answer of one person, wherever it was given. */
export interface Answer {
  factId: string; questionId: string;
  /** ISO instant. */
  at: string;
  where: 'lesson' | 'follow-up' | 'practice';
  attempt: number;
  chosen: readonly string[];
  /** Of a short answer: the points found in it; null before that. */
  marking: readonly string[] | null;
  /** What the trainer who marked it said to it. */
  note: string | null;
  /** Said while answering in practice; null: nothing was said. */
  sure: boolean | null;
  /** From the form to the answer; null: not known. */
  seconds: number | null;
  /** The sitting in which it was given, of an answer in practice. */
  sittingId: string | null;
}

/** All answers of one person that stand, in order of recording. */
export function answersOf(facts: readonly Fact[]): Answer[] {
  const stand = standing(facts);
  const marks = new Map(ofKind(stand, 'answer.marked').map(({ body }) => [markKey(body.questionId, body.attempt, body.sittingId !== undefined), { marking: body.points, note: body.note ?? null }]));
  const marked = (questionId: string, attempt: number, inPractice: boolean) => marks.get(markKey(questionId, attempt, inPractice)) ?? { marking: null, note: null };
  return stand.flatMap((fact): Answer[] => {
    const base = { factId: fact.id, at: fact.at, sure: null, seconds: null, sittingId: null };
    if (fact.kind === 'question.answered') return [{ ...base, where: 'lesson', ...said(fact.body), ...marked(fact.body.questionId, fact.body.attempt, false) }];
    if (fact.kind === 'follow-up.answered') return [{ ...base, where: 'follow-up', ...said(fact.body), marking: null, note: null }];
    if (fact.kind !== 'question.practised') return [];
    const { sure, seconds, sittingId } = fact.body;
    return [{ ...base, where: 'practice', ...said(fact.body), ...marked(fact.body.questionId, fact.body.attempt, true), sure, seconds, sittingId }];
  });
}

/** What an answer is worth by the question as it stands. */
export function gradeOfAnswer(question: Question, answer: Pick<Answer, 'chosen' | 'marking'>): Grade {
  return grade(question, answer.chosen, answer.marking);
}

export function isRightAnswer(questions: ReadonlyMap<string, Question>, answer: Answer): boolean {
  const question = questions.get(answer.questionId);
  return question !== undefined && gradeOfAnswer(question, answer).right;
}

function said({ questionId, attempt, chosen }: Pick<Answer, 'questionId' | 'attempt' | 'chosen'>): Pick<Answer, 'questionId' | 'attempt' | 'chosen'> {
  return { questionId, attempt, chosen };
}

function markKey(questionId: string, attempt: number, inPractice: boolean): string {
  return `${questionId} ${attempt} ${inPractice}`;
}
