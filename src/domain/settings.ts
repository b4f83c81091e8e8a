import { z } from 'zod';

/** What an office sets for itself. One document, `settings/office`. */
export const settingsSchema = z.strictObject({
  officeName: z.string().min(2).max(40),
  rootUnitId: z.string(),
  goal: z.strictObject({
    lessons: z.int().min(1).max(10).describe('lessons each person is asked to complete'),
    per: z.enum(['week', 'month']),
  }),
});
export type Settings = z.infer<typeof settingsSchema>;
