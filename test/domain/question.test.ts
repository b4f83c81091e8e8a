import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { courseSchema, lessonSchema } from '../../src/domain/course.ts';
import { optionsOf, questionSchema } from '../../src/domain/question.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { aQuestion } from '../builders.ts';

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

test('a question says by itself only what was left out harmlessly', () => {
  expect(faults({})).toEqual([]);
  expect(questionSchema.parse({ ...single, arguable: undefined })).toMatchObject({ arguable: false });
});

test('a statement has the options 正确 and 错误, one of them right', () => {
  expect(optionsOf(aQuestion({ type: 'true-false', answer: true })).map(({ id, text, right }) => [id, text, right])).toEqual([['t', '正确', true], ['f', '错误', false]]);
  expect(optionsOf(aQuestion({ type: 'true-false', answer: false })).map(({ right }) => right)).toEqual([false, true]);
});

test('heads of courses and lessons, and the settings, hold what they must and nothing else', () => {
  const lesson = { title: '登记之后', summary: '一句话的提要。', minutes: 8, lawAsOf: '2026-03-01', topics: ['登记'] };
  const course = { title: '信访课', summary: '学完会办件。', audience: '全体干部', order: 1 };
  const settings = { officeName: '区信访办', rootUnitId: 'unit-root', goal: { lessons: 1, per: 'week' } };
  expect([lessonSchema.safeParse(lesson).success, courseSchema.safeParse(course).success, settingsSchema.safeParse(settings).success]).toEqual([true, true, true]);
  for (const over of [{ minutes: 2 }, { minutes: 21 }, { lawAsOf: '2026-02-30' }, { topics: [] }, { summary: '' }, { draft: true }]) expect(lessonSchema.safeParse({ ...lesson, ...over }).success, JSON.stringify(over)).toBe(false);
  for (const goal of [{ lessons: 0, per: 'week' }, { lessons: 11, per: 'week' }, { lessons: 1, per: 'year' }]) expect(settingsSchema.safeParse({ ...settings, goal }).success).toBe(false);
});
