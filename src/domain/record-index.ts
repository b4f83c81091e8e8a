import type { Attendance } from './attendance.ts';
import { localDate } from './calendar.ts';
import { isCorrect } from './grading.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import type { Question } from './question.ts';
import type { StudySession } from './study-session.ts';

/** One closed session with its register and the facts behind both. */
export interface HeldSession { session: StudySession; register: Attendance[]; facts: readonly Fact[] }

export interface Records {
  /** Facts of the people concerned. */
  facts: readonly Fact[];
  held: readonly HeldSession[];
  questions: ReadonlyMap<string, Question>;
}

/** A fact that counts, with the local day it happened on and, for an answer, whether it was right. */
export interface Counting { fact: Fact; date: string; right: boolean | null }

export interface RecordIndex {
  completions: readonly Counting[];
  /** First attempts at questions that decide something: arguable and unknown ones are left out. */
  firstTries: readonly Counting[];
  /** The same, for each person, in order of time. */
  ofMember(memberId: string): { completions: readonly Counting[]; firstTries: readonly Counting[] };
}

const indexes = new WeakMap<Records, RecordIndex>();
const none = { completions: [], firstTries: [] };

/** What figures are counted from, worked out once for a set of records however many figures a page shows. */
export function indexOf(records: Records): RecordIndex {
  let index = indexes.get(records);
  if (!index) indexes.set(records, index = build(records));
  return index;
}

function build({ facts, questions }: Records): RecordIndex {
  const all = standing(facts);
  const completions = ofKind(all, 'lesson.completed').map((fact) => ({ fact, date: localDate(fact.at), right: null }));
  const firstTries = ofKind(all, 'question.answered')
    .filter((fact) => fact.body.attempt === 1 && questions.get(fact.body.questionId)?.arguable === false)
    .map((fact) => ({ fact, date: localDate(fact.at), right: isCorrect(questions.get(fact.body.questionId)!, fact.body.chosen) }));
  const members = new Map<string, { completions: Counting[]; firstTries: Counting[] }>();
  const of = (memberId: string) => members.get(memberId) ?? members.set(memberId, { completions: [], firstTries: [] }).get(memberId)!;
  for (const one of completions) of(one.fact.subjectId).completions.push(one);
  for (const one of firstTries) of(one.fact.subjectId).firstTries.push(one);
  return { completions, firstTries, ofMember: (memberId) => members.get(memberId) ?? none };
}
