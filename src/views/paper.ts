import { keyOf } from '../domain/answer-key.ts';
import { localDate } from '../domain/calendar.ts';
import { liveQuestionsOf } from '../domain/catalog.ts';
import { demand, mayAnywhere } from '../domain/permission.ts';
import { answerOfPart, pathWords, shownOptions, shownThings } from '../domain/response.ts';
import { hasOptions, type Branch, type Part, type Question } from '../domain/question.ts';
import { Refusal } from '../domain/refusal.ts';
import { citationNote } from './citation-note.ts';
import { questionView, type FormView } from './question.ts';
import type { Reading } from './reading.ts';

export interface PaperView {
  lessonId: string; title: string; course: string; date: string;
  questions: { number: number; questionId: string; type: Question['type']; stem: string; form: FormView }[];
  /** For trainers only: what is right, why, where people go astray in a tree, and the articles. */
  key: { number: number; right: string; explanation: string; astray: string[]; articles: string[] }[] | null;
}

/** Everybody has the same sheet in hand: things stand in one order for all. */
export const reader = 'paper';

/** The questions of a lesson to be printed, and for trainers the key. Refuses `not-found`. */
export async function paperView(reading: Reading, lessonId: string): Promise<PaperView> {
  const actor = demand(reading.actor, 'study');
  const { catalog } = reading;
  const lesson = catalog.lessons.get(lessonId);
  if (!lesson) throw new Refusal('not-found');
  const questions = liveQuestionsOf(catalog, lesson, localDate(reading.now));
  return {
    lessonId, title: lesson.title, course: catalog.courses.find((one) => one.courseId === lesson.courseId)?.title ?? '', date: localDate(reading.now),
    questions: questions.map((question, index) => onPaper(question, index + 1)),
    key: mayAnywhere(actor, 'hold-session') ? questions.map((question, index) => ({
      number: index + 1, right: keyText(question), explanation: question.explanation, astray: question.type === 'classify' ? astrayTexts(question.tree) : [],
      articles: question.cites.map((cite) => citationNote(catalog, cite, lesson.lawAsOf).title),
    })) : null,
  };
}

/** A question as it stands on the sheet. */
export function onPaper(question: Question, number: number): PaperView['questions'][number] {
  const view = questionView({ question, attempts: [], solved: false }, number, reader, false, () => []);
  return { number, questionId: question.id, type: question.type, stem: question.stem, form: view.form! };
}

/** The key in words and letters as they stand on the sheet. */
export function keyText(question: Question): string {
  const key = keyOf(question);
  switch (question.type) {
    case 'match': return question.pairs.map((pair, index) => `${pair.left}—${shownThings(question, reader, 1).find((thing) => thing.id === key[index]!.split('=')[1])!.letter}`).join('；');
    case 'order': return key.map((id) => shownThings(question, reader, 1).find((thing) => thing.id === id)!.letter).join(' → ');
    case 'classify': return pathWords(question.tree, question.answer).join(' › ');
    case 'find-fault': return question.passages.flatMap((passage, index) => (passage.fault ? [`第 ${index + 1} 段：${passage.fault.replace(/。$/, '')}`] : [])).join('；');
    case 'short': return `${question.points.map((point, index) => `${point}${question.must.includes(index + 1) ? '（非写到不可）' : ''}`).join('；')}（写到 ${question.needed} 点${question.marking === 'trainer' ? '，授课人评阅' : ''}）`;
    case 'case': return question.parts.map((part, index) => `（${index + 1}）${partKeyText(part, `${question.id}/${index + 1}`, answerOfPart(key, index + 1))}`).join('　');
    default: return partKeyText(question, question.id, key);
  }
}

/** Each branch that says what is wrong with it, by its words: 申诉求决 › 复核：不服的不是复核. */
function astrayTexts(tree: readonly Branch[], above: readonly string[] = []): string[] {
  return tree.flatMap((branch) => {
    const words = [...above, branch.text];
    return [...(branch.why ? [`${words.join(' › ')}：${branch.why}`] : []), ...astrayTexts(branch.children ?? [], words)];
  });
}

function partKeyText(part: Part, of: string, key: readonly string[]): string {
  if (!hasOptions(part)) return key.join('；');
  const right = shownOptions(part, reader, 1, of).filter(({ option }) => key.includes(option.id));
  return part.type === 'true-false' ? right.map(({ option }) => option.text).join('') : right.map(({ letter }) => letter).sort().join('');
}
