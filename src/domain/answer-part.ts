import { isSameFilling } from './blank.ts';
import { answerOfPart } from './response.ts';
import { hasOptions, type AlsoRight, type Part, type Question } from './question.ts';

/** How many parts of an answer are ruled on apart: gaps, pairs, parts of a case, passages. None where only the answer as a whole says something. */
export function partsIn(question: Question): number {
  switch (question.type) {
    case 'blank': return question.blanks.length;
    case 'match': return question.pairs.length;
    case 'case': return question.parts.length;
    case 'find-fault': return question.passages.length;
    default: return 0;
  }
}

/** What was answered in one part, 1-based: the text of a gap, the id paired, what was answered to a part of a case; of a passage its number when it was marked. Null: the whole answer. */
export function answerIn(question: Question, chosen: readonly string[], part: number | null): string[] {
  if (part === null) return [...chosen];
  switch (question.type) {
    case 'blank': return chosen.slice(part - 1, part);
    case 'match': return chosen.filter((one) => one.startsWith(`${part}=`)).map((one) => one.slice(`${part}=`.length));
    case 'case': return answerOfPart(chosen, part);
    case 'find-fault': return chosen.filter((one) => one === String(part));
    default: return [];
  }
}

/** Whether what was ruled right is what this answer has there: in a gap however it is written, a choice in any order. */
export function covers(question: Question, { part, chosen }: AlsoRight, given: readonly string[]): boolean {
  const own = answerIn(question, given, part);
  if (part === null) {
    if (question.type !== 'case') return isSame(question, chosen, own);
    return question.parts.every((one, index) => isSame(one, answerOfPart(chosen, index + 1), answerOfPart(own, index + 1)));
  }
  if (part > partsIn(question)) return false;
  switch (question.type) {
    case 'blank': return isSame({ ...question, blanks: question.blanks.slice(part - 1, part) }, chosen, own);
    case 'case': return isSame(question.parts[part - 1]!, chosen, own);
    default: return sameSet(chosen, own);
  }
}

function isSame(asked: Part | Question, one: readonly string[], other: readonly string[]): boolean {
  if (hasOptions(asked) || asked.type === 'match' || asked.type === 'find-fault') return sameSet(one, other);
  const same = (index: number) => (asked.type === 'blank' && asked.blanks[index] ? isSameFilling(asked.blanks[index], one[index]!, other[index]!) : one[index] === other[index]);
  return one.length === other.length && one.every((_, index) => same(index));
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [all, others] = [new Set(one), new Set(other)];
  return all.size === others.size && [...all].every((each) => others.has(each));
}
