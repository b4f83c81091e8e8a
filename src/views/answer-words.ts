import { answerOfPart, pathWords, shownOptions, shownThings } from '../domain/response.ts';
import { hasOptions, type Part, type Question } from '../domain/question.ts';
import { reader } from './paper.ts';

/** A recorded answer in words, with the letters of the printed sheet. Of a match only the pairs that are wrong. `part`: of a case, 1-based; null for the whole. */
export function answerWords(question: Question, chosen: readonly string[], part: number | null = null): string {
  if (question.type !== 'case') return wordsOf(question, question.id, chosen);
  if (part !== null) return wordsOf(question.parts[part - 1]!, `${question.id}/${part}`, chosen);
  return question.parts.map((one, index) => `（${index + 1}）${wordsOf(one, `${question.id}/${index + 1}`, answerOfPart(chosen, index + 1))}`).join('　');
}

function wordsOf(asked: Part | Exclude<Question, { type: 'case' }>, of: string, chosen: readonly string[]): string {
  if (hasOptions(asked)) {
    const picked = shownOptions(asked, reader, 1, of).filter(({ option }) => chosen.includes(option.id));
    return picked.map(({ letter, option }) => (asked.type === 'true-false' ? option.text : `${letter} ${option.text}`)).join('；');
  }
  switch (asked.type) {
    case 'match': {
      const things = shownThings(asked, reader, 1);
      const wrong = asked.pairs.flatMap(({ left, right }, index) => {
        const thing = things.find(({ id }) => chosen.includes(`${index + 1}=${id}`));
        return thing?.text === right ? [] : [`${left}—${thing ? `${thing.letter} ${thing.text}` : '（没有答）'}`];
      });
      return wrong.join('；');
    }
    case 'order': return chosen.map((id) => shownThings(asked, reader, 1).find((thing) => thing.id === id)?.letter ?? '？').join(' → ');
    case 'classify': return pathWords(asked.tree, chosen[0] ?? '').join(' › ');
    case 'find-fault': return `第 ${chosen.join('、')} 段有错`;
    default: return chosen.join('；');
  }
}
