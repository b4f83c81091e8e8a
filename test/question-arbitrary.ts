import fc from 'fast-check';
import { gap, pathsOf, questionSchema, type Branch, type Part, type Question, type QuestionType } from '../src/domain/question.ts';
import { shownOptions, shownThings } from '../src/domain/response.ts';
import { questionTypes, written } from './question-builders.ts';

const han = fc.constantFrom(...'登记来信转送答复期限窗口居民材料䶮㛃𠮷〇');
const more = fc.constantFrom(...'登记来信转送答复，、《》“”（） 0123ＡA·-.');
const words = (most: number) => fc.tuple(han, fc.array(more, { maxLength: most - 2 })).map(([first, rest]) => first + rest.join('').trimEnd());
const different = (minLength: number, maxLength: number) => fc.uniqueArray(words(20), { minLength, maxLength });
const credit = fc.constantFrom('whole', 'share');

const number = fc.record({
  kind: fc.constant('number'), value: fc.oneof(fc.nat(99_999), fc.nat(9_999_999).map((hundredths) => hundredths / 100)),
  unit: fc.constantFrom('日', '工作日', '个月', '年', '元', '万元', '人', '个', '%', '周岁', '亿元', '千米'), tolerance: fc.constantFrom(0, 0, 0.5, 3),
});
const text = fc.record({ kind: fc.constant('text'), answers: fc.array(words(20), { minLength: 1, maxLength: 3 }) });
const blanks = fc.array(fc.oneof(number, text), { minLength: 1, maxLength: 6 }).map((all) => ({ stem: `按规定填：${all.map(() => gap).join('，')}`, blanks: all }));
const stem = '看看下面哪个对？';
const options = (isRight: (at: number, dice: number[]) => boolean) => fc.tuple(different(2, 6), fc.array(fc.nat(), { minLength: 6, maxLength: 6 }))
  .map(([texts, dice]) => ({ stem, options: texts.map((one, at) => ({ id: 'abcdef'[at], text: one, right: isRight(at, dice.map((die) => die % texts.length)), why: '不对' })) }));

const parts = {
  single: options((at, dice) => at === dice[0]),
  multiple: fc.tuple(options((at, dice) => at < 2 || dice[at]! > 1), credit).map(([all, given]) => ({ ...all, credit: given })),
  'true-false': fc.record({ stem: fc.constant(stem), answer: fc.boolean() }),
  blank: fc.tuple(blanks, credit).map(([all, given]) => ({ ...all, credit: given })),
};
const part = fc.constantFrom(...Object.keys(parts) as (keyof typeof parts)[]).chain((type) => (parts[type] as fc.Arbitrary<object>).map((own) => ({ type, ...own })));

const tree: fc.Arbitrary<Branch[]> = fc.letrec<{ level: Branch[] }>((tie) => ({
  level: fc.array(fc.option(tie('level'), { maxDepth: 2, nil: undefined }), { minLength: 2, maxLength: 4 })
    .map((all) => all.map((children, at) => ({ id: `b${at + 1}`, text: `第 ${at + 1} 类`, ...(children && { children }) }))),
})).level;

/** What makes each type itself, at random. */
const own: Record<QuestionType, fc.Arbitrary<object>> = {
  ...parts,
  match: fc.record({ texts: different(7, 14), extra: fc.nat(3), credit }).map(({ texts, extra, credit: given }) => {
    const count = Math.min(8, Math.floor((texts.length - Math.min(extra, texts.length - 6)) / 2));
    return { stem, credit: given, pairs: texts.slice(0, count).map((left, at) => ({ left, right: texts[count + at] })), extra: texts.slice(2 * count).slice(0, 4) };
  }),
  order: fc.record({ stem: fc.constant(stem), steps: different(3, 8), credit }),
  short: fc.record({ stem: fc.constant(stem), marking: fc.constant('self'), points: different(2, 8).map((all) => all.map((one) => `要点${one}`)), dice: fc.nat() })
    .map(({ dice, ...rest }) => ({ ...rest, needed: 1 + (dice % rest.points.length) })),
  case: fc.record({ stem: fc.constant(stem), scene: fc.constant(written.case.scene), parts: fc.array(part, { minLength: 2, maxLength: 6 }) }),
  classify: fc.record({ stem: fc.constant(stem), tree, dice: fc.nat(), credit }).map(({ dice, ...rest }) => ({ ...rest, answer: pathsOf(rest.tree)[dice % pathsOf(rest.tree).length] })),
  'find-fault': fc.record({ stem: fc.constant(stem), credit, passages: fc.array(fc.boolean(), { minLength: 1, maxLength: 14 }) })
    .map(({ passages, ...rest }) => ({ ...rest, passages: [true, ...passages, false].map((isFault, at) => ({ text: `第 ${at + 1} 段`, ...(isFault && { fault: '这里有错' }) })) })),
};

export const questionOf = (type: QuestionType): fc.Arbitrary<Question> => fc.tuple(own[type], fc.nat(99)).map(([rest, at]) => questionSchema.parse({
  id: `${type}-${String(at).padStart(2, '0')}`, type, explanation: '收到就登记，再定去向。', cites: ['sample-law/22/1'], topic: '登记', difficulty: 1, ...rest,
}));

/** Any question of any of the ten types. */
export const anyQuestion = fc.constantFrom(...questionTypes).chain(questionOf);
export const anyMember = fc.integer({ min: 1, max: 500 }).map((at) => `member-${at}`);

/** What a person who knows the answer sends, who sees only texts, letters and places. */
export function keyAsShown(question: Question | Part, memberId: string, attempt: number, of = 'id' in question ? question.id : ''): string[] {
  switch (question.type) {
    case 'single': case 'multiple': case 'true-false': return shownOptions(question, memberId, attempt, of).filter((one) => one.option.right).map((one) => one.letter);
    case 'blank': return question.blanks.map((blank) => (blank.kind === 'text' ? blank.answers[0]! : `${blank.value}${blank.unit}`));
    case 'match': return question.pairs.map((pair) => shownThings(question, memberId, attempt).find((one) => one.text === pair.right)!.letter);
    case 'order': return shownThings(question, memberId, attempt).map((one) => String(question.steps.indexOf(one.text) + 1));
    case 'short': return ['登记了才有据可查。'];
    case 'classify': return [question.answer];
    case 'find-fault': return question.passages.flatMap((passage, at) => (passage.fault ? [String(at + 1)] : []));
    case 'case': return question.parts.flatMap((one, at) => keyAsShown(one, memberId, attempt, `${question.id}/${at + 1}`).map((sent) => `${at + 1}:${sent}`));
  }
}

/** Everything that can stand in a recorded answer to the question, right or wrong. */
export function tokensOf(question: Question | Part): string[] {
  switch (question.type) {
    case 'single': case 'multiple': return question.options.map((one) => one.id);
    case 'true-false': return ['t', 'f'];
    case 'blank': return [...keyAsShown(question, '', 1), '60日', '登记', ''];
    case 'match': return question.pairs.flatMap((_, left) => Array.from({ length: question.pairs.length + question.extra.length }, (__, right) => `${left + 1}=${'abcdefghijkl'[right]}`));
    case 'order': return question.steps.map((_, at) => String(at + 1));
    case 'short': return ['登记了才有据可查。'];
    case 'classify': return pathsOf(question.tree);
    case 'find-fault': return question.passages.map((_, at) => String(at + 1));
    case 'case': return question.parts.flatMap((one, at) => tokensOf(one).map((token) => `${at + 1}:${token}`));
  }
}
