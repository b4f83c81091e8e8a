import { blankKey } from '../domain/answer-key.ts';
import { isRightBlank } from '../domain/blank.ts';
import { covers } from '../domain/answer-part.ts';
import { grade, ruledRightIn } from '../domain/grading.ts';
import { awaitsTrainer } from '../domain/marking.ts';
import { answerOfPart, pathWords, shownOptions, shownThings, whyAstray } from '../domain/response.ts';
import { gap, type Branch, type Of, type Part, type Question } from '../domain/question.ts';
import type { Attempt } from '../domain/progress.ts';
import type { CitationNote } from './citation-note.ts';
import type { OnRecord, OwnDispute, RulingView } from './disputes.ts';
import type { Passage } from './passages.ts';
import { ruledRight } from './ruled-right.ts';

export interface OptionView { letter: string; text: string; chosen: boolean; right: boolean; why: string | null }

/** What stands in the form, without any sign of the key. */
export type FormView =
  | { kind: 'options'; many: boolean; options: { letter: string; text: string }[] }
  | { kind: 'blank'; pieces: string[]; hints: string[] }
  | { kind: 'match'; lefts: string[]; rights: { letter: string; text: string }[] }
  | { kind: 'order'; things: { letter: string; text: string }[] }
  | { kind: 'short' }
  | { kind: 'classify'; tree: Branch[] }
  | { kind: 'find-fault'; passages: string[] }
  | { kind: 'case'; scene: string; parts: { number: number; type: Part['type']; stem: string; form: FormView }[] };

/** One thing that was answered: a gap, a pair, a step, a passage. */
export interface ReviewLine { what: string; /** Null where only the verdict says it. */ given: string | null; verdict: string; ok: boolean; why: string | null }

/** A point of a short answer. `must`: without it the answer is not right, however many others it has. */
export interface PointView { id: string; text: string; must: boolean; found: boolean }

/** What was answered, marked. */
export type ReviewView =
  | { kind: 'options'; options: OptionView[] }
  | { kind: 'lines'; lines: ReviewLine[] }
  | { kind: 'short'; text: string; /** None while a trainer has still to mark the answer. */ points: PointView[]; needed: number; marked: boolean; /** What the trainer said to it. */ note: string | null }
  | { kind: 'case'; scene: string; parts: { number: number; type: Part['type']; stem: string; ok: boolean; review: ReviewView }[] };

export interface QuestionView {
  questionId: string;
  number: number;
  type: Question['type'];
  stem: string;
  /** The attempt that the form would send next, 1-based; while `marking`, the one to be marked. */
  attempt: number;
  /** open: to be answered; marking: answered, its writer has still to hold it against the points; waiting: a trainer has; wrong: may be retried; solved. */
  state: 'open' | 'marking' | 'waiting' | 'wrong' | 'solved';
  form: FormView | null;
  review: ReviewView | null;
  /** Share of full marks in percent, where a part of the mark is given for a part. */
  share: number | null;
  explanation: string | null;
  notes: CitationNote[];
  /** After a wrong answer: where the lesson's text treats what the question rests on. */
  passages: Passage[];
  /** The answer shown, by which it may be disputed; null when none is, or the question is not asked any more. */
  answerId: string | null;
  /** The answer shown is right, in a part or as a whole by a ruling on a dispute, beside the key. */
  ruledRight: boolean;
  /** The rulings that made the answer shown, or a part of it, right: why, where the explanation argues for the key. */
  rulings: RulingView[];
  /** The reader's latest dispute of the question; not while it is being answered, since a ruling gives the answer away. */
  dispute: OwnDispute | null;
}

export interface Answered { question: Question; attempts: readonly Attempt[]; /** Number of the attempt that a form would send; else one more than there are. */ next?: number; solved: boolean }

/** Before an answer: the form. After it: verdict, why, and the article. `retrying`: the form is wanted anew. */
export function questionView({ question, attempts, solved, next = attempts.length + 1 }: Answered, number: number, memberId: string, retrying: boolean, notes: () => CitationNote[], passages: () => Passage[] = () => [], { dispute, rulings }: OnRecord = { dispute: null, rulings: [] }): QuestionView {
  const last = attempts.at(-1);
  const head = { questionId: question.id, number, type: question.type, stem: question.stem };
  const pending = last ? grade(question, last.chosen, last.marking).pending : false;
  if (!last || (retrying && !solved && !pending)) {
    return { ...head, attempt: next, state: 'open', form: formOf(question, memberId, next), review: null, share: null, explanation: null, notes: [], passages: [], answerId: null, ruledRight: false, rulings: [], dispute: null };
  }
  const shown = attempts.find((one) => grade(question, one.chosen, one.marking).right) ?? last;
  const { points, outOf, right } = grade(question, shown.chosen, shown.marking);
  const ruled = new Set(ruledRightIn(question, shown.chosen).map((one) => one.part));
  return {
    ...head, attempt: pending ? shown.attempt : next, state: solved ? 'solved' : awaitsTrainer(question, attempts) ? 'waiting' : pending ? 'marking' : 'wrong', form: null,
    review: ruledRight(reviewOf(question, shown, memberId), ruled), share: pending || outOf === points || points === 0 ? null : Math.round((100 * points) / outOf),
    explanation: pending ? null : question.explanation, notes: pending ? [] : notes(), passages: solved || pending ? [] : passages(),
    answerId: question.state === 'live' ? shown.factId : null, ruledRight: right && ruled.size > 0, dispute,
    rulings: pending ? [] : rulings.filter((one) => covers(question, one, shown.chosen)).map((one) => one.ruling),
  };
}

