import { closeSession } from '../../src/commands/close-session.ts';
import { confirmRoster } from '../../src/commands/confirm-roster.ts';
import { openSession } from '../../src/commands/open-session.ts';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import { scheduleSession } from '../../src/commands/schedule-session.ts';
import { setUpOffice } from '../../src/commands/set-up-office.ts';
import { currentCode } from '../../src/commands/sign-in-code.ts';
import { markPresent, signInToSession } from '../../src/commands/sign-in-to-session.ts';
import type { Act, Secrets } from '../../src/commands/act.ts';
import type { Account } from '../../src/domain/account.ts';
import { addDays, addMinutes, instantOf, monthsOf } from '../../src/domain/calendar.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { Member } from '../../src/domain/member.ts';
import { loadMembers } from '../../src/storage/people.ts';
import type { Store } from '../../src/storage/port.ts';
import { answering } from './answering.ts';
import { chance, type Chance } from './chance.ts';
import { carryOutLawEvent, earlyLearners, isLawEvent, lawEvents, lessonId as earlyLesson } from './law-change.ts';
import { byTime, sessionEvents, studyEvents, workday, type DemoEvent, type Student } from './events.ts';
import { carryOutDispute, disputeEvents } from './disputes.ts';
import { carryOutPractice, practiceEvents } from './practice.ts';
import { administrator, demoAccounts, demoPassword, officeName, people } from './people.ts';

const notes = [
  '结合上周两件来信，逐条对照登记和转送的期限。接访科提出告知书样式要统一，会后由综合科修订。',
  '围绕窗口常见问法练习释法说明。明确涉诉事项先登记、再引导，不当场评判判决。',
  '复盘近期件的办理期限，核对了延长手续。各科室本周自查一次在办件。',
  '讨论如何向群众说明不同途径的期限，避免因等信访结果错过诉讼时效。',
];

/** Builds the sample office in an empty store, through the real commands, as of a local date. `say` hears of progress. */
export async function buildDemoOffice(store: Store, catalog: Catalog, secrets: Secrets, today: string, say: (text: string) => void): Promise<void> {
  const luck = chance(20_260_101);
  const months = monthsOf({ from: [addDays(today, -334), '2025-12-01'].sort()[0]!, to: today });
  const act = (actor: Act['actor'], now: string): Act => ({ store, catalog, secrets, actor, now, newId: luck.id });
  const begun = instantOf(workday(`${months[0]}-01`, 1), '09:30');

  await setUpOffice(act(null, begun), { officeName, ...administrator, password: demoPassword, goal: { lessons: 1, per: 'month' } });
  const admin = (await loadMembers(store)).find((member) => member.name === administrator.name)!;
  const importId = await previewRoster(act(admin, begun), people.map(([staffNo, name, unit, post, rank, roles], index) => ({ row: index + 2, staffNo, name, unit: unit || officeName, post, rank, roles, phone: '' })));
  await confirmRoster(act(admin, addMinutes(begun, 2)), importId);
  const members = new Map((await loadMembers(store)).map((member) => [member.staffNo, member]));
  await nameDemoAccounts(store, secrets, members);

  const trainer = members.get(demoAccounts.trainer)!;
  const dates = months.slice(0, -1).map((month, index) => workday(`${month}-01`, 6 + (index % 3) * 5)).concat(workday(addDays(today, -9), 0)).filter((date) => date < today && date > begun.slice(0, 10));
  const everyone = [admin.staffNo, ...people.map(([staffNo]) => staffNo)];
  const students = everyone.map((staffNo, index) => student(staffNo, index, luck));
  const events = [
    ...students.flatMap((one) => studyEvents(one, catalog, months, today, luck)),
    ...lawEvents(luck),
    ...disputeEvents(everyone.slice(1).filter((staffNo) => staffNo !== demoAccounts.trainer), today),
    ...practiceEvents(everyone, months, today, chance(20_260_102)),
    ...dates.flatMap((date, session) => sessionEvents(session, date, everyone, luck)),
  ].filter((event) => event.at > addMinutes(begun, 60) && event.at < instantOf(today, '08:00')).sort(byTime);
  say(`正在写入 ${events.length} 条学习活动……`);

  const practiceLuck = chance(20_260_103);
  const lessons = catalog.courses.flatMap((course) => course.lessons);
  const ids = new Map<number, string>();
  const schedule = (session: number, date: string, now: string) => scheduleSession(act(trainer, now), {
    kind: 'pre-meeting', meetingKind: session % 4 === 3 ? 'party-group-meeting' : 'directors-meeting', unitId: admin.unitId,
    lessonId: lessons[session % lessons.length]!.lessonId, startsAt: instantOf(date, '09:00'), minutes: 10, place: '三楼会议室', host: '周敬之（主任）',
    lecturer: session % 3 === 1 ? '曹长青' : '林晓筠', capacity: 'backbone', lateAfterMinutes: 5, sessionId: luck.id('session'),
  });
  for (const [index, event] of events.entries()) {
    if (event.act === 'schedule') ids.set(event.session, await schedule(event.session, dates[event.session]!, event.at));
    else if (event.act === 'dispute' || event.act === 'rule') await carryOutDispute(event, (staffNo) => act(staffNo ? members.get(staffNo)! : trainer, event.at));
    else if (event.act === 'practise') await carryOutPractice(event, { ...act(members.get(event.staffNo)!, event.at), newId: practiceLuck.id }, practiceLuck);
    else if (isLawEvent(event)) await carryOutLawEvent(event, act('staffNo' in event ? members.get(event.staffNo)! : trainer, event.at), luck);
    else await carryOut(event, (actor) => act(actor, event.at), members, trainer, ids, luck);
    if (index % 500 === 499) say(`已写入 ${index + 1} 条`);
  }
  await schedule(dates.length, nextMeeting(today), instantOf(addDays(today, -1), '16:00'));
}

