import type { Course, Lesson } from './course.ts';
import type { Law } from './law.ts';
import type { Question } from './question.ts';

/** Everything published, as one value: what lessons there are, what they ask and on which law they stand. */
export interface Catalog {
  courses: readonly Course[];
  lessons: ReadonlyMap<string, Lesson>;
  questions: ReadonlyMap<string, Question>;
  laws: ReadonlyMap<string, Law>;
}

export function questionsOf(catalog: Catalog, lesson: Lesson): Question[] {
  return lesson.questionIds.map((id) => catalog.questions.get(id)!);
}

/** The lesson after this one: in its course, else the first of the next course; null at the very end. */
export function lessonAfter(catalog: Catalog, lesson: Lesson): Lesson | null {
  const all = catalog.courses.flatMap((course) => course.lessons);
  return all[all.findIndex((one) => one.lessonId === lesson.lessonId) + 1] ?? null;
}
