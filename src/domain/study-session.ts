import { addMinutes } from './calendar.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { Occasion } from './occasion.ts';

export { capacities, meetingKinds, occasionSchema, type Occasion } from './occasion.ts';

export type SessionState = 'scheduled' | 'open' | 'closed' | 'cancelled';

export interface StudySession extends Occasion {
  sessionId: string;
  unitId: string;
  state: SessionState;
  scheduledBy: string;
  openedAt: string | null;
  closedAt: string | null;
  closedBy: string | null;
  /** Who is due to attend, with their section at the opening; empty until opened. */
  roster: { memberId: string; unitId: string }[];
  note: string;
  cancelReason: string | null;
}

/** Folds the facts of one session (its own and those that happened in it); null when it was never scheduled. */
export function foldSession(facts: readonly Fact[]): StudySession | null {
  const all = standing(facts);
  const scheduled = ofKind(all, 'session.scheduled')[0];
  if (!scheduled) return null;
  const opened = ofKind(all, 'session.opened')[0];
  const closed = ofKind(all, 'session.closed')[0];
  const cancelled = ofKind(all, 'session.cancelled')[0];
  return {
    ...scheduled.body,
    sessionId: scheduled.subjectId,
    unitId: scheduled.unitId,
    state: cancelled ? 'cancelled' : closed ? 'closed' : opened ? 'open' : 'scheduled',
    scheduledBy: scheduled.actorId,
    openedAt: opened?.at ?? null,
    closedAt: closed?.at ?? null,
    closedBy: closed?.actorId ?? null,
    roster: opened?.body.roster ?? [],
    note: closed?.body.note ?? '',
    cancelReason: cancelled?.body.reason ?? null,
  };
}

/** A sign-in that was opened and never closed ends by itself twelve hours after the session should have ended: an old code is no code. */
export function takesSignIns(session: StudySession, now: string): boolean {
  return session.state === 'open' && now < addMinutes(session.startsAt, session.minutes + 12 * 60);
}

/** A session may be opened from an hour before its start. */
export const opensMinutesBefore = 60;
