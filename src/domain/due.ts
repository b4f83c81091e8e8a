import { isWithin, localDate, periodAround, type Period } from './calendar.ts';
import { liveQuestionsOf, type Catalog } from './catalog.ts';
import type { Lesson } from './course.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { Settings } from './settings.ts';

export interface Due {
  period: Period;
  per: 'week' | 'month';
  doneLessons: number;
  askedLessons: number;
  /** What is still to do in this period, next lesson first; empty when the goal is met or everything is learnt. */
  lessons: Lesson[];
  /** Planned minutes of those lessons. */
  minutes: number;
  everythingLearnt: boolean;
}

/** What one person is asked to study now: the office's goal less what was completed in the running week or month. */
export function dueNow(catalog: Catalog, facts: readonly Fact[], goal: Settings['goal'], now: string): Due {
  const period = periodAround(localDate(now), goal.per);
  const completed = ofKind(standing(facts), 'lesson.completed');
  const learnt = new Set(completed.map((fact) => fact.body.lessonId));
  const open = catalog.courses.flatMap((course) => course.lessons)
    .filter((lesson) => !learnt.has(lesson.lessonId) && liveQuestionsOf(catalog, lesson, localDate(now)).some((question) => !question.arguable));
  const doneLessons = completed.filter((fact) => isWithin(fact.at, period)).length;
  const lessons = open.slice(0, Math.max(0, goal.lessons - doneLessons));
  return {
    period, per: goal.per, doneLessons, askedLessons: goal.lessons, lessons,
    minutes: lessons.reduce((sum, lesson) => sum + lesson.minutes, 0), everythingLearnt: open.length === 0,
  };
}
