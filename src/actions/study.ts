import { z } from 'zod';
import { answerQuestion } from '../commands/answer-question.ts';
import { answerFollowUp } from '../commands/answer-follow-up.ts';
import { formAction } from './form-action.ts';

export const studyActions = {
  answerQuestion: formAction(z.object({
    lessonId: z.string().max(120), questionId: z.string().max(80), attempt: z.coerce.number().int().min(1), letters: z.array(z.string()).max(6),
  }), async (act, input) => {
    await answerQuestion(act, input);
    return { to: `/courses/${input.lessonId}#${input.questionId}` };
  }),

  answerFollowUp: formAction(z.object({
    changeId: z.string().max(80), questionId: z.string().max(80), attempt: z.coerce.number().int().min(1), letters: z.array(z.string()).max(6),
  }), async (act, input) => {
    await answerFollowUp(act, input);
    return { to: `/laws/changes/${input.changeId}#${input.questionId}` };
  }),
};
