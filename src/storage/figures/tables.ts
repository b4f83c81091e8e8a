import { sql, type Kysely, type Transaction } from 'kysely';
import type { Measure } from '../../domain/measure.ts';
import type { TallyMeasure } from './figures.ts';

/**
 * Everything here is folded from facts and documents and can be dropped and folded again. Keys lead with the unit or the
 * person, columns are text and integers, so that SQLite and PostgreSQL (and what stands in for it) hold the same tables.
 */
export interface FigureTables {
  /** `derivation`: by which rules the rest was folded; `place`: how far, where the store says so. */
  figure_state: { name: string; value: string };
  /** Every unit under itself and under each unit above it. */
  unit_tree: { ancestor_id: string; unit_id: string };
  /** Everyone on the roster, once under their unit and once under each unit above it. */
  people: { ancestor_id: string; member_id: string; unit_id: string; staff_no: string; name: string; post: string; completed: number; /** Empty for never. */ last_studied: string };
  headcounts: { unit_id: string; own: number; whole: number };
  /** One row a counted line. `member_id` is empty for a session as such; `grade` 1 right, 0 wrong, null decides nothing. */
  evidence: {
    unit_id: string; measure: Measure; member_id: string; date: string; at: string; subject_id: string; fact_id: string;
    /** The session a line was worked out from, or empty. */
    session_id: string;
    question_id: string; chosen: string; grade: number | null;
  };
  tallies: { unit_id: string; extent: 'own' | 'whole'; month: string; measure: TallyMeasure; topic: string; count: number };
  standings: { member_id: string; year: string } & Record<StandingColumn, number>;
  /** Every list of citations that a completion rests on, joined by spaces. */
  bases: { basis_id: string; cites: string };
  completions: { member_id: string; basis_id: string; fact_id: string; lesson_id: string; at: string };
  follow_ups: { member_id: string; change_id: string; fact_id: string; at: string };
  /** Short answers; `sitting_id` empty for one in a lesson; `marked` 1 once their points are known. */
  short_answers: { member_id: string; question_id: string; attempt: number; sitting_id: string; fact_id: string; at: string; marked: number };
  /** Which fact marked which of them. */
  markings: { member_id: string; fact_id: string; question_id: string; attempt: number; sitting_id: string };
  heads: { subject_id: string; unit_id: string; seq: number; hash: string; sealed: number };
  /** How each question was graded by, so that a changed key is noticed. */
  graded: { question_id: string; mark: string };
}

export const standingColumns = ['lessons', 'tries', 'rights', 'due', 'attended', 'late', 'absent'] as const;
export type StandingColumn = (typeof standingColumns)[number];

export type FigureDatabase = Kysely<FigureTables>;
export type FigureTransaction = Transaction<FigureTables>;

/** Rows in one statement: below the number of parameters that both databases take. */
export const rowsAtOnce = 1_000;

const tables: Record<keyof FigureTables, string> = {
  figure_state: 'name text primary key, value text not null',
  unit_tree: 'ancestor_id text, unit_id text, primary key (ancestor_id, unit_id)',
  people: 'ancestor_id text, member_id text, unit_id text not null, staff_no text not null, name text not null, post text not null, completed integer not null, last_studied text not null, primary key (ancestor_id, member_id)',
  headcounts: 'unit_id text primary key, own integer not null, whole integer not null',
  evidence: 'unit_id text, measure text, date text, subject_id text, fact_id text, member_id text, at text not null, session_id text not null, question_id text not null, chosen text not null, grade integer, primary key (unit_id, measure, date, subject_id, fact_id, member_id)',
  tallies: 'unit_id text, extent text, month text, measure text, topic text, count integer not null, primary key (unit_id, extent, topic, month, measure)',
  standings: `member_id text, year text, ${standingColumns.map((column) => `${column} integer not null`).join(', ')}, primary key (member_id, year)`,
  bases: 'basis_id text primary key, cites text not null',
  completions: 'member_id text, basis_id text, fact_id text, lesson_id text not null, at text not null, primary key (member_id, basis_id, fact_id)',
  follow_ups: 'member_id text, change_id text, fact_id text, at text not null, primary key (member_id, change_id, fact_id)',
  short_answers: 'member_id text, question_id text, attempt integer, sitting_id text, fact_id text not null, at text not null, marked integer not null, primary key (member_id, question_id, attempt, sitting_id)',
  markings: 'member_id text, fact_id text, question_id text not null, attempt integer not null, sitting_id text not null, primary key (member_id, fact_id)',
  heads: 'subject_id text primary key, unit_id text not null, seq integer not null, hash text not null, sealed integer not null',
  graded: 'question_id text primary key, mark text not null',
};

const indexes: Record<string, string> = {
  unit_tree_by_unit: 'unit_tree (unit_id)',
  people_by_staff_no: 'people (ancestor_id, staff_no)',
  people_by_last_studied: 'people (ancestor_id, last_studied, staff_no, completed)',
  people_by_member: 'people (member_id)',
  evidence_by_member: 'evidence (member_id, measure, date)',
  evidence_by_session: "evidence (session_id) where session_id <> ''",
  evidence_by_question: "evidence (question_id, subject_id) where question_id <> ''",
  completions_by_basis: 'completions (basis_id, member_id)',
  short_answers_to_mark: 'short_answers (question_id, at) where marked = 0',
  heads_to_seal: 'heads (unit_id) where seq > sealed',
};

/** `collate`: how PostgreSQL is to compare text (`"C"`), so that order is by code point in both. */
export async function createFigureTables(db: FigureDatabase, collate: 'binary' | '"C"'): Promise<void> {
  for (const [name, columns] of Object.entries(tables)) await sql.raw(`create table if not exists ${name} (${columns.replace(/\btext\b/g, `text collate ${collate}`)})`).execute(db);
  for (const [name, on] of Object.entries(indexes)) await sql.raw(`create index if not exists ${name} on ${on}`).execute(db);
}

/** One at a time, among all servers, writes what is folded: this row is theirs until the transaction ends. */
export async function holdFolder(trx: FigureTransaction): Promise<void> {
  await trx.insertInto('figure_state').values({ name: 'folder', value: '' }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value: '' })).execute();
}

/** Empties what is folded from facts; what follows documents (the tree, people's names) stays. */
export async function emptyFigures(trx: FigureTransaction): Promise<void> {
  for (const table of ['evidence', 'tallies', 'standings', 'bases', 'completions', 'follow_ups', 'short_answers', 'markings', 'heads', 'graded'] as const) await trx.deleteFrom(table).execute();
  await trx.updateTable('people').set({ completed: 0, last_studied: '' }).execute();
}

export function chunks<T>(all: readonly T[], size = rowsAtOnce): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}
