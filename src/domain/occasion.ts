import { z } from 'zod';

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
