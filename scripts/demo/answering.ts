import { answerQuestion } from '../../src/commands/answer-question.ts';
import { markAnswer } from '../../src/commands/mark-answer.ts';
import type { Act } from '../../src/commands/act.ts';
import type { Chance } from './chance.ts';
import { given } from './events.ts';

export interface DemoAnswer { lessonId: string; questionId: string; attempt: number; right: boolean }

/** One answer as a person gives it; a short one is then held against its points. */
export async function answering(act: Act, { lessonId, questionId, attempt, right }: DemoAnswer, chance: Chance): Promise<void> {
  const question = act.catalog.questions.get(questionId)!;
  await answerQuestion(act, { lessonId, questionId, attempt, given: given(question, act.actor!.memberId, attempt, right, chance) });
  if (question.type === 'short' && question.marking === 'self') await markAnswer(act, { lessonId, questionId, attempt, points: right ? question.points.map((_, index) => String(index + 1)) : [] });
}