function formOf(question: Question | Part, memberId: string, attempt: number, of = 'id' in question ? question.id : ''): FormView {
  switch (question.type) {
    case 'single': case 'multiple': case 'true-false':
      return { kind: 'options', many: question.type === 'multiple', options: shownOptions(question, memberId, attempt, of).map(({ letter, option }) => ({ letter, text: option.text })) };
    case 'blank': return { kind: 'blank', pieces: question.stem.split(gap), hints: question.blanks.map((blank) => (blank.kind === 'number' ? '数字和单位' : '')) };
    case 'match': return { kind: 'match', lefts: question.pairs.map((pair) => pair.left), rights: things(question, memberId, attempt) };
    case 'order': return { kind: 'order', things: things(question, memberId, attempt) };
    case 'short': return { kind: 'short' };
    case 'classify': return { kind: 'classify', tree: withoutWhys(question.tree) };
    case 'find-fault': return { kind: 'find-fault', passages: question.passages.map((passage) => passage.text) };
    case 'case': return {
      kind: 'case', scene: question.scene,
      parts: question.parts.map((part, index) => ({ number: index + 1, type: part.type, stem: part.stem, form: formOf(part, memberId, attempt, `${question.id}/${index + 1}`) })),
    };
  }
}

/** What is said of going astray would tell which way is right. */
function withoutWhys(tree: readonly Branch[]): Branch[] {
  return tree.map(({ id, text, children }) => ({ id, text, ...(children ? { children: withoutWhys(children) } : {}) }));
}

function things(question: Question, memberId: string, attempt: number): { letter: string; text: string }[] {
  return shownThings(question, memberId, attempt).map(({ letter, text }) => ({ letter, text }));
}

function reviewOf(question: Question | Part, { attempt, chosen, marking, note }: Pick<Attempt, 'attempt' | 'chosen' | 'marking' | 'note'>, memberId: string, of = 'id' in question ? question.id : ''): ReviewView {
  const line = (what: string, given: string, right: string, ok: boolean, why: string | null = null): ReviewLine => ({ what, given, verdict: ok ? '正确' : `应为：${right}`, ok, why });
  switch (question.type) {
    case 'single': case 'multiple': case 'true-false':
      return { kind: 'options', options: shownOptions(question, memberId, attempt, of).map(({ letter, option }) => {
        const picked = chosen.includes(option.id);
        return { letter, text: option.text, chosen: picked, right: option.right, why: picked && !option.right ? option.why ?? null : null };
      }) };
    case 'blank': {
      const ok = question.blanks.map((blank, index) => isRightBlank(blank, chosen[index] ?? ''));
      return { kind: 'lines', lines: question.blanks.map((blank, index) => line(`第 ${index + 1} 空`, chosen[index] ?? '', blankKey(blank), ok[index]!)) };
    }
    case 'match': {
      const { parts } = grade(question, chosen);
      const rights = [...question.pairs.map((pair) => pair.right), ...question.extra];
      const given = (index: number) => rights['abcdefghijkl'.indexOf(chosen.find((one) => one.startsWith(`${index + 1}=`))?.split('=')[1] ?? '-')] ?? '';
      return { kind: 'lines', lines: question.pairs.map((pair, index) => line(pair.left, given(index), pair.right, parts[index]!)) };
    }
    case 'order': {
      const { parts } = grade(question, chosen);
      return { kind: 'lines', lines: question.steps.map((step, index) => line(`第 ${index + 1} 步`, question.steps[Number(chosen[index]) - 1] ?? '', step, parts[index]!)) };
    }
    case 'classify': {
      const right = chosen[0] === question.answer;
      return { kind: 'lines', lines: [line('归到', pathWords(question.tree, chosen[0] ?? '').join(' › '), pathWords(question.tree, question.answer).join(' › '), right, whyAstray(question.tree, chosen[0] ?? '', question.answer))] };
    }
    case 'find-fault':
      return { kind: 'lines', lines: question.passages.map(({ text, fault }, index) => {
        const marked = chosen.includes(String(index + 1));
        const verdict = fault ? (marked ? '有错，找到了' : '有错，没有找到') : marked ? '没有错，误标' : '没有错';
        return { what: `第 ${index + 1} 段　${text}`, given: null, verdict, ok: marked === Boolean(fault), why: fault ?? null };
      }) };
    case 'short': return { kind: 'short', text: chosen[0] ?? '', needed: question.needed, marked: marking !== null, note, points: question.marking === 'trainer' && marking === null ? [] : pointViews(question, marking) };
    case 'case': {
      const { parts } = grade(question, chosen);
      return { kind: 'case', scene: question.scene, parts: question.parts.map((part, index) => ({
        number: index + 1, type: part.type, stem: part.stem, ok: parts[index]!,
        review: reviewOf(part, { attempt, chosen: answerOfPart(chosen, index + 1), marking: null, note: null }, memberId, `${question.id}/${index + 1}`),
      })) };
    }
  }
}

/** The points of a short answer, with those found in it. */
export function pointViews({ points, must }: Of<'short'>, marking: readonly string[] | null): PointView[] {
  return points.map((text, index) => ({ id: String(index + 1), text, must: must.includes(index + 1), found: marking?.includes(String(index + 1)) ?? false }));
}
