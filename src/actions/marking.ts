import { z } from 'zod';
import { markShortAnswer } from '../commands/mark-short-answer.ts';
import { formAction } from './form-action.ts';

const noteText = z.string().trim().max(300, '评语最多 300 字').refine((text) => text.length !== 1, '评语至少写两个字').nullish();

export const markingActions = {
  markShortAnswer: formAction(z.object({
    memberId: z.string().max(64), questionId: z.string().max(80), attempt: z.coerce.number().int().min(1), points: z.array(z.string().max(2)).max(8), note: noteText,
  }), async (act, { note, ...input }) => {
    await markShortAnswer(act, { ...input, note: note ?? null });
    return { to: '/studio/marking' };
  }),
};
