import { answersOf, type Answer } from './answer.ts';
import { ofKind, standing, type Fact, type FactBody } from './fact.ts';

/** 一次练习: the questions drawn for one person, and what they answered of them; it can be left and taken up again. */
export interface Sitting extends FactBody<'practice.begun'> {
  /** ISO instant. */
  begunAt: string;
  /** By question. */
  answers: ReadonlyMap<string, Answer>;
}

/** Where one question of a sitting stands. gone: not asked any more; marking: a short answer still to be held against its points. */
export type SittingState = 'open' | 'right' | 'wrong' | 'marking' | 'gone';

/** All sittings of one person, in order. */
export function sittingsOf(facts: readonly Fact[]): Sitting[] {
  const answers = Map.groupBy(answersOf(facts).filter((answer) => answer.sittingId !== null), (answer) => answer.sittingId!);
  return ofKind(standing(facts), 'practice.begun').map((fact) => {
    const own = new Map((answers.get(fact.body.sittingId) ?? []).map((answer) => [answer.questionId, answer]));
    return { ...fact.body, begunAt: fact.at, answers: own };
  });
}
