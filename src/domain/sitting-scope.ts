import { z } from 'zod';

/** practice: questions of a kind that was asked for; mistakes: out of the mistake book; review: what is due by the schedule. */
export const sittingPurposes = ['practice', 'mistakes', 'review'] as const;
export type SittingPurpose = (typeof sittingPurposes)[number];

/** What a practice is to be about. `of`: id of a law or a course, or a topic; empty for everything. */
export const scopeSchema = z.strictObject({ by: z.enum(['everything', 'law', 'course', 'topic']), of: z.string().max(80) });
export type Scope = z.infer<typeof scopeSchema>;

/** `topic:登记` as a form sends it; null when it is none. */
export function scopeIn(value: string): Scope | null {
  const [by = '', of = ''] = value.split(/:(.*)/s);
  const parsed = scopeSchema.safeParse({ by, of });
  return parsed.success ? parsed.data : null;
}
