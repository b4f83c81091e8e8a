import { isWithin, type Period } from './calendar.ts';
import type { Attendance } from './attendance.ts';
import { ofKind, type Fact } from './fact.ts';
import { indexOf, type Counting, type HeldSession, type Records } from './record-index.ts';

export const measures = ['lessons-completed', 'first-try', 'sessions-held', 'attendance-due', 'attended', 'late', 'absent'] as const;
export type Measure = (typeof measures)[number];

export type { HeldSession, Records } from './record-index.ts';

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

/** A figure and exactly the facts it was counted from, by one function, so that a number and its list cannot disagree. */
export function measure(name: Measure, records: Records, scope: Scope): Figure {
  if (name === 'lessons-completed') return counted(evidenceIn(within('completions', records, scope)));
  if (name === 'first-try') return firstTry(records, scope);
  const held = records.held.filter(({ session }) => session.closedAt && isWithin(session.startsAt, scope.period));
  if (name === 'sessions-held') {
    return counted(held.filter(({ session, register }) => linesIn(register, scope).length > 0 || (!scope.memberIds && (!scope.unitIds || scope.unitIds.has(session.unitId))))
      .map((one) => ({ memberId: null, fact: ofKind(one.facts, 'session.closed')[0]! })));
  }
  return counted(held.flatMap((one) => linesIn(one.register, scope)
    .filter((line) => name === 'attendance-due' || line.state === name || (name === 'attended' && line.signedInAt !== null))
    .map((line) => ({ memberId: line.memberId, fact: evidenceOf(name, line, one) }))));
}

function linesIn(register: readonly Attendance[], scope: Scope): Attendance[] {
  return register.filter((line) => (!scope.memberIds || scope.memberIds.has(line.memberId)) && (!scope.unitIds || scope.unitIds.has(line.unitId)));
}

/** Being due is shown by the opening, having come by the sign-in, having missed it by the closing without one. */
function evidenceOf(name: Measure, line: Attendance, { facts }: HeldSession): Fact {
  if (name === 'attendance-due') return ofKind(facts, 'session.opened')[0]!;
  if (name === 'absent') return ofKind(facts, 'session.closed')[0]!;
  return facts.find((fact) => fact.id === line.factId && fact.subjectId === line.memberId)!;
}

/** Those of the scope: by who it was, where it happened, and when. */
function within(kind: 'completions' | 'firstTries', records: Records, scope: Scope): Counting[] {
  const index = indexOf(records);
  const candidates = scope.memberIds ? [...scope.memberIds].flatMap((memberId) => index.ofMember(memberId)[kind]) : index[kind];
  return candidates.filter(({ fact, date }) => date >= scope.period.from && date <= scope.period.to && (!scope.unitIds || scope.unitIds.has(fact.unitId)));
}

function evidenceIn(found: readonly Counting[]): Evidence[] {
  return found.map(({ fact }) => ({ memberId: fact.subjectId, fact }));
}

function counted(evidence: Evidence[]): Figure {
  return { value: evidence.length, evidence, right: null };
}

function firstTry(records: Records, scope: Scope): Figure {
  const found = within('firstTries', records, scope);
  const right = found.filter((one) => one.right).length;
  return { value: found.length ? Math.round((right / found.length) * 1000) / 10 : null, evidence: evidenceIn(found), right };
}
