import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../src/catalog.ts';
import { chance } from '../scripts/demo/chance.ts';
import { wrongAnswer } from '../scripts/demo/given.ts';
import { checkQuestionsOf } from '../src/domain/catalog.ts';
import { keyOf } from '../src/domain/answer-key.ts';
import { isCorrect } from '../src/domain/grading.ts';
import { citedVersion, parseCitation } from '../src/domain/law.ts';
import { hasOptions, optionsOf } from '../src/domain/question.ts';
import { readContent } from '../src/gate/content.ts';
import { problemText, type Problem } from '../src/gate/problem.ts';
import { questionTypes } from './question-builders.ts';

const root = path.resolve(import.meta.dirname, '..');
const { catalog, problems, hanCounts } = readContent(root);

describe('the content that is published', () => {
  test('passes the gate without a problem, and is what the server serves', () => {
    expect(problems.map(problemText)).toEqual([]);
    expect(loadCatalog(root).lessons.size).toBe(catalog.lessons.size);
  });

  test('has three courses of three lessons, each of 600 to 1,000 Han characters', () => {
    expect(catalog.courses.map((course) => course.lessons.length)).toEqual([4, 3, 3]);
    expect([...hanCounts.keys()].sort()).toEqual([...catalog.lessons.keys()].sort());
    for (const [lessonId, count] of hanCounts) expect(count >= 600 && count <= 1_000, `${lessonId}: ${count}`).toBe(true);
  });

  test('asks five to ten questions in each lesson’s check, of at least three types, and keeps twelve or more in all', () => {
    for (const lesson of catalog.lessons.values()) {
      const types = checkQuestionsOf(catalog, lesson).map((question) => question.type);
      expect(types.length >= 5 && types.length <= 10, `${lesson.lessonId}: ${types.length}`).toBe(true);
      expect(new Set(types).size, lesson.lessonId).toBeGreaterThanOrEqual(3);
      expect(new Set(lesson.questionIds).size, lesson.lessonId).toBeGreaterThanOrEqual(12);
    }
  });

  test('has every type of question at least five times', () => {
    const byType = Map.groupBy([...catalog.questions.values()].filter((question) => question.state === 'live'), (question) => question.type);
    expect(questionTypes.filter((type) => (byType.get(type) ?? []).length < 5)).toEqual([]);
  });

  test('can be graded: every key is right, and nothing less or more is', () => {
    for (const question of catalog.questions.values()) {
      const marking = question.type === 'short' ? question.points.map((_, index) => String(index + 1)) : null;
      expect(isCorrect(question, keyOf(question), marking), question.id).toBe(true);
      expect(isCorrect(question, wrongAnswer(question, chance(1)), []), question.id).toBe(false);
      if (!hasOptions(question)) continue;
      const options = optionsOf(question);
      const key = options.filter((option) => option.right).map((option) => option.id);
      expect(isCorrect(question, key), question.id).toBe(true);
      expect(key.length, question.id).toBeLessThan(options.length + (question.type === 'multiple' ? 1 : 0));
      expect(isCorrect(question, key.slice(1)), question.id).toBe(false);
      for (const wrong of options.filter((option) => !option.right)) expect(isCorrect(question, [...key, wrong.id]) || isCorrect(question, [wrong.id]), question.id).toBe(false);
    }
  });

  test('rests on laws that are there, in every lesson and every question', () => {
    for (const cited of [...catalog.lessons.values(), ...catalog.questions.values()]) {
      expect(cited.cites.length).toBeGreaterThan(0);
      for (const cite of cited.cites) expect(citedVersion(catalog.laws.get(parseCitation(cite).lawId)!, parseCitation(cite), '2026-11-01')?.gists[parseCitation(cite).article], cite).toMatch(/\p{Script=Han}{5}/u);
    }
  });
});

/** A copy of the content, of which each test spoils one file. */
let copy = '';
const lessonFile = 'content/courses/petition-regulations/02-registration.mdx';
const quizFile = 'quizzes/petition-regulations/registration.yaml';
const lesson = readFileSync(path.join(root, lessonFile), 'utf8');
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'xuefa-content-'));
  for (const folder of ['content', 'quizzes']) cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true }));

function withFile(file: string, text: string): Problem[] {
  const before = readFileSync(path.join(copy, file), 'utf8');
  writeFileSync(path.join(copy, file), text);
  try {
    return readContent(copy).problems;
  } finally {
    writeFileSync(path.join(copy, file), before);
  }
}

/** The lesson with lines put in before its `<Check />`, and the number of the first of them. */
function withLines(lines: string): { line: number; found: Problem[] } {
  const text = lesson.replace('\n<Check />', `\n${lines}\n\n<Check />`);
  return { line: text.slice(0, text.indexOf(`\n${lines}\n\n<Check />`) + 1).split('\n').length, found: withFile(lessonFile, text) };
}

