import { loadUnits } from '../storage/people.ts';
import { localDate, localTime } from '../domain/calendar.ts';
import { answersOf } from '../domain/answer.ts';
import { dueNow } from '../domain/due.ts';
import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { followUpMinutes, followUpProgress } from '../domain/follow-up.ts';
import { owedFollowUps } from '../domain/law-change.ts';
import { lessonProgress } from '../domain/progress.ts';
import { liveQuestionsOf } from '../domain/catalog.ts';
import { demand } from '../domain/permission.ts';
import { takesSignIns } from '../domain/study-session.ts';
import { ancestry } from '../domain/unit.ts';
import { meetingWords } from '../text/words.ts';
import { sessionsHeldBy } from './held-sessions.ts';
import { changeTitle } from './law-change.ts';
import { noticesOf, type Notice } from './notices.ts';
import { reviewView } from './practice.ts';
import type { Reading } from './reading.ts';

export interface TodayLesson { lessonId: string; title: string; why: string; minutes: number; begun: boolean }
/** A change of law that the reader's completed lessons rest on. */
export interface TodayFollowUp { changeId: string; title: string; effective: string; minutes: number; begun: boolean }
export interface NextSession { sessionId: string; title: string; date: string; time: string; place: string; lesson: string; today: boolean; open: boolean; signedIn: boolean }
export interface TodayView {
  date: string;
  name: string;
  /** week or month: the period of the office's goal. */
  per: 'week' | 'month';
  minutes: number;
  lessons: TodayLesson[];
  followUps: TodayFollowUp[];
  /** What is due for review now; null when nothing is. */
  review: { questions: number; minutes: number } | null;
  notices: Notice[];
  learntTitles: string[];
  everythingLearnt: boolean;
  next: NextSession | null;
}

/** What is due for the actor today, and nothing else. */
export async function todayView(reading: Reading): Promise<TodayView> {
  const actor = demand(reading.actor, 'study');
  const { store, catalog, settings, now } = reading;
  const facts = await store.factsOf(actor.memberId);
  const due = dueNow(catalog, facts, settings.goal, now);
  const followUps = owedFollowUps(facts, catalog.changes).map(({ change }) => {
    const { questions, solved } = followUpProgress(change, catalog, facts);
    return { changeId: change.changeId, title: changeTitle(catalog, change.changeId), effective: change.effective, minutes: followUpMinutes(questions.length), begun: solved > 0 };
  });
  const review = reviewView(catalog, facts, answersOf(facts), now);
  const next = await nextSession(reading, actor.memberId, actor.unitId, facts);
  const asked = due.lessons.map((lesson) => ({ lesson, why: due.per === 'week' ? '本周应学' : '本月应学' }));
  const prepared = next?.lessonId ? catalog.lessons.get(next.lessonId) : undefined;
  const learnt = new Set(ofKind(standing(facts), 'lesson.completed').map((fact) => fact.body.lessonId));
  if (prepared && !learnt.has(prepared.lessonId) && !asked.some(({ lesson }) => lesson === prepared)) asked.push({ lesson: prepared, why: '下次学法会要学' });
  return {
    date: localDate(now), name: actor.name, per: due.per, everythingLearnt: due.everythingLearnt,
    followUps, notices: noticesOf(catalog, facts, actor.memberId, localDate(now)), review: review.questions > 0 ? { questions: review.questions, minutes: review.minutes } : null,
    minutes: asked.reduce((sum, { lesson }) => sum + lesson.minutes, 0) + followUps.reduce((sum, one) => sum + one.minutes, 0),
    lessons: asked.map(({ lesson, why }) => ({
      lessonId: lesson.lessonId, title: lesson.title, why, minutes: lesson.minutes,
      begun: lessonProgress(lesson, liveQuestionsOf(catalog, lesson, localDate(now)), facts).state === 'begun',
    })),
    learntTitles: ofKind(standing(facts), 'lesson.completed').filter((fact) => localDate(fact.at) >= due.period.from)
      .map((fact) => catalog.lessons.get(fact.body.lessonId)?.title ?? fact.body.lessonId),
    next: next?.view ?? null,
  };
}

/** The session under way, else the next one scheduled, among those that concern the person's own unit. */
async function nextSession({ store, catalog, now }: Reading, memberId: string, unitId: string, facts: readonly Fact[]): Promise<{ view: NextSession; lessonId: string } | null> {
  const units = await loadUnits(store);
  const coming = (await sessionsHeldBy(store, ancestry(units, unitId))).map(({ session }) => session)
    .filter((session) => (takesSignIns(session, now) && session.roster.some((one) => one.memberId === memberId))
      || (session.state === 'scheduled' && localDate(session.startsAt) >= localDate(now)))
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open') || (a.startsAt < b.startsAt ? -1 : 1));
  const session = coming[0];
  if (!session) return null;
  return {
    lessonId: session.lessonId,
    view: {
      sessionId: session.sessionId, title: `${meetingWords[session.meetingKind]}会前学法`, date: localDate(session.startsAt), time: localTime(session.startsAt),
      place: session.place, lesson: catalog.lessons.get(session.lessonId)?.title ?? session.lessonId, today: localDate(session.startsAt) === localDate(now),
      open: session.state === 'open',
      signedIn: ofKind(standing(facts), 'session.signed-in').some((fact) => fact.contextId === session.sessionId),
    },
  };
}
