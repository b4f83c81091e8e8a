import { loadMembersNamed, loadUnits } from '../storage/people.ts';
import { keyOf } from '../domain/answer-key.ts';
import { answerIn } from '../domain/answer-part.ts';
import { answersOf, gradeOfAnswer } from '../domain/answer.ts';
import { localDate } from '../domain/calendar.ts';
import { lessonOfQuestion } from '../domain/catalog.ts';
import { rulableParts, type Dispute } from '../domain/dispute.ts';
import { demandIn } from '../domain/permission.ts';
import type { Question } from '../domain/question.ts';
import { questionBefore } from '../domain/regrading.ts';
import { Refusal } from '../domain/refusal.ts';
import { partWords } from './answer-words.ts';
import { citationNote } from './citation-note.ts';
import { disputeLine, type DisputeLine } from './disputes.ts';
import { reader } from './paper.ts';
import { questionView, type QuestionView } from './question.ts';
import { personName, type Reading } from './reading.ts';

export interface DisputeView extends DisputeLine {
  disputeId: string;
  /** The question marked as the person saw it, with key, explanation and citations; null when it has left the content. */
  question: Pick<QuestionView, 'questionId' | 'type' | 'stem' | 'review' | 'share' | 'explanation' | 'notes'> | null;
  /** How the disputed answer was marked; null: the dispute is about no answer, and the review shows the key. */
  marked: 'right' | 'wrong' | 'pending' | null;
  lessonHref: string | null;
  others: DisputeLine[];
  /** own: by the reader, who may not rule on it. */
  may: 'rule' | 'own' | 'ruled';
  /** The disputed answer, or a part of it, may be ruled right beside the key. */
  mayBeRight: boolean;
  /** Its parts of which that may be said, with what was answered there; empty where it counts as a whole. */
  parts: { part: number; answer: string }[];
  /** The question's citations as the form of the ruling starts with them. */
  cites: string;
  ruledBy: string | null;
}

/** One dispute for those who rule on them. `number`: as in its address. Refuses `not-found`. */
export async function disputeView(reading: Reading, number: string): Promise<DisputeView> {
  const { catalog, settings, store } = reading;
  const units = await loadUnits(store);
  const actor = demandIn(reading.actor, 'rule-on-dispute', settings.rootUnitId, units);
  const dispute = /^[1-9]\d{0,8}$/.test(number) ? catalog.disputes[Number(number) - 1] : undefined;
  if (!dispute) throw new Refusal('not-found');
  const { disputeId, questionId, memberId, ruling, chosen } = dispute;
  const [question, lesson] = [catalog.questions.get(questionId), lessonOfQuestion(catalog, questionId)];
  const shown = question ? await asShown(reading, dispute, question) : { question: null, marked: null, parts: [] };
  const members = await loadMembersNamed(store, ruling ? [ruling.actorId] : []);
  return {
    ...disputeLine(catalog, units, dispute), ...shown, disputeId, lessonHref: lesson && `/courses/${lesson.lessonId}`,
    others: catalog.disputes.filter((one) => one.questionId === questionId && one !== dispute).map((one) => disputeLine(catalog, units, one)),
    may: ruling ? 'ruled' : memberId === actor.memberId ? 'own' : 'rule', mayBeRight: rulableParts(question, chosen).length > 0,
    cites: question?.cites.join(' ') ?? '', ruledBy: ruling ? personName(members, ruling.actorId).name : null,
  };
}

/** The disputed answer in the order in which its giver saw things, marked by what held before the ruling; the key where it is about no answer. */
async function asShown({ store, catalog, now }: Reading, { memberId, questionId, chosen, at, ruling }: Dispute, question: Question): Promise<Pick<DisputeView, 'question' | 'marked' | 'parts'>> {
  const asked = questionBefore(question, catalog.disputes, ruling?.seq ?? Infinity);
  const given = chosen.length > 0 ? answersOf(await store.factsOf(memberId)).findLast((one) => one.questionId === questionId && one.at <= at && one.chosen.join('\n') === chosen.join('\n')) : undefined;
  const grade = given ? gradeOfAnswer(asked, given) : null;
  const shown = given ?? { factId: '', at, attempt: 1, chosen: chosen.length > 0 ? chosen : keyOf(asked), marking: null, note: null };
  const { type, stem, review, share } = questionView({ question: asked, attempts: [shown], solved: grade?.right ?? true }, 1, given ? memberId : reader, false, () => []);
  const seen = given ? { memberId, attempt: given.attempt } : undefined;
  const parts = rulableParts(asked, chosen).flatMap((part) => (part === null ? [] : [{ part, answer: partWords(asked, part, answerIn(asked, chosen, part), seen) }]));
  const notes = question.cites.map((cite) => citationNote(catalog, cite, lessonOfQuestion(catalog, questionId)?.lawAsOf ?? localDate(now)));
  return { question: { questionId, type, stem, review, share, explanation: question.explanation, notes }, marked: grade && (grade.pending ? 'pending' : grade.right ? 'right' : 'wrong'), parts };
}
