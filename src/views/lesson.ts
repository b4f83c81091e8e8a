import { lessonAfter, questionsOf, type Catalog } from '../domain/catalog.ts';
import type { Lesson } from '../domain/course.ts';
import { localDate } from '../domain/calendar.ts';
import { isCorrect, shownOptions } from '../domain/grading.ts';
import { demand } from '../domain/permission.ts';
import { lessonProgress, type QuestionProgress } from '../domain/progress.ts';
import type { Question } from '../domain/question.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Fact } from '../domain/fact.ts';
import { citationNote, type CitationNote } from './citation-note.ts';
import type { Reading } from './reading.ts';

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
export interface LessonView {
  lessonId: string;
  courseId: string;
  courseTitle: string;
  title: string;
  summary: string;
  minutes: number;
  number: number;
  count: number;
  lawAsOf: string;
  entryId: string;
  completedOn: string | null;
  solved: number;
  questions: QuestionView[];
  siblings: { lessonId: string; title: string; state: 'untouched' | 'begun' | 'completed'; current: boolean }[];
  next: { lessonId: string; title: string } | null;
}

/** A lesson as one person sees it. `retry`: the question whose answered form is to be shown anew. Refuses `not-found`. */
export async function lessonView(reading: Reading, lessonId: string, retry: string | null): Promise<LessonView> {
  const actor = demand(reading.actor, 'study');
  const { catalog } = reading;
  const lesson = catalog.lessons.get(lessonId);
  const course = lesson && catalog.courses.find((one) => one.courseId === lesson.courseId);
  if (!lesson || !course) throw new Refusal('not-found');
  const facts = await reading.store.factsOf(actor.memberId);
  const questions = questionsOf(catalog, lesson);
  const progress = lessonProgress(lesson, questions, facts);
  const next = lessonAfter(catalog, lesson);
  return {
    lessonId, courseId: course.courseId, courseTitle: course.title, title: lesson.title, summary: lesson.summary, minutes: lesson.minutes,
    number: lesson.number, count: course.lessons.length, lawAsOf: lesson.lawAsOf, entryId: lesson.entryId,
    completedOn: progress.completedAt && localDate(progress.completedAt), solved: progress.solved,
    questions: questions.map((question, index) => questionView(question, index + 1, progress.questions[index]!, actor.memberId, retry === question.id, catalog, lesson)),
    siblings: course.lessons.map((one) => ({ lessonId: one.lessonId, title: one.title, state: stateOf(one, catalog, facts), current: one === lesson })),
    next: next && { lessonId: next.lessonId, title: next.title },
  };
}

function stateOf(lesson: Lesson, catalog: Catalog, facts: readonly Fact[]) {
  return lessonProgress(lesson, questionsOf(catalog, lesson), facts).state;
}

/** Before an answer: options without any sign of the key. After it: verdict, why, and the article. */
function questionView(question: Question, number: number, progress: QuestionProgress, memberId: string, retrying: boolean, catalog: Catalog, lesson: Lesson): QuestionView {
  const last = progress.attempts.at(-1);
  const head = { questionId: question.id, number, type: question.type, stem: question.stem };
  if (!last || (retrying && !progress.solved)) {
    const attempt = progress.attempts.length + 1;
    return {
      ...head, attempt, state: 'open', explanation: null, notes: [],
      options: shownOptions(question, memberId, attempt).map(({ letter, option }) => ({ letter, text: option.text, chosen: false, right: null, why: null })),
    };
  }
  const shown = progress.attempts.find((fact) => isCorrect(question, fact.body.chosen)) ?? last;
  return {
    ...head, attempt: progress.attempts.length + 1, state: progress.solved ? 'solved' : 'wrong', explanation: question.explanation,
    notes: question.cites.map((cite) => citationNote(catalog, cite, lesson.lawAsOf)),
    options: shownOptions(question, memberId, shown.body.attempt).map(({ letter, option }) => {
      const chosen = shown.body.chosen.includes(option.id);
      return { letter, text: option.text, chosen, right: option.right, why: chosen && !option.right ? option.why ?? null : null };
    }),
  };
}
