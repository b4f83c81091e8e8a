import { givenFor } from '../../scripts/demo/given.ts';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { disputeQuestion } from '../../src/commands/dispute-question.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import { disputesOf, questionRegisterSubject } from '../../src/domain/dispute.ts';
import { questionProgress } from '../../src/domain/progress.ts';
import type { Fields } from './client.ts';
import type { Office } from './office.ts';
import type { Person } from './second-office.ts';

const reason = '题干没有说是哪一天，两种理解都通。';

/** The form that disputes the first question of the last lesson, of which this person has an answer. */
export async function disputeForm(office: Office, person: Person): Promise<{ page: string; fields: Fields }> {
  const lesson = [...office.catalog.lessons.values()].at(-1)!;
  const question = checkQuestionsOf(office.catalog, lesson)[0]!;
  const act = await office.act(person);
  const { memberId } = act.actor!;
  if (questionProgress(question, await office.store.factsOf(memberId)).attempts.length === 0) {
    await answerQuestion(act, { lessonId: lesson.lessonId, questionId: question.id, attempt: 1, given: givenFor(question, memberId, 1, keyOf(question)) });
  }
  const page = `/courses/${lesson.lessonId}`;
  return { page, fields: { questionId: question.id, answerId: `answered/${question.id}/1`, reason, back: `${page}#${question.id}` } };
}

/** The form that rules on an open dispute of the cadre, and the dispute's page. */
export async function rulingForm(office: Office): Promise<{ page: string; fields: Fields }> {
  const { fields } = await disputeForm(office, 'cadre') as { fields: Record<string, string> };
  await disputeQuestion(await office.act('cadre'), { questionId: fields.questionId!, answerId: fields.answerId!, reason });
  const { memberId } = await office.member('cadre');
  const disputes = disputesOf(await office.store.factsOf(questionRegisterSubject));
  const index = disputes.findLastIndex((dispute) => dispute.memberId === memberId && !dispute.ruling);
  await office.catalogNow();
  return { page: `/studio/disputes/${index + 1}`, fields: { disputeId: disputes[index]!.disputeId, number: String(index + 1), ruling: 'stands', reason: '课文写明了日期。', cites: 'petition-work-regulations/34' } };
}
