import { hasOptions, optionsOf, type Blank, type Part, type Question } from './question.ts';

/** The right answer as it would be recorded. Of a short answer, which has none, its points. */
export function keyOf(question: Question): string[] {
  switch (question.type) {
    case 'match': return question.pairs.map((_, index) => `${index + 1}=${'abcdefghijkl'[index]}`);
    case 'order': return question.steps.map((_, index) => String(index + 1));
    case 'classify': return [question.answer];
    case 'find-fault': return question.passages.flatMap((passage, index) => (passage.fault ? [String(index + 1)] : []));
    case 'short': return [question.points.join('；')];
    case 'case': return question.parts.flatMap((part, index) => partKey(part).map((one) => `${index + 1}:${one}`));
    default: return partKey(question);
  }
}

function partKey(part: Part): string[] {
  if (hasOptions(part)) return optionsOf(part).filter((option) => option.right).map((option) => option.id).sort();
  return part.blanks.map((blank) => (blank.kind === 'text' ? blank.answers[0]! : `${blank.value}${blank.unit}`));
}

/** What fills a gap, in words: 60日, or one of the ways to write it. */
export function blankKey(blank: Blank): string {
  return blank.kind === 'text' ? blank.answers[0]! : `${blank.value}${blank.unit}${blank.tolerance > 0 ? `（相差 ${blank.tolerance} 以内）` : ''}`;
}
