import path from 'node:path';
import { loadCatalog } from '../../src/catalog.ts';
import { type Answer } from '../../src/domain/answer.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { grade } from '../../src/domain/grading.ts';
import { mistakesOf } from '../../src/domain/mistake-book.ts';
import { drawn, practisable } from '../../src/domain/practice.ts';
import { type Question } from '../../src/domain/question.ts';
import { dueReviewOf } from '../../src/domain/review.ts';
import { cardsOf } from '../../src/domain/review-schedule.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { chance } from '../demo/chance.ts';
import { wrongAnswer } from '../demo/given.ts';
import { median, ms, plainTable, spread, whole } from './figures.ts';
import { inTurns } from './in-turns.ts';

export interface GradingPlan { rounds: number; gradings: number; bank: number; attempts: number }

export const fullGrading: GradingPlan = { rounds: 9, gradings: 400_000, bank: 20_000, attempts: 5_000 };
export const quickGrading: GradingPlan = { rounds: 3, gradings: 100_000, bank: 20_000, attempts: 5_000 };
export const tinyGrading: GradingPlan = { rounds: 1, gradings: 2_000, bank: 500, attempts: 200 };

interface Given { question: Question; chosen: string[]; marking: string[] | null; key: string }

/** How fast answers are graded, beside a loop that only compares texts, and papers drawn, beside a bare shuffle. Gives a report to print. */
export async function measureGrading(plan: GradingPlan, say: (text: string) => void): Promise<string> {
  const catalog = loadCatalog(path.resolve(import.meta.dirname, '../..'));
  const luck = chance(7);
  const given = [...catalog.questions.values()].flatMap((question): Given[] => {
    const points = question.type === 'short' ? question.points.map((_, index) => String(index + 1)) : null;
    return [keyOf(question), wrongAnswer(question, luck)].map((chosen, wrong) => ({ question, chosen, marking: wrong ? points && [] : points, key: keyOf(question).join('\n') }));
  });
  const times = Math.ceil(plan.gradings / given.length);
  let seen = 0;
  const gradeAll = (all: readonly Given[], repeats: number) => () => { for (let time = 0; time < repeats; time += 1) for (const { question, chosen, marking } of all) seen += Number(grade(question, chosen, marking).right); };
  const compareAll = (all: readonly Given[], repeats: number) => () => { for (let time = 0; time < repeats; time += 1) for (const { chosen, key } of all) seen += Number(chosen.join('\n') === key); };
  const types = [...Map.groupBy(given, ({ question }) => question.type)];
  const share = (all: readonly Given[]) => Math.ceil(plan.gradings / types.length / all.length);
  const works: Record<string, () => void> = { 判分: gradeAll(given, times), 比较: compareAll(given, times) };
  for (const [type, all] of types) Object.assign(works, { [`判分 ${type}`]: gradeAll(all, share(all)), [`比较 ${type}`]: compareAll(all, share(all)) });
  say(`题库 ${catalog.questions.size} 题，每题一对一错，判 ${whole(times * given.length)} 次`);
  const graded = await inTurns(plan.rounds, say, works);
  const rows = ['', ...types.map(([type]) => ` ${type}`)].map((suffix) => {
    const [ours = [], bare = []] = [graded[`判分${suffix}`], graded[`比较${suffix}`]];
    const all = suffix ? types.find(([type]) => ` ${type}` === suffix)![1] : given;
    const count = all.length * (suffix ? share(all) : times);
    return [suffix.trim() || '全部题型', spread(bare.map((one, round) => one / ours[round]!)), whole((count / median(ours)) * 1000), whole((count / median(bare)) * 1000)];
  });
  return [
    `判分（${catalog.questions.size} 题）\n${plainTable(['题型', '判分 ÷ 只比较', '次/秒', '只比较 次/秒'], rows)}`,
    await drawingReport(catalog, plan, say),
    `测法：同一进程里轮流测 ${plan.rounds} 轮，先预热一轮，取中位数（最小–最大）。“只比较”把作答与标准答案连成字符串来比，不认识别的写法、单位和部分得分，也不给出各部分的对错。`,
  ].join('\n\n');
}

