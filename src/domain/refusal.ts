/**
 * A rule said no. Rules refuse with a code; `src/text/refusals.ts` turns the code into the sentence people read.
 * `facts` are the figures that sentence needs (names, counts, instants), never secrets.
 */
export const refusalCodes = [
  'not-signed-in', 'not-permitted', 'not-found', 'invalid-input', 'untrusted-origin',
  'wrong-credentials', 'account-locked', 'server-busy', 'password-weak', 'password-reused', 'password-must-change',
  'setup-code-wrong', 'setup-done',
  'question-not-in-lesson', 'question-suspended', 'nothing-to-import', 'law-import-applied', 'law-import-taken-back', 'law-version-known', 'law-dates-wrong', 'law-ended', 'law-articles-unclear', 'law-change-without-articles', 'law-change-without-questions', 'law-change-confirmed', 'follow-up-not-open', 'reason-missing', 'answer-empty', 'answer-incomplete', 'answer-twice', 'answer-stale', 'answer-conflict', 'answer-too-often', 'answer-waiting', 'not-earned', 'practice-too-often', 'nothing-to-practise', 'sitting-not-found', 'review-paused', 'dispute-open', 'dispute-closed', 'dispute-ruled', 'dispute-own', 'ruling-cites-missing', 'answer-marked',
  'session-not-open', 'session-already-open', 'session-closed', 'session-in-past', 'session-too-early', 'code-wrong', 'code-rate-limited', 'not-on-roster',
  'sign-in-not-found',
  'law-file-unreadable', 'law-file-too-large',
  'file-missing', 'path-missing', 'service-silent', 'service-unclear', 'file-too-large', 'file-not-xlsx', 'roster-columns-missing', 'roster-empty', 'roster-too-long',
  'roster-has-errors', 'roster-changed', 'roster-applied', 'last-administrator',
  'unit-closed', 'unit-name-taken', 'unit-has-units', 'unit-has-people', 'unit-has-sessions', 'sections-only', 'same-section', 'merger-outdated', 'member-moved', 'trainers-only', 'nobody-due',
  'blob-damaged',
  'fact-conflict', 'document-conflict', 'store-stopped', 'store-full', 'store-not-empty', 'records-broken', 'not-a-backup', 'backup-newer', 'backup-exists', 'not-a-data-folder', 'figures-rebuilding', 'folder-in-use', 'folder-damaged', 'database-unreachable', 'database-newer', 'database-forgetful', 'content-invalid', 'unexpected',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];
export type RefusalFacts = Readonly<Record<string, string | number>>;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/** The pages are a second bundle with a `Refusal` class of their own: recognised by name, not by `instanceof`. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal' && 'code' in error;
}