/** What a trainer, or someone who is not one, might write; what the gate says; on which of the lines. */
const hostile: [lines: string, says: RegExp, on?: number][] = [
  ['import fs from "node:fs"\n', /import、export/], ['export const x = 1', /import、export/], ['{process.env.HOME}', /\{…\}/], ['正文 {1 + 1} 里的', /\{…\}/], ['{/* 注释 */}', /\{…\}/],
  ['<KeyPoint {...props}>\n重点\n</KeyPoint>', /名="值"/], ['<KeyPoint title={alert(1)}>\n重点\n</KeyPoint>', /名="值"/], ['<Scene title>\n景\n</Scene>', /名="值"/],
  ['<div>块</div>', /HTML 标签 <div>/], ['正文<b>粗</b>', /HTML 标签 <b>/], ['<script>alert(1)</script>', /HTML 标签 <script>/], ['<img src="x" onerror="alert(1)" />', /HTML 标签 <img>/],
  ['<style>body{}</style>', /\{…\}|HTML 标签 <style>/], ['<iframe src="/x" />', /HTML 标签 <iframe>/],
  ['[点我](javascript:alert(1))', /只能指向本站/], ['[点我](JavaScript:alert(1))', /只能指向本站/], ['[点我](data:text/html,x)', /只能指向本站/], ['[点我](//evil.example/x)', /只能指向本站/],
  ['[点我](/\\evil.example)', /只能指向本站/], ['[点我](</\t/evil.example>)', /只能指向本站/], ['[点我](https://evil.example)', /只能指向本站/], ['https://evil.example', /只能指向本站/], ['[点我](relative)', /只能指向本站/], ['[点我]()', /只能指向本站/],
  ['[点我][r]\n\n[r]: javascript:alert(1)', /不支持的写法/], ['![图](/x.png)', /不支持图片/], ['脚注[^1]\n\n[^1]: 注', /不支持的写法/],
  ['<Video src="x" />', /没有 <Video> 这个组件/], ['<Cite.Evil law="x" />', /没有 <Cite.Evil> 这个组件/], ['<>\n空\n</>', /没有 <> 这个组件/], ['<constructor />', /HTML 标签 <constructor>/], ['<toString />', /HTML 标签 <toString>/],
  ['<KeyPoint onclick="alert(1)">\n重点\n</KeyPoint>', /没有属性 onclick/], ['<Steps set:html="x">\n1. 步\n</Steps>', /没有属性 set:html/], ['<Cite law="civil-code" />', /缺少属性 article/], ['<KeyPoint />', /中间没有内容/], ['<Check>\n多余\n</Check>', /中间不能有内容/],
  ['<!-- 注释 -->', /无法解析/], ['<KeyPoint>\n没有结束', /无法解析/], ['正文 { 没有结束', /无法解析/], ['<https://evil.example>', /无法解析/],
  ['<Compare>\n\n<Scene title={evil}>\n景\n</Scene>\n\n</Compare>', /名="值"/, 2], ['<Steps>\n1. 步 <Cite law={x} article="1" />\n</Steps>', /名="值"/, 1], ['> 引 <b>粗</b>', /HTML 标签 <b>/],
  ['```js\nalert(1)\n```', /不得使用代码块/], ['# 一级标题', /请从 ## 起/], ['#### 跳级', /小标题跳级/],
  ['<Cite law="no-such-law" article="1" />', /没有 no-such-law/], ['<Cite law="civil-code" article="一" />', /写法不对/], ['<Cite law="civil-code" article="1261" />', /只有 1260 条/], ['<Cite law="civil-code" article="0" />', /只有 1260 条/],
  ['<Cite law="petition-regulations" article="33" />', /没有有效的版本；引旧法请写明版本/], ['<Cite law="petition-regulations" version="1999" article="33" />', /没有 1999 年版本/], ['<Cite law="civil-code" article="22" />', /缺少这一条的要旨/], ['<Cite law="../laws/civil-code" article="1" />', /写法不对/],
  ['<Cite law="petition-regulations" version="2005" article="33" />', /不是有效的文本.*history 中写上 petition-regulations@2005/], ['<Cite law="petition-work-regulations" article="22" paragraph="3" />', /这一条只有 2 款/],
  ['<Cite law="petition-work-regulations" article="22" paragraph="1" item="4" />', /第 1 款只有 3 项/], ['<Cite law="petition-work-regulations" article="34" paragraph="1" item="1" />', /第 1 款没有分项/],
];

describe('a hostile or careless lesson is refused with file, line and a sentence', () => {
  for (const [lines, says, on = 0] of hostile) {
    test(`that holds ${JSON.stringify(lines)}`, () => {
      const { line, found } = withLines(lines);
      expect(found.map((problem) => problem.file)).toEqual(found.map(() => lessonFile));
      expect(found.filter((problem) => says.test(problem.message)).map((problem) => problem.line), found.map(problemText).join('\n')).toContain(line + on);
      expect(found.every((problem) => /\p{Script=Han}/u.test(problem.message))).toBe(true);
    });
  }

  test('though the same lesson with a harmless line passes', () => {
    for (const lines of ['[别的课](/courses/civil-code/limitation)', '[下文](#check)', '**着重**', '<Cite law="petition-work-regulations" article="22" paragraph="1" item="2" />', '| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |']) expect(withLines(lines).found.map(problemText), lines).toEqual([]);
  });

  const messages = (file: string, text: string) => withFile(file, text).map(problemText).join('\n');
  test('that lacks its scene, its check, its key point, its citations or its length', () => {
    expect(messages(lessonFile, lesson.replace(/<Scene[\s\S]*?<\/Scene>\n/, ''))).toContain('以 <Scene> 开头');
    expect(messages(lessonFile, lesson.replace('<Check />', ''))).toContain('唯一的 <Check />');
    expect(messages(lessonFile, lesson.replace('<Check />', '<Check />\n\n<Check />'))).toContain('唯一的 <Check />');
    expect(messages(lessonFile, lesson.replace(/<KeyPoint>[\s\S]*?<\/KeyPoint>/, ''))).toContain('<KeyPoint>');
    expect(messages(lessonFile, lesson.replace(/<Cite [^>]*\/>/g, ''))).toContain('两处 <Cite>');
    expect(messages(lessonFile, lesson.replace('</Scene>', `${'字'.repeat(400)}\n</Scene>`))).toContain('600–1000 个汉字');
    expect(messages(lessonFile, `${lesson.split('</Scene>')[0]}</Scene>\n\n<Check />\n`)).toContain('600–1000 个汉字');
  });

  test('whose head is missing, torn, or says too much: the line is the line of the file', () => {
    expect(messages(lessonFile, lesson.slice(4))).toContain(`${lessonFile}:1  缺少前言`);
    expect(messages(lessonFile, lesson.replace(/^minutes:.*$/m, 'minutes: [8'))).toMatch(new RegExp(`${lessonFile}:[45]  YAML`));
    expect(messages(lessonFile, lesson.replace(/^minutes:.*$/m, 'minutes: 80'))).toContain('minutes：');
    expect(messages(lessonFile, lesson.replace(/^minutes:/m, 'draft: true\nminutes:'))).toContain('draft');
  });

  test('whose questions are faulty, too few, double or gone', () => {
    const quiz = readFileSync(path.join(root, quizFile), 'utf8');
    expect(messages(quizFile, quiz.replace('right: true', 'right: maybe'))).toContain(quizFile);
    expect(messages(quizFile, quiz.replace(/registration-02/, 'registration-01'))).toContain('题号重复');
    expect(messages(quizFile, quiz.split(/^- id: registration-04/m)[0]!)).toContain('每课至少 5 题');
    expect(messages(quizFile, quiz.replaceAll(/, why: [^}]*/g, ''))).toContain('错误选项要写 why');
    expect(messages(quizFile, quiz.replace(/cites: \[[^\]]*\]/, 'cites: [petition-work-regulations/51]'))).toContain('只有 50 条');
    expect(messages(quizFile, `${quiz}\n  broken: [`)).toMatch(/registration\.yaml:\d+ {2}YAML/);
    expect(messages(quizFile, '')).toContain(quizFile);
  });
});

