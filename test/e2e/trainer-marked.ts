import type { Catalog } from '../../src/domain/catalog.ts';
import type { Lesson } from '../../src/domain/course.ts';
import type { Of } from '../../src/domain/question.ts';

/** The lesson to which `withTrainerMarked` adds a question, and that question's id. */
export const markedLesson = 'constitution/organs-and-powers';
export const markedQuestion = 'organs-and-powers-99';

/** The content with one question more in the check of a lesson: a short answer that a trainer marks, with a point that must be there. */
export function withTrainerMarked(content: Catalog): Catalog {
  const asking = (lesson: Lesson): Lesson => (lesson.lessonId === markedLesson ? { ...lesson, questionIds: [...lesson.questionIds, markedQuestion] } : lesson);
  const courses = content.courses.map((course) => ({ ...course, lessons: course.lessons.map(asking) }));
  const like = content.lessons.get(markedLesson)!.questionIds.map((id) => content.questions.get(id)!).find((question) => question.type === 'short')! as Of<'short'>;
  const question: Of<'short'> = { ...like, id: markedQuestion, stem: `写成一段话：${like.stem}`, use: 'check', marking: 'trainer', must: [1] };
  return { ...content, courses, lessons: new Map(courses.flatMap((course) => course.lessons.map((lesson) => [lesson.lessonId, lesson]))), questions: new Map(content.questions).set(question.id, question) };
}
