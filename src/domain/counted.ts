import { localDate } from './calendar.ts';
import type { Attendance } from './attendance.ts';
import { isCorrect } from './grading.ts';
import { ofKind, type Fact } from './fact.ts';
import type { Measure } from './measure.ts';
import type { Question } from './question.ts';
import type { StudySession } from './study-session.ts';

/** Raised whenever what is folded changes, the lines below or how answers are marked (grading.ts, blank.ts): figures folded by an earlier number are then folded anew. */
export const derivation = 7;

/** One thing that counts, and the fact that shows it. Every figure is a number of such lines. */
export interface CountedLine {
  measure: Measure;
  /** Whom it counts for; null for a session as such. */
  memberId: string | null;
  /** Where it happened: it stays there when the person moves on. */
  unitId: string;
  /** Local day. */
  date: string;
  /** The fact that shows it. */
  fact: Fact;
  /** For a first try or a first answer in practice: what was asked and what was chosen. */
  questionId: string | null;
  chosen: readonly string[];
}

/** One closed session with its register and the facts behind both. */
export interface HeldSession { session: StudySession; register: Attendance[]; facts: readonly Fact[] }

/** What a person's own fact adds: a lesson completed, a first try in a lesson, a question first met in practice. */
export function linesOfFact(fact: Fact): CountedLine[] {
  const line = { memberId: fact.subjectId, unitId: fact.unitId, date: localDate(fact.at), fact, questionId: null, chosen: [] };
  if (fact.kind === 'lesson.completed') return [{ ...line, measure: 'lessons-completed' }];
  if ((fact.kind !== 'question.answered' && fact.kind !== 'question.practised') || fact.body.attempt !== 1) return [];
  return [{ ...line, measure: fact.kind === 'question.answered' ? 'first-try' : 'practice-first', questionId: fact.body.questionId, chosen: fact.body.chosen }];
}

/**
 * What a closed session adds: itself once for each unit that held it or was due, and the attendance of everyone due. Being due
 * is shown by the opening, having come by the sign-in, having missed it by the closing. It counts on the day it was to begin.
 */
export function linesOfSession({ session, register, facts }: HeldSession): CountedLine[] {
  if (!session.closedAt) return [];
  const opened = ofKind(facts, 'session.opened')[0]!;
  const closed = ofKind(facts, 'session.closed')[0]!;
  const signIns = new Map(ofKind(facts, 'session.signed-in').map((fact) => [`${fact.subjectId}\n${fact.id}`, fact]));
  const common = { date: localDate(session.startsAt), questionId: null, chosen: [] };
  const units = new Set([session.unitId, ...register.map((line) => line.unitId)]);
  return [
    ...[...units].map((unitId) => ({ ...common, measure: 'sessions-held' as const, memberId: null, unitId, fact: closed })),
    ...register.flatMap(({ memberId, unitId, state, factId }) => {
      const line = (measure: Measure, fact: Fact): CountedLine => ({ ...common, measure, memberId, unitId, fact });
      const signIn = signIns.get(`${memberId}\n${factId}`);
      return [
        line('attendance-due', opened),
        ...(signIn ? [line('attended', signIn)] : []),
        ...(signIn && state === 'late' ? [line('late', signIn)] : []),
        ...(state === 'absent' ? [line('absent', closed)] : []),
      ];
    }),
  ];
}

/** Whether a first try was right by the question as it stands; null when it decides nothing: arguable, no longer asked, or marked by whoever wrote it. */
export function gradeOf(line: Pick<CountedLine, 'questionId' | 'chosen'>, questions: ReadonlyMap<string, Question>): boolean | null {
  const question = line.questionId === null ? undefined : questions.get(line.questionId);
  return question && !question.arguable && question.type !== 'short' ? isCorrect(question, line.chosen) : null;
}
