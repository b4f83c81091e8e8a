import { z } from 'zod';
import { disputeQuestion } from '../commands/dispute-question.ts';
import { ruleOnDispute } from '../commands/rule-on-dispute.ts';
import { rulings } from '../domain/ruling.ts';
import { formAction } from './form-action.ts';

/** A browser sends two characters for the end of a line, and counts one. */
const words = (said: string, most: number) => z.string(said).overwrite((text) => text.replace(/\r\n?/g, '\n')).trim().min(5, said).max(most, said);
/** A page of this site, with the place on it. */
const localPath = z.string().max(300).regex(/^\/(?!\/)[\w./@-]*(\?[\w=&%.-]*)?(#[\w-]*)?$/).refine((path) => !path.includes('//'));

export const disputeActions = {
  disputeQuestion: formAction(z.object({
    questionId: z.string().max(80), answerId: z.string().max(160).nullish(), reason: words('理由写 5 到 500 字', 500), back: localPath,
  }), async (act, { questionId, answerId, reason, back }, { locals }) => {
    await disputeQuestion(act, { questionId, answerId: answerId || null, reason });
    await locals.site.refreshPublished();
    return { to: back };
  }),

  ruleOnDispute: formAction(z.object({
    disputeId: z.string().max(160), number: z.coerce.number().int().min(1), ruling: z.enum(rulings, '请选择怎样裁定'), part: z.coerce.number('请选择哪一处也算对').int().min(1).max(60).nullish(), retire: z.boolean(),
    reason: words('理由写 5 到 800 字', 800), cites: z.string().max(500, '依据不超过 500 字').nullish(),
  }), async (act, { number, cites, part, ...input }, { locals }) => {
    await ruleOnDispute(act, { ...input, part: part ?? null, cites: cites ?? '' });
    await locals.site.refreshPublished();
    return { to: `/studio/disputes/${number}` };
  }),
};
