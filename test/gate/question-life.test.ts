import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decidingText } from '../../src/domain/question-mark.ts';
import type { QuestionType } from '../../src/domain/question.ts';
import { readContent } from '../../src/gate/content.ts';
import { problemText } from '../../src/gate/problem.ts';
import { publishQuestions } from '../../src/gate/publish.ts';
import { publishedFile } from '../../src/gate/published.ts';
import { lifeProblems } from '../../src/gate/question-life.ts';
import { catalog, catalogOf } from '../builders.ts';
import { aQuestionOf, questionTypes, written } from '../question-builders.ts';

const root = path.resolve(import.meta.dirname, '../..');
const quizFile = 'quizzes/petition-regulations/registration.yaml';
const quiz = readFileSync(path.join(root, quizFile), 'utf8');
const list = readFileSync(path.join(root, publishedFile), 'utf8');

/** A copy of the content, of which each test spoils one file. */
let copy = '';
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'xuefa-life-'));
  for (const folder of ['content', 'quizzes']) cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true }));
beforeEach(() => {
  write(quizFile, quiz);
  write(publishedFile, list);
});

const write = (file: string, text: string) => writeFileSync(path.join(copy, file), text);
const said = () => readContent(copy).problems.map(problemText);
const listed = () => JSON.parse(readFileSync(path.join(copy, publishedFile), 'utf8')) as Record<string, string>;

/** The quiz with something added to the head of one of its questions. */
function withLines(id: string, lines: string): string {
  const spoilt = quiz.replace(`- id: ${id}\n`, `- id: ${id}\n  ${lines}\n`);
  expect(spoilt).not.toBe(quiz);
  return spoilt;
}

/** A bank in which one lesson asks six questions, the last of them as said here. */
function bankWith(...last: Record<string, unknown>[]) {
  const types: QuestionType[] = ['single', 'multiple', 'true-false', 'blank', 'order'];
  const asked = [...types.map((type, index) => aQuestionOf(type, { id: `first-0${index + 1}` })), ...last.map((over, index) => aQuestionOf((over.type ?? 'single') as QuestionType, { id: `first-1${index}`, ...over }))];
  const bank = catalogOf(catalog.courses.map((course) => ({ ...course, author: '编写组', reviewer: '复核组', lessons: course.lessons.flatMap((lesson) => (lesson.lessonId === 'course-a/first' ? [{ ...lesson, questionIds: asked.map(({ id }) => id) }] : [])) })));
  return { ...bank, questions: new Map(asked.map((one) => [one.id, one])) };
}
const faults = (...last: Record<string, unknown>[]) => lifeProblems(bankWith(...last)).map(problemText);

describe('a question past its draft', () => {
  test('was checked by somebody other than its author: its own, or those of its course', () => {
    expect(faults({ author: '林晓筠' }, { reviewer: '周敬之' }, { author: '复核组', reviewer: '编写组' }, { state: 'reviewed' })).toEqual([]);
    for (const state of ['reviewed', 'live', 'retired']) expect(faults({ author: '复核组', state })).toEqual([expect.stringMatching(/^quizzes\/course-a\/first\.yaml（first-10） {2}state 是 \w+ 的题要由第二个人核过：author 和 reviewer 都是“复核组”/)]);
    expect(faults({ author: '林晓筠', reviewer: '林晓筠' })).toHaveLength(1);
  });

  test('may lack that while it is a draft', () => {
    expect(faults({ author: '复核组', state: 'draft' })).toEqual([]);
  });
});

describe('a question that replaces another', () => {
  test('takes the place of one that is there and retired', () => {
    expect(faults({ replaces: 'first-11' }, { state: 'retired' })).toEqual([]);
    expect(faults({ replaces: 'first-99' })).toEqual([expect.stringContaining('（first-10）  replaces 写的 first-99 题库里没有')]);
    for (const state of ['live', 'draft', 'reviewed']) expect(faults({ replaces: 'first-11' }, { state })).toEqual([expect.stringContaining('（first-10）  replaces 的 first-11 还没有停用')]);
  });

  test('is the only one to do so', () => {
    expect(faults({ replaces: 'first-12' }, { replaces: 'first-12' }, { state: 'retired' })).toEqual([expect.stringContaining('（first-10）  first-12 还由 first-11 替换'), expect.stringContaining('（first-11）  first-12 还由 first-10 替换')]);
  });

  test('may itself be replaced, but never by what it replaces, however far round', () => {
    const retired = (replaces?: string) => ({ state: 'retired', ...(replaces ? { replaces } : {}) });
    expect(faults({ replaces: 'first-11' }, retired('first-12'), retired())).toEqual([]);
    expect(faults(retired('first-10'))).toEqual([expect.stringContaining('replaces 绕成了圈：first-10 → first-10')]);
    expect(faults(retired('first-11'), retired('first-12'), retired('first-10'))).toEqual([
      expect.stringContaining('first-10 → first-11 → first-12 → first-10'), expect.stringContaining('first-11 → first-12 → first-10 → first-11'), expect.stringContaining('first-12 → first-10 → first-11 → first-12'),
    ]);
    expect(faults({ replaces: 'first-11' }, retired('first-12'), retired('first-11'))).toHaveLength(3);
  });
});

