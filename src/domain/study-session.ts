import { z } from 'zod';
import { ofKind, standing, type Fact } from './fact.ts';

/** Meetings before which an office studies. */
export const meetingKinds = ['directors-meeting', 'party-group-meeting', 'leading-group-study', 'staff-meeting'] as const;
export const capacities = ['leader', 'backbone', 'lawyer', 'judge', 'party-school', 'other'] as const;

/** A study session as scheduled: 会前学法 on one lesson (ledger fields from obligations §2). */
export const occasionSchema = z.strictObject({
  kind: z.literal('pre-meeting'),
  meetingKind: z.enum(meetingKinds),
  lessonId: z.string(),
  startsAt: z.iso.datetime(),
  minutes: z.int().min(5).max(240).describe('planned length'),
  place: z.string().min(1).max(60),
  host: z.string().min(1).max(40).describe('主持人'),
  lecturer: z.string().min(1).max(40).describe('领学人'),
  capacity: z.enum(capacities).describe('as what the lecturer speaks'),
  lateAfterMinutes: z.int().min(0).max(60).describe('signed in later than this after the start counts as late'),
});
export type Occasion = z.infer<typeof occasionSchema>;

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

/** A session may be opened from an hour before its start. */
export const opensMinutesBefore = 60;
