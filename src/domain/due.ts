import { isWithin, localDate, periodAround, type Period } from './calendar.ts';
import { liveQuestionsOf, type Catalog } from './catalog.ts';
import type { Lesson } from './course.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import { awaitsTrainer } from './marking.ts';
import { questionProgress } from './progress.ts';
import type { Question } from './question.ts';
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

/** Whether nothing is left to the learner: what is missing only waits for a trainer to mark it. */
function waitsForTrainer(questions: readonly Question[], facts: readonly Fact[]): boolean {
  if (!questions.some((question) => question.type === 'short' && question.marking === 'trainer')) return false;
  const all = standing(facts);
  const missing = questions.map((question) => ({ question, ...questionProgress(question, all) })).filter(({ question, solved }) => !question.arguable && !solved);
  return missing.length > 0 && missing.every(({ question, attempts }) => awaitsTrainer(question, attempts));
}

/** What one person is asked to study now: the office's goal less what was completed in the running week or month. */
export function dueNow(catalog: Catalog, facts: readonly Fact[], goal: Settings['goal'], now: string): Due {
  const period = periodAround(localDate(now), goal.per);
  const completed = ofKind(standing(facts), 'lesson.completed');
  const learnt = new Set(completed.map((fact) => fact.body.lessonId));
  const live = (lesson: Lesson) => liveQuestionsOf(catalog, lesson, localDate(now));
  const notLearnt = catalog.courses.flatMap((course) => course.lessons).filter((lesson) => !learnt.has(lesson.lessonId) && live(lesson).some((question) => !question.arguable));
  const open = notLearnt.filter((lesson) => !waitsForTrainer(live(lesson), facts));
  const doneLessons = completed.filter((fact) => isWithin(fact.at, period)).length;
  const lessons = open.slice(0, Math.max(0, goal.lessons - doneLessons));
  return {
    period, per: goal.per, doneLessons, askedLessons: goal.lessons, lessons,
    minutes: lessons.reduce((sum, lesson) => sum + lesson.minutes, 0), everythingLearnt: notLearnt.length === 0,
  };
}
