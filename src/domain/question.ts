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
  replaces: z.string().optional().describe('id of the question this one corrects, which is then retired'),
  use: z.enum(['check', 'practice']).default('check').describe('check: 想一想，学完一课要答对；practice: 只在练习和复习里问'),
  state: z.enum(['draft', 'reviewed', 'live', 'retired']).default('live').describe('draft: 还在写；reviewed: 第二个人核过，还没有用；live: 在用；retired: 不再问，以前的作答照旧看得懂'),
  author: z.string().min(2).max(20).optional().describe('谁写的；不写就是课程的 author'),
  reviewer: z.string().min(2).max(20).optional().describe('谁核的，不能是作者本人；不写就是课程的 reviewer'),
};

const shownText = z.string().min(1).max(160);
const optionSchema = z.strictObject({
  id: z.string().regex(/^[a-h]$/),
  text: shownText.refine((text) => !/^以上(都|均|皆)/.test(text), '显示次序会变，选项不能写“以上都……”'),
  right: z.boolean().default(false),
  why: z.string().optional().describe('for a wrong option: the confusion behind it'),
});
export type Option = z.infer<typeof optionSchema>;

const options = z.array(optionSchema).min(2).max(6)
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, '选项编号重复')
  .refine((all) => new Set(all.map((one) => one.text)).size === all.length, '选项文字重复');
const rightCount = (all: Option[]) => all.filter((one) => one.right).length;
const oneRight = options.refine((all) => rightCount(all) === 1, '单选题须恰有一个正确选项');
const severalRight = options.refine((all) => rightCount(all) >= 2, '多选题须至少有两个正确选项');
const distinct = (texts: readonly unknown[]) => new Set(texts).size === texts.length;

/** `whole`: full marks or none. `share`: a part of the mark for a part that is right; what that means stands with each type in grading.ts. */
const credit = z.enum(['whole', 'share']).default('whole').describe('整题全对才得分（whole），或者按对的部分得分（share）');

/** One gap of a stem, written ____ there. */
export const blankSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), answers: z.array(z.string().min(1).max(40)).min(1).max(8).describe('写法不同而都对的答案') }),
  z.strictObject({
    kind: z.literal('number'), value: z.number(), unit: z.string().min(1).max(6).describe('日、工作日、年、元、人……；答案要连单位一起写，60日不是60个工作日'),
    tolerance: z.number().min(0).default(0).describe('允许相差多少'),
  }),
]);
export type Blank = z.infer<typeof blankSchema>;
export const gap = '____';
export const gapsIn = (stem: string): number => stem.split(gap).length - 1;
const blanks = z.array(blankSchema).min(1).max(6);
const gapsMatch = ({ stem, blanks: all }: { stem: string; blanks: Blank[] }) => gapsIn(stem) === all.length;
const gapsProblem = { error: '题干里的空（____）与 blanks 的个数不一致', path: ['blanks'] };

/** A node of a tree to choose a path in; every path is chosen down to its end. */
export interface Branch { id: string; text: string; /** Why someone who went this way went wrong. */ why?: string | undefined; children?: Branch[] | undefined }
const siblings = (most: number) => z.array(branchSchema).min(2).max(most)
  .refine((all) => distinct(all.map((one) => one.id)) && distinct(all.map((one) => one.text)), '同一级里的编号或文字重复');
const branchSchema: z.ZodType<Branch> = z.lazy(() => z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]*$/), text: z.string().min(1).max(60), why: z.string().min(2).max(160).optional().describe('误走到这里错在哪里'), children: siblings(10).optional() }));

/** Paths from the root to each end: `appeal/arbitration`. */
export function pathsOf(tree: readonly Branch[], above = ''): string[] {
  return tree.flatMap((branch) => (branch.children ? pathsOf(branch.children, `${above}${branch.id}/`) : [`${above}${branch.id}`]));
}

const partStem = { stem: z.string().min(4).max(200) };
/** A part of a case: asked on the same scene, marked on its own. */
const partSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('single'), ...partStem, options: oneRight }),
  z.strictObject({ type: z.literal('multiple'), ...partStem, options: severalRight, credit }),
  z.strictObject({ type: z.literal('true-false'), ...partStem, answer: z.boolean() }),
  z.strictObject({ type: z.literal('blank'), ...partStem, blanks, credit }).refine(gapsMatch, gapsProblem),
]);
export type Part = z.infer<typeof partSchema>;

