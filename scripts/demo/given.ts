import { keyOf } from '../../src/domain/answer-key.ts';
import { grade } from '../../src/domain/grading.ts';
import { pathsOf, type Part, type Question } from '../../src/domain/question.ts';
import { answerOfPart, shownOptions, shownThings } from '../../src/domain/response.ts';
import type { Chance } from './chance.ts';

/** What the form would send for a recorded answer, as this person sees things at this attempt. */
export function givenFor(question: Question, memberId: string, attempt: number, chosen: readonly string[]): string[] {
  switch (question.type) {
    case 'match': {
      const letterOf = new Map(shownThings(question, memberId, attempt).map((thing) => [thing.id, thing.letter]));
      return question.pairs.map((_, index) => letterOf.get(chosen.find((one) => one.startsWith(`${index + 1}=`))!.split('=')[1]!)!);
    }
    case 'order': return shownThings(question, memberId, attempt).map((thing) => String(chosen.indexOf(thing.id) + 1));
    case 'case': return question.parts.flatMap((part, index) => partGiven(part, `${question.id}/${index + 1}`, memberId, attempt, answerOfPart(chosen, index + 1)).map((one) => `${index + 1}:${one}`));
    case 'single': case 'multiple': case 'true-false': return partGiven(question, question.id, memberId, attempt, chosen);
    default: return [...chosen];
  }
}

function partGiven(part: Part, of: string, memberId: string, attempt: number, chosen: readonly string[]): string[] {
  return part.type === 'blank' ? [...chosen] : shownOptions(part, memberId, attempt, of).filter(({ option }) => chosen.includes(option.id)).map(({ letter }) => letter);
}

/** A plausible wrong answer, as recorded. */
export function wrongAnswer(question: Question, chance: Chance): string[] {
  const key = keyOf(question);
  switch (question.type) {
    case 'single': return [chance.pick(question.options.filter((option) => !option.right)).id];
    case 'true-false': return [question.answer ? 'f' : 't'];
    case 'multiple': {
      const others = question.options.filter((option) => !option.right).map((option) => option.id);
      return others.length > 0 && chance.next() < 0.5 ? [...key.slice(1), chance.pick(others)].sort() : key.slice(0, -1);
    }
    case 'blank': return question.blanks.map((blank, index) => (blank.kind === 'number' ? `${blank.value + 30}${blank.unit}` : index === 0 ? '不清楚' : blank.answers[0]!));
    case 'match': case 'order': return question.type === 'order' ? [key[1]!, key[0]!, ...key.slice(2)] : [`1=b`, `2=a`, ...key.slice(2)];
    case 'classify': return [chance.pick(pathsOf(question.tree).filter((path) => path !== question.answer))];
    case 'find-fault': return [String(question.passages.findIndex((passage) => !passage.fault) + 1)];
    case 'short': return ['说不清楚，请他问别的部门。'];
    case 'case': return question.parts.flatMap((part, index) => (index === 0 ? wrongPart(part, chance) : answerOfPart(key, index + 1)).map((one) => `${index + 1}:${one}`));
  }
}

function wrongPart(part: Part, chance: Chance): string[] {
  const wrong = wrongAnswer({ ...part, id: 'part-01' } as Question, chance);
  if (grade({ ...part, id: 'part-01' } as Question, wrong).right) throw new Error('a wrong answer that is right');
  return wrong;
}

/** The fields in which a form sends it: the parts of a case have their own. */
export function fieldsFor(question: Question, given: readonly string[]): Record<string, string[]> {
  if (question.type !== 'case') return { given: [...given] };
  return Object.fromEntries(question.parts.map((_, index) => [`part${index + 1}`, answerOfPart(given, index + 1)]));
}
