import type { QuestionType } from '../domain/question.ts';
import type { RulingKind } from '../domain/ruling.ts';
import { rulingWords } from './words.ts';

const partWords: Partial<Record<QuestionType, string>> = { blank: '空', match: '对', case: '小题', 'find-fault': '段' };

/** A part of an answer: 第 2 空. `type`: of the question; null when it has left the content. */
export function partName(type: QuestionType | null, part: number): string {
  return `第 ${part} ${(type && partWords[type]) ?? '处'}`;
}

/** What was ruled, and on which part: 申诉成立，第 2 空这样答也算对. */
export function rulingText({ ruling, part }: { ruling: RulingKind; part: string | null }): string {
  return part === null ? rulingWords[ruling] : rulingWords[ruling].replace('，', `，${part}`);
}
