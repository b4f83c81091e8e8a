import type { Period } from './calendar.ts';
import { gradeOf, linesOfFact, linesOfSession, type CountedLine, type HeldSession } from './counted.ts';
import { standing, type Fact } from './fact.ts';
import type { Question } from './question.ts';

export const measures = ['lessons-completed', 'first-try', 'practice-first', 'sessions-held', 'attendance-due', 'attended', 'late', 'absent'] as const;
export type Measure = (typeof measures)[number];

export interface Records {
  /** Facts of the people concerned. */
  facts: readonly Fact[];
  held: readonly HeldSession[];
  questions: ReadonlyMap<string, Question>;
}

/** What a figure is about. People and units restrict by who it was (of a session: who was due) and by where it happened; null = no restriction. */
export interface Scope { period: Period; memberIds: ReadonlySet<string> | null; unitIds: ReadonlySet<string> | null }

export interface Evidence { memberId: string | null; fact: Fact }

export interface Figure {
  /** How many pieces of evidence; for `first-try` the share that was right, in percent with one decimal; null = nothing to measure. */
  value: number | null;
  evidence: Evidence[];
  /** For `first-try`: how many first attempts were right. */
  right: number | null;
}

/** A figure of a few people and exactly the facts it was counted from. Whole units are counted by the store, line by line the same. */
export function measure(name: Measure, records: Records, scope: Scope): Figure {
  const inScope = linesOf(records).filter((line) => line.date >= scope.period.from && line.date <= scope.period.to && (!scope.unitIds || scope.unitIds.has(line.unitId)));
  if (name === 'sessions-held') return counted(sessionsHeld(inScope, scope));
  const found = inScope.filter((line) => line.measure === name && (!scope.memberIds || scope.memberIds.has(line.memberId ?? '')));
  if (name !== 'first-try') return counted(found);
  const grades = found.map((line) => gradeOf(line, records.questions));
  const right = grades.filter((grade) => grade === true).length;
  return { value: shareOf(right, grades.filter((grade) => grade !== null).length), evidence: evidenceIn(found.filter((_, index) => grades[index] !== null)), right };
}

/** Percent with one decimal; null of nothing. */
export function shareOf(right: number, tries: number): number | null {
  return tries ? Math.round((right / tries) * 1000) / 10 : null;
}

/** Each session once, however many units it touches; of people, those at which one of them was due. */
function sessionsHeld(inScope: readonly CountedLine[], { memberIds }: Scope): CountedLine[] {
  const due = new Set(inScope.filter((line) => line.measure === 'attendance-due' && memberIds?.has(line.memberId!)).map((line) => line.fact.subjectId));
  const held = inScope.filter((line) => line.measure === 'sessions-held' && (!memberIds || due.has(line.fact.subjectId)));
  return [...new Map(held.map((line) => [line.fact.subjectId, line])).values()];
}

const known = new WeakMap<Records, CountedLine[]>();

/** Worked out once for a set of records however many figures a page shows. */
function linesOf(records: Records): CountedLine[] {
  let lines = known.get(records);
  if (!lines) known.set(records, lines = [...standing(records.facts).flatMap(linesOfFact), ...records.held.flatMap(linesOfSession)]);
  return lines;
}

function counted(lines: readonly CountedLine[]): Figure {
  return { value: lines.length, evidence: evidenceIn(lines), right: null };
}

function evidenceIn(lines: readonly CountedLine[]): Evidence[] {
  return lines.map(({ memberId, fact }) => ({ memberId, fact }));
}
