import { gradeOfAnswer, type Answer } from './answer.ts';
import { isInUse, lessonOfQuestion, type Catalog } from './catalog.ts';
import { parseCitation } from './law.ts';
import { shuffled } from './shuffle.ts';
import type { Question } from './question.ts';
import type { Scope } from './sitting-scope.ts';

/**
 * The questions a person may practise on a local date: those kept for practice, and those of a lesson's check that they have answered
 * in a lesson; met earlier, a check would show nothing any more. Short answers that a trainer marks have no answer at once.
 */
export function practisable(catalog: Catalog, answers: readonly Answer[], date: string): Question[] {
  const met = new Set(answers.map((answer) => answer.questionId));
  return [...catalog.questions.values()].filter((question) => {
    if (question.use === 'check' && !met.has(question.id)) return false;
    if (question.type === 'short' && question.marking === 'trainer') return false;
    const lesson = lessonOfQuestion(catalog, question.id);
    return lesson !== null && isInUse(catalog, lesson, question, date);
  });
}

export function isInScope(catalog: Pick<Catalog, 'lessons'>, question: Question, { by, of }: Scope): boolean {
  switch (by) {
    case 'everything': return true;
    case 'law': return question.cites.some((cite) => parseCitation(cite).lawId === of);
    case 'topic': return question.topic === of;
    case 'course': return lessonOfQuestion(catalog, question.id)?.courseId === of;
  }
}

/** `count` questions for one person: those never answered first, in an order drawn from `seed`; then those answered longest ago. */
export function drawn(questions: readonly Question[], answers: readonly Answer[], count: number, seed: string): Question[] {
  const lastAt = new Map<string, string>();
  for (const { questionId, at } of answers) if ((lastAt.get(questionId) ?? '') < at) lastAt.set(questionId, at);
  const unseen = questions.filter((question) => !lastAt.has(question.id));
  const seen = questions.filter((question) => lastAt.has(question.id)).sort((a, b) => (lastAt.get(a.id)! < lastAt.get(b.id)! ? -1 : lastAt.get(a.id)! > lastAt.get(b.id)! ? 1 : a.id < b.id ? -1 : 1));
  return [...shuffled(unseen, seed, 1).slice(0, count), ...seen].slice(0, count);
}

/** A topic at which someone errs. */
export interface WeakTopic { topic: string; answered: number; missed: number }

/** Of a topic, the last so many questions answered show where someone stands; fewer than the least show nothing. */
const [lookedAt, least] = [10, 3];

/** Topics at which the last answers were wrong most often, worst first; each question counts by its last answer. */
export function weakTopics(answers: readonly Answer[], questions: ReadonlyMap<string, Question>): WeakTopic[] {
  const lastOf = new Map<string, Answer>();
  for (const answer of answers) { lastOf.delete(answer.questionId); lastOf.set(answer.questionId, answer); }
  const byTopic = Map.groupBy([...lastOf.values()].flatMap((answer) => {
    const question = questions.get(answer.questionId);
    const grade = question && !question.arguable ? gradeOfAnswer(question, answer) : null;
    return grade && !grade.pending ? [{ topic: question!.topic, right: grade.right }] : [];
  }), (one) => one.topic);
  return [...byTopic].map(([topic, all]) => {
    const last = all.slice(-lookedAt);
    return { topic, answered: last.length, missed: last.filter((one) => !one.right).length };
  }).filter((one) => one.answered >= least && one.missed > 0)
    .sort((a, b) => b.missed / b.answered - a.missed / a.answered || b.missed - a.missed || (a.topic < b.topic ? -1 : 1));
}
