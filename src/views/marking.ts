import { localDate } from '../domain/calendar.ts';
import { lessonOfQuestion, type Catalog } from '../domain/catalog.ts';
import { standing } from '../domain/fact.ts';
import type { Actor } from '../domain/member.ts';
import { demand, reachedUnitIds } from '../domain/permission.ts';
import { questionProgress } from '../domain/progress.ts';
import type { Unit } from '../domain/unit.ts';
import { loadMembersNamed, loadUnits } from '../storage/people.ts';
import type { UnmarkedLine, UnmarkedQuery } from '../storage/port.ts';
import { pointViews, type PointView } from './question.ts';
import { sectionName, type Reading } from './reading.ts';

/** One short answer to be marked. Whose it is, the page does not say; `memberId` goes with the form and is no name. */
export interface AnswerToMark {
  memberId: string; questionId: string; attempt: number;
  /** Local day on which it was written. */
  date: string;
  lesson: { lessonId: string; title: string };
  section: string;
  stem: string; text: string;
  points: Pick<PointView, 'id' | 'text' | 'must'>[];
  /** How many of the points make it right. */
  needed: number;
}

export interface MarkingView { unit: string; total: number; page: number; pages: number; answers: AnswerToMark[] }

const answersPerPage = 20;

/** The short answers that wait for a trainer, of the actor's office and below but not the actor's own, oldest first. Refuses `figures-rebuilding`. */
export async function markingQueue(reading: Reading, search: URLSearchParams): Promise<MarkingView> {
  const actor = demand(reading.actor, 'mark-answers');
  const units = await loadUnits(reading.store);
  const figures = await reading.store.figures(reading.catalog.questions);
  const query = waitingFor(actor, units, reading.catalog);
  const { total } = await figures.unmarked({ ...query, offset: 0, limit: 1 });
  const pages = Math.max(1, Math.ceil(total / answersPerPage));
  const page = Math.min(Math.max(1, Math.trunc(Number(search.get('page'))) || 1), pages);
  const { lines } = await figures.unmarked({ ...query, offset: (page - 1) * answersPerPage, limit: answersPerPage });
  return { unit: sectionName(units, query.under), total, page, pages, answers: await answersOn(reading, units, lines) };
}

/** What waits for this trainer: answers in lessons to questions in use, by people of the trainer's office and below, but not the trainer's own. */
export function waitingFor(actor: Actor, units: readonly Unit[], { questions }: Pick<Catalog, 'questions'>): Pick<UnmarkedQuery, 'questionIds' | 'under' | 'except' | 'lessonsOnly'> {
  const [under = actor.unitId] = reachedUnitIds(actor, 'mark-answers', units);
  const asked = [...questions.values()].filter((question) => question.type === 'short' && question.marking === 'trainer' && question.state === 'live');
  return { questionIds: asked.map((question) => question.id), under, except: actor.memberId, lessonsOnly: true };
}

async function answersOn({ store, catalog }: Reading, units: readonly Unit[], lines: readonly UnmarkedLine[]): Promise<AnswerToMark[]> {
  const members = await loadMembersNamed(store, lines.map((line) => line.memberId));
  const answers = await Promise.all(lines.map(async ({ memberId, questionId, attempt, at }): Promise<AnswerToMark[]> => {
    const question = catalog.questions.get(questionId);
    const lesson = lessonOfQuestion(catalog, questionId);
    if (question?.type !== 'short' || !lesson) return [];
    const written = questionProgress(question, standing(await store.factsOf(memberId))).attempts.find((one) => one.attempt === attempt);
    return [{
      memberId, questionId, attempt, date: localDate(at), lesson: { lessonId: lesson.lessonId, title: lesson.title }, section: sectionName(units, members.get(memberId)?.unitId ?? ''),
      stem: question.stem, text: written?.chosen[0] ?? '', points: pointViews(question, null).map(({ id, text, must }) => ({ id, text, must })), needed: question.needed,
    }];
  }));
  return answers.flat();
}
