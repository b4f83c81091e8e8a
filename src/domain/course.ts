import { z } from 'zod';

/** `course.yaml` in a course's folder. */
export const courseSchema = z.strictObject({
  title: z.string().min(1).max(30),
  summary: z.string().min(5).max(120).describe('one sentence: what you can do afterwards'),
  audience: z.string().min(2).max(60).describe('for whom'),
  order: z.int().describe('place in the list of courses, smaller first'),
  author: z.string().min(2).max(20).describe('who wrote its questions, where a question does not say otherwise'),
  reviewer: z.string().min(2).max(20).describe('the second person who checked them; never the author'),
});
export type CourseFile = z.infer<typeof courseSchema>;

/** Front matter of a lesson. */
export const lessonSchema = z.strictObject({
  title: z.string().min(2).max(40),
  summary: z.string().min(5).max(120).describe('one sentence: the one thing to remember'),
  minutes: z.int().min(3).max(20).describe('reading and answering, in minutes, as planned; never used as credit'),
  lawAsOf: z.iso.date().describe('the day whose law the lesson teaches'),
  history: z.array(z.string().regex(/^[a-z][a-z0-9-]*@\d{4}$/, '历史文本应写作“法@年份”，如 petition-regulations@2005')).default([]).describe('texts no longer in force that the lesson cites on purpose, as history'),
  topics: z.array(z.string().min(1).max(12)).min(1).max(6),
});
export type LessonFile = z.infer<typeof lessonSchema>;

export interface Lesson extends LessonFile {
  lessonId: string;
  courseId: string;
  /** 1-based place in the course. */
  number: number;
  /** Citations in the text, in order, as written. */
  cites: string[];
  questionIds: string[];
  /** Collection id of the text: folder and file without extension. */
  entryId: string;
}

export interface Course extends CourseFile { courseId: string; lessons: Lesson[] }
