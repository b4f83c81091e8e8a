import { grade, type Grade } from './grading.ts';
import { correlationOf, shareOf, type Correlation, type Share } from './interval.ts';
import { flagsOf, type ItemFlag } from './item-flag.ts';
import { hasOptions, optionsOf, type Part, type Question } from './question.ts';
import { answerOfPart } from './response.ts';

/** One person's first answer, as recorded, without the person; `others`: how they did at first tries of other questions. */
export interface TakenAnswer { chosen: readonly string[]; others: { tries: number; rights: number } }

/** So many people have to have answered before anything is said: fewer could be told apart, and chance would speak. */
export const takersFloor = 20;
/** So many other first tries make a share that says how someone does. */
export const othersFloor = 5;
/** So many people with such a share before a correlation is given. */
export const discriminationFloor = 30;
/** An answer in people's own words is listed from so many who gave it: what one or two wrote could tell who they are. */
export const sameWordsFloor = 3;
/** At most so many wrong answers in words. */
export const mostWrongAnswers = 6;

/** One thing that was chosen. `count`: by how many; the share is of all takers. */
export interface Choice extends Share {
  /** As recorded: the id of one option; a whole answer where there are no options, or where several together were ruled right. */
  answer: readonly string[];
  /** ruled: right beside the key since a dispute; of several right options only a combination is, never one of them. All right answers without options are one choice, under the key. */
  standing: 'key' | 'ruled' | 'wrong';
  count: number;
  /** How many of the best chose it. */
  best: number;
}
/** A part of a case, marked on its own. `number` is 1-based. */
export interface PartStatistics { number: number; facility: Share; choices: Choice[] }
export interface ItemStatistics {
  takers: number;
  /** Why nothing else is said: too few takers, or a short answer, which is marked by its points and has no wrong answer to count. */
  silent: 'too-few' | 'marked' | null;
  /** How many got all of it right at the first answer. */
  facility: Share | null;
  /** How far those who do well at other questions do better at this one. Null under its floor, or when all did the same. */
  discrimination: Correlation | null;
  /** How many people the best are. */
  best: number;
  /** Of a case, empty: its parts have them. */
  choices: Choice[];
  parts: PartStatistics[];
  flags: ItemFlag[];
}

interface Marked extends TakenAnswer { grade: Grade; isBest: boolean }

/** What first answers tell about a question, as it stands now. Every number is a count of people or a share of 0 to 1. */
export function itemStatistics(question: Question, answers: readonly TakenAnswer[]): ItemStatistics {
  const takers = answers.length;
  const silent = question.type === 'short' ? 'marked' : takers < takersFloor ? 'too-few' : null;
  if (silent) return { takers, silent, facility: null, discrimination: null, best: 0, choices: [], parts: [], flags: [] };
  const isBest = bestAmong(answers);
  const marked = answers.map((answer) => ({ ...answer, grade: grade(question, answer.chosen), isBest: isBest(answer) }));
  const known = marked.filter(hasShare);
  const counted = {
    takers, silent,
    facility: shareOf(marked.filter((one) => one.grade.right).length, takers),
    discrimination: known.length < discriminationFloor ? null : correlationOf(known.map((one) => [Number(one.grade.right), shareAtOthers(one)])),
    best: marked.filter((one) => one.isBest).length,
    choices: question.type === 'case' ? [] : choicesOf(question, ruledIn(question, null), marked.map((one) => ({ ...one, right: one.grade.right }))),
    parts: question.type === 'case' ? question.parts.map((part, index) => partStatistics(part, index + 1, ruledIn(question, index + 1), marked)) : [],
  };
  return { ...counted, flags: flagsOf(question, counted) };
}

/** What was ruled right in a part, or as a whole. */
function ruledIn({ alsoRight = [] }: Question, part: number | null): (readonly string[])[] {
  return alsoRight.filter((one) => one.part === part).map((one) => one.chosen);
}

function partStatistics(part: Part, number: number, ruled: readonly (readonly string[])[], marked: readonly Marked[]): PartStatistics {
  const own = marked.map((one) => ({ chosen: answerOfPart(one.chosen, number), isBest: one.isBest, right: one.grade.parts[number - 1]! }));
  return { number, facility: shareOf(own.filter((one) => one.right).length, own.length), choices: choicesOf(part, ruled, own) };
}

interface Chosen { chosen: readonly string[]; isBest: boolean; right: boolean }

function choicesOf(question: Question | Part, ruled: readonly (readonly string[])[], all: readonly Chosen[]): Choice[] {
  const choice = (answer: readonly string[], standing: Choice['standing'], by: readonly Chosen[]): Choice => ({ answer, standing, count: by.length, ...shareOf(by.length, all.length), best: by.filter((one) => one.isBest).length });
  if (hasOptions(question)) {
    const several = question.type === 'multiple';
    const options = optionsOf(question).map(({ id, right }) => choice([id], right ? 'key' : !several && ruled.flat().includes(id) ? 'ruled' : 'wrong', all.filter((one) => one.chosen.includes(id))));
    const combinations = several ? [...new Set(ruled.map(inOneOrder))] : [];
    return [...options, ...combinations.map((ids) => choice(ids.split(' '), 'ruled', all.filter((one) => inOneOrder(one.chosen) === ids)))];
  }
  const wrong = Map.groupBy(all.filter((one) => !one.right), (one) => sameWords(one.chosen).join('\n'));
  const commonest = [...wrong].filter(([, by]) => by.length >= sameWordsFloor).sort(([a, byA], [b, byB]) => byB.length - byA.length || (a < b ? -1 : 1)).slice(0, mostWrongAnswers);
  return [choice([], 'key', all.filter((one) => one.right)), ...commonest.map(([words, by]) => choice(words.split('\n'), 'wrong', by))];
}

/** The same options together are the same, in whatever order they were named. */
function inOneOrder(ids: readonly string[]): string {
  return [...new Set(ids)].sort().join(' ');
}

/** Typed alike but for width and spaces is the same answer. */
function sameWords(chosen: readonly string[]): string[] {
  return chosen.map((one) => one.normalize('NFKC').replace(/\s+/g, ''));
}

/**
 * Who belongs to the third that does best at other questions, of those with enough other tries. Equals stand together: those level with the last
 * of the third belong to it or do not, whichever comes nearer to a third; when everybody does the same, nobody is best.
 */
function bestAmong(answers: readonly TakenAnswer[]): (answer: TakenAnswer) => boolean {
  const shares = answers.filter(hasShare).map(shareAtOthers).sort((a, b) => b - a);
  const third = shares.length / 3;
  const last = shares[Math.ceil(third) - 1] ?? Infinity;
  const above = shares.filter((share) => share > last).length;
  const withEquals = shares.filter((share) => share >= last).length - third <= third - above;
  return (answer) => hasShare(answer) && (shareAtOthers(answer) > last || (withEquals && shareAtOthers(answer) === last));
}

function hasShare({ others }: TakenAnswer): boolean {
  return others.tries >= othersFloor;
}

function shareAtOthers({ others }: TakenAnswer): number {
  return others.rights / others.tries;
}