export const questionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('single'), ...common, options: oneRight }),
  z.strictObject({ type: z.literal('multiple'), ...common, options: severalRight, credit }),
  z.strictObject({ type: z.literal('true-false'), ...common, answer: z.boolean() }),
  z.strictObject({ type: z.literal('blank'), ...common, blanks, credit }).refine(gapsMatch, gapsProblem),
  z.strictObject({
    type: z.literal('match'), ...common, credit,
    pairs: z.array(z.strictObject({ left: shownText, right: shownText })).min(3).max(8).describe('左右两列，对应的写在一起；右列显示时打乱'),
    extra: z.array(shownText).max(4).default([]).describe('右列里多出来、哪一个都不配的'),
  }).refine(({ pairs, extra }) => distinct(pairs.map((pair) => pair.left)) && distinct([...pairs.map((pair) => pair.right), ...extra]), { error: '左列或右列有重复', path: ['pairs'] }),
  z.strictObject({ type: z.literal('order'), ...common, credit, steps: z.array(shownText).min(3).max(8).refine(distinct, '步骤有重复').describe('按正确的先后写，显示时打乱') }),
  z.strictObject({
    type: z.literal('short'), ...common, marking: z.enum(['self', 'trainer']).default('self').describe('self: 答完自己对照要点；trainer: 交授课人评阅，评过才算'),
    points: z.array(z.string().min(2).max(120)).min(2).max(8).refine(distinct, '要点有重复').describe('答案的要点'), needed: z.int().min(1).describe('写到几点算对'),
    must: z.array(z.int().min(1)).default([]).describe('非写到不可的要点，按次序从 1 数'),
  }).refine(({ points, needed }) => needed <= points.length, { error: 'needed 多于要点数', path: ['needed'] })
    .refine(({ points, needed, must }) => distinct(must) && must.length <= needed && must.every((one) => one <= points.length), { error: 'must 有重复、多于 needed，或者没有这个要点', path: ['must'] }),
  z.strictObject({ type: z.literal('case'), ...common, scene: z.string().min(20).max(800), parts: z.array(partSchema).min(2).max(6) }),
  z.strictObject({ type: z.literal('classify'), ...common, credit, tree: siblings(8), answer: z.string().describe('路径，如 appeal/arbitration') })
    .refine(({ tree, answer }) => pathsOf(tree).includes(answer), { error: 'answer 不是 tree 里的一条完整路径', path: ['answer'] }),
  z.strictObject({
    type: z.literal('find-fault'), ...common, credit,
    passages: z.array(z.strictObject({ text: z.string().min(1).max(300), fault: z.string().min(2).max(160).optional().describe('错在哪里；没有错的不写') })).min(3).max(16),
  }).refine(({ passages }) => passages.some((one) => one.fault) && passages.some((one) => !one.fault), { error: '要有错的，也要有对的段落', path: ['passages'] }),
]);
/** What a ruling made right beside the key, as answer-part.ts tells parts apart. `part`: which, 1-based; null: the answer as a whole. `chosen`: what was answered there, as recorded. */
export interface AlsoRight { part: number | null; chosen: readonly string[] }
/** As written, and what rulings on disputes (dispute.ts) added to it. */
export type Question = z.infer<typeof questionSchema> & { alsoRight?: readonly AlsoRight[] };
export type QuestionType = Question['type'];
export type Of<T extends QuestionType> = Extract<Question, { type: T }>;
type WithOptions = Of<'single' | 'multiple' | 'true-false'> | Extract<Part, { type: 'single' | 'multiple' | 'true-false' }>;

export function hasOptions<Q extends { type: string }>(question: Q): question is Extract<Q, { type: 'single' | 'multiple' | 'true-false' }> {
  return ['single', 'multiple', 'true-false'].includes(question.type);
}

/** The options as one list for every type that has them: a true/false question has 正确 (`t`) and 错误 (`f`). */
export function optionsOf(question: WithOptions): Option[] {
  if (question.type !== 'true-false') return question.options;
  return [{ id: 't', text: '正确', right: question.answer }, { id: 'f', text: '错误', right: !question.answer }];
}
