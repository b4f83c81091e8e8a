import { checkQuestionsOf, lessonAfter, lessonOutdatedBy, liveQuestionsOf, questionsOf, type Catalog } from '../domain/catalog.ts';
import type { Lesson } from '../domain/course.ts';
import { localDate } from '../domain/calendar.ts';
import { wholeArticle } from '../domain/law.ts';
import { owedFollowUps } from '../domain/law-change.ts';
import { demand } from '../domain/permission.ts';
import { isEarned, lessonProgress } from '../domain/progress.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Fact } from '../domain/fact.ts';
import { citationNote, type CitationNote } from './citation-note.ts';
import { changeTitle } from './law-change.ts';
import { onRecord } from './disputes.ts';
import { passagesFor } from './passages.ts';
import { questionView, type QuestionView } from './question.ts';
import type { Reading } from './reading.ts';

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
  /** Everything asked by now is solved, yet it is not on record: the questions have changed since. */
  earned: boolean;
  questions: QuestionView[];
  /** Each article that the text cites, once. */
  notes: CitationNote[];
  /** Questions out of use because their law has changed. */
  suspended: number;
  /** Changes of law in force because of which the text is out of date; `owed`: the reader has completed it on the old text. */
  outdated: { changeId: string; title: string; effective: string; owed: boolean }[];
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
  const today = localDate(reading.now);
  const questions = liveQuestionsOf(catalog, lesson, today);
  const owed = owedFollowUps(facts, catalog.changes).filter((one) => one.lessonIds.includes(lessonId)).map((one) => one.change);
  const outdated = new Set([...lessonOutdatedBy(catalog, lesson, today), ...owed.filter((change) => change.effective <= today)]);
  const progress = lessonProgress(lesson, questions, facts);
  const next = lessonAfter(catalog, lesson);
  return {
    lessonId, courseId: course.courseId, courseTitle: course.title, title: lesson.title, summary: lesson.summary, minutes: lesson.minutes,
    number: lesson.number, count: course.lessons.length, lawAsOf: lesson.lawAsOf, entryId: lesson.entryId,
    completedOn: progress.completedAt && localDate(progress.completedAt), solved: progress.solved, earned: progress.completedAt === null && isEarned(questions, progress),
    questions: questions.map((question, index) => questionView({ ...progress.questions[index]!, question }, index + 1, actor.memberId, retry === question.id,
      () => question.cites.map((cite) => citationNote(catalog, cite, lesson.lawAsOf)), () => passagesFor(question, lesson, (cite) => citationNote(catalog, cite, lesson.lawAsOf).shortTitle), onRecord(catalog, actor.memberId, question.id))),
    notes: [...new Set(lesson.cites.map(wholeArticle))].map((cite) => citationNote(catalog, cite, lesson.lawAsOf)),
    suspended: checkQuestionsOf(catalog, lesson).length - questions.length,
    outdated: [...outdated].map((change) => ({ changeId: change.changeId, title: changeTitle(catalog, change.changeId), effective: change.effective, owed: owed.includes(change) })),
    siblings: course.lessons.map((one) => ({ lessonId: one.lessonId, title: one.title, state: stateOf(one, catalog, facts), current: one === lesson })),
    next: next && { lessonId: next.lessonId, title: next.title },
  };
}

function stateOf(lesson: Lesson, catalog: Catalog, facts: readonly Fact[]) {
  return lessonProgress(lesson, questionsOf(catalog, lesson), facts).state;
}
