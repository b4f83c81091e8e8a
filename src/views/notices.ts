import { addDays, localDate } from '../domain/calendar.ts';
import { lessonOfQuestion, liveQuestionsOf, type Catalog } from '../domain/catalog.ts';
import { rulingsOf, type Ruling } from '../domain/dispute.ts';
import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { isCorrect } from '../domain/grading.ts';
import { rulingText } from '../text/part-name.ts';
import { rulingView } from './disputes.ts';

/** What happened to one's own answers without one's doing. `why`: the ruling's reason, where the question that else shows it is not shown any more. `date`: local day. */
export interface Notice { text: string; why: string | null; href: string; date: string }

/** How long a ruling is told, which changes marks; and how long a marking. */
const [daysOfRuling, daysOfMarking] = [60, 14];
const longestStem = 24;

/** What a person is told on a local date, newest first: one's disputes ruled on, answers regraded by someone else's dispute, short answers marked by a trainer. */
export function noticesOf(catalog: Catalog, facts: readonly Fact[], memberId: string, today: string): Notice[] {
  const stand = standing(facts);
  const own = catalog.disputes.filter((dispute) => dispute.memberId === memberId);
  const ownRulings = new Set(own.flatMap((dispute) => dispute.ruling?.rulingId ?? []));
  const rulings = new Map(rulingsOf(catalog.disputes).map((ruling) => [ruling.rulingId, ruling]));
  const answeredSince = ({ seq }: Fact, questionId: string) => stand.some((fact) => (fact.kind === 'question.answered' || fact.kind === 'question.practised') && fact.body.questionId === questionId && fact.seq > seq);
  const all = [
    ...own.flatMap(({ questionId, ruling }) => (ruling ? [{ at: ruling.at, days: daysOfRuling, ...placeOf(catalog, questionId, today, ruling), text: `您对“${stemOf(catalog, questionId)}”的申诉已裁定：${rulingText(rulingView(catalog, ruling))}` }] : [])),
    ...ofKind(stand, 'answer.regraded').filter(({ body }) => !ownRulings.has(body.rulingId)).map(({ at, body: { questionId, rulingId, now } }) => ({
      at, days: daysOfRuling, ...placeOf(catalog, questionId, today, rulings.get(rulingId)),
      text: now === 'right' ? `“${stemOf(catalog, questionId)}”经申诉裁定，您原来的作答改判答对` : `“${stemOf(catalog, questionId)}”经申诉裁定作废，您的作答不再计入`,
    })),
    ...ofKind(stand, 'answer.marked').filter((fact) => fact.actorId !== fact.subjectId).map((fact) => {
      const { questionId, sittingId, points } = fact.body;
      const question = catalog.questions.get(questionId);
      const verdict = question && isCorrect(question, [], points) ? '答对' : `没有答对${question?.state === 'live' && !answeredSince(fact, questionId) ? '，可以再答' : ''}`;
      const place = placeOf(catalog, questionId, today);
      return { at: fact.at, days: daysOfMarking, ...place, href: sittingId ? `/practice/${sittingId}` : place.href, text: `授课人评阅了您的简答“${stemOf(catalog, questionId)}”：${verdict}` };
    }),
  ];
  return all.filter(({ at, days }) => localDate(at) > addDays(today, -days)).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .map(({ at, text, why, href }) => ({ text, why, href, date: localDate(at) }));
}

/** The question in its lesson; the lesson, with the reason, where it is not asked any more; the list of courses for one that no lesson has. */
function placeOf(catalog: Catalog, questionId: string, today: string, ruling?: Ruling): Pick<Notice, 'href' | 'why'> {
  const lesson = lessonOfQuestion(catalog, questionId);
  if (lesson && liveQuestionsOf(catalog, lesson, today).some((one) => one.id === questionId)) return { href: `/courses/${lesson.lessonId}#${questionId}`, why: null };
  const said = ruling && rulingView(catalog, ruling);
  return { href: lesson ? `/courses/${lesson.lessonId}` : '/courses', why: said ? `${said.reason}　依据：${said.laws.join('，')}` : null };
}

function stemOf({ questions }: Catalog, questionId: string): string {
  const stem = [...questions.get(questionId)?.stem ?? questionId];
  return stem.length > longestStem ? `${stem.slice(0, longestStem).join('')}…` : stem.join('');
}
