import type { Fact, NewFact } from '../domain/fact.ts';
import type { Question } from '../domain/question.ts';
import type { Figures } from './figures/figures.ts';

export type * from './figures/figures.ts';

/** A document with the version that the next write must name. Versions start at 1. */
export interface Stored<T = unknown> { id: string; version: number; value: T }

/** One change to a document. `expected` is the version last read, 0 for a new document; `value` undefined removes it. */
export interface DocumentChange { id: string; expected: number; value: unknown }

/** Where documents of one kind live. Secrets and identities are documents; everything counted is facts. */
export const collections = ['members', 'units', 'accounts', 'log-ins', 'settings', 'session-codes', 'guesses', 'roster-imports', 'law-imports'] as const;
export type Collection = (typeof collections)[number];

/** The most bytes a blob may have: one fits on a line of a backup, and a few times into memory. */
export const largestBlob = 32 * 1024 * 1024;

/** One thing a store holds, as it leaves for a backup and comes back: bytes under their hash, a document with its version, or a fact with its hash. */
export type RecordLine = { blob: { hash: string; base64: string } } | { document: Stored & { collection: Collection } } | { fact: Fact };

export interface RecordCounts { blobs: number; documents: number; facts: number }

export interface VerifyReport {
  facts: number;
  subjects: number;
  blobs: number;
  /** The first thing wrong in each damaged place, in words for an operator; empty when all is whole. */
  problems: string[];
}

/**
 * Where records live. Each promise below is a test in `test/storage/contract.ts`, which every adapter passes.
 * Everything handed out is a copy or frozen. Errors are refusals: `fact-conflict`, `document-conflict`, `blob-damaged`, `store-stopped`, `store-full`.
 */
export interface Store {
  /**
   * Records facts, all of them or none, in the order given, each after the last fact of its subject. Resolved means durable.
   * A fact whose id its subject already has and whose content (all but `at`) is the same is not recorded again; the earlier
   * one is returned, once it is durable itself. Other content under the same id: `fact-conflict`, nothing recorded.
   */
  append(facts: readonly NewFact[]): Promise<Fact[]>;
  /** Facts of a subject in order of `seq`: a person's dossier, or a session's own facts. */
  factsOf(subjectId: string): Promise<Fact[]>;
  /** Facts of other subjects that happened in this context (sign-ins of a session), in order of recording. */
  factsIn(contextId: string): Promise<Fact[]>;
  /** Facts of the study sessions that a unit held (the sessions' own facts, not the sign-ins), in order of recording. */
  factsOfUnit(unitId: string): Promise<Fact[]>;

  readDocument<T>(collection: Collection, id: string): Promise<Stored<T> | null>;
  /** Those of the documents that exist, in the order asked for. */
  readDocuments<T>(collection: Collection, ids: readonly string[]): Promise<Stored<T>[]>;
  /** All documents of a collection, by id. */
  listDocuments<T>(collection: Collection): Promise<Stored<T>[]>;
  /** Applies changes to one collection, all or none; durable when resolved. A version that moved on: `document-conflict`. */
  changeDocuments(collection: Collection, changes: readonly DocumentChange[]): Promise<void>;

  /**
   * Keeps bytes under their SHA-256 (64 hex digits), which it returns; the same bytes again are the same blob. Durable when resolved.
   * More than `largestBlob` is a caller's mistake: RangeError. First the blob is written, then the fact or document that names it.
   */
  writeBlob(bytes: Uint8Array): Promise<string>;
  /** The bytes, or null when there are none. Bytes that no longer match their hash are refused: `blob-damaged` {hash}. */
  readBlob(hash: string): Promise<Uint8Array | null>;
  /** Forgets a blob for good; one that is not there is no error. First the document that names it changes, then the blob goes. */
  removeBlob(hash: string): Promise<void>;

  /** Ids of everyone who belongs to a unit or below it now, by 工号; follows the documents `members` and `units` at once. */
  membersUnder(unitId: string): Promise<string[]>;

  /**
   * What is counted, folded from every fact acknowledged before the call; answers are graded by these questions. A store that
   * still has much to fold, as after a restore, refuses `figures-rebuilding` {percent} and goes on by itself.
   */
  figures(questions: ReadonlyMap<string, Question>): Promise<Figures>;
  /** Throws away what is counted and folds every fact anew; `say` hears how many of how many (about) are done. */
  rebuildFigures(questions: ReadonlyMap<string, Question>, say: (done: number, total: number) => void): Promise<void>;

  /**
   * Everything held: blobs one by one, then documents, then facts in order of recording. Documents and facts are as they stood at
   * one moment, while others go on writing; every blob that was there at that moment is among the blobs.
   */
  exportRecords(): AsyncGenerator<RecordLine>;
  /** Takes in what `exportRecords` gave, all or nothing, hashes and versions unchanged. Refuses `store-not-empty`, `records-broken` {problem}. */
  importRecords(lines: AsyncIterable<RecordLine>): Promise<RecordCounts>;

  /** Reads everything again from disk and recomputes every hash, of blobs too. */
  verify(): Promise<VerifyReport>;
  /** Waits for what is under way, writes what is behind, lets go of the folder. Later calls: `store-stopped`. */
  close(): Promise<void>;
}