async function carryOut(event: DemoEvent, act: (actor: Member) => Act, members: Map<string, Member>, trainer: Member, ids: Map<number, string>, luck: Chance): Promise<void> {
  if (event.act === 'answer') {
    return answering(act(members.get(event.staffNo)!), event, luck);
  }
  const sessionId = ids.get(event.session);
  if (!sessionId) return;
  if (event.act === 'open') return openSession(act(trainer), sessionId);
  if (event.act === 'close') return closeSession(act(trainer), sessionId, notes[event.session % notes.length]!);
  if (event.act !== 'sign-in') return;
  const member = members.get(event.staffNo)!;
  if (event.byHand) return markPresent(act(trainer), sessionId, member.memberId, '未带手机，已当面确认');
  const code = await currentCode(act(member).store, sessionId);
  if (code) await signInToSession(act(member), sessionId, code);
}

/** Some finish everything, most are on the way, a few lag. The demo cadre has learnt five lessons and is in the middle of the office. */
function student(staffNo: string, index: number, luck: Chance): Student {
  const known = earlyLearners.includes(staffNo) ? [earlyLesson] : [];
  if (staffNo === demoAccounts.cadre) return { staffNo, diligence: 0.7, grasp: 0.78, lessons: 5, known };
  if (index % 13 === 7) return { staffNo, diligence: 0.22, grasp: 0.6, lessons: 10, known };
  return { staffNo, diligence: 0.6 + luck.next() * 0.38, grasp: 0.66 + luck.next() * 0.26, lessons: 10, known };
}

async function nameDemoAccounts(store: Store, secrets: Secrets, members: Map<string, Member>): Promise<void> {
  for (const [account, staffNo] of Object.entries(demoAccounts)) {
    const value: Account = { account, memberId: members.get(staffNo)!.memberId, passwordHash: await secrets.hashPassword(demoPassword), mustChange: false, failures: 0, lockedUntil: null, active: true };
    await store.changeDocuments('accounts', [{ id: account, expected: 0, value }]);
  }
}

/** The next Monday after today. */
function nextMeeting(today: string): string {
  let day = addDays(today, 1);
  while (new Date(`${day}T00:00:00Z`).getUTCDay() !== 1) day = addDays(day, 1);
  return day;
}