describe('a lesson', () => {
  test('keeps five live check questions of three types, whatever else its file holds', () => {
    const bank = bankWith({ use: 'practice' }, { state: 'draft' }, { state: 'retired' });
    const without = (...ids: string[]) => {
      const lesson = { ...bank.courses[0]!.lessons[0]!, questionIds: [...bank.questions.keys()].filter((id) => !ids.includes(id)) };
      return lifeProblems({ ...bank, courses: [], lessons: new Map([[lesson.lessonId, lesson]]) }).map(problemText);
    };
    expect(without()).toEqual([]);
    expect(without('first-05')).toEqual(['quizzes/course-a/first.yaml  在用的检查题（use: check，state: live）只有 4 道，每课至少 5 道']);
    expect(without('first-03', 'first-04', 'first-05')).toEqual([expect.stringContaining('只有 2 道'), 'quizzes/course-a/first.yaml  在用的检查题只有 2 种题型，每课至少要有三种题型']);
  });

  test('asks what a trainer marks in its check, not in practice', () => {
    const trainers = (use: string) => ({ type: 'short', marking: 'trainer', use });
    expect(faults(trainers('check'))).toEqual([]);
    expect(faults(trainers('practice'))).toEqual([expect.stringContaining('（first-10）  交授课人评阅的简答只在想一想里问')]);
  });
});

/** For each type, a change to what decides, as an author might make it. */
const decisive: Record<QuestionType, Record<string, unknown>> = {
  single: { options: [...written.single.options.slice(0, 2), { id: 'c', text: '请他去对面的窗口', why: '先登记，再定去向' }] },
  multiple: { options: written.multiple.options.map((option) => ({ ...option, right: option.id !== 'c' && option.id !== 'd' })) },
  'true-false': { answer: true },
  blank: { blanks: [{ kind: 'number', value: 15, unit: '个工作日' }, written.blank.blanks[1]] },
  match: { extra: [] },
  order: { steps: [...written.order.steps].reverse() },
  short: { needed: 3 },
  case: { parts: [...written.case.parts].reverse() },
  classify: { answer: 'appeal/review' },
  'find-fault': { passages: [{ ...written['find-fault'].passages[0], fault: '称呼不对' }, ...written['find-fault'].passages.slice(1)] },
};

describe('what decides a question', () => {
  test.each(questionTypes)('%s: is touched by its answers, and by nothing that may be improved', (type) => {
    const question = aQuestionOf(type);
    const stem = type === 'blank' ? '登记了以后 ____ 之内定去向，去向要写进 ____。' : '换一个说法再问一遍。';
    const improved = aQuestionOf(type, { stem, explanation: '换一个说法再讲一遍。', cites: ['sample-law/1'], topic: '期限', difficulty: 3, use: 'practice', state: 'retired', author: '林晓筠', reviewer: '周敬之', arguable: true });
    expect(decidingText(improved)).toBe(decidingText(question));
    expect(decidingText(aQuestionOf(type, decisive[type]))).not.toBe(decidingText(question));
  });

  test('is not touched by why an option, a branch or a passage is wrong', () => {
    const options = written.single.options.map((option) => ({ ...option, ...(option.id === 'a' ? {} : { why: '换一个说法' }) }));
    expect(decidingText(aQuestionOf('single', { options }))).toBe(decidingText(aQuestionOf('single')));
    const tree = written.classify.tree.map((branch) => ({ ...branch, why: '换一个说法' }));
    expect(decidingText(aQuestionOf('classify', { tree }))).toBe(decidingText(aQuestionOf('classify')));
    const passages = written['find-fault'].passages.map((passage) => ({ ...passage, ...('fault' in passage ? { fault: '换一个说法' } : {}) }));
    expect(decidingText(aQuestionOf('find-fault', { passages }))).toBe(decidingText(aQuestionOf('find-fault')));
  });
});

