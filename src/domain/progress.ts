import { isCorrect } from './grading.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { Lesson } from './course.ts';
import type { Question } from './question.ts';

/** One answer as recorded. Of a short answer `marking` has the points found in it, null before that, and `note` what the trainer said to it. */
export interface Attempt { factId: string; at: string; attempt: number; chosen: readonly string[]; marking: readonly string[] | null; note: string | null }

/** Where one person stands with one question. */
export interface QuestionProgress {
  questionId: string;
  /** In order. */
  attempts: Attempt[];
  solved: boolean;
  firstTryCorrect: boolean | null;
}

export interface LessonProgress {
  lessonId: string;
  questions: QuestionProgress[];
  solved: number;
  completedAt: string | null;
  state: 'untouched' | 'begun' | 'completed';
}

/** Attempts at one question, in order, and what they show. Correctness is worked out from the question as it stands. */
export function questionProgress(question: Question, facts: readonly Fact[]): QuestionProgress {
  const marked = new Map(ofKind(facts, 'answer.marked').filter((fact) => fact.body.questionId === question.id && fact.body.sittingId === undefined).map((fact) => [fact.body.attempt, fact.body]));
  const attempts = ofKind(facts, 'question.answered').filter((fact) => fact.body.questionId === question.id)
    .map((fact): Attempt => ({ factId: fact.id, at: fact.at, attempt: fact.body.attempt, chosen: fact.body.chosen, marking: marked.get(fact.body.attempt)?.points ?? null, note: marked.get(fact.body.attempt)?.note ?? null }))
    .sort((a, b) => a.attempt - b.attempt);
  const right = attempts.map((one) => isCorrect(question, one.chosen, one.marking));
  return { questionId: question.id, attempts, solved: right.includes(true), firstTryCorrect: right[0] ?? null };
}

/** Folds one person's facts for one lesson. Completion is the recorded fact, never time spent. */
export function lessonProgress(lesson: Lesson, questions: readonly Question[], facts: readonly Fact[]): LessonProgress {
  const all = standing(facts);
  const each = questions.map((question) => questionProgress(question, all));
  const completed = ofKind(all, 'lesson.completed').find((fact) => fact.body.lessonId === lesson.lessonId);
  const touched = each.some((one) => one.attempts.length > 0);
  return {
    lessonId: lesson.lessonId, questions: each, solved: each.filter((one) => one.solved).length,
    completedAt: completed?.at ?? null, state: completed ? 'completed' : touched ? 'begun' : 'untouched',
  };
}

/** The rule of completion: every question that is not arguable has been answered correctly at least once. */
export function earnsCompletion(questions: readonly Question[], facts: readonly Fact[]): boolean {
  const all = standing(facts);
  return isEarned(questions, { questions: questions.map((question) => questionProgress(question, all)) });
}

/** The same of progress already worked out, in the order of the questions. */
export function isEarned(questions: readonly Question[], progress: Pick<LessonProgress, 'questions'>): boolean {
  const counting = progress.questions.filter((_, index) => !questions[index]!.arguable);
  return counting.length > 0 && counting.every((one) => one.solved);
}
