import type { Period } from '../../domain/calendar.ts';
import type { Fact } from '../../domain/fact.ts';
import type { LawChange } from '../../domain/law-change.ts';
import type { Measure } from '../../domain/measure.ts';

/** A measure as it is added up; of a first try also how often it was right. */
export type TallyMeasure = Measure | 'first-right';

/** How many lines of one measure one unit has in one month. */
export interface Tally {
  unitId: string;
  /** YYYY-MM */
  month: string;
  measure: TallyMeasure;
  /** Topic of the question for `first-try` and `first-right` when asked for by topic, else empty. */
  topic: string;
  count: number;
}

/** `own`: what happened in the unit itself; `whole`: in it and everything below, a session counting once. Months inclusive. */
export interface TallyQuery { unitIds: readonly string[]; extent: 'own' | 'whole'; from: string; to: string; byTopic: boolean }

/** Where one person stands, whichever units it happened in. Counts are of one year, but `completed` and `lastStudied`, which are of all. */
export interface Standing {
  memberId: string; staffNo: string; name: string; unitId: string; post: string;
  completed: number;
  /** Local day of the last lesson completed. */
  lastStudied: string | null;
  counts: Record<Exclude<TallyMeasure, 'sessions-held' | 'practice-first'>, number>;
}

/** Those who completed fewer lessons than this, none of them on or after this day. */
export interface Lagging { lessons: number; before: string }

/** People who belong to a unit or below it now. */
export interface PeopleQuery {
  under: string;
  /** Part of a name or 工号; empty for everyone. */
  search: string;
  lagging: Lagging | null;
}
export interface StandingQuery extends PeopleQuery {
  /** YYYY */
  year: string;
  /** `staff-no` ascending; `last-studied` longest ago first; `lessons` fewest in the year first. */
  order: 'staff-no' | 'last-studied' | 'lessons';
  offset: number;
  limit: number;
}

/** Where evidence is looked for: in one unit itself, in it and below, or with one person. */
export type EvidenceScope = { own: string } | { whole: string } | { memberId: string };
export interface EvidenceQuery { measure: Measure; scope: EvidenceScope; period: Period; offset: number; limit: number }
export interface EvidenceLine { memberId: string | null; fact: Fact }

/** What a change of law touched in the text before it. */
export type TouchedText = Pick<LawChange, 'changeId' | 'from' | 'articles'>;

/** People who belong to a unit or below it now and completed lessons that rest on what a change touched: some owe the follow-up study, some have done it. */
export interface FollowUpQuery {
  change: TouchedText;
  under: string;
  /** Who is on the page. */
  state: 'owed' | 'done' | 'any';
  /** Part of a name or 工号; nobody else is counted. */
  search?: string;
  offset: number;
  limit: number;
}
export interface FollowUpCount { owed: number; done: number }
export interface FollowUpLine {
  memberId: string; staffNo: string; name: string; unitId: string;
  /** Lessons that rest on what was touched, each once, by id. */
  lessonIds: string[];
  /** Instant at which the follow-up study was done; null while it is owed. */
  doneAt: string | null;
}

/** One person's first answer to a question anywhere, without saying whose, and how they did at first tries of other questions. */
export interface FirstAnswer { questionId: string; chosen: readonly string[]; others: { tries: number; rights: number } }

/** Short answers to these questions that nobody has marked, by people who belong to a unit or below it now. `except`: all but this one; `lessonsOnly`: not those of practice. */
export interface UnmarkedQuery { questionIds: readonly string[]; under: string; except?: string; lessonsOnly?: boolean; offset: number; limit: number }
/** `sittingId`: of an answer in practice; null for one in a lesson. */
export interface UnmarkedLine { memberId: string; questionId: string; attempt: number; sittingId: string | null; factId: string; at: string }

/** The last fact of one subject's chain. */
export interface Head { subjectId: string; unitId: string; seq: number; hash: string }

/** What leaders' pages read: kept up from facts as they are recorded, never written by hand, and rebuilt from facts at any time. */
export interface Figures {
  /** Counts that are not zero. */
  tallies(query: TallyQuery): Promise<Tally[]>;
  /** How many people belong to each of these units, alone and with everything below, now. */
  headcounts(unitIds: readonly string[]): Promise<Map<string, { own: number; whole: number }>>;
  /** The years in which something counted in a unit or below, newest first. */
  years(unitId: string): Promise<string[]>;
  /** A page of people. */
  standings(query: StandingQuery): Promise<Standing[]>;
  /** How many people there are to turn through, counted no further than `upTo`. */
  countPeople(query: PeopleQuery, upTo: number): Promise<number>;
  /** The facts behind a figure, newest first; `right`: how many first tries were. */
  evidence(query: EvidenceQuery): Promise<{ total: number; right: number | null; lines: EvidenceLine[] }>;
  /** A page of people by 工号, and how many there are in either state. */
  followUps(query: FollowUpQuery): Promise<FollowUpCount & { people: FollowUpLine[] }>;
  /** The same counts for each of these units, with everything below it. */
  restingByUnit(query: { change: TouchedText; unitIds: readonly string[] }): Promise<Map<string, FollowUpCount>>;
  /** First answers to these questions, of each at most `limit`: always of the same people, picked by id, which says nothing of them. A short answer has no text here. */
  firstAnswers(questionIds: readonly string[], limit: number): Promise<FirstAnswer[]>;
  /** How many people ever answered each of these questions. */
  answerCounts(questionIds: readonly string[]): Promise<Map<string, number>>;
  /** Ids of people who ever answered a question, by id, those after `after`. */
  answerers(questionId: string, after: string, limit: number): Promise<string[]>;
  /** Oldest first. */
  unmarked(query: UnmarkedQuery): Promise<{ total: number; lines: UnmarkedLine[] }>;
  /** Heads that have moved since they were last sealed, of subjects whose last fact happened in one of these units. */
  unsealedHeads(unitIds: readonly string[]): Promise<Head[]>;
}
