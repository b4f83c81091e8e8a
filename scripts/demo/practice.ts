import { answerInPractice } from '../../src/commands/answer-in-practice.ts';
import { beginPractice } from '../../src/commands/begin-practice.ts';
import { markPractisedAnswer } from '../../src/commands/mark-practised-answer.ts';
import type { Act } from '../../src/commands/act.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { answersOf } from '../../src/domain/answer.ts';
import { addMinutes, instantOf } from '../../src/domain/calendar.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { sittingsOf } from '../../src/domain/sitting.ts';
import type { SittingPurpose } from '../../src/domain/sitting-scope.ts';
import type { Chance } from './chance.ts';
import { givenFor, wrongAnswer } from './given.ts';
import { workday } from './events.ts';

/** One sitting of one person; `grasp`: chance to answer right. */
export interface PractiseEvent { at: string; act: 'practise'; staffNo: string; purpose: SittingPurpose; count: number; grasp: number }

/** Some people practise now and then, most of them never: a few sittings in each of the last months. */
export function practiceEvents(staffNos: readonly string[], months: readonly string[], today: string, chance: Chance): PractiseEvent[] {
  return staffNos.flatMap((staffNo, index) => months.slice(-4).flatMap((month): PractiseEvent[] => {
    if (chance.next() > (index % 3 === 2 ? 0.9 : 0.3)) return [];
    const day = workday(`${month}-01`, 3 + chance.below(20));
    const purpose = chance.next() < 0.5 ? 'practice' : 'review';
    return day < today ? [{ at: instantOf(day, `${12 + chance.below(6)}:${String(10 + chance.below(50))}`), act: 'practise', staffNo, purpose, count: 10, grasp: 0.6 + chance.next() * 0.3 }] : [];
  }));
}

/** Begins a sitting and answers it through; a review with nothing due is left. */
export async function carryOutPractice({ purpose, count, grasp }: PractiseEvent, act: Act, chance: Chance): Promise<void> {
  const sittingId = await beginPractice(act, { purpose, scope: { by: 'everything', of: '' }, count }).catch((error: unknown) => {
    if (isRefusal(error) && error.code === 'nothing-to-practise') return null;
    throw error;
  });
  if (!sittingId) return;
  const memberId = act.actor!.memberId;
  const { questionIds } = sittingsOf(await act.store.factsOf(memberId)).at(-1)!;
  let shownAt = act.now;
  for (const questionId of questionIds) {
    const question = act.catalog.questions.get(questionId)!;
    const right = chance.next() < grasp - (question.difficulty - 2) * 0.1;
    const attempt = answersOf(await act.store.factsOf(memberId)).filter((answer) => answer.questionId === questionId).length + 1;
    const now = addMinutes(shownAt, (15 + chance.below(60)) / 60);
    const given = givenFor(question, memberId, attempt, right ? keyOf(question) : wrongAnswer(question, chance));
    await answerInPractice({ ...act, now }, { sittingId, questionId, attempt, given, sure: chance.next() < (right ? 0.8 : 0.35), shownAt });
    if (question.type === 'short') await markPractisedAnswer({ ...act, now }, { sittingId, questionId, points: right ? question.points.map((_, index) => String(index + 1)) : [] });
    shownAt = now;
  }
}
