import type { FormProblem } from './form-problem.ts';

/** What the answer itself lacked; after any other refusal the page shows what is on record. */
const mendable = ['answer-empty', 'answer-incomplete', 'answer-twice', 'invalid-input'];

/** The question whose form is to be shown anew: asked for in the address, or just refused for what it lacked, so that what was filled in stays. */
export function questionAnew(problem: FormProblem | null, search: URLSearchParams): string | null {
  const isAnswer = problem && ['answerQuestion', 'answerFollowUp'].includes(problem.action) && mendable.includes(problem.code);
  const refused = isAnswer ? problem.typed.questionId?.[0] : null;
  return search.get('retry') ?? refused ?? null;
}
