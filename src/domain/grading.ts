import { covers } from './answer-part.ts';
import { isRightBlank } from './blank.ts';
import { answerOfPart } from './response.ts';
import { hasOptions, optionsOf, type AlsoRight, type Of, type Part, type Question } from './question.ts';

/**
 * What an answer is worth. `points` of `outOf` (1; of a case 1 a part), never more; `right`: full marks. `pending`: a short answer that
 * nobody has marked yet, which decides nothing.
 */
export interface Grade { points: number; outOf: number; right: boolean; pending: boolean; /** Each part of the answer in the order of the question: gaps, pairs, steps, parts of a case, passages. */ parts: boolean[] }

/** The points of a short answer that were found in it: by its writer or a trainer. */
export type Marking = readonly string[] | null;

/** Marks a recorded answer by the question as it stands; the same answer always the same. `marking`: of a short answer. */
export function grade(question: Question, chosen: readonly string[], marking: Marking = null): Grade {
  const ruled = new Set(ruledRightIn(question, chosen).map((one) => one.part));
  const marked = gradeParts(question, chosen, marking, (part) => ruled.has(part));
  return ruled.has(null) ? { points: marked.outOf, outOf: marked.outOf, right: true, pending: false, parts: marked.parts.map(() => true) } : marked;
}

/** What rulings on disputes made right in this answer, beside the key. */
export function ruledRightIn(question: Question, chosen: readonly string[]): readonly AlsoRight[] {
  return question.alsoRight?.filter((one) => covers(question, one, chosen)) ?? [];
}

/** Whether a part of the answer, 1-based, is right by a ruling. */
type IsRuled = (part: number) => boolean;
const byKeyAlone: IsRuled = () => false;

function gradeParts(question: Question, chosen: readonly string[], marking: Marking, isRuled: IsRuled): Grade {
  switch (question.type) {
    case 'short': return gradeShort(question, marking);
    case 'case': {
      const parts = question.parts.map((part, index) => (isRuled(index + 1) ? whole(1, 1, [true]) : gradePart(part, answerOfPart(chosen, index + 1))));
      return whole(parts.reduce((sum, part) => sum + part.points, 0), question.parts.length, parts.map((part) => part.right));
    }
    case 'match': {
      const matched = (left: number) => [...new Set(chosen.filter((one) => one.startsWith(`${left}=`)))].join();
      const parts = question.pairs.map((_, index) => isRuled(index + 1) || matched(index + 1) === `${index + 1}=${'abcdefghijkl'[index]}`);
      return byCredit(question.credit, parts);
    }
    case 'order': return byCredit(question.credit, question.steps.map((_, index) => chosen[index] === String(index + 1)));
    case 'classify': {
      const [given = '', right] = [chosen[0], question.answer.split('/')];
      const wrong = right.findIndex((id, level) => given.split('/')[level] !== id);
      const parts = right.map((_, level) => wrong === -1 || level < wrong);
      return byCredit(question.credit, given === question.answer ? parts : [...parts.slice(0, -1), false]);
    }
    case 'find-fault': return gradeFaults(question, chosen, isRuled);
    default: return gradePart(question, chosen, isRuled);
  }
}

/** Full marks. What decides nothing yet is not right. */
export function isCorrect(question: Question, chosen: readonly string[], marking: Marking = null): boolean {
  return grade(question, chosen, marking).right;
}

function gradePart(part: Part | Of<'single' | 'multiple' | 'true-false' | 'blank'>, chosen: readonly string[], isRuled = byKeyAlone): Grade {
  if (part.type === 'blank') return byCredit(part.credit, part.blanks.map((blank, index) => isRuled(index + 1) || isRightBlank(blank, chosen[index] ?? '')));
  if (!hasOptions(part)) throw new TypeError('no such part');
  const picked = new Set(chosen);
  const options = optionsOf(part);
  const rightOnes = options.filter((one) => one.right);
  const wrongPicked = options.some((one) => !one.right && picked.has(one.id)) || [...picked].some((id) => !options.some((one) => one.id === id));
  const hits = wrongPicked ? 0 : rightOnes.filter((one) => picked.has(one.id)).length;
  const all = hits === rightOnes.length;
  // A part of the right options and nothing wrong: that part of the mark. Anything wrong: none.
  const share = part.type === 'multiple' && part.credit === 'share' ? hits / rightOnes.length : Number(all);
  return whole(share, 1, [all]);
}

/** `share`: the part of the mark that the right parts are of all. */
function byCredit(credit: 'whole' | 'share', parts: boolean[]): Grade {
  const share = parts.filter(Boolean).length / parts.length;
  return whole(credit === 'share' ? share : Number(share === 1), 1, parts);
}

/** `share`: faults found less right passages marked, of all faults; never below nothing. Where a ruling lets a passage be marked or not, a fault there is found either way. */
function gradeFaults({ passages, credit }: Of<'find-fault'>, chosen: readonly string[], isRuled: IsRuled): Grade {
  const marked = new Set(chosen);
  const parts = passages.map((passage, index) => isRuled(index + 1) || marked.has(String(index + 1)) === Boolean(passage.fault));
  const faults = passages.filter((passage) => passage.fault).length;
  const found = passages.filter((passage, index) => passage.fault && parts[index]).length;
  const wrong = [...marked].filter((one) => { const index = passages.findIndex((_, at) => one === String(at + 1)); return !passages[index]?.fault && !parts[index]; }).length;
  const share = Math.max(0, (found - wrong) / faults);
  return whole(credit === 'share' ? share : Number(parts.every(Boolean) && wrong === 0), 1, parts);
}

/** Enough points, those that must be there among them; each that must and is not is missing from the count. */
function gradeShort({ points, needed, must }: Of<'short'>, marking: Marking): Grade {
  const parts = points.map((_, index) => marking?.includes(String(index + 1)) ?? false);
  const missing = must.filter((one) => !parts[one - 1]).length;
  const found = Math.min(parts.filter(Boolean).length, needed - missing);
  return { points: marking ? found / needed : 0, outOf: 1, right: marking !== null && found >= needed, pending: marking === null, parts };
}

function whole(points: number, outOf: number, parts: boolean[]): Grade {
  return { points, outOf, right: points === outOf, pending: false, parts };
}
