import { z } from 'zod';

/** What a question's form sends; the parts of a case have fields of their own. */
const texts = z.array(z.string().max(1200)).max(16);
export const answerFields = { given: texts, part1: texts, part2: texts, part3: texts, part4: texts, part5: texts, part6: texts };
export type AnswerFields = Record<keyof typeof answerFields, string[]>;

/** What was given, as `domain/response.ts` reads it: of a case `1:…` for part 1. */
export function givenIn({ given, ...parts }: AnswerFields): string[] {
  return [...given, ...Object.entries(parts).flatMap(([name, values]) => values.map((value) => `${name.slice('part'.length)}:${value}`))];
}
