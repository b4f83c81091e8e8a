import type { Course, Lesson } from './course.ts';
import { anchor, type Law } from './law.ts';
import { outdatedBy, type LawChange } from './law-change.ts';
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
}

/** All questions of a lesson, those out of use included: what past answers are read by. */
export function questionsOf(catalog: Catalog, lesson: Lesson): Question[] {
  return lesson.questionIds.map((id) => catalog.questions.get(id)!);
}

/** The questions of a lesson that may be asked on a local date. */
export function liveQuestionsOf(catalog: Catalog, lesson: Lesson, date: string): Question[] {
  return questionsOf(catalog, lesson).filter((question) => questionOutdatedBy(catalog, lesson, question, date).length === 0);
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
export function lessonOfQuestion(catalog: Catalog, questionId: string): Lesson | null {
  return [...catalog.lessons.values()].find((lesson) => lesson.questionIds.includes(questionId)) ?? null;
}

/** The lesson after this one: in its course, else the first of the next course; null at the very end. */
export function lessonAfter(catalog: Catalog, lesson: Lesson): Lesson | null {
  const all = catalog.courses.flatMap((course) => course.lessons);
  return all[all.findIndex((one) => one.lessonId === lesson.lessonId) + 1] ?? null;
}