describe('a published question', () => {
  test('may be explained better, but keeps its answers for good', () => {
    write(quizFile, quiz.replace(/^ {2}explanation: .*$/m, '  explanation: 换一个说法，再讲一遍为什么。'));
    expect(said()).toEqual([]);
    write(quizFile, quiz.replace(/text: [^,]+, right: true/, 'text: 另一个正确的选项, right: true'));
    expect(said()).toEqual([expect.stringMatching(/^quizzes\/petition-regulations\/registration\.yaml（registration-\d+） {2}已发布的题不能改答案，请停用它（state: retired），另写一题 replaces: registration-\d+$/)]);
  });

  test('keeps them when it is retired too, and does not become a draft again', () => {
    const practice = [...readContent(root).catalog.questions.values()].find((question) => question.use === 'practice' && question.id.startsWith('registration-'))!;
    write(quizFile, withLines(practice.id, 'state: retired'));
    expect(said()).toEqual([]);
    for (const state of ['draft', 'reviewed']) {
      write(quizFile, withLines(practice.id, `state: ${state}`));
      expect(said()).toEqual([expect.stringContaining(`（${practice.id}）  已发布的题不能退回 ${state}`)]);
    }
  });

  test('stays where it is asked: a check question does not become one for practice, nor the other way', () => {
    write(quizFile, withLines('registration-01', 'use: practice'));
    expect(said()).toEqual([expect.stringContaining('（registration-01）  已发布的题不能在“想一想”和练习之间改用途（use）')]);
    write(quizFile, quiz.replace('\n  use: practice', ''));
    expect(said()).toEqual([expect.stringContaining('已发布的题不能在“想一想”和练习之间改用途（use）')]);
  });

  test('is never taken out of its file, nor given another number', () => {
    const last = quiz.split(/^(?=- id: )/m).at(-1)!;
    const id = /id: (\S+)/.exec(last)![1]!;
    write(quizFile, quiz.replace(last, ''));
    expect(said()).toEqual([expect.stringContaining(`${publishedFile}（${id}）  已发布的题不见了`)]);
    write(quizFile, quiz.replace(`id: ${id}\n`, 'id: registration-77\n'));
    expect(said()).toEqual([expect.stringContaining(`（${id}）  已发布的题不见了`), expect.stringContaining('（registration-77）  还没有登记为已发布')]);
  });

  test('is not missed when the file it stands in cannot be read', () => {
    write(quizFile, `${quiz}\n  broken: [`);
    expect(said()).toEqual([expect.stringMatching(/registration\.yaml:\d+ {2}YAML/)]);
  });
});

describe('the list of published questions', () => {
  test('is whole: every question of the present content is in it', () => {
    expect(Object.keys(listed()).sort()).toEqual([...readContent(root).catalog.questions.values()].filter((question) => ['live', 'retired'].includes(question.state)).map((question) => question.id).sort());
  });

  test('lacks a new question until it is published, which changes nothing else; a draft waits', () => {
    const { 'registration-01': first, ...others } = JSON.parse(list) as Record<string, string>;
    write(publishedFile, JSON.stringify(others));
    expect(said()).toEqual([`${quizFile}（registration-01）  还没有登记为已发布。核对答案无误以后，运行 npm run gate -- --publish`]);
    write(quizFile, withLines('registration-01', 'state: draft'));
    expect(said().filter((line) => line.includes('登记为已发布'))).toEqual([]);
    write(quizFile, quiz);
    expect(publishQuestions(copy)).toEqual(['registration-01']);
    expect(listed()).toEqual({ ...others, 'registration-01': first });
    expect(readFileSync(path.join(copy, publishedFile), 'utf8')).toBe(list);
    expect(publishQuestions(copy)).toEqual([]);
  });

  test('takes in nothing while anything else is wrong, and never a changed answer', () => {
    const { 'registration-01': first, 'registration-02': second, ...others } = JSON.parse(list) as Record<string, string>;
    expect(first).not.toBe(second);
    write(publishedFile, JSON.stringify({ ...others, 'registration-02': first }));
    expect(publishQuestions(copy)).toBeNull();
    expect(listed()).toEqual({ ...others, 'registration-02': first });
  });

  test('is said to be broken when it is, with what is wrong', () => {
    write(publishedFile, '{ "registration-01": ');
    expect(said()).toEqual([expect.stringMatching(/^quizzes\/published\.json {2}JSON 写法有误/)]);
    write(publishedFile, '{ "registration-01": "短" }');
    expect(said()).toEqual(['quizzes/published.json  registration-01：应是 16 位校验值']);
    expect(publishQuestions(copy)).toBeNull();
  });

  test('begins empty where there is none', () => {
    const ids = Object.keys(JSON.parse(list) as Record<string, string>);
    rmSync(path.join(copy, publishedFile));
    expect(said()).toHaveLength(ids.length);
    expect(publishQuestions(copy)!.sort()).toEqual(ids);
    expect(readFileSync(path.join(copy, publishedFile), 'utf8')).toBe(list);
  });
});
