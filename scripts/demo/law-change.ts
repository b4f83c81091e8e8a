import { answerFollowUp } from '../../src/commands/answer-follow-up.ts';
import { confirmLawChange } from '../../src/commands/confirm-law-change.ts';
import type { Act } from '../../src/commands/act.ts';
import { addMinutes, instantOf } from '../../src/domain/calendar.ts';
import { checkQuestionsOf, type Catalog } from '../../src/domain/catalog.ts';
import { loadLawRegister } from '../../src/storage/law-register.ts';
import { answering } from './answering.ts';
import type { Chance } from './chance.ts';
import { given, workday } from './events.ts';

/** On 1 January 2026 the penalties law of 2025 took the place of the one of 2012: some had learnt the lesson just before. */
export const lessonId = 'petition-regulations/order-at-the-window';
const changeId = 'public-security-penalties-law-2025';
const earlierArticles = [23, 26, 42, 50, 55];
/** 工号 of those who learnt it in December 2025; the last three never followed up. */
export const earlyLearners = ['1012', '1022', '1024', '1032', '1041', '1051', '1023', '1035', '1054'];
const laggards = 3;

export type LawEvent = { at: string } & ({ act: 'learn-early' | 'follow-up'; staffNo: string } | { act: 'confirm-change' });

export function isLawEvent(event: { act: string }): event is LawEvent {
  return ['learn-early', 'follow-up', 'confirm-change'].includes(event.act);
}

export function lawEvents(chance: Chance): LawEvent[] {
  const at = (first: string, days: number) => addMinutes(instantOf(workday(first, days), '14:00'), chance.below(120));
  return [
    ...earlyLearners.map((staffNo, index): LawEvent => ({ at: at('2025-12-05', index * 2), act: 'learn-early', staffNo })),
    { at: instantOf('2026-01-05', '10:20'), act: 'confirm-change' },
    ...earlyLearners.slice(0, -laggards).map((staffNo, index): LawEvent => ({ at: at('2026-01-06', 2 + index * 3), act: 'follow-up', staffNo })),
  ];
}

/** `act`: of the person, or of the trainer who follows the law. */
export async function carryOutLawEvent(event: LawEvent, act: Act, chance: Chance): Promise<void> {
  if (event.act === 'learn-early') return learnEarly(act, chance);
  const catalog = await asRegistered(act);
  const asked = checkQuestionsOf(catalog, catalog.lessons.get(lessonId)!).filter((question) => !question.arguable && question.cites.some((cite) => cite.startsWith('public-security-penalties-law/'))).slice(1, 4);
  if (event.act === 'confirm-change') return confirmLawChange({ ...act, catalog }, { changeId, articles: earlierArticles.map(String), questionIds: asked.map((question) => question.id) });
  for (const [index, question] of asked.entries()) {
    const now = addMinutes(act.now, 4 + index);
    await answerFollowUp({ ...act, catalog, now }, { changeId, questionId: question.id, attempt: 1, given: given(question, act.actor!.memberId, 1, true, chance) });
  }
}

/** The lesson as it stood then: on the articles of 2012. */
async function learnEarly(act: Act, chance: Chance): Promise<void> {
  const lesson = act.catalog.lessons.get(lessonId)!;
  const cites = earlierArticles.map((article) => `public-security-penalties-law/${article}`);
  const catalog: Catalog = { ...act.catalog, lessons: new Map(act.catalog.lessons).set(lessonId, { ...lesson, lawAsOf: '2025-12-01', history: [], cites }) };
  for (const [index, question] of checkQuestionsOf(catalog, lesson).entries()) {
    for (const [attempt, right] of (chance.next() < 0.75 ? [true] : [false, true]).entries()) {
      await answering({ ...act, catalog, now: addMinutes(act.now, index * 2 + attempt) }, { lessonId, questionId: question.id, attempt: attempt + 1, right }, chance);
    }
  }
}

async function asRegistered({ store, catalog }: Act): Promise<Catalog> {
  const { laws, texts, changes } = await loadLawRegister(store, catalog.laws);
  return { ...catalog, laws, texts, changes };
}
