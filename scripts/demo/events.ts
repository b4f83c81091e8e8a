import { addDays, addMinutes, instantOf, weekday } from '../../src/domain/calendar.ts';
import { checkQuestionsOf, type Catalog } from '../../src/domain/catalog.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Chance } from './chance.ts';
import { givenFor, wrongAnswer } from './given.ts';

/** One act of one person at one instant; carried out in order of time through the real commands. */
export type DemoEvent = { at: string } & (
  | { act: 'answer'; staffNo: string; lessonId: string; questionId: string; attempt: number; right: boolean }
  | { act: 'schedule' | 'open' | 'close'; session: number }
  | { act: 'sign-in'; session: number; staffNo: string; byHand: boolean });

export interface Student { staffNo: string; /** Chance to study in a month. */ diligence: number; /** Chance to answer right at once. */ grasp: number; /** Lessons at most. */ lessons: number; /** Learnt some other way, not to be learnt again. */ known: readonly string[] }

/** Instants of one person's study: about a lesson in each month they study at all. */
export function studyEvents(student: Student, catalog: Catalog, months: readonly string[], today: string, chance: Chance): DemoEvent[] {
  const lessons = catalog.courses.flatMap((course) => course.lessons).slice(0, student.lessons).filter((lesson) => !student.known.includes(lesson.lessonId));
  const events: DemoEvent[] = [];
  let next = 0;
  for (const month of months) {
    if (next >= lessons.length || chance.next() > student.diligence) continue;
    const day = workday(`${month}-01`, chance.below(27));
    if (day >= today) continue;
    let at = instantOf(day, `${String(8 + chance.below(10)).padStart(2, '0')}:${String(chance.below(60)).padStart(2, '0')}`);
    const lesson = lessons[next++]!;
    at = addMinutes(at, 3 + chance.below(3));
    for (const question of checkQuestionsOf(catalog, lesson)) {
      for (let attempt = 1; ; attempt += 1) {
        at = new Date(Date.parse(at) + (15 + chance.below(50)) * 1000).toISOString();
        const right = chance.next() < student.grasp - (question.difficulty - 1) * 0.1 + (attempt - 1) * 0.3;
        events.push({ at, act: 'answer', staffNo: student.staffNo, lessonId: lesson.lessonId, questionId: question.id, attempt, right });
        if (right) break;
      }
    }
  }
  return events;
}

/** What to send for a right answer, or for a plausible wrong one. */
export function given(question: Question, memberId: string, attempt: number, right: boolean, chance: Chance): string[] {
  return givenFor(question, memberId, attempt, right ? keyOf(question) : wrongAnswer(question, chance));
}

/** The first working day from `days` after the first of a month; nothing is known here of public holidays. */
export function workday(first: string, days: number): string {
  let day = addDays(first, days);
  while (weekday(day) > 5) day = addDays(day, 1);
  return day;
}

/** Everything that happens around one held session. */
export function sessionEvents(session: number, date: string, staffNos: readonly string[], chance: Chance): DemoEvent[] {
  const starts = instantOf(date, '09:00');
  const events: DemoEvent[] = [
    { at: instantOf(workday(date, -7), '15:30'), act: 'schedule', session },
    { at: addMinutes(starts, -12), act: 'open', session },
    { at: addMinutes(starts, 12 + chance.below(5)), act: 'close', session },
  ];
  for (const staffNo of staffNos) {
    const luck = chance.next();
    if (luck < 0.07) continue;
    const seconds = luck < 0.13 ? (5.2 + chance.next() * 4) * 60 : -(chance.next() * 10) * 60;
    events.push({ at: new Date(Date.parse(starts) + Math.round(seconds) * 1000).toISOString(), act: 'sign-in', session, staffNo, byHand: luck > 0.985 });
  }
  return events;
}

export function byTime(a: { at: string }, b: { at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

