import { localDate } from '../domain/calendar.ts';
import { anchored, liveQuestionsOf } from '../domain/catalog.ts';
import type { Lesson } from '../domain/course.ts';
import type { Fact, NewFact } from '../domain/fact.ts';
import type { Actor } from '../domain/member.ts';
import { earnsCompletion } from '../domain/progress.ts';
import type { Act } from './act.ts';

/** The completion of a lesson as it would be recorded now, and whether what is known earns it and it is not on record yet. */
export interface Completion { fact: NewFact<'lesson.completed'>; isEarned(known: readonly Fact[]): boolean }

export function completionOf({ catalog, now }: Pick<Act, 'catalog' | 'now'>, { memberId, unitId }: Actor, lesson: Lesson): Completion {
  const taught = anchored(catalog, lesson, lesson.cites).filter((cite) => !lesson.history.includes(cite.split('/')[0]!));
  const fact: NewFact<'lesson.completed'> = {
    at: now, actorId: memberId, subjectId: memberId, contextId: null, unitId, id: `completed/${lesson.lessonId}`, kind: 'lesson.completed',
    body: { lessonId: lesson.lessonId, courseId: lesson.courseId, cites: taught },
  };
  const live = liveQuestionsOf(catalog, lesson, localDate(now));
  return { fact, isEarned: (known) => !known.some((one) => one.id === fact.id) && earnsCompletion(live, known) };
}

/** Records the completion when everything known by now earns it: of two last answers sent at once, neither had seen the other. */
export async function completeIfEarned({ store }: Pick<Act, 'store'>, { memberId }: Actor, { fact, isEarned }: Completion): Promise<void> {
  if (isEarned(await store.factsOf(memberId))) await store.append([fact]);
}
