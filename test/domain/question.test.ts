import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { courseSchema, lessonSchema } from '../../src/domain/course.ts';
import { gapsIn, optionsOf, pathsOf, questionSchema, type QuestionType } from '../../src/domain/question.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { aQuestion } from '../builders.ts';
import { aQuestionOf, questionTypes, written } from '../question-builders.ts';

z.config(z.locales.zhCN());
const single = { ...aQuestion() };
const option = (id: string, over: object = {}) => ({ id, text: `选项${id}`, why: '不对', ...over });
/** What an author reads: path and message of everything that is wrong. */
const faults = (over: object) => questionSchema.safeParse({ ...single, ...over }).error?.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`) ?? [];

describe('a question is refused with a sentence that says what to write', () => {
  test('when a single choice has not exactly one right option', () => {
    expect(faults({ options: [option('a'), option('b')] })).toEqual(['options：单选题须恰有一个正确选项']);
    expect(faults({ options: [option('a', { right: true }), option('b', { right: true })] })).toEqual(['options：单选题须恰有一个正确选项']);
  });

  test('when a multiple choice has fewer than two right options', () => {
    expect(faults({ type: 'multiple' })).toEqual(['options：多选题须至少有两个正确选项']);
  });

  test('when an option stands twice, by letter or by text', () => {
    expect(faults({ options: [option('a', { right: true }), option('a', { text: '别的' })] })).toEqual(['options：选项编号重复']);
    expect(faults({ options: [option('a', { right: true }), option('b', { text: '选项a' })] })).toEqual(['options：选项文字重复']);
  });

  test('when an option speaks of those above it, since their order changes', () => {
    for (const text of ['以上都对', '以上均不正确', '以上皆是']) expect(faults({ options: [option('a', { right: true }), option('b', { text })] })).toEqual(['options.1.text：显示次序会变，选项不能写“以上都……”']);
  });

  test('when its id or a citation is not written as agreed', () => {
    for (const id of ['x', 'first_01', 'First-01', 'first-1', '01', '-01']) expect(faults({ id }), id).toEqual(['id：题号应写作“英文短名-两位数”']);
    expect(faults({ cites: ['条例第22条'] })).toEqual(['cites.0：引用应写作“法/条”，款、项可省，如 petition-work-regulations/22/1']);
  });

  test('when something is missing, too much, or of the wrong kind', () => {
    for (const over of [{ cites: [] }, { options: [option('a', { right: true })] }, { options: 'abcdefg'.split('').map((id) => option(id, { right: id === 'a' })) }, { difficulty: 4 }, { difficulty: '1' },
      { topic: '' }, { stem: '太短' }, { explanation: '短' }, { answer: true }, { hint: '无此栏' }, { type: 'essay' }, { type: 'true-false' }, { options: [option('i', { right: true }), option('b')] }, { explanation: undefined }]) {
      expect(faults(over).length, JSON.stringify(over)).toBeGreaterThan(0);
    }
  });

  test('and the message for an author is Chinese also where the schema library wrote it', () => {
    expect(faults({ stem: undefined })[0]).toMatch(/\p{Script=Han}/u);
  });
});

/** The same of a question of another type. */
const faultsOf = (type: QuestionType, over: object) => questionSchema.safeParse({ ...aQuestionOf(type), ...over }).error?.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`) ?? [];
const text = (...answers: string[]) => ({ kind: 'text', answers });
const days = { kind: 'number', value: 60, unit: '日' };

describe('each type', () => {
  test('is accepted as the builders write it, and holds nothing of another', () => {
    for (const type of questionTypes) {
      expect(faultsOf(type, {}), type).toEqual([]);
      for (const over of [{ essay: true }, { id: 'x' }, { cites: [] }, { explanation: undefined }, { difficulty: 4 }, { type: 'essay' }]) expect(faultsOf(type, over).length, `${type} ${JSON.stringify(over)}`).toBeGreaterThan(0);
      for (const other of questionTypes.filter((one) => one !== type && !(type === 'single' && one === 'multiple') && !(type === 'multiple' && one === 'single'))) expect(faultsOf(type, { ...written[other], stem: aQuestionOf(type).stem }).length, `${type} as ${other}`).toBeGreaterThan(0);
    }
  });

  test('that can be right in part counts as a whole unless it says otherwise', () => {
    for (const type of ['multiple', 'blank', 'match', 'order', 'classify', 'find-fault'] as const) {
      expect([aQuestionOf(type).credit, aQuestionOf(type, { credit: 'share' }).credit]).toEqual(['whole', 'share']);
      expect(faultsOf(type, { credit: 'half' }).length).toBe(1);
    }
    for (const type of ['single', 'true-false', 'short', 'case'] as const) expect(faultsOf(type, { credit: 'share' }).length, type).toBe(1);
  });
});

