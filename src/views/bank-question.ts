import { isCorrect } from '../domain/grading.ts';
import { keyOf } from '../domain/answer-key.ts';
import { localDate } from '../domain/calendar.ts';
import { lessonOfQuestion } from '../domain/catalog.ts';
import type { Lesson } from '../domain/course.ts';
import type { Share } from '../domain/interval.ts';
import { itemStatistics, type Choice, type ItemStatistics } from '../domain/item-statistics.ts';
import { demand } from '../domain/permission.ts';
import { hasOptions, type Question } from '../domain/question.ts';
import { questionBefore } from '../domain/regrading.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RulingKind } from '../domain/ruling.ts';
import { answerWords, partWords } from './answer-words.ts';
import { citationNote, type CitationNote } from './citation-note.ts';
import { rulingView } from './disputes.ts';
import { keyText, onPaper, type PaperView } from './paper.ts';
import { flagLines, isPaused, sampleSize, type FlagLine } from './question-bank.ts';
import type { Reading } from './reading.ts';

export interface ChoiceLine extends Omit<Choice, 'answer'> { label: string }
/** `number`: of a part of a case; null for the question itself. */
export interface ChoiceTable { number: number | null; facility: Share | null; choices: ChoiceLine[] }
/** `wrong`: the answer it is about was marked wrong, before it was ruled on. */
export interface DisputeLine { disputeId: string; date: string; answer: string; wrong: boolean; reason: string; ruling: { date: string; ruling: RulingKind; part: string | null; reason: string; retired: boolean } | null }
export interface BankQuestion {
  questionId: string;
  /** As on the printed sheet. */
  asked: PaperView['questions'][number];
  use: Question['use']; state: Question['state']; paused: boolean; topic: string; difficulty: number; arguable: boolean;
  lesson: { lessonId: string; title: string; courseId: string; course: string } | null;
  key: string; alsoRight: string[]; explanation: string; notes: CitationNote[];
  author: string; reviewer: string;
  replaces: string | null; replacedBy: string[];
  /** People of all units who ever answered it; `sample`: of whom the rest is counted. */
  takers: number; sample: number;
  silent: ItemStatistics['silent']; facility: ItemStatistics['facility']; discrimination: ItemStatistics['discrimination'];
  /** How many people are the third that does best at other questions. */
  best: number;
  tables: ChoiceTable[];
  flags: FlagLine[];
  /** Newest first, without names. */
  disputes: DisputeLine[];
}

/** One question of the bank with all that is known about it, pooled across units and without names. Refuses `not-found`, `figures-rebuilding`. */
export async function bankQuestion(reading: Reading, questionId: string): Promise<BankQuestion> {
  demand(reading.actor, 'view-bank');
  const { catalog, store, now } = reading;
  const question = catalog.questions.get(questionId);
  if (!question) throw new Refusal('not-found');
  const lesson = lessonOfQuestion(catalog, questionId);
  const figures = await store.figures(catalog.questions);
  const counts = await figures.answerCounts([questionId]);
  const statistics = itemStatistics(question, await figures.firstAnswers([questionId], sampleSize));
  const { silent, facility, discrimination, best } = statistics;
  const course = catalog.courses.find((one) => one.courseId === lesson?.courseId);
  return {
    questionId, asked: onPaper(question, 1), use: question.use, state: question.state, paused: isPaused(reading, question), topic: question.topic, difficulty: question.difficulty, arguable: question.arguable,
    lesson: lesson && lessonLine(lesson, course?.title ?? ''), key: hasOptions(question) ? answerWords(question, keyOf(question)) : keyText(question), alsoRight: (question.alsoRight ?? []).map(({ part, chosen }) => (part === null ? answerWords(question, chosen) : partWords(question, part, chosen))),
    explanation: question.explanation, notes: question.cites.map((cite) => citationNote(catalog, cite, lesson?.lawAsOf ?? localDate(now))),
    author: question.author ?? course?.author ?? '', reviewer: question.reviewer ?? course?.reviewer ?? '',
    replaces: question.replaces ?? null, replacedBy: [...catalog.questions.values()].filter((one) => one.replaces === questionId).map((one) => one.id),
    takers: counts.get(questionId) ?? 0, sample: statistics.takers, silent, facility, discrimination, best,
    tables: choiceTables(question, statistics), flags: flagLines(question, statistics), disputes: disputeLines(reading, question),
  };
}

function lessonLine({ lessonId, title, courseId }: Lesson, course: string): NonNullable<BankQuestion['lesson']> {
  return { lessonId, title, courseId, course };
}

function choiceTables(question: Question, { choices, parts }: ItemStatistics): ChoiceTable[] {
  const lines = (all: readonly Choice[], part: number | null) => all.map(({ answer, ...choice }): ChoiceLine => ({ ...choice, label: answer.length === 0 ? '答对的' : answerWords(question, answer, part) }));
  if (choices.length > 0) return [{ number: null, facility: null, choices: lines(choices, null) }];
  return parts.map((part) => ({ number: part.number, facility: part.facility, choices: lines(part.choices, part.number) }));
}

function disputeLines({ catalog }: Reading, question: Question): DisputeLine[] {
  return catalog.disputes.filter((dispute) => dispute.questionId === question.id).toReversed().map(({ disputeId, at, chosen, reason, ruling }) => ({
    disputeId, date: localDate(at), answer: chosen.length === 0 ? '' : answerWords(question, chosen), reason,
    wrong: chosen.length > 0 && question.type !== 'short' && !isCorrect(questionBefore(question, catalog.disputes, ruling?.seq ?? Infinity), chosen),
    ruling: ruling && { date: localDate(ruling.at), ruling: ruling.ruling, part: rulingView(catalog, ruling).part, reason: ruling.reason, retired: ruling.retired },
  }));
}
