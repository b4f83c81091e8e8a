import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Catalog } from '../domain/catalog.ts';
import { courseSchema, lessonSchema, type Course, type Lesson } from '../domain/course.ts';
import { citedVersion, lawSchema, parseCitation, type Law } from '../domain/law.ts';
import { questionSchema, type Question } from '../domain/question.ts';
import { readLessonText } from './lesson-text.ts';
import { schemaProblems, type Problem } from './problem.ts';

z.config(z.locales.zhCN());

export interface Content { catalog: Catalog; problems: Problem[]; hanCounts: Map<string, number> }

/** Reads `content/` and `quizzes/` below `root` through the gate. Whatever is wrong is in `problems`, all of it at once. */
export function readContent(root: string): Content {
  const problems: Problem[] = [];
  const hanCounts = new Map<string, number>();
  const laws = readLaws(root, problems);
  const questions = new Map<string, Question>();
  const lessons = new Map<string, Lesson>();
  const courses: Course[] = [];
  for (const courseId of foldersIn(path.join(root, 'content/courses'))) {
    const folder = `content/courses/${courseId}`;
    const head = readYaml(root, `${folder}/course.yaml`, courseSchema, problems);
    const ofCourse: Lesson[] = [];
    for (const name of filesIn(path.join(root, folder), '.mdx')) {
      const file = `${folder}/${name}`;
      const match = /^(\d{2})-([a-z0-9-]+)\.mdx$/.exec(name);
      if (!match) { problems.push({ file, line: null, message: '文件名应为“两位序号-英文短名.mdx”' }); continue; }
      const lesson = readLesson(root, file, `${courseId}/${match[2]}`, courseId, ofCourse.length + 1, laws, problems, hanCounts);
      if (!lesson) continue;
      const asked = readQuestions(root, `quizzes/${lesson.lessonId}.yaml`, lesson, laws, questions, problems);
      ofCourse.push({ ...lesson, questionIds: asked.map((one) => one.id) });
    }
    for (const lesson of ofCourse) lessons.set(lesson.lessonId, lesson);
    if (head) courses.push({ ...head, courseId, lessons: ofCourse });
  }
  for (const question of questions.values()) {
    if (question.replaces && question.replaces === question.id) problems.push({ file: question.id, line: null, message: '题目不能替换自己' });
  }
  if (courses.length === 0) problems.push({ file: 'content/courses', line: null, message: '没有找到课程，请检查文件夹的位置' });
  courses.sort((a, b) => a.order - b.order);
  return { catalog: { courses, lessons, questions, laws }, problems, hanCounts };
}

function readLaws(root: string, problems: Problem[]): Map<string, Law> {
  const laws = new Map<string, Law>();
  for (const name of filesIn(path.join(root, 'content/laws'), '.yaml')) {
    const lawId = name.slice(0, -5);
    const file = `content/laws/${name}`;
    const law = readYaml(root, file, lawSchema, problems);
    if (!law) continue;
    laws.set(lawId, { ...law, lawId });
    const last = Math.max(...law.versions.map((version) => version.articles));
    for (const article of Object.keys(law.gists)) if (Number(article) > last) problems.push({ file, line: null, message: `要旨写到第 ${article} 条，但只有 ${last} 条` });
  }
  for (const law of laws.values()) {
    if (law.replaces && !laws.has(law.replaces)) problems.push({ file: `content/laws/${law.lawId}.yaml`, line: null, message: `replaces 指向不存在的法律：${law.replaces}` });
  }
  return laws;
}

function readLesson(root: string, file: string, lessonId: string, courseId: string, number: number, laws: Map<string, Law>, problems: Problem[], hanCounts: Map<string, number>): Lesson | null {
  const source = readFileSync(path.join(root, file), 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const front = /^---\n([\s\S]*?)\n---\n/.exec(source);
  if (!front) { problems.push({ file, line: 1, message: '缺少前言（开头两行 --- 之间的内容）' }); return null; }
  const head = parseYamlText(front[1]!, file, 2, lessonSchema, problems);
  const text = readLessonText(source.slice(front[0].length), file, front[0].split('\n').length);
  problems.push(...text.problems);
  if (!head) return null;
  hanCounts.set(lessonId, text.hanCount);
  for (const { cite, line } of text.cites) problems.push(...citationProblems(cite, file, line, laws, head.lawAsOf));
  return { ...head, lessonId, courseId, number, cites: [...new Set(text.cites.map(({ cite }) => cite))], questionIds: [], entryId: file.replace(/^content\/courses\//, '').replace(/\.mdx$/, '') };
}

function readQuestions(root: string, file: string, lesson: Lesson, laws: Map<string, Law>, known: Map<string, Question>, problems: Problem[]): Question[] {
  const all = readYaml(root, file, z.array(questionSchema).min(5, '每课至少 5 题'), problems) ?? [];
  for (const question of all) {
    const where = `${file}（${question.id}）`;
    if (known.has(question.id)) problems.push({ file: where, line: null, message: '题号重复' });
    known.set(question.id, question);
    if (question.type !== 'true-false' && question.options.some((option) => !option.right && !option.why)) problems.push({ file: where, line: null, message: '错误选项要写 why，说明错在哪里' });
    for (const cite of question.cites) problems.push(...citationProblems(cite, where, null, laws, lesson.lawAsOf));
  }
  if (all.length && new Set(all.map((one) => one.type)).size < 3) problems.push({ file, line: null, message: '单选、多选、判断三种题型都要有' });
  return all;
}

/** An unknown law, a version not in force that day and not named, an article out of range, or no gist to show for it. */
function citationProblems(cite: string, file: string, line: number | null, laws: Map<string, Law>, date: string): Problem[] {
  const say = (message: string) => [{ file, line, message: `引用 ${cite}：${message}` }];
  let citation;
  try { citation = parseCitation(cite); } catch { return say('写法不对，应为 法/条/款/项'); }
  const law = laws.get(citation.lawId);
  if (!law) return say(`content/laws/ 中没有 ${citation.lawId}`);
  const version = citedVersion(law, citation, date);
  if (!version) return say(citation.version ? `没有 ${citation.version} 年版本` : `${date} 没有有效的版本；引旧法请写明版本`);
  if (citation.article < 1 || citation.article > version.articles) return say(`这一版只有 ${version.articles} 条`);
  if (!law.gists[String(citation.article)]) return say('缺少这一条的要旨（gists）');
  return [];
}

function readYaml<T extends z.ZodType>(root: string, file: string, schema: T, problems: Problem[]): z.infer<T> | null {
  if (!existsSync(path.join(root, file))) { problems.push({ file, line: null, message: '缺少这个文件' }); return null; }
  return parseYamlText(readFileSync(path.join(root, file), 'utf8'), file, 1, schema, problems);
}

/** `firstLine`: line of the file where the text begins. */
function parseYamlText<T extends z.ZodType>(text: string, file: string, firstLine: number, schema: T, problems: Problem[]): z.infer<T> | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) problems.push({ file, line: error.linePos ? error.linePos[0].line + firstLine - 1 : null, message: `YAML 写法有误：${error.message.split('\n')[0]}` });
  if (document.errors.length) return null;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  for (const problem of schemaProblems(file, parsed.error)) problems.push(problem);
  return null;
}

function foldersIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort() : [];
}

function filesIn(folder: string, ending: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)).sort() : [];
}
