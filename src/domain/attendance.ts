import { addMinutes } from './calendar.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { StudySession } from './study-session.ts';

export type AttendanceState = 'present' | 'late' | 'absent' | 'awaited';

export interface Attendance {
  memberId: string;
  /** The section the person belonged to when the session was opened. */
  unitId: string;
  state: AttendanceState;
  /** null unless signed in. */
  signedInAt: string | null;
  method: 'code' | 'by-hand' | null;
  reason: string | null;
  factId: string | null;
}

/** From when on a sign-in counts as late: `lateAfterMinutes` after the start, or after the opening where that came later. */
export function lateFrom(session: StudySession): string {
  const begun = session.openedAt && session.openedAt > session.startsAt ? session.openedAt : session.startsAt;
  return addMinutes(begun, session.lateAfterMinutes);
}

/** The register: one line for each person due. Before closing a missing person is awaited, afterwards absent; a sign-in that crossed the closing does not count. */
export function register(session: StudySession, facts: readonly Fact[]): Attendance[] {
  const signIns = new Map(ofKind(standing(facts), 'session.signed-in')
    .filter((fact) => fact.contextId === session.sessionId && (!session.closedAt || fact.at <= session.closedAt)).map((fact) => [fact.subjectId, fact]));
  const late = lateFrom(session);
  return session.roster.map(({ memberId, unitId }) => {
    const fact = signIns.get(memberId);
    if (!fact) return { memberId, unitId, state: session.state === 'closed' ? 'absent' : 'awaited', signedInAt: null, method: null, reason: null, factId: null };
    return {
      memberId, unitId, state: fact.at > late ? 'late' : 'present', signedInAt: fact.at,
      method: fact.body.method, reason: fact.body.reason ?? null, factId: fact.id,
    };
  });
}

export interface AttendanceCount { due: number; present: number; late: number; absent: number; awaited: number }

export function countAttendance(lines: readonly Attendance[]): AttendanceCount {
  const count = (state: AttendanceState) => lines.filter((line) => line.state === state).length;
  return { due: lines.length, present: count('present'), late: count('late'), absent: count('absent'), awaited: count('awaited') };
}
