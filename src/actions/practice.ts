import { z } from 'zod';
import { answerInPractice } from '../commands/answer-in-practice.ts';
import { arrangeReview } from '../commands/arrange-review.ts';
import { beginPractice } from '../commands/begin-practice.ts';
import { markPractisedAnswer } from '../commands/mark-practised-answer.ts';
import { Refusal } from '../domain/refusal.ts';
import { scopeIn, sittingPurposes } from '../domain/sitting-scope.ts';
import { answerFields, givenIn } from './answer-fields.ts';
import { formAction } from './form-action.ts';

const sittingId = z.string().max(64);
const number = z.coerce.number().int().min(1).max(50);
/** A date field left empty is no date. */
const day = z.preprocess((value) => value || null, z.iso.date('请填写日期').nullable());

export const practiceActions = {
  beginPractice: formAction(z.object({ purpose: z.enum(sittingPurposes), scope: z.string().max(100).default('everything:'), count: number.default(10) }), async (act, { purpose, scope, count }) => {
    const wanted = scopeIn(scope);
    if (!wanted) throw new Refusal('invalid-input', { text: scope.slice(0, 20) });
    return { to: `/practice/${await beginPractice(act, { purpose, scope: wanted, count })}/1` };
  }),

  answerInPractice: formAction(z.object({
    sittingId, questionId: z.string().max(80), number, attempt: z.coerce.number().int().min(1), sure: z.enum(['yes', 'no']).nullish(), shownAt: z.string().max(40).default(''), ...answerFields,
  }), async (act, { sittingId: id, questionId, number: place, attempt, sure, shownAt, ...fields }) => {
    await answerInPractice(act, { sittingId: id, questionId, attempt, given: givenIn(fields), sure: sure ? sure === 'yes' : null, shownAt });
    return { to: `/practice/${id}/${place}` };
  }),

  markPractisedAnswer: formAction(z.object({ sittingId, questionId: z.string().max(80), number, points: z.array(z.string().max(2)).max(8) }), async (act, { number: place, ...marks }) => {
    await markPractisedAnswer(act, marks);
    return { to: `/practice/${marks.sittingId}/${place}` };
  }),

  arrangeReview: formAction(z.object({ minutes: z.coerce.number('请填写分钟数').int('请填写整数').min(5, '最少 5 分钟').max(120, '最多 120 分钟'), pausedFrom: day, pausedTo: day }), async (act, plan) => {
    await arrangeReview(act, plan);
    return { to: '/practice#review' };
  }),
};
