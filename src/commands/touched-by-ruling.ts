import { localDate } from '../domain/calendar.ts';
import { lessonOfQuestion, liveQuestionsOf, type Catalog } from '../domain/catalog.ts';
import type { Ruling } from '../domain/dispute.ts';
import type { Figures } from '../storage/port.ts';
import type { Act } from './act.ts';

const atOnce = 200;

/**
 * Ids of everyone whose marks or completions a ruling may change, each once, a few hundred at a time: who ever answered the question, who
 * was asked it in a follow-up study, and, when it is not asked any more, who may have answered all that is left of its lesson.
 */
export async function* touchedByRuling({ store, catalog, now }: Pick<Act, 'store' | 'catalog' | 'now'>, { questionId, retired }: Ruling, rootUnitId: string): AsyncGenerator<string[]> {
  const seen = new Set<string>();
  const isNew = (id: string) => !seen.has(id) && Boolean(seen.add(id));
  const figures = await store.figures(catalog.questions);
  for (const asked of [questionId, ...retired ? leftOf(catalog, questionId, localDate(now)).slice(0, 1) : []]) {
    for await (const ids of answerersOf(figures, asked)) yield ids.filter(isNew);
  }
  for (const change of catalog.changes.filter((one) => one.questionIds.includes(questionId))) {
    for (let offset = 0; ; offset += atOnce) {
      const { people } = await figures.followUps({ change, under: rootUnitId, state: 'any', offset, limit: atOnce });
      yield people.map((line) => line.memberId).filter(isNew);
      if (people.length < atOnce) break;
    }
  }
}

async function* answerersOf(figures: Figures, questionId: string): AsyncGenerator<string[]> {
  for (let after = ''; ;) {
    const ids = await figures.answerers(questionId, after, atOnce);
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1)!;
  }
}

/** What the lesson still asks on the date and must be answered right: whoever has done so has answered each of these. */
function leftOf(catalog: Catalog, questionId: string, date: string): string[] {
  const lesson = lessonOfQuestion(catalog, questionId);
  return lesson ? liveQuestionsOf(catalog, lesson, date).filter((question) => !question.arguable).map((question) => question.id) : [];
}
