import { loadUnits } from '../storage/people.ts';
import { localDate, localTime } from '../domain/calendar.ts';
import { countAttendance, register, type AttendanceCount } from '../domain/attendance.ts';
import { ofKind, standing } from '../domain/fact.ts';
import { demand, mayAnywhere, mayIn, reachedUnitIds } from '../domain/permission.ts';
import { isInSubtree, openUnits, subtree } from '../domain/unit.ts';
import { capacityWords, meetingWords, sessionStateWords } from '../text/words.ts';
import { capacities, meetingKinds, type SessionState } from '../domain/study-session.ts';
import { sessionsConcerning } from './held-sessions.ts';
import { sectionName, type Reading } from './reading.ts';

export interface SessionLine {
  sessionId: string; state: SessionState; stateText: string; title: string; date: string; time: string; place: string; lesson: string; unit: string;
  /** The actor's own attendance; null when not due or not yet over. */
  own: string | null;
  /** Counts of the register, for those who may see it and once it exists. */
  counts: AttendanceCount | null;
}
export interface SessionsView { coming: SessionLine[]; past: SessionLine[]; mayHold: boolean }

/** Study sessions that concern the actor, newest first; those to come nearest first. */
export async function sessionsView(reading: Reading): Promise<SessionsView> {
  const actor = demand(reading.actor, 'view-sessions');
  const { store, catalog, now } = reading;
  const units = await loadUnits(store);
  const own = standing(await store.factsOf(actor.memberId));
  const signedIn = new Set(ofKind(own, 'session.signed-in').map((fact) => fact.contextId));
  const lines: SessionLine[] = [];
  for (const { session } of await sessionsConcerning(store, units, [actor.unitId, ...reachedUnitIds(actor, 'hold-session', units)])) {
    const seesRegister = mayIn(actor, 'view-register', session.unitId, units);
    if (!seesRegister && !isInSubtree(units, actor.unitId, session.unitId)) continue;
    const due = session.roster.some((one) => one.memberId === actor.memberId);
    lines.push({
      sessionId: session.sessionId, state: session.state, stateText: sessionStateWords[session.state], title: `${meetingWords[session.meetingKind]}会前学法`,
      date: localDate(session.startsAt), time: localTime(session.startsAt), place: session.place,
      lesson: catalog.lessons.get(session.lessonId)?.title ?? session.lessonId, unit: sectionName(units, session.unitId),
      own: !due ? null : signedIn.has(session.sessionId) ? '已签到' : session.state === 'closed' ? '缺席' : null,
      counts: seesRegister && session.roster.length ? countAttendance(register(session, await store.factsIn(session.sessionId))) : null,
    });
  }
  const isComing = (line: SessionLine) => line.state === 'open' || (line.state === 'scheduled' && line.date >= localDate(now));
  return { coming: lines.filter(isComing).reverse(), past: lines.filter((line) => !isComing(line)), mayHold: mayAnywhere(actor, 'hold-session') };
}

export interface ScheduleView {
  units: { value: string; text: string }[];
  lessons: { value: string; text: string }[];
  meetings: { value: string; text: string }[];
  capacities: { value: string; text: string }[];
  self: string;
  today: string;
}

/** What the form for a new session offers. */
export async function scheduleView(reading: Reading): Promise<ScheduleView> {
  const actor = demand(reading.actor, 'hold-session');
  const units = await loadUnits(reading.store);
  const offered = new Set(reachedUnitIds(actor, 'hold-session', units).flatMap((unitId) => openUnits(subtree(units, unitId))));
  return {
    units: [...offered].map((unit) => ({ value: unit.unitId, text: sectionName(units, unit.unitId) })),
    lessons: reading.catalog.courses.flatMap((course) => course.lessons.map((lesson) => ({ value: lesson.lessonId, text: `${course.title}：${lesson.title}（约 ${lesson.minutes} 分钟）` }))),
    meetings: meetingKinds.map((kind) => ({ value: kind, text: meetingWords[kind] })),
    capacities: capacities.map((one) => ({ value: one, text: capacityWords[one] })),
    self: actor.name, today: localDate(reading.now),
  };
}