/** Fifty out of a large bank for one person who has answered much: unseen first. */
async function drawingReport(catalog: Catalog, { rounds, bank, attempts }: GradingPlan, say: (text: string) => void): Promise<string> {
  const large = enlarged(catalog, bank);
  const answers = answersAtRandom([...large.questions.values()], attempts);
  const now = '2026-11-20T01:00:00.000Z';
  const ids = [...large.questions.keys()];
  const met = new Set(answers.map((answer) => answer.questionId));
  let seed = 0;
  const works: Record<string, () => unknown> = {
    '抽 50 题：能练的、没做过的先来': () => drawn(practisable(large, answers, '2026-11-20'), answers, 50, `sitting-${seed += 1}`),
    '只打乱没做过的题号，取 50 个': () => bareDraw(ids.filter((id) => !met.has(id)), seed += 1),
    '复习：记忆状态 + 到期的一次': () => dueReviewOf(large, noFacts, answers, now),
    '其中：由作答算出每题的记忆状态': () => cardsOf(answers, large.questions),
    '错题本': () => mistakesOf(answers, large.questions),
  };
  const measured = await inTurns(rounds, say, works);
  const bare = measured['只打乱没做过的题号，取 50 个']!;
  return `抽题（题库 ${whole(large.questions.size)} 题，一人 ${whole(answers.length)} 次作答）\n${plainTable(['做什么', '÷ 只打乱', '毫秒'], Object.entries(measured).map(([name, times]) => [name, times === bare ? '1' : spread(times.map((one, round) => bare[round]! / one)), ms(median(times))]))}`;
}

const noFacts: Fact[] = [];

/** The published questions again and again under other ids, spread over the same lessons. */
function enlarged(catalog: Catalog, size: number): Catalog {
  const lessons = [...catalog.lessons.values()];
  const questions = new Map<string, Question>();
  const asked = new Map(lessons.map((lesson) => [lesson.lessonId, [] as string[]]));
  for (let copy = 0; questions.size < size; copy += 1) {
    for (const lesson of lessons) {
      for (const id of lesson.questionIds) {
        if (questions.size === size) break;
        const question: Question = { ...catalog.questions.get(id)!, id: `copy-${copy}-${id}`, use: 'practice' };
        questions.set(question.id, question);
        asked.get(lesson.lessonId)!.push(question.id);
      }
    }
  }
  return { ...catalog, questions, lessons: new Map(lessons.map((lesson) => [lesson.lessonId, { ...lesson, questionIds: asked.get(lesson.lessonId)! }])) };
}

function answersAtRandom(questions: readonly Question[], count: number): Answer[] {
  const luck = chance(11);
  return Array.from({ length: count }, (_, index): Answer => {
    const question = luck.pick(questions);
    const right = luck.next() < 0.75;
    return {
      factId: `practised/${question.id}/${index}`, questionId: question.id, at: new Date(Date.parse('2024-11-20T00:00:00.000Z') + index * 12_000_000).toISOString(), where: 'practice', attempt: index + 1,
      chosen: right ? keyOf(question) : wrongAnswer(question, luck), marking: question.type === 'short' ? (right ? question.points.map((_one, at) => String(at + 1)) : []) : null, note: null,
      sure: luck.pick([true, false, null]), seconds: luck.below(90), sittingId: 'sitting-1',
    };
  });
}

/** Fisher-Yates, as far as it is needed. */
function bareDraw(ids: string[], seed: number): string[] {
  const luck = chance(seed);
  for (let place = 0; place < Math.min(50, ids.length); place += 1) {
    const other = place + luck.below(ids.length - place);
    [ids[place], ids[other]] = [ids[other]!, ids[place]!];
  }
  return ids.slice(0, 50);
}
