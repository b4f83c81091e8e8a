import { lessonOutdatedBy, liveQuestionsOf } from '../domain/catalog.ts';
import { localDate } from '../domain/calendar.ts';
import { owedFollowUps } from '../domain/law-change.ts';
import { demand } from '../domain/permission.ts';
import { lessonProgress } from '../domain/progress.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Reading } from './reading.ts';

export interface CourseLine { lessonId: string; number: number; title: string; summary: string; minutes: number; state: 'untouched' | 'begun' | 'completed'; completedOn: string | null; solved: number; questions: number; /** Its law has changed; `owed`: the reader completed it on the old text and has not followed up. */ outdated: boolean; owed: boolean }
export interface CourseView { courseId: string; title: string; summary: string; audience: string; minutes: number; completed: number; lessons: CourseLine[]; laws: string[] }

/** All courses with the actor's progress. */
export async function coursesView(reading: Reading): Promise<CourseView[]> {
  const actor = demand(reading.actor, 'study');
  const facts = await reading.store.factsOf(actor.memberId);
  const today = localDate(reading.now);
  const owed = new Set(owedFollowUps(facts, reading.catalog.changes).flatMap((one) => one.lessonIds));
  return reading.catalog.courses.map((course) => {
    const lessons = course.lessons.map((lesson) => {
      const questions = liveQuestionsOf(reading.catalog, lesson, today);
      const progress = lessonProgress(lesson, questions, facts);
      return {
        lessonId: lesson.lessonId, number: lesson.number, title: lesson.title, summary: lesson.summary, minutes: lesson.minutes,
        state: progress.state, completedOn: progress.completedAt && localDate(progress.completedAt), solved: progress.solved, questions: questions.length,
        outdated: lessonOutdatedBy(reading.catalog, lesson, today).length > 0, owed: owed.has(lesson.lessonId),
      };
    });
    const lawIds = new Set(course.lessons.flatMap((lesson) => lesson.cites.map((cite) => cite.split(/[@/]/)[0]!)));
    return {
      courseId: course.courseId, title: course.title, summary: course.summary, audience: course.audience, lessons,
      minutes: lessons.reduce((sum, lesson) => sum + lesson.minutes, 0), completed: lessons.filter((lesson) => lesson.state === 'completed').length,
      laws: [...lawIds].map((lawId) => reading.catalog.laws.get(lawId)?.title ?? lawId),
    };
  });
}

/** Refuses `not-found`. */
export async function courseView(reading: Reading, courseId: string): Promise<CourseView> {
  const course = (await coursesView(reading)).find((one) => one.courseId === courseId);
  if (!course) throw new Refusal('not-found');
  return course;
}
