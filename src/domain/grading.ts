import { optionsOf, type Option, type Question } from './question.ts';
import { Refusal } from './refusal.ts';

/** Letters under which options are shown and sent; which option a letter means depends on person and attempt. */
const letters = ['A', 'B', 'C', 'D', 'E', 'F'];
export interface ShownOption { letter: string; option: Option }

/**
 * The options in the order this person sees them at this attempt (1-based). The order is drawn from the person, the
 * question and the attempt, so that it stands still on reload and changes on a retry; 正确/错误 never change places.
 */
export function shownOptions(question: Question, memberId: string, attempt: number): ShownOption[] {
  const all = [...optionsOf(question)];
  if (question.type !== 'true-false') {
    let state = seed(`${memberId}|${question.id}|${Math.max(1, attempt)}`);
    for (let last = all.length - 1; last > 0; last -= 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const pick = Math.floor((state / 2 ** 32) * (last + 1));
      [all[last], all[pick]] = [all[pick]!, all[last]!];
    }
    if (attempt > 1 && sameOrder(all, shownOptions(question, memberId, attempt - 1))) all.push(all.shift()!);
  }
  return all.map((option, index) => ({ letter: letters[index]!, option }));
}

/** Turns the letters a form sent into option ids, sorted. Refuses `answer-empty` and letters that were not shown. */
export function chosenOptionIds(question: Question, memberId: string, attempt: number, sent: readonly string[]): string[] {
  const shown = new Map(shownOptions(question, memberId, attempt).map((one) => [one.letter, one.option.id]));
  const ids = [...new Set(sent)].map((letter) => {
    const id = shown.get(letter);
    if (!id) throw new Refusal('invalid-input', { text: letter.slice(0, 8) });
    return id;
  });
  if (ids.length === 0) throw new Refusal('answer-empty');
  if (question.type !== 'multiple' && ids.length > 1) throw new Refusal('invalid-input', { text: '选了多项' });
  return ids.sort();
}

/** All right options and no wrong one. Order does not matter. */
export function isCorrect(question: Question, chosen: readonly string[]): boolean {
  const right = optionsOf(question).filter((one) => one.right).map((one) => one.id).sort();
  const sorted = [...new Set(chosen)].sort();
  return right.length === sorted.length && right.every((id, index) => id === sorted[index]);
}

function sameOrder(all: Option[], shown: ShownOption[]): boolean {
  return all.every((option, index) => option.id === shown[index]?.option.id);
}

/** FNV-1a over UTF-16 units, then mixed: spreads similar texts widely, needs no key since an order is no secret. */
function seed(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
