import { answersOf } from '../domain/answer.ts';
import { lessonOfQuestion } from '../domain/catalog.ts';
import { changesQuestion, questionRegisterSubject, rulingsOf, type Ruling } from '../domain/dispute.ts';
import { ofKind, type NewFact } from '../domain/fact.ts';
import type { Member } from '../domain/member.ts';
import { regradedBy } from '../domain/regrading.ts';
import { isRefusal } from '../domain/refusal.ts';
import { loadMembersNamed, type Act } from './act.ts';
import { completeFollowUpIfEarned } from './complete-follow-up.ts';
import { completeIfEarned, completionOf } from './complete-lesson.ts';
import { lawUnitId } from './law-import.ts';
import { touchedByRuling } from './touched-by-ruling.ts';

type Office = Pick<Act, 'store' | 'catalog' | 'now'>;

/**
 * Carries out every ruling of the catalog that changed its question: records with each person touched which of their answers now count
 * otherwise, and what they complete by it. Run by the server, which acts for nobody; stopped anywhere, the next run goes on, and what is
 * on record stays as it is. Returns how many rulings the catalog still has as not carried out: none, and there was nothing to do.
 */
export async function carryOutRulings(office: Office): Promise<number> {
  const waiting = rulingsOf(office.catalog.disputes).filter((ruling) => changesQuestion(ruling) && ruling.people === null);
  if (waiting.length === 0) return 0;
  const unitId = await lawUnitId(office.store);
  const done = new Set(ofKind(await office.store.factsOf(questionRegisterSubject), 'ruling.carried-out').map((fact) => fact.body.rulingId));
  for (const ruling of waiting.filter(({ rulingId }) => !done.has(rulingId))) {
    let people = 0;
    for await (const memberIds of touchedByRuling(office, ruling, unitId)) {
      for (const member of (await loadMembersNamed(office.store, memberIds)).values()) people += Number(await carryOutFor(office, ruling, member));
    }
    await appendOnce(office, { id: `carried-out/${nameOf(ruling)}`, kind: 'ruling.carried-out', at: office.now, actorId: 'system', subjectId: questionRegisterSubject, contextId: null, unitId, body: { rulingId: ruling.rulingId, people } });
  }
  return waiting.length;
}

/** Whether any mark of this person was changed by it. */
async function carryOutFor(office: Office, ruling: Ruling, member: Member): Promise<boolean> {
  const { store, catalog, now } = office;
  const { questionId, rulingId } = ruling;
  const [question, lesson] = [catalog.questions.get(questionId), lessonOfQuestion(catalog, questionId)];
  const facts = await store.factsOf(member.memberId);
  const answerIds = question ? regradedBy(ruling, question, catalog.disputes, answersOf(facts)) : [];
  const id = `regraded/${nameOf(ruling)}`;
  const recorded = facts.some((fact) => fact.id === id);
  if (answerIds.length > 0 && !recorded) {
    await appendOnce(office, { id, kind: 'answer.regraded', at: now, actorId: 'system', subjectId: member.memberId, contextId: null, unitId: member.unitId, body: { questionId, rulingId, answerIds, now: ruling.ruling === 'withdrawn' ? 'void' : 'right' } });
  }
  if (lesson) await completeIfEarned(office, member, completionOf(office, member, lesson));
  for (const change of catalog.changes.filter((one) => one.questionIds.includes(questionId))) await completeFollowUpIfEarned(office, member, change);
  return recorded || answerIds.length > 0;
}

/** Another server that does the same at this moment may have seen someone move, or leave, in between: what it recorded stands. */
async function appendOnce({ store }: Office, fact: NewFact): Promise<void> {
  await store.append([fact]).catch((error: unknown) => { if (!isRefusal(error) || error.code !== 'fact-conflict') throw error; });
}

const nameOf = ({ rulingId }: Ruling): string => rulingId.replace(/^ruled\//, '');
