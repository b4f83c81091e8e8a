import { localDate } from '../domain/calendar.ts';
import { isInUse, lessonOfQuestion, questionsOf } from '../domain/catalog.ts';
import type { Course, Lesson } from '../domain/course.ts';
import { itemStatistics, type ItemStatistics } from '../domain/item-statistics.ts';
import type { ItemFlag } from '../domain/item-flag.ts';
import { demand } from '../domain/permission.ts';
import type { Question } from '../domain/question.ts';
import type { Figures } from '../storage/port.ts';
import { flagSentence, questionStateWords } from '../text/question-flags.ts';
import { questionTypeWords } from '../text/words.ts';
import { answerWords } from './answer-words.ts';
import type { Reading } from './reading.ts';

export interface FlagLine { code: ItemFlag['code']; sentence: string }
export interface BankLine {
  questionId: string; stem: string; type: Question['type']; use: Question['use']; state: Question['state'];
  /** Live, but a change of law has put it out of use. */
  paused: boolean;
  lessonId: string; lesson: string;
  /** People of all units who ever answered it. */
  takers: number;
  silent: ItemStatistics['silent']; facility: ItemStatistics['facility']; discrimination: ItemStatistics['discrimination'];
  flags: FlagLine[];
  openDisputes: number;
}
export interface QuestionBank {
  courses: { courseId: string; title: string; questions: number }[];
  courseId: string | null;
  /** What is asked for; null: any. */
  state: Question['state'] | null; type: Question['type'] | null; flaggedOnly: boolean;
  /** Of the chosen course, flagged first. */
  lines: BankLine[];
  /** Questions of the chosen course, and how many of them are flagged, whatever is asked for. */
  total: number; flagged: number;
  /** Over the whole bank. */
  counts: StateCount[];
}
export interface StateCount { state: Question['state']; count: number }

/** First answers are read of at most so many people a question: always the same ones. */
export const sampleSize = 1_000;

/** The questions of one course with what is known about them, pooled across units and without names. Refuses `figures-rebuilding`. */
export async function questionBank(reading: Reading, search: URLSearchParams): Promise<QuestionBank> {
  demand(reading.actor, 'view-bank');
  const { catalog, store } = reading;
  const course = catalog.courses.find((one) => one.courseId === search.get('course')) ?? catalog.courses[0] ?? null;
  const asked = { state: oneOf(questionStateWords, search.get('state')), type: oneOf(questionTypeWords, search.get('type')), flaggedOnly: search.get('flagged') === '1' };
  const all = course ? await linesOf(reading, course, await store.figures(catalog.questions)) : [];
  const wanted = all.filter((line) => (!asked.state || line.state === asked.state) && (!asked.type || line.type === asked.type) && (!asked.flaggedOnly || line.flags.length > 0));
  return {
    courses: catalog.courses.map((one) => ({ courseId: one.courseId, title: one.title, questions: one.lessons.reduce((sum, lesson) => sum + lesson.questionIds.length, 0) })),
    courseId: course?.courseId ?? null, ...asked,
    lines: wanted.toSorted((a, b) => Number(b.flags.length > 0) - Number(a.flags.length > 0)), total: all.length, flagged: all.filter((line) => line.flags.length > 0).length,
    counts: stateCounts(reading),
  };
}

/** How many questions of the whole bank are in each state. */
export function stateCounts({ catalog }: Pick<Reading, 'catalog'>): StateCount[] {
  const states = Object.keys(questionStateWords) as Question['state'][];
  return states.map((state) => ({ state, count: [...catalog.questions.values()].filter((question) => question.state === state).length }));
}

/** Each flag of a question with its sentence. */
export function flagLines(question: Question, { flags }: ItemStatistics): FlagLine[] {
  return flags.map((flag) => ({ code: flag.code, sentence: flagSentence(flag, 'answer' in flag ? answerWords(question, flag.answer, flag.part) : '') }));
}

/** Whether a question is live and yet not asked, because its law has changed. */
export function isPaused({ catalog, now }: Pick<Reading, 'catalog' | 'now'>, question: Question): boolean {
  const lesson = lessonOfQuestion(catalog, question.id);
  return lesson !== null && question.state === 'live' && !isInUse(catalog, lesson, question, localDate(now));
}

async function linesOf(reading: Reading, course: Course, figures: Figures): Promise<BankLine[]> {
  const asked = course.lessons.flatMap((lesson) => questionsOf(reading.catalog, lesson).map((question) => ({ lesson, question })));
  const questionIds = asked.map(({ question }) => question.id);
  const counts = await figures.answerCounts(questionIds);
  const statistics = await statisticsOf(reading, asked.map(({ question }) => question), counts, figures);
  return asked.map(({ lesson, question }) => lineOf(reading, lesson, question, statistics.get(question.id)!, counts.get(question.id) ?? 0));
}

interface Known { question: Question; takers: number; statistics: ItemStatistics }
const known = new WeakMap<Reading['store'], Map<string, Known>>();

/** Worked out anew for a question that somebody else has answered since, or that was ruled on: a course is thousands of answers to read. */
async function statisticsOf({ store }: Reading, questions: readonly Question[], counts: ReadonlyMap<string, number>, figures: Figures): Promise<Map<string, ItemStatistics>> {
  const kept = known.get(store) ?? new Map<string, Known>();
  known.set(store, kept);
  const takersOf = (question: Question) => counts.get(question.id) ?? 0;
  const fresh = questions.filter((question) => kept.get(question.id)?.question !== question || kept.get(question.id)!.takers !== takersOf(question));
  const answers = Map.groupBy(await figures.firstAnswers(fresh.map((question) => question.id), sampleSize), (answer) => answer.questionId);
  for (const question of fresh) kept.set(question.id, { question, takers: takersOf(question), statistics: itemStatistics(question, answers.get(question.id) ?? []) });
  return new Map(questions.map((question) => [question.id, kept.get(question.id)!.statistics]));
}

function lineOf(reading: Reading, lesson: Lesson, question: Question, statistics: ItemStatistics, takers: number): BankLine {
  const { id: questionId, stem, type, use, state } = question;
  const { silent, facility, discrimination } = statistics;
  return {
    questionId, stem, type, use, state, paused: isPaused(reading, question), lessonId: lesson.lessonId, lesson: lesson.title, takers, silent, facility, discrimination,
    flags: flagLines(question, statistics), openDisputes: reading.catalog.disputes.filter((dispute) => dispute.questionId === questionId && !dispute.ruling).length,
  };
}

function oneOf<Code extends string>(words: Record<Code, string>, asked: string | null): Code | null {
  return asked !== null && Object.hasOwn(words, asked) ? asked as Code : null;
}