describe('the gate', () => {
  test('says so when there is nothing to check: no folder, no course, no questions', () => {
    expect(readContent(path.join(copy, 'no-such-folder')).problems.map(problemText).join()).toContain('content/courses');
    expect(() => loadCatalog(path.join(copy, 'no-such-folder'))).toThrow(expect.objectContaining({ code: 'content-invalid' }));
    rmSync(path.join(copy, quizFile));
    expect(readContent(copy).problems.map(problemText)).toEqual([`${quizFile}  缺少这个文件`]);
    cpSync(path.join(root, quizFile), path.join(copy, quizFile));
  });
});

test('nothing of the product repeats 24 Han characters or more of a statute', () => {
  const corpus = path.resolve(root, '../shared/law/corpus');
  if (!existsSync(corpus)) return void console.log('没有 ../shared/law/corpus，未与法律原文比对');
  const han = (file: string) => readFileSync(file, 'utf8').replace(/[^\p{Script=Han}]/gu, '');
  const filesBelow = (folder: string): string[] => readdirSync(folder).flatMap((name) => (statSync(path.join(folder, name)).isDirectory() ? filesBelow(path.join(folder, name)) : [path.join(folder, name)]));
  const runs = (text: string) => Array.from({ length: Math.max(0, text.length - 23) }, (_, at) => text.slice(at, at + 24));
  const ours = new Map(['content', 'quizzes', 'src', 'docs'].flatMap((folder) => filesBelow(path.join(root, folder))).flatMap((file) => runs(han(file)).map((run): [string, string] => [run, path.relative(root, file)])));
  const statutes = filesBelow(corpus).filter((file) => file.endsWith('.md') && !file.endsWith('FORMAT.md'));
  expect(statutes.length).toBeGreaterThan(10);
  expect(statutes.flatMap((file) => runs(han(file)).filter((run) => ours.has(run)).map((run) => `${ours.get(run)} 与 ${path.basename(file)}：${run}`))).toEqual([]);
});
