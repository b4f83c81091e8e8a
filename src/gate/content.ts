import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Catalog } from '../domain/catalog.ts';
import { courseSchema, lessonSchema, type Course, type Lesson, type LessonFile } from '../domain/course.ts';
import type { Law } from '../domain/law.ts';
import { citationFault } from './citation.ts';
import { readLaws } from './laws.ts';
import { questionSchema, type Question } from '../domain/question.ts';
import { readLessonText } from './lesson-text.ts';
import type { Problem } from './problem.ts';
import { publicationProblems, readPublished, unpublishedIn, type Published } from './published.ts';
import { lifeProblems } from './question-life.ts';
import { filesIn, foldersIn, parseYamlText, readYaml } from './yaml-file.ts';

z.config(z.locales.zhCN());

/** `published`: questions that were published, with their marks; `unpublished`: those that are asked and not in it, each of them a problem. */
export interface Content { catalog: Catalog; problems: Problem[]; hanCounts: Map<string, number>; published: Published; unpublished: Published }

/** Reads `content/` and `quizzes/` below `root` through the gate. Whatever is wrong is in `problems`, all of it at once. */
export function readContent(root: string): Content {
  const problems: Problem[] = [];
  const hanCounts = new Map<string, number>();
  const laws = readLaws(root, problems);
  const questions = new Map<string, Question>();
  const lessons = new Map<string, Lesson>();
  const courses: Course[] = [];
  let lessonFiles = 0;
  for (const courseId of foldersIn(path.join(root, 'content/courses'))) {
    const folder = `content/courses/${courseId}`;
    const head = readYaml(root, `${folder}/course.yaml`, courseSchema, problems);
    const ofCourse: Lesson[] = [];
    for (const name of filesIn(path.join(root, folder), '.mdx')) {
      const file = `${folder}/${name}`;
      lessonFiles += 1;
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
  const bank = { courses, lessons, questions };
  problems.push(...lifeProblems(bank));
  const published = readPublished(root, problems);
  const whole = lessons.size === lessonFiles && [...lessons.values()].every((lesson) => lesson.questionIds.length > 0);
  if (published) problems.push(...publicationProblems(bank, published, whole));
  if (courses.length === 0) problems.push({ file: 'content/courses', line: null, message: '没有找到课程，请检查文件夹的位置' });
  courses.sort((a, b) => a.order - b.order);
  return { catalog: { courses, lessons, questions, laws, texts: new Map(), changes: [], disputes: [] }, problems, hanCounts, published: published ?? {}, unpublished: published ? unpublishedIn(bank, published) : {} };
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
  for (const { cite, line } of text.cites) problems.push(...citationProblems(cite, file, line, laws, head));
  return { ...head, lessonId, courseId, number, cites: [...new Set(text.cites.map(({ cite }) => cite))], questionIds: [], entryId: file.replace(/^content\/courses\//, '').replace(/\.mdx$/, '') };
}

function readQuestions(root: string, file: string, lesson: Lesson, laws: Map<string, Law>, known: Map<string, Question>, problems: Problem[]): Question[] {
  const all = readYaml(root, file, z.array(questionSchema).min(5, '每课至少 5 题'), problems) ?? [];
  for (const question of all) {
    const where = `${file}（${question.id}）`;
    if (known.has(question.id)) problems.push({ file: where, line: null, message: '题号重复' });
    known.set(question.id, question);
    if ((question.type === 'single' || question.type === 'multiple') && question.options.some((option) => !option.right && !option.why)) problems.push({ file: where, line: null, message: '错误选项要写 why，说明错在哪里' });
    for (const cite of question.cites) problems.push(...citationProblems(cite, where, null, laws, lesson));
  }
  return all;
}

function citationProblems(cite: string, file: string, line: number | null, laws: ReadonlyMap<string, Law>, lesson: Pick<LessonFile, 'lawAsOf' | 'history'>): Problem[] {
  const fault = citationFault(cite, laws, lesson);
  return fault ? [{ file, line, message: `引用 ${cite}：${fault}` }] : [];
}
