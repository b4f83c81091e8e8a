import { addDays, localDate } from '../domain/calendar.ts';
import { lessonOfQuestion, type Catalog } from '../domain/catalog.ts';
import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { rulingWords } from '../text/words.ts';

/** What happened to one's own answers without one's doing. `date`: local day. */
export interface Notice { text: string; href: string; date: string }

const daysShown = 14;
const longestStem = 24;

/** What a person is told on a local date, newest first: one's disputes ruled on, answers regraded by someone else's dispute, short answers marked by a trainer. */
export function noticesOf(catalog: Catalog, facts: readonly Fact[], memberId: string, today: string): Notice[] {
  const stand = standing(facts);
  const own = catalog.disputes.filter((dispute) => dispute.memberId === memberId);
  const ownRulings = new Set(own.flatMap((dispute) => dispute.ruling?.rulingId ?? []));
  const all = [
    ...own.flatMap(({ questionId, ruling }) => (ruling ? [{ at: ruling.at, href: placeOf(catalog, questionId), text: `您对“${stemOf(catalog, questionId)}”的申诉已裁定：${rulingWords[ruling.ruling]}。${ruling.reason}` }] : [])),
    ...ofKind(stand, 'answer.regraded').filter(({ body }) => !ownRulings.has(body.rulingId)).map(({ at, body: { questionId, now } }) => ({
      at, href: placeOf(catalog, questionId), text: now === 'right' ? `“${stemOf(catalog, questionId)}”经申诉裁定，您原来的作答改判答对` : `“${stemOf(catalog, questionId)}”经申诉裁定作废，您的作答不再计入`,
    })),
    ...ofKind(stand, 'answer.marked').filter((fact) => fact.actorId !== fact.subjectId).map(({ at, body: { questionId, sittingId, points } }) => ({
      at, href: sittingId ? `/practice/${sittingId}` : placeOf(catalog, questionId), text: `授课人评阅了您的简答“${stemOf(catalog, questionId)}”，写到 ${points.length} 点`,
    })),
  ];
  return all.map(({ at, ...said }) => ({ at, notice: { ...said, date: localDate(at) } })).filter(({ notice }) => notice.date > addDays(today, -daysShown))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).map(({ notice }) => notice);
}

/** The question in its lesson; the list of courses for one that no lesson has any more. */
function placeOf(catalog: Catalog, questionId: string): string {
  const lesson = lessonOfQuestion(catalog, questionId);
  return lesson ? `/courses/${lesson.lessonId}#${questionId}` : '/courses';
}

function stemOf({ questions }: Catalog, questionId: string): string {
  const stem = [...questions.get(questionId)?.stem ?? questionId];
  return stem.length > longestStem ? `${stem.slice(0, longestStem).join('')}…` : stem.join('');
}
