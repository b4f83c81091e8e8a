import { answerInPractice } from '../../src/commands/answer-in-practice.ts';
import { beginPractice } from '../../src/commands/begin-practice.ts';
import { answersOf } from '../../src/domain/answer.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import type { Question } from '../../src/domain/question.ts';
import { sittingsOf } from '../../src/domain/sitting.ts';
import { fieldsFor, givenFor } from '../../scripts/demo/given.ts';
import type { Fields } from './client.ts';
import type { Office } from './office.ts';
import type { Person } from './second-office.ts';

/** A sitting of this person, at one of its questions, with the form that answers it right. */
export async function sittingForm(office: Office, person: Person, wanted: (question: Question) => boolean = () => true): Promise<{ page: string; fields: Fields; sittingId: string; questionId: string }> {
  const act = await office.act(person);
  const sittingId = await beginPractice(act, { purpose: 'practice', scope: { by: 'everything', of: '' }, count: 50 });
  const facts = await office.store.factsOf(act.actor!.memberId);
  const { questionIds } = sittingsOf(facts).at(-1)!;
  const place = questionIds.findIndex((id) => wanted(office.catalog.questions.get(id)!));
  const question = office.catalog.questions.get(questionIds[place]!)!;
  const attempt = answersOf(facts).filter((answer) => answer.questionId === question.id).length + 1;
  const given = givenFor(question, act.actor!.memberId, attempt, keyOf(question));
  return {
    page: `/practice/${sittingId}/${place + 1}`, sittingId, questionId: question.id,
    fields: { sittingId, questionId: question.id, number: String(place + 1), attempt: String(attempt), sure: 'yes', shownAt: office.now(), ...fieldsFor(question, given) },
  };
}

/** A short answer written in a sitting, and the form that holds it against its points. */
export async function practisedMarkForm(office: Office, person: Person): Promise<{ page: string; fields: Fields }> {
  const { page, sittingId, questionId, fields } = await sittingForm(office, person, (question) => question.type === 'short');
  await answerInPractice(await office.act(person), { sittingId, questionId, attempt: Number(fields.attempt), given: ['先登记，再告知去向。'], sure: true, shownAt: office.now() });
  return { page, fields: { sittingId, questionId, number: fields.number!, points: ['1'] } };
}