describe('gaps', () => {
  test('are as many in the stem as are described', () => {
    const problem = ['blanks：题干里的空（____）与 blanks 的个数不一致'];
    expect(['没有空', '____', '____和____', '________'].map(gapsIn)).toEqual([0, 1, 2, 2]);
    for (const stem of ['登记之后多久定去向？', '登记之后 ____ 内定去向。', '____、____ 和 ____ 都要写。']) expect(faultsOf('blank', { stem }), stem).toEqual(problem);
    expect(faultsOf('blank', { blanks: [days] })).toEqual(problem);
    expect(faultsOf('case', { parts: [...written.case.parts, { type: 'blank', stem: '____ 内答复。', blanks: [days, days] }] })).toEqual(['parts.4.blanks：题干里的空（____）与 blanks 的个数不一致']);
  });

  test('say what fills them: a number with its unit, or at least one way to write it', () => {
    expect(faultsOf('blank', { blanks: [days, text('登记簿')] })).toEqual([]);
    for (const blank of [{ ...days, unit: '' }, { kind: 'number', value: 60 }, { ...days, value: '60' }, { ...days, value: Number.NaN }, { ...days, tolerance: -1 }, { ...days, answers: ['60日'] }, text(), text(''), text('登'.repeat(41)), { kind: 'date' }]) {
      expect(faultsOf('blank', { blanks: [days, blank] }).length, JSON.stringify(blank)).toBeGreaterThan(0);
    }
  });
});

describe('lists', () => {
  test('of pairs name nothing twice on one side', () => {
    const problem = ['pairs：左列或右列有重复'];
    const [first, second, third] = written.match.pairs;
    expect(faultsOf('match', { pairs: [first, second, { ...third, left: first!.left }] })).toEqual(problem);
    expect(faultsOf('match', { pairs: [first, second, { ...third, right: first!.right }] })).toEqual(problem);
    expect(faultsOf('match', { extra: [first!.right] })).toEqual(problem);
    expect(faultsOf('match', { extra: ['食堂', '食堂'] })).toEqual(problem);
    expect(faultsOf('match', { extra: [first!.left] })).toEqual([]);
    for (const over of [{ pairs: [first, second] }, { extra: ['一', '二', '三', '四', '五'] }, { pairs: Array.from({ length: 9 }, (_, at) => ({ left: `左${at}`, right: `右${at}` })) }]) expect(faultsOf('match', over)).toHaveLength(1);
  });

  test('of steps name nothing twice', () => {
    expect(faultsOf('order', { steps: ['拆封', '登记', '拆封'] })).toEqual(['steps：步骤有重复']);
    for (const steps of [['拆封', '登记'], Array.from({ length: 9 }, (_, at) => `第${at}步`), ['拆封', '登记', '']]) expect(faultsOf('order', { steps })).toHaveLength(1);
  });

  test('of points name nothing twice, and hold as many as are needed', () => {
    expect(faultsOf('short', { needed: 4 })).toEqual(['needed：needed 多于要点数']);
    expect(faultsOf('short', { points: ['登记在册', '登记在册'] })).toEqual(['points：要点有重复']);
    expect(faultsOf('short', { needed: 3 })).toEqual([]);
    for (const over of [{ needed: 0 }, { needed: 1.5 }, { points: ['只有一点'], needed: 1 }, { marking: 'nobody' }]) expect(faultsOf('short', over), JSON.stringify(over)).toHaveLength(1);
  });

  test('of passages have faults among them and sound ones too', () => {
    const problem = ['passages：要有错的，也要有对的段落'];
    const [sound, faulty] = [{ text: '您的材料收到了。' }, { text: '暂不登记。', fault: '收到就要登记' }];
    expect(faultsOf('find-fault', { passages: [sound, sound, sound] })).toEqual(problem);
    expect(faultsOf('find-fault', { passages: [faulty, faulty, faulty] })).toEqual(problem);
    expect(faultsOf('find-fault', { passages: [sound, faulty, sound] })).toEqual([]);
    for (const passages of [[sound, faulty], Array.from({ length: 17 }, (_, at) => (at ? sound : faulty)), [sound, sound, { ...faulty, fault: '' }]]) expect(faultsOf('find-fault', { passages }).length).toBeGreaterThan(0);
  });
});

