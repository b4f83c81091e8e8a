import { wholeArticle } from '../domain/law.ts';
import type { Lesson } from '../domain/course.ts';
import type { Question } from '../domain/question.ts';

/** A place of the lesson's text that a question rests on. */
export interface Passage { href: string; label: string }

/** The id of the first place in a lesson's text that cites an article: `at-civil-code-1254`. */
export function placeOf(cite: string): string {
  return `at-${wholeArticle(cite).replace(/[@/]/g, '-')}`;
}

/** Where the text treats the articles that a question rests on, in the order of the question. `titleOf`: the article in words. */
export function passagesFor(question: Question, lesson: Lesson, titleOf: (cite: string) => string): Passage[] {
  const inText = new Set(lesson.cites.map(placeOf));
  const articles = new Map(question.cites.map((cite) => [placeOf(cite), wholeArticle(cite)]));
  return [...articles].filter(([place]) => inText.has(place)).map(([place, cite]) => ({ href: `#${place}`, label: titleOf(cite) }));
}
