import { isCorrect, shownOptions } from '../domain/grading.ts';
import type { Question } from '../domain/question.ts';
import type { CitationNote } from './citation-note.ts';

export interface OptionView { letter: string; text: string; chosen: boolean; /** null until this question was answered */ right: boolean | null; why: string | null }
export interface QuestionView {
  questionId: string;
  number: number;
  type: Question['type'];
  stem: string;
  /** The attempt that the form would send next, 1-based. */
  attempt: number;
  /** open: to be answered; wrong: last answer wrong, may be retried; solved. */
  state: 'open' | 'wrong' | 'solved';
  options: OptionView[];
  explanation: string | null;
  notes: CitationNote[];
}

/** A question as it was answered so far: `attempts` in order. */
export interface Answered { question: Question; attempts: readonly { body: { attempt: number; chosen: string[] } }[]; solved: boolean }

/** Before an answer: options without any sign of the key. After it: verdict, why, and the article. `retrying`: the form is wanted anew. */
export function questionView({ question, attempts, solved }: Answered, number: number, memberId: string, retrying: boolean, notes: () => CitationNote[]): QuestionView {
  const last = attempts.at(-1);
  const head = { questionId: question.id, number, type: question.type, stem: question.stem };
  if (!last || (retrying && !solved)) {
    const attempt = attempts.length + 1;
    return {
      ...head, attempt, state: 'open', explanation: null, notes: [],
      options: shownOptions(question, memberId, attempt).map(({ letter, option }) => ({ letter, text: option.text, chosen: false, right: null, why: null })),
    };
  }
  const shown = attempts.find((fact) => isCorrect(question, fact.body.chosen)) ?? last;
  return {
    ...head, attempt: attempts.length + 1, state: solved ? 'solved' : 'wrong', explanation: question.explanation, notes: notes(),
    options: shownOptions(question, memberId, shown.body.attempt).map(({ letter, option }) => {
      const chosen = shown.body.chosen.includes(option.id);
      return { letter, text: option.text, chosen, right: option.right, why: chosen && !option.right ? option.why ?? null : null };
    }),
  };
}
