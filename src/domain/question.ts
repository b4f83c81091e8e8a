import { z } from 'zod';
import { citationSchema } from './law.ts';

const common = {
  id: z.string().regex(/^[a-z][a-z0-9-]*-\d{2,}$/, '题号应写作“英文短名-两位数”').describe('permanent; a changed question is a new one'),
  stem: z.string().min(6).max(300),
  explanation: z.string().min(6).max(400).describe('why, in our own words'),
  cites: z.array(citationSchema).min(1),
  topic: z.string().min(1).max(12),
  difficulty: z.int().min(1).max(3).describe('1 remembers, 2 applies, 3 discerns'),
  arguable: z.boolean().default(false).describe('true: never counts toward a pass'),
  replaces: z.string().optional().describe('id of the question this one corrects'),
};

const optionSchema = z.strictObject({
  id: z.string().regex(/^[a-h]$/),
  text: z.string().min(1).max(160).refine((text) => !/^以上(都|均|皆)/.test(text), '显示次序会变，选项不能写“以上都……”'),
  right: z.boolean().default(false),
  why: z.string().optional().describe('for a wrong option: the confusion behind it'),
});
export type Option = z.infer<typeof optionSchema>;

const options = z.array(optionSchema).min(2).max(6)
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, '选项编号重复')
  .refine((all) => new Set(all.map((one) => one.text)).size === all.length, '选项文字重复');
const rightCount = (all: Option[]) => all.filter((one) => one.right).length;

export const questionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('single'), ...common, options: options.refine((all) => rightCount(all) === 1, '单选题须恰有一个正确选项') }),
  z.strictObject({ type: z.literal('multiple'), ...common, options: options.refine((all) => rightCount(all) >= 2, '多选题须至少有两个正确选项') }),
  z.strictObject({ type: z.literal('true-false'), ...common, answer: z.boolean() }),
]);
export type Question = z.infer<typeof questionSchema>;

/** The options as one list for every type: a true/false question has 正确 (`t`) and 错误 (`f`). */
export function optionsOf(question: Question): Option[] {
  if (question.type !== 'true-false') return question.options;
  return [{ id: 't', text: '正确', right: question.answer }, { id: 'f', text: '错误', right: !question.answer }];
}
