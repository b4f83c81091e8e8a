import { chance, type Chance } from '../scripts/demo/chance.ts';
import { register } from '../src/domain/attendance.ts';
import type { Fact, NewFact } from '../src/domain/fact.ts';
import type { HeldSession } from '../src/domain/counted.ts';
import type { LawChange } from '../src/domain/law-change.ts';
import type { Records } from '../src/domain/measure.ts';
import type { Member } from '../src/domain/member.ts';
import { foldSession } from '../src/domain/study-session.ts';
import { isInSubtree } from '../src/domain/unit.ts';
import { aFact, aMember, answered, catalog, closed, completed, enrolled, now, opened, practised, questions, recorded, scheduled, signedIn, units, voided } from './builders.ts';

/** An office made up at random from a seed: its people, and everything that happened in it from January to April 2026. */
export interface GeneratedOffice { members: Member[]; facts: Fact[] }

const first = Date.parse('2025-12-31T15:00:00.000Z');
const days = 120;

export function generatedOffice(seed: number): GeneratedOffice {
  const luck = chance(seed);
  const members = Array.from({ length: 4 + luck.below(6) }, (_, index) => aMember({ memberId: `member-${index}`, staffNo: String(100 + index), unitId: luck.pick(units).unitId }));
  const before = new Map(members.map((member) => [member, { ...member, unitId: luck.next() < 0.5 ? member.unitId : luck.pick(units).unitId }]));
  const facts = [
    ...members.flatMap((member) => [enrolled(before.get(member)!, '2025-12-30T01:00:00.000Z'), ...studyOf(member, before.get(member)!, luck)]),
    ...Array.from({ length: 3 + luck.below(5) }, (_, index) => sessionOf(`session-${index}`, members.map((member) => (luck.next() < 0.2 ? before.get(member)! : member)), luck)).flat(),
  ];
  return { members, facts: recorded(...facts) };
}

/** Lessons and answers, some of them before a move from another unit, some voided, at instants around midnight too. */
function studyOf(member: Member, before: Member, luck: Chance): NewFact[] {
  const at = () => new Date(first + luck.below(days) * 86_400_000 + luck.pick([0, 3_599_999, 3_600_000, 40_000_000])).toISOString();
  const who = () => (luck.next() < 0.2 ? before : member);
  const study = [...catalog.lessons.keys()].filter(() => luck.next() < 0.7).map((lessonId): NewFact => completed(who(), lessonId, at()));
  for (const question of [...questions.map(({ id }) => id), 'gone-01']) {
    for (let attempt = 1; attempt <= luck.below(4); attempt += 1) study.push(answered(who(), question, attempt, luck.pick([['a'], ['b'], ['t'], ['f'], ['a', 'd']]), at()));
  }
  for (const question of ['practised-01', 'practised-02', 'gone-02']) {
    for (let attempt = 1; attempt <= luck.below(3); attempt += 1) study.push(practised(who(), question, attempt, luck.pick([['a'], ['b']]), at()));
  }
  return study.flatMap((fact): NewFact[] => (luck.next() < 0.15 ? [fact, voided(fact, at())] : [fact]));
}

/** One session of some unit: called off, left open or held, with people on time, late, after the closing, taken back, and missing. */
function sessionOf(sessionId: string, people: readonly Member[], luck: Chance): NewFact[] {
  const start = first + luck.below(days) * 86_400_000 + luck.pick([0, 3_600_000, 36_000_000]);
  const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
  const { unitId } = luck.pick([units[0]!, ...units]);
  const due = people.filter((member) => isInSubtree(units, member.unitId, unitId));
  const facts: NewFact[] = [{ ...scheduled(sessionId, { startsAt: at(0) }, unitId), at: at(-3_000) }];
  const fate = luck.next();
  if (fate < 0.15 || due.length === 0) return [...facts, aFact('session.cancelled', { id: 'cancelled', at: at(-60), subjectId: sessionId, unitId, body: { reason: '会议改期' } })];
  facts.push(opened(sessionId, due, at(luck.pick([-20, -5, 3])), unitId));
  for (const member of due) {
    const came = signedIn(sessionId, member, at(luck.pick([-4, 2, 5, 6, 9, 31])));
    const luckOf = luck.next();
    if (luckOf < 0.75) facts.push(came);
    if (luckOf < 0.15) facts.push(voided(came, at(10)));
    if (luckOf < 0.07) facts.push(signedIn(sessionId, member, at(12), 2));
  }
  return fate < 0.85 ? [...facts, closed(sessionId, at(30), unitId)] : facts;
}

