import { anchored, lessonOfQuestion, type Catalog } from './catalog.ts';
import { isCorrect } from './grading.ts';
import { ofKind, standing, type Fact } from './fact.ts';
import { parseCitation, versionKey } from './law.ts';
import type { LawChange } from './law-change.ts';
import type { Attempt } from './progress.ts';
import type { Question } from './question.ts';

/** Where one person stands with one question of a follow-up study. */
export interface FollowUpQuestion { question: Question; attempts: Attempt[]; solved: boolean }
export interface FollowUpProgress { questions: FollowUpQuestion[]; solved: number; completedAt: string | null }

/** The questions of a follow-up that are still asked, with one person's answers. */
export function followUpProgress(change: LawChange, catalog: Catalog, facts: readonly Fact[]): FollowUpProgress {
  const all = standing(facts);
  const questions = change.questionIds.flatMap((id) => catalog.questions.get(id) ?? []).filter((question) => question.state === 'live').map((question): FollowUpQuestion => {
    const attempts = ofKind(all, 'follow-up.answered').filter((fact) => fact.body.changeId === change.changeId && fact.body.questionId === question.id)
      .map((fact): Attempt => ({ factId: fact.id, at: fact.at, attempt: fact.body.attempt, chosen: fact.body.chosen, marking: null, note: null })).sort((a, b) => a.attempt - b.attempt);
    return { question, attempts, solved: attempts.some((one) => isCorrect(question, one.chosen)) };
  });
  const completed = ofKind(all, 'follow-up.completed').find((fact) => fact.body.changeId === change.changeId);
  return { questions, solved: questions.filter((one) => one.solved).length, completedAt: completed?.at ?? null };
}

/** Minutes asked of one person: reading what changed, and about one for each question. */
export function followUpMinutes(questions: number): number {
  return 3 + questions;
}

/** The rule of completion: every question of the follow-up was answered correctly in it at least once. */
export function earnsFollowUp(progress: FollowUpProgress): boolean {
  return progress.questions.length > 0 && progress.solved === progress.questions.length;
}

/** What a question stands on in a follow-up: the new text for what used to be cited of the old one. */
export function followUpCites(catalog: Catalog, change: LawChange, question: Question): string[] {
  const lesson = lessonOfQuestion(catalog, question.id);
  const cites = lesson ? anchored(catalog, lesson, question.cites) : [];
  const ofNew = cites.filter((cite) => versionOf(cite) === change.to);
  return ofNew.length > 0 ? ofNew : cites;
}

function versionOf(cite: string): string {
  const { lawId, version } = parseCitation(cite);
  return versionKey(lawId, version ?? '');
}
