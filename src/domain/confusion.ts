import { blankKey } from './answer-key.ts';
import { isRightBlank } from './blank.ts';
import { grade } from './grading.ts';
import { answerOfPart, pathWords, whyAstray } from './response.ts';
import { hasOptions, optionsOf, type Part, type Question } from './question.ts';

/** What was taken for what in a wrong answer, in words. */
export interface Confusion {
  /** What was given; null: something right was left out. */
  taken: string | null;
  /** What it should have been; null: nothing, it should have been left alone. */
  instead: string | null;
  /** The confusion behind it, as the author put it. */
  why: string | null;
  /** Of a case: in which part, 1-based. */
  part?: number;
}

/** Every confusion in a recorded answer; none in a right one. Of a short answer there are none to tell. */
export function confusionsIn(question: Question, chosen: readonly string[]): Confusion[] {
  const { right: isRight, parts } = grade(question, chosen);
  if (isRight) return [];
  switch (question.type) {
    case 'match': {
      const rights = [...question.pairs.map((pair) => pair.right), ...question.extra];
      return question.pairs.flatMap(({ left, right }, index) => {
        const given = rights['abcdefghijkl'.indexOf(chosen.find((one) => one.startsWith(`${index + 1}=`))?.split('=')[1] ?? '-')] ?? '';
        return given === right || parts[index] ? [] : [confusion(`${left}：${given}`, `${left}：${right}`)];
      });
    }
    case 'order': {
      const first = question.steps.findIndex((_, index) => chosen[index] !== String(index + 1));
      return first < 0 ? [] : [confusion(`第 ${first + 1} 步：${question.steps[Number(chosen[first]) - 1] ?? ''}`, `第 ${first + 1} 步：${question.steps[first]}`)];
    }
    case 'classify': return [confusion(pathWords(question.tree, chosen[0] ?? '').join(' › '), pathWords(question.tree, question.answer).join(' › '), whyAstray(question.tree, chosen[0] ?? '', question.answer))];
    case 'find-fault': return question.passages.flatMap(({ text, fault }, index) => {
      if (parts[index]) return [];
      return [fault ? { taken: null, instead: text, why: fault } : { taken: text, instead: null, why: null }];
    });
    case 'short': return [];
    case 'case': return question.parts.flatMap((part, index) => (parts[index] ? [] : ofPart(part, answerOfPart(chosen, index + 1))).map((one) => ({ ...one, part: index + 1 })));
    case 'blank': return ofPart(question, chosen, parts);
    default: return ofPart(question, chosen);
  }
}

function ofPart(part: Part | Extract<Question, { type: Part['type'] }>, chosen: readonly string[], ruled: readonly boolean[] = []): Confusion[] {
  if (!hasOptions(part)) return part.blanks.flatMap((blank, index) => (ruled[index] || isRightBlank(blank, chosen[index] ?? '') ? [] : [confusion(chosen[index] ?? '', blankKey(blank))]));
  const options = optionsOf(part);
  const wrong = options.filter((option) => !option.right && chosen.includes(option.id));
  if (part.type !== 'multiple') return wrong.map((option) => confusion(option.text, options.find((one) => one.right)!.text, option.why));
  const missed = options.filter((option) => option.right && !chosen.includes(option.id));
  return [...wrong.map((option) => ({ taken: option.text, instead: null, why: option.why ?? null })), ...missed.map((option) => ({ taken: null, instead: option.text, why: null }))];
}

function confusion(taken: string, instead: string, why: string | null | undefined = null): Confusion {
  return { taken, instead, why: why ?? null };
}
