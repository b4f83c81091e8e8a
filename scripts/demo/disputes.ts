import { disputeQuestion } from '../../src/commands/dispute-question.ts';
import { ruleOnDispute } from '../../src/commands/rule-on-dispute.ts';
import type { Act } from '../../src/commands/act.ts';
import { addDays, instantOf } from '../../src/domain/calendar.ts';
import { disputesOf, questionRegisterSubject } from '../../src/domain/dispute.ts';
import { answersOf } from '../../src/domain/answer.ts';
import { workday } from './events.ts';

/** What someone had to say against a question of the first lessons, and what the trainer ruled. */
export type DisputeEvent = { at: string; act: 'dispute'; questionId: string; staffNos: readonly string[] } | { at: string; act: 'rule'; questionId: string };

const ruled = 'registration-02';
const open = 'time-limits-03';
const reasons: Record<string, string> = {
  [ruled]: '题干只写“收到转来的件”，没有写收到的是哪一天，5个工作日从哪天起算，说不清楚。',
  [open]: '选项里的说法与平时办件的习惯不一样，请再核对一下依据的条文。',
};

export function disputeEvents(staffNos: readonly string[], today: string): DisputeEvent[] {
  return [
    { at: instantOf(workday(addDays(today, -40), 0), '15:40'), act: 'dispute', questionId: ruled, staffNos },
    { at: instantOf(workday(addDays(today, -37), 0), '10:15'), act: 'rule', questionId: ruled },
    { at: instantOf(workday(addDays(today, -6), 0), '11:05'), act: 'dispute', questionId: open, staffNos: staffNos.toReversed() },
  ];
}

/** `actAs`: what a command is given when this person acts. The first who has answered the question by then disputes it; nobody may have. */
export async function carryOutDispute(event: DisputeEvent, actAs: (staffNo: string | null) => Act): Promise<void> {
  const trainer = actAs(null);
  if (event.act === 'rule') {
    const dispute = disputesOf(await trainer.store.factsOf(questionRegisterSubject)).find((one) => one.questionId === event.questionId);
    if (dispute) await ruleOnDispute(trainer, { disputeId: dispute.disputeId, ruling: 'stands', part: null, retire: false, reason: '第23条第3款写的是自收到之日起5个工作日内提出异议。题目问的是怎样做，不要求算出日期，题干够用。', cites: 'petition-work-regulations/23/3' });
    return;
  }
  for (const staffNo of event.staffNos) {
    const act = actAs(staffNo);
    const answer = answersOf(await act.store.factsOf(act.actor!.memberId)).findLast((one) => one.questionId === event.questionId);
    if (answer) return disputeQuestion(act, { questionId: event.questionId, answerId: answer.factId, reason: reasons[event.questionId]! });
  }
}
