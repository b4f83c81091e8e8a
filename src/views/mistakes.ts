import { answersOf } from '../domain/answer.ts';
import { localDate } from '../domain/calendar.ts';
import { lessonOfQuestion } from '../domain/catalog.ts';
import { daysToLeave, mistakesOf, type Mistake } from '../domain/mistake-book.ts';
import { demand } from '../domain/permission.ts';
import { practisable } from '../domain/practice.ts';
import type { Question } from '../domain/question.ts';
import { citedByLaw } from './citation-note.ts';
import { pageOf } from './paging.ts';
import type { Reading } from './reading.ts';

export interface MistakeLine {
  questionId: string; type: Question['type']; stem: string; topic: string; missedOn: string; misses: number;
  /** Of a case. */
  scene: string | null;
  confusions: Mistake['confusions'];
  /** Right recalls on separate days since, and how many it takes to leave. */
  recalled: number; needed: number;
  explanation: string;
  laws: string[];
  lesson: { lessonId: string; title: string } | null;
  /** False while its law has changed: it cannot be practised now. */
  asked: boolean;
}
export interface MistakesView { lines: MistakeLine[]; total: number; askable: number; page: number; pages: number }

const linesPerPage = 20;

/** 错题本: what the actor answered wrong and has not yet recalled on separate days, last missed first, with what was taken for what. */
export async function mistakesView(reading: Reading, page: number): Promise<MistakesView> {
  const actor = demand(reading.actor, 'study');
  const { catalog, now } = reading;
  const answers = answersOf(await reading.store.factsOf(actor.memberId));
  const book = mistakesOf(answers, catalog.questions);
  const asked = new Set(practisable(catalog, answers, localDate(now)));
  const shown = pageOf(book, page, linesPerPage);
  return {
    total: book.length, askable: book.filter((mistake) => asked.has(mistake.question)).length, page: shown.page, pages: shown.pages,
    lines: shown.items.map(({ question, missedAt, misses, recalledOn, confusions }) => {
      const lesson = lessonOfQuestion(catalog, question.id);
      return {
        questionId: question.id, type: question.type, stem: question.stem, topic: question.topic, missedOn: localDate(missedAt), misses, confusions, scene: question.type === 'case' ? question.scene : null,
        recalled: recalledOn.length, needed: daysToLeave, explanation: question.explanation, laws: citedByLaw(question.cites, catalog, lesson?.lawAsOf ?? localDate(now)),
        lesson: lesson && { lessonId: lesson.lessonId, title: lesson.title }, asked: asked.has(question),
      };
    }),
  };
}
