import { lessonOfQuestion } from '../domain/catalog.ts';
import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { hasArticle } from '../domain/law.ts';
import { successions } from '../domain/law-change.ts';
import { compareArticles } from '../domain/law-text.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { demandIn } from '../domain/permission.ts';
import type { Question } from '../domain/question.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { loadUnits, type Act } from './act.ts';
import { lawUnitId } from './law-import.ts';

/** `articles`: of the old text, changed or dropped. `questionIds`: asked in the follow-up; each holds under the new text. */
export interface LawChangeInput { changeId: string; articles: string[]; questionIds: string[] }

/**
 * Confirms what a new text changed. From its first day lessons that rest on these articles say so and questions that do leave live
 * papers; whoever completed such a lesson is asked for a follow-up study. Refuses `not-found`, `law-change-without-articles`,
 * `law-change-without-questions`, `law-change-confirmed`.
 */
export async function confirmLawChange(act: Act, { changeId, articles, questionIds }: LawChangeInput): Promise<void> {
  const unitId = await lawUnitId(act.store);
  const actor = demandIn(act.actor, 'follow-law', unitId, await loadUnits(act.store));
  const succession = successions(act.catalog.laws).find((one) => one.changeId === changeId);
  if (!succession) throw new Refusal('not-found');
  const touched = [...new Set(articles)].filter((article) => /^\d+(-\d+)?$/.test(article) && hasArticle(succession.fromVersion, article)).sort(compareArticles);
  if (touched.length === 0 || touched.length < new Set(articles).size) throw new Refusal('law-change-without-articles');
  const asked = [...new Set(questionIds)].filter((id) => mayProve(act.catalog.questions.get(id)) && lessonOfQuestion(act.catalog, id)).sort();
  if (asked.length === 0) throw new Refusal('law-change-without-questions');
  const facts = await act.store.factsOf(lawRegisterSubject);
  const confirmed = (among: readonly Fact[]) => ofKind(among, 'law.change-confirmed').filter((fact) => fact.body.changeId === changeId);
  const earlier = confirmed(facts);
  if (confirmed(standing(facts)).length > 0) throw new Refusal('law-change-confirmed');
  await act.store.append([{
    id: `law-change/${changeId}/${earlier.length + 1}`, kind: 'law.change-confirmed', at: act.now, actorId: actor.memberId,
    subjectId: lawRegisterSubject, contextId: null, unitId,
    body: { changeId, from: succession.from, to: succession.to, effective: succession.effective, articles: touched, questionIds: asked },
  }]).catch((error: unknown) => { throw isRefusal(error) && error.code === 'fact-conflict' ? new Refusal('law-change-confirmed') : error; });
}

/** Arguable ones prove nothing; short answers are marked in their lesson only. */
function mayProve(question: Question | undefined): boolean {
  return question !== undefined && question.state === 'live' && !question.arguable && question.type !== 'short';
}