/** The office as `measure` is given it. */
export function recordsOf({ facts }: GeneratedOffice): Records {
  const bySubject = new Map<string, Fact[]>();
  for (const fact of facts) bySubject.set(fact.subjectId, [...(bySubject.get(fact.subjectId) ?? []), fact]);
  const held = [...bySubject.values()].flatMap((own): HeldSession[] => {
    const session = foldSession(own);
    if (session?.state !== 'closed') return [];
    const signIns = facts.filter((fact) => fact.contextId === session.sessionId);
    return [{ session, register: register(session, signIns), facts: [...own, ...signIns] }];
  });
  return { facts: facts.filter((fact) => fact.subjectId.startsWith('member-')), held, questions: catalog.questions };
}

/** People and what they studied of laws that changed, in the order in which it happened. `facts` are also of people who have left, and of units that people have left. */
export interface GeneratedStudies { members: Member[]; facts: NewFact[]; changes: LawChange[] }

const texts = ['sample-law@2018/7', 'sample-law@2018/17-1', 'sample-law@2018/22/1', 'sample-law@2026/7', 'sample-law@2026/22/1', 'old-law@2005/33', 'other-law/7'];

export function generatedStudies(seed: number): GeneratedStudies {
  const luck = chance(seed);
  const people = Array.from({ length: 9 }, (_, index) => aMember({ memberId: `member-${index}`, staffNo: String(109 - index), unitId: luck.pick(units).unitId }));
  const changes = [aLawChange('sample-law@2018', ['7', '17-1']), aLawChange('sample-law@2026', ['22']), aLawChange('old-law@2005', ['33', '34']), aLawChange('other-law@2000', ['7'])];
  const standing = new Map(people.map((person) => [person, [] as NewFact[]]));
  const facts = Array.from({ length: 140 }, (_, number): NewFact => {
    const person = luck.pick(people);
    const own = standing.get(person)!;
    const at = new Date(first + luck.below(days) * 86_400_000).toISOString();
    if (own.length > 0 && luck.next() < 0.2) return voided(own.splice(luck.below(own.length), 1)[0]!, at);
    const who = luck.next() < 0.3 ? { ...person, unitId: luck.pick(units).unitId } : person;
    const fact = luck.next() < 0.3
      ? followedUp(who, luck.pick(changes).changeId, at)
      : completedCiting(who, luck.pick([...catalog.lessons.keys()]), texts.filter(() => luck.next() < 0.25), at);
    own.push({ ...fact, id: `${fact.id}/${number}` });
    return own.at(-1)!;
  });
  return { members: people.slice(2), facts, changes };
}

/** Articles of this text no longer hold as taught. */
export function aLawChange(from: string, articles: string[]): LawChange {
  const changeId = `after-${from.replace('@', '-')}`;
  return { changeId, from, to: 'sample-law@2027', effective: '2027-01-01', articles, questionIds: ['first-01'], factId: `confirmed/${changeId}`, confirmedAt: '2026-05-01T01:00:00.000Z', actorId: 'member-chen' };
}

export function completedCiting(member: Member, lessonId: string, cites: string[], at?: string): NewFact<'lesson.completed'> {
  const fact = completed(member, lessonId, at);
  return { ...fact, body: { ...fact.body, cites } };
}

export function followedUp(member: Member, changeId: string, at = now): NewFact<'follow-up.completed'> {
  return aFact('follow-up.completed', { id: `follow-up/${changeId}`, at, actorId: member.memberId, subjectId: member.memberId, unitId: member.unitId, body: { changeId, cites: ['sample-law@2027/7'] } });
}