describe('a tree', () => {
  const tree = written.classify.tree;
  test('has the answer at one of its ends', () => {
    expect(pathsOf(tree)).toEqual(['appeal/arbitration', 'appeal/review', 'advice/service', 'advice/rules', 'report']);
    for (const answer of pathsOf(tree)) expect(faultsOf('classify', { answer })).toEqual([]);
    for (const answer of ['appeal', 'arbitration', 'appeal/service', 'report/', '/report', 'appeal/arbitration/more', '', 'constructor']) expect(faultsOf('classify', { answer }), answer).toEqual(['answer：answer 不是 tree 里的一条完整路径']);
  });

  test('names no two branches alike where they stand side by side', () => {
    const problem = '同一级里的编号或文字重复';
    expect(faultsOf('classify', { tree: [...tree, { id: 'report', text: '别的' }] })).toEqual([`tree：${problem}`]);
    expect(faultsOf('classify', { tree: [...tree, { id: 'other', text: '检举控告' }] })).toEqual([`tree：${problem}`]);
    expect(faultsOf('classify', { tree: [...tree, { id: 'other', text: '其他', children: [{ id: 'same', text: '一' }, { id: 'same', text: '二' }] }] })).toEqual([`tree.3.children：${problem}`]);
    expect(faultsOf('classify', { tree: [...tree, { id: 'other', text: '其他', children: [{ id: 'report', text: '检举控告' }, { id: 'rest', text: '其余' }] }] })).toEqual([]);
    for (const branch of [{ id: 'a/b', text: '斜杠' }, { id: 'A', text: '大写' }, { id: 'other', text: '其他', children: [{ id: 'only', text: '独一枝' }] }, { id: 'other', text: '' }]) expect(faultsOf('classify', { tree: [...tree, branch] }).length, JSON.stringify(branch)).toBeGreaterThan(0);
  });
});

describe('a case', () => {
  const [first, second] = written.case.parts;
  test('holds its parts to the same rules', () => {
    const withPart = (part: object) => faultsOf('case', { parts: [first, part] });
    expect(withPart({ ...first, options: [option('a'), option('b')] })).toEqual(['parts.1.options：单选题须恰有一个正确选项']);
    expect(withPart({ ...second, options: [option('a', { right: true }), option('b')] })).toEqual(['parts.1.options：多选题须至少有两个正确选项']);
    expect(withPart({ ...first, options: [option('a', { right: true }), option('b', { text: '以上都对' })] })).toEqual(['parts.1.options.1.text：显示次序会变，选项不能写“以上都……”']);
    expect(withPart({ ...first, options: [option('a', { right: true }), option('a', { text: '别的' })] })).toEqual(['parts.1.options：选项编号重复']);
  });

  test('has a scene, and from two to six parts of the four types that can be one', () => {
    expect(faultsOf('case', { parts: [first, second] })).toEqual([]);
    for (const over of [{ scene: '太短的经过。' }, { parts: [first] }, { parts: Array.from({ length: 7 }, () => first) }, { parts: [first, { type: 'short', stem: '为什么？', points: ['一点', '两点'], needed: 1 }] }, { parts: [first, { ...second, id: 'own-01' }] }]) {
      expect(faultsOf('case', over).length, JSON.stringify(over).slice(0, 60)).toBeGreaterThan(0);
    }
  });
});

test('a question says by itself only what was left out harmlessly', () => {
  expect(faults({})).toEqual([]);
  expect(questionSchema.parse({ ...single, arguable: undefined })).toMatchObject({ arguable: false });
});

test('a statement has the options 正确 and 错误, one of them right', () => {
  expect(optionsOf(aQuestionOf('true-false', { answer: true })).map(({ id, text, right }) => [id, text, right])).toEqual([['t', '正确', true], ['f', '错误', false]]);
  expect(optionsOf(aQuestionOf('true-false', { answer: false })).map(({ right }) => right)).toEqual([false, true]);
});

test('heads of courses and lessons, and the settings, hold what they must and nothing else', () => {
  const lesson = { title: '登记之后', summary: '一句话的提要。', minutes: 8, lawAsOf: '2026-03-01', topics: ['登记'] };
  const course = { title: '信访课', summary: '学完会办件。', audience: '全体干部', order: 1, author: '甲组', reviewer: '乙组' };
  const settings = { officeName: '区信访办', rootUnitId: 'unit-root', goal: { lessons: 1, per: 'week' } };
  expect([lessonSchema.safeParse(lesson).success, courseSchema.safeParse(course).success, settingsSchema.safeParse(settings).success]).toEqual([true, true, true]);
  for (const over of [{ minutes: 2 }, { minutes: 21 }, { lawAsOf: '2026-02-30' }, { topics: [] }, { summary: '' }, { draft: true }]) expect(lessonSchema.safeParse({ ...lesson, ...over }).success, JSON.stringify(over)).toBe(false);
  for (const goal of [{ lessons: 0, per: 'week' }, { lessons: 11, per: 'week' }, { lessons: 1, per: 'year' }]) expect(settingsSchema.safeParse({ ...settings, goal }).success).toBe(false);
});
