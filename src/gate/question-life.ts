import type { Catalog } from '../domain/catalog.ts';
import type { Course, Lesson } from '../domain/course.ts';
import type { Question } from '../domain/question.ts';
import type { Problem } from './problem.ts';

export type Bank = Pick<Catalog, 'courses' | 'lessons' | 'questions'>;

/** Where an author finds a question: its file and its id. */
export function placesOf({ lessons }: Pick<Bank, 'lessons'>): ReadonlyMap<string, string> {
  return new Map([...lessons.values()].flatMap((lesson) => lesson.questionIds.map((id): [string, string] => [id, `${quizFile(lesson)}（${id}）`])));
}

/** What is wrong with the life of the questions: who checked them, what takes the place of what, what is left to ask. */
export function lifeProblems(bank: Bank): Problem[] {
  const places = placesOf(bank);
  const ofCourse = (course: Course) => course.lessons.flatMap((lesson) => questionsIn(bank, lesson)).flatMap((question) => reviewFault(question, course).map((message) => ({ question, message })));
  const faults = [...bank.courses.flatMap(ofCourse), ...[...bank.questions.values()].flatMap((question) => [...succession(question, bank.questions), ...askedNowhere(question)].map((message) => ({ question, message })))];
  const lessons = [...bank.lessons.values()].flatMap((lesson) => tooFew(questionsIn(bank, lesson)).map((message): Problem => ({ file: quizFile(lesson), line: null, message })));
  return [...faults.map(({ question, message }): Problem => ({ file: places.get(question.id) ?? question.id, line: null, message })), ...lessons];
}

function quizFile({ lessonId }: Lesson): string {
  return `quizzes/${lessonId}.yaml`;
}

function questionsIn({ questions }: Bank, lesson: Lesson): Question[] {
  return lesson.questionIds.map((id) => questions.get(id)!);
}

/** Whatever is past a draft was checked by a second person. */
function reviewFault({ state, author, reviewer }: Question, course: Course): string[] {
  const [wrote, checked] = [author ?? course.author, reviewer ?? course.reviewer];
  return state !== 'draft' && wrote === checked ? [`state 是 ${state} 的题要由第二个人核过：author 和 reviewer 都是“${wrote}”，请写上另一位 reviewer，或者改回 draft`] : [];
}

/** What `replaces` names is there, retired, and replaced by this question alone; nothing replaces itself, not even in a roundabout way. */
function succession({ id, replaces }: Question, questions: ReadonlyMap<string, Question>): string[] {
  if (!replaces) return [];
  const circle = circleFrom(id, questions);
  if (circle) return [`replaces 绕成了圈：${circle.join(' → ')}`];
  const before = questions.get(replaces);
  if (!before) return [`replaces 写的 ${replaces} 题库里没有，请核对题号`];
  const others = [...questions.values()].filter((one) => one.replaces === replaces && one.id !== id).map((one) => one.id);
  return [
    ...(before.state === 'retired' ? [] : [`replaces 的 ${replaces} 还没有停用，请把它的 state 写成 retired`]),
    ...(others.length > 0 ? [`${replaces} 还由 ${others.join('、')} 替换，一道题只能由一道题替换`] : []),
  ];
}

/** The way back to a question along `replaces`; null when there is none. */
function circleFrom(id: string, questions: ReadonlyMap<string, Question>): string[] | null {
  const way = [id];
  for (let next = questions.get(id)?.replaces; next && (next === id || !way.includes(next)); next = questions.get(next)?.replaces) {
    way.push(next);
    if (next === id) return way;
  }
  return null;
}

function askedNowhere(question: Question): string[] {
  return question.type === 'short' && question.marking === 'trainer' && question.use === 'practice' ? ['交授课人评阅的简答只在想一想里问，use 应为 check'] : [];
}

/** A lesson whose file could not be read has no questions here, and its own problem. */
function tooFew(questions: readonly Question[]): string[] {
  if (questions.length === 0) return [];
  const asked = questions.filter((question) => question.use === 'check' && question.state === 'live');
  const types = new Set(asked.map((question) => question.type)).size;
  return [
    ...(asked.length < 5 ? [`在用的检查题（use: check，state: live）只有 ${asked.length} 道，每课至少 5 道`] : []),
    ...(types < 3 ? [`在用的检查题只有 ${types} 种题型，每课至少要有三种题型`] : []),
  ];
}
