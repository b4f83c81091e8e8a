import type { Correlation, Share } from './interval.ts';
import type { Choice, ItemStatistics } from './item-statistics.ts';
import { hasOptions, type Part, type Question } from './question.ts';

/** So many people among the best before their choices are held against the key. */
export const bestFloor = 7;
/** So many takers before an option that none of them chose is called useless. */
export const unusedFloor = 50;
/** Below this the whole interval says that knowing more helps next to nothing. */
const hardlyTells = 0.15;
/** Where more than this are right, too few are wrong for a correlation, or for an option that none of them chose, to show anything. */
const nearlyAll = 0.9;
/** With its whole interval below this, a question is too hard to be asked first; above the other, nearly everybody knows it. */
const tooHard = 0.35;
const tooEasy = 0.95;

/** Why someone should look at a question again, with the figures of the sentence. `part`: of a case, 1-based. `answer`: as recorded. */
export type ItemFlag =
  /** Of `best` people `wrong` chose this, and only `right` the key; of several right options `right` chose the one that fewest chose. */
  | { code: 'misleads'; part: number | null; answer: readonly string[]; best: number; wrong: number; right: number; severalRight: boolean }
  | { code: 'backwards' | 'hardly-tells'; discrimination: Correlation }
  | { code: 'too-hard' | 'too-easy'; facility: Share; takers: number }
  | { code: 'unused-choice'; part: number | null; answer: readonly string[]; takers: number };

type Counted = Omit<ItemStatistics, 'flags'>;

/** What is to be looked at, the most urgent first. Nothing is said that chance alone would often say: each flag waits for a number of people, or for a whole interval. */
export function flagsOf(question: Question, counted: Counted): ItemFlag[] {
  const asked = question.type === 'case' ? counted.parts.map((one) => ({ of: question.parts[one.number - 1]!, part: one.number, choices: one.choices })) : [{ of: question, part: null, choices: counted.choices }];
  return [
    ...asked.flatMap(({ of, part, choices }) => misleading(of, part, choices, counted.best)),
    ...discriminationFlags(counted), ...facilityFlags(counted),
    ...(counted.facility!.share > nearlyAll ? [] : asked.flatMap(({ of, part, choices }) => unused(of, part, choices, counted.takers))),
  ];
}

/**
 * A wrong choice that more of the best chose than the key: whoever knows the rest is led astray here. Rests on a floor and not on an interval,
 * so that a small office hears of it too; the sentence gives the two counts, and a person decides. The key is all right choices together; where
 * several options have to be chosen, it is the right one that fewest of the best saw, and whoever is right by a ruling was not led astray.
 */
function misleading(of: Question | Part, part: number | null, choices: readonly Choice[], best: number): ItemFlag[] {
  if (best < bestFloor) return [];
  const severalRight = of.type === 'multiple';
  const right = severalRight ? Math.min(...choices.filter((one) => one.standing === 'key').map((one) => one.best)) : choices.filter((one) => one.standing !== 'wrong').reduce((sum, one) => sum + one.best, 0);
  const byRuling = (id: string) => choices.filter((one) => one.standing === 'ruled' && severalRight && one.answer.includes(id)).reduce((sum, one) => sum + one.best, 0);
  return choices.filter((one) => one.standing === 'wrong').map(({ answer, best: chose }) => ({ answer, best: chose - byRuling(answer[0]!) })).filter((one) => one.best > right).map(({ answer, best: wrong }) => ({ code: 'misleads', part, answer, best, wrong, right, severalRight }));
}

/**
 * backwards: the interval lies below nought as a whole. A value below nought whose interval reaches above it may be chance, however many people
 * there are, and is not called backwards; with enough people such an interval ends low and the question hardly tells.
 */
function discriminationFlags({ discrimination, facility }: Counted): ItemFlag[] {
  if (!discrimination) return [];
  if (discrimination.high < 0) return [{ code: 'backwards', discrimination }];
  return discrimination.high < hardlyTells && facility!.share <= nearlyAll ? [{ code: 'hardly-tells', discrimination }] : [];
}

/** Both by the far bound of the interval. All right at the first answer is too easy from 73 people on. */
function facilityFlags({ facility, takers }: Counted): ItemFlag[] {
  if (facility!.high < tooHard) return [{ code: 'too-hard', facility: facility!, takers }];
  return facility!.low > tooEasy ? [{ code: 'too-easy', facility: facility!, takers }] : [];
}

/** Written for nobody. An option that one in seventeen or more would choose is chosen by one of 50 in 19 cases of 20. The other side of a true/false question cannot be written better. */
function unused(of: Question | Part, part: number | null, choices: readonly Choice[], takers: number): ItemFlag[] {
  if (takers < unusedFloor || !hasOptions(of) || of.type === 'true-false') return [];
  return choices.filter((one) => one.standing === 'wrong' && one.count === 0).map(({ answer }) => ({ code: 'unused-choice', part, answer, takers }));
}
