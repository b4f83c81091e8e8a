import { answersOf, isRightAnswer, type Answer } from '../domain/answer.ts';
import { localDate } from '../domain/calendar.ts';
import type { Catalog } from '../domain/catalog.ts';
import type { Fact } from '../domain/fact.ts';
import { parseCitation } from '../domain/law.ts';
import { mistakesOf } from '../domain/mistake-book.ts';
import { demand } from '../domain/permission.ts';
import { isInScope, practisable, weakTopics, type WeakTopic } from '../domain/practice.ts';
import type { Question } from '../domain/question.ts';
import { dueReviewOf, isPaused, reviewPlanOf, type ReviewPlan } from '../domain/review.ts';
import { sittingsOf, type Sitting } from '../domain/sitting.ts';
import type { Scope } from '../domain/sitting-scope.ts';
import { scopeWord, sittingTitle } from '../text/sitting-title.ts';
import type { Reading } from './reading.ts';
import { statesOf } from './sitting.ts';

export interface ReviewView { questions: number; minutes: number; /** Why there is none now; null when there is. */ none: 'paused' | 'spent' | 'nothing' | null; plan: ReviewPlan; paused: boolean }
/** `value`: as the form sends it, `topic:登记`. `unseen`: of them never answered. */
export interface ScopeView { value: string; word: string; total: number; unseen: number }
export interface SittingLine { sittingId: string; title: string; date: string; answered: number; total: number; right: number; done: boolean }
export interface PracticeView {
  review: ReviewView;
  /** The last sitting left before its end. */
  unfinished: SittingLine | null;
  mistakes: number;
  weak: WeakTopic[];
  groups: { word: string; scopes: ScopeView[] }[];
  recent: SittingLine[];
}

const shownWeak = 3;
const shownSittings = 5;

/** What there is to practise for the actor now. */
export async function practiceView(reading: Reading): Promise<PracticeView> {
  const actor = demand(reading.actor, 'study');
  const { catalog, now } = reading;
  const facts = await reading.store.factsOf(actor.memberId);
  const answers = answersOf(facts);
  const pool = practisable(catalog, answers, localDate(now));
  const inPool = new Set(pool.map((question) => question.topic));
  const recent = sittingsOf(facts).reverse().slice(0, shownSittings).map((sitting) => sittingLine(reading, sitting));
  return {
    review: reviewView(catalog, facts, answers, now),
    unfinished: recent[0] && !recent[0].done ? recent[0] : null,
    mistakes: mistakesOf(answers, catalog.questions).length,
    weak: weakTopics(answers, catalog.questions).filter(({ topic }) => inPool.has(topic)).slice(0, shownWeak),
    groups: scopeGroups(catalog, pool, answers),
    recent,
  };
}

export function reviewView(catalog: Catalog, facts: readonly Fact[], answers: readonly Answer[], now: string): ReviewView {
  const plan = reviewPlanOf(facts);
  const { questions, seconds, none } = dueReviewOf(catalog, facts, answers, now);
  return { questions: questions.length, minutes: Math.max(1, Math.round(seconds / 60)), none, plan, paused: isPaused(plan, localDate(now)) };
}

function sittingLine(reading: Reading, sitting: Sitting): SittingLine {
  const { catalog } = reading;
  const states = statesOf(reading, sitting);
  const right = [...sitting.answers.values()].filter((answer) => isRightAnswer(catalog.questions, answer)).length;
  return { sittingId: sitting.sittingId, title: sittingTitle(catalog, sitting), date: localDate(sitting.begunAt), answered: sitting.answers.size, total: states.filter((state) => state !== 'gone').length, right, done: !states.some((state) => state === 'open' || state === 'marking') };
}

function scopeGroups(catalog: Catalog, pool: readonly Question[], answers: readonly Answer[]): PracticeView['groups'] {
  const met = new Set(answers.map((answer) => answer.questionId));
  const view = (scope: Scope, word: string): ScopeView[] => {
    const within = pool.filter((question) => isInScope(catalog, question, scope));
    return within.length === 0 ? [] : [{ value: `${scope.by}:${scope.of}`, word, total: within.length, unseen: within.filter((question) => !met.has(question.id)).length }];
  };
  const laws = [...new Set(pool.flatMap((question) => question.cites.map((cite) => parseCitation(cite).lawId)))];
  const topics = [...new Set(pool.map((question) => question.topic))].sort((a, b) => a.localeCompare(b, 'zh-CN'));
  return [
    { word: '全部', scopes: view({ by: 'everything', of: '' }, '全部题目') },
    { word: '按课程', scopes: catalog.courses.flatMap(({ courseId, title }) => view({ by: 'course', of: courseId }, title)) },
    { word: '按法律', scopes: laws.flatMap((of) => view({ by: 'law', of }, scopeWord(catalog, { by: 'law', of }))).sort((a, b) => b.total - a.total) },
    { word: '按主题', scopes: topics.flatMap((of) => view({ by: 'topic', of }, of)) },
  ].filter((group) => group.scopes.length > 0);
}
