import type { Course, Lesson } from './course.ts';
import { anchor, type Law } from './law.ts';
import { outdatedBy, type LawChange } from './law-change.ts';
import type { Dispute } from './dispute.ts';
import type { ImportedText } from './law-register.ts';
import type { Question } from './question.ts';

/** Everything published, as one value: what lessons there are, what they ask, on which law they stand, and what became of that law. */
export interface Catalog {
  courses: readonly Course[];
  lessons: ReadonlyMap<string, Lesson>;
  questions: ReadonlyMap<string, Question>;
  /** The registry, with the versions the office announced. */
  laws: ReadonlyMap<string, Law>;
  /** Statute texts that the office imported, by `law@version`. */
  texts: ReadonlyMap<string, ImportedText>;
  /** Changes of law that the office confirmed. */
  changes: readonly LawChange[];
  /** What people said against questions, with the rulings; `questions` are as the rulings leave them. */
  disputes: readonly Dispute[];
}

/** All questions of a lesson, those out of use included: what past answers are read by. */
export function questionsOf(catalog: Catalog, lesson: Lesson): Question[] {
  return lesson.questionIds.map((id) => catalog.questions.get(id)!);
}

/** The questions of a lesson's check (想一想), those included that are out of use because their law has changed. */
export function checkQuestionsOf(catalog: Catalog, lesson: Lesson): Question[] {
  return questionsOf(catalog, lesson).filter((question) => question.use === 'check' && question.state === 'live');
}

/** The questions that a lesson's check may ask on a local date: what completes the lesson. */
export function liveQuestionsOf(catalog: Catalog, lesson: Lesson, date: string): Question[] {
  return checkQuestionsOf(catalog, lesson).filter((question) => isInUse(catalog, lesson, question, date));
}

/** Whether a question may be asked anywhere on a local date: live, and no change of law has put it out of use. */
export function isInUse(catalog: Catalog, lesson: Lesson, question: Question, date: string): boolean {
  return question.state === 'live' && questionOutdatedBy(catalog, lesson, question, date).length === 0;
}

/** The changes in force on the date because of which a question is out of use. A question asked in the follow-up was confirmed and is not. */
function questionOutdatedBy(catalog: Catalog, lesson: Lesson, question: Question, date: string): LawChange[] {
  if (catalog.changes.length === 0) return [];
  return outdatedBy(anchored(catalog, lesson, question.cites), lesson.history, catalog.changes, date).filter((change) => !change.questionIds.includes(question.id));
}

/** The changes in force on the date because of which the text of a lesson is out of date. */
export function lessonOutdatedBy(catalog: Catalog, lesson: Lesson, date: string): LawChange[] {
  return catalog.changes.length === 0 ? [] : outdatedBy(anchored(catalog, lesson, lesson.cites), lesson.history, catalog.changes, date);
}

/** Citations of a lesson or its questions with the version they teach: that of the day named in the lesson's head. */
export function anchored(catalog: Catalog, lesson: Lesson, cites: readonly string[]): string[] {
  return cites.map((cite) => anchor(cite, catalog.laws, lesson.lawAsOf));
}

/** The lesson to which a question belongs; null for one that no lesson asks any more. */
export function lessonOfQuestion({ lessons }: Pick<Catalog, 'lessons'>, questionId: string): Lesson | null {
  let known = lessonsOfQuestions.get(lessons);
  if (!known) lessonsOfQuestions.set(lessons, known = new Map([...lessons.values()].flatMap((lesson) => lesson.questionIds.map((id) => [id, lesson] as const))));
  return known.get(questionId) ?? null;
}

/** Worked out once for each content. */
const lessonsOfQuestions = new WeakMap<Catalog['lessons'], ReadonlyMap<string, Lesson>>();

/** The lesson after this one: in its course, else the first of the next course; null at the very end. */
export function lessonAfter(catalog: Catalog, lesson: Lesson): Lesson | null {
  const all = catalog.courses.flatMap((course) => course.lessons);
  return all[all.findIndex((one) => one.lessonId === lesson.lessonId) + 1] ?? null;
}
