import { z } from 'zod';
import { answerQuestion } from '../commands/answer-question.ts';
import { answerFollowUp } from '../commands/answer-follow-up.ts';
import { claimFollowUp, claimLesson } from '../commands/claim-completion.ts';
import { markAnswer } from '../commands/mark-answer.ts';
import { answerFields, givenIn } from './answer-fields.ts';
import { formAction } from './form-action.ts';

export const studyActions = {
  answerQuestion: formAction(z.object({
    lessonId: z.string().max(120), questionId: z.string().max(80), attempt: z.coerce.number().int().min(1), ...answerFields,
  }), async (act, { lessonId, questionId, attempt, ...fields }) => {
    const input = { lessonId, questionId, attempt, given: givenIn(fields) };
    await answerQuestion(act, input);
    return { to: `/courses/${input.lessonId}#${input.questionId}` };
  }),

  markAnswer: formAction(z.object({
    lessonId: z.string().max(120), questionId: z.string().max(80), attempt: z.coerce.number().int().min(1), points: z.array(z.string().max(2)).max(8),
  }), async (act, input) => {
    await markAnswer(act, input);
    return { to: `/courses/${input.lessonId}#${input.questionId}` };
  }),

  claimLesson: formAction(z.object({ lessonId: z.string().max(120) }), async (act, { lessonId }) => {
    await claimLesson(act, lessonId);
    return { to: `/courses/${lessonId}#lesson-end` };
  }),

  claimFollowUp: formAction(z.object({ changeId: z.string().max(80) }), async (act, { changeId }) => {
    await claimFollowUp(act, changeId);
    return { to: `/laws/changes/${changeId}` };
  }),

  answerFollowUp: formAction(z.object({
    changeId: z.string().max(80), questionId: z.string().max(80), attempt: z.coerce.number().int().min(1), ...answerFields,
  }), async (act, { changeId, questionId, attempt, ...fields }) => {
    const input = { changeId, questionId, attempt, given: givenIn(fields) };
    await answerFollowUp(act, input);
    return { to: `/laws/changes/${input.changeId}#${input.questionId}` };
  }),
};
