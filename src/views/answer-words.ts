import { answerOfPart, pathWords, shownOptions, shownThings } from '../domain/response.ts';
import { hasOptions, type Part, type Question } from '../domain/question.ts';
import { partName } from '../text/part-name.ts';
import { reader } from './paper.ts';

/** Whose letters are meant: everyone sees things in another order at each attempt. */
export interface Seen { memberId: string; attempt: number }
const onSheet: Seen = { memberId: reader, attempt: 1 };

/** A recorded answer in words, with the letters of the printed sheet unless said otherwise. Of a match only the pairs that are wrong. `part`: of a case, 1-based; null for the whole. */
export function answerWords(question: Question, chosen: readonly string[], part: number | null = null, seen = onSheet): string {
  if (question.type !== 'case') return wordsOf(question, question.id, chosen, seen);
  if (part !== null) return wordsOf(question.parts[part - 1]!, `${question.id}/${part}`, chosen, seen);
  return question.parts.map((one, index) => `（${index + 1}）${wordsOf(one, `${question.id}/${index + 1}`, answerOfPart(chosen, index + 1), seen)}`).join('　');
}

/** What was answered in one part (answer-part.ts), in words: 第 2 空：台账. */
export function partWords(question: Question, part: number, chosen: readonly string[], seen = onSheet): string {
  return `${partName(question.type, part)}：${wordsInPart(question, part, chosen, seen)}`;
}

function wordsInPart(question: Question, part: number, chosen: readonly string[], seen: Seen): string {
  if (question.type === 'find-fault') return chosen.length > 0 ? '标为有错' : '没有标';
  if (question.type === 'case') return question.parts[part - 1] ? answerWords(question, chosen, part, seen) : '';
  if (question.type !== 'match') return chosen.join('；');
  const thing = shownThings(question, seen.memberId, seen.attempt).find(({ id }) => chosen.includes(id));
  return `${question.pairs[part - 1]?.left ?? ''}—${thing ? `${thing.letter} ${thing.text}` : '（没有答）'}`;
}

function wordsOf(asked: Part | Exclude<Question, { type: 'case' }>, of: string, chosen: readonly string[], { memberId, attempt }: Seen): string {
  if (hasOptions(asked)) {
    const picked = shownOptions(asked, memberId, attempt, of).filter(({ option }) => chosen.includes(option.id));
    return picked.map(({ letter, option }) => (asked.type === 'true-false' ? option.text : `${letter} ${option.text}`)).join('；');
  }
  switch (asked.type) {
    case 'match': {
      const things = shownThings(asked, memberId, attempt);
      const wrong = asked.pairs.flatMap(({ left, right }, index) => {
        const thing = things.find(({ id }) => chosen.includes(`${index + 1}=${id}`));
        return thing?.text === right ? [] : [`${left}—${thing ? `${thing.letter} ${thing.text}` : '（没有答）'}`];
      });
      return wrong.join('；');
    }
    case 'order': return chosen.map((id) => shownThings(asked, memberId, attempt).find((thing) => thing.id === id)?.letter ?? '？').join(' → ');
    case 'classify': return pathWords(asked.tree, chosen[0] ?? '').join(' › ');
    case 'find-fault': return `第 ${chosen.join('、')} 段有错`;
    default: return chosen.join('；');
  }
}
