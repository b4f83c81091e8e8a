import { loadMembersNamed, loadUnits } from '../storage/people.ts';
import { countAttendance, register, type AttendanceCount, type AttendanceState } from '../domain/attendance.ts';
import { addDays, addMinutes, localDate, localTime, monthOf } from '../domain/calendar.ts';
import { ofKind, type Fact } from '../domain/fact.ts';
import { demand, mayIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { sealSubject } from '../domain/seal.ts';
import { foldSession, opensMinutesBefore, type SessionState } from '../domain/study-session.ts';
import { isInSubtree, officeOf, subtree } from '../domain/unit.ts';
import type { Store } from '../storage/port.ts';
import { attendanceWords, capacityWords, meetingWords, sessionStateWords } from '../text/words.ts';
import { citedByLaw } from './citation-note.ts';
import { personName, sectionName, type Reading } from './reading.ts';

export interface RegisterLine { memberId: string; name: string; staffNo: string; state: AttendanceState; stateText: string; time: string | null; how: string; factId: string | null }
export interface SessionView {
  sessionId: string; state: SessionState; stateText: string; title: string; meeting: string; unit: string; unitId: string;
  date: string; time: string; minutes: number; place: string; host: string; lecturer: string; capacity: string; lateAfterMinutes: number;
  lesson: { lessonId: string; title: string; summary: string } | null;
  /** Articles the lesson rests on, gathered by law. */
  laws: string[];
  openedTime: string | null; closedTime: string | null; note: string; cancelReason: string | null;
  /** The actor's own line; null when not due. */
  own: { state: AttendanceState; stateText: string; time: string | null } | null;
  /** For trainers and leaders of the unit only. */
  register: { counts: AttendanceCount; sections: { name: string; lines: RegisterLine[] }[] } | null;
  /** Of a closed session, for those who see its register: what is printed on the minutes so that the record can be checked against the paper. */
  proof: { code: string; seal: { date: string; code: string } | null } | null;
  /** For the trainer who may hold it: what can be done now, and the code while open. */
  hold: { mayOpen: boolean; opensAt: string; code: string | null } | null;
}

/** One study session as the actor may see it. Refuses `not-found`, `not-permitted` (another unit's session). */
export async function sessionView(reading: Reading, sessionId: string): Promise<SessionView> {
  const actor = demand(reading.actor, 'view-sessions');
  const { store, catalog, now } = reading;
  const facts = await store.factsOf(sessionId);
  const session = foldSession(facts);
  if (!session) throw new Refusal('not-found');
  const units = await loadUnits(store);
  const maySee = mayIn(actor, 'view-register', session.unitId, units);
  const lines = register(session, await store.factsIn(sessionId));
  const own = lines.find((line) => line.memberId === actor.memberId) ?? null;
  if (!maySee && !own && !isInSubtree(units, actor.unitId, session.unitId)) throw new Refusal('not-permitted');
  const mayHold = mayIn(actor, 'hold-session', session.unitId, units);
  const lesson = catalog.lessons.get(session.lessonId);
  const members = maySee ? await loadMembersNamed(store, lines.map((line) => line.memberId)) : new Map();
  const opensAt = addMinutes(session.startsAt, -opensMinutesBefore);
  return {
    sessionId, state: session.state, stateText: sessionStateWords[session.state], title: `${meetingWords[session.meetingKind]}会前学法`,
    meeting: meetingWords[session.meetingKind], unit: sectionName(units, session.unitId), unitId: session.unitId,
    date: localDate(session.startsAt), time: localTime(session.startsAt), minutes: session.minutes, place: session.place, host: session.host,
    lecturer: session.lecturer, capacity: capacityWords[session.capacity], lateAfterMinutes: session.lateAfterMinutes,
    lesson: lesson ? { lessonId: lesson.lessonId, title: lesson.title, summary: lesson.summary } : null,
    laws: citedByLaw(lesson?.cites ?? [], catalog, localDate(session.startsAt)),
    openedTime: session.openedAt && localTime(session.openedAt), closedTime: session.closedAt && localTime(session.closedAt),
    note: session.note, cancelReason: session.cancelReason,
    own: own && { state: own.state, stateText: attendanceWords[own.state], time: own.signedInAt && localTime(own.signedInAt) },
    register: maySee && session.roster.length > 0 ? {
      counts: countAttendance(lines),
      sections: subtree(units, session.unitId).map((unit) => ({
        name: sectionName(units, unit.unitId),
        lines: lines.filter((line) => line.unitId === unit.unitId).map((line) => ({
          ...personName(members, line.memberId), state: line.state, stateText: attendanceWords[line.state],
          time: line.signedInAt && localTime(line.signedInAt), how: line.method === 'by-hand' ? `授课人登记：${line.reason}` : line.method ? '签到码' : '', factId: line.factId,
        })).sort((a, b) => (a.staffNo < b.staffNo ? -1 : 1)),
      })).filter((section) => section.lines.length > 0),
    } : null,
    proof: maySee && session.state === 'closed' ? { code: printedCode(ofKind(facts, 'session.closed')[0]!), seal: await lastSeal(store, officeOf(units, session.unitId), localDate(now)) } : null,
    hold: mayHold ? {
      mayOpen: session.state === 'scheduled' && now >= opensAt, opensAt: `${localDate(opensAt)} ${localTime(opensAt)}`,
      code: session.state === 'open' ? (await store.readDocument<{ code: string }>('session-codes', sessionId))?.value.code ?? null : null,
    } : null,
  };
}

/** Number and 64 bits of the hash: more than anyone can make a false record fit to, short enough to be typed off the paper. */
function printedCode({ seq, hash }: Pick<Fact, 'seq' | 'hash'>): string {
  return `${seq}-${hash.slice(0, 16)}`;
}

/** The newest seal of an office, of this month or the one before. */
async function lastSeal(store: Store, officeId: string, today: string): Promise<{ date: string; code: string } | null> {
  for (const date of [today, addDays(`${monthOf(today)}-01`, -1)]) {
    const seal = ofKind(await store.factsOf(sealSubject(officeId, date)), 'records.sealed').at(-1);
    if (seal) return { date: seal.body.date, code: printedCode(seal) };
  }
  return null;
}
