import { addMinutes, instantOf } from '../../src/domain/calendar.ts';
import { questionsOf, type Catalog } from '../../src/domain/catalog.ts';
import type { Fact, NewFact } from '../../src/domain/fact.ts';
import type { Member } from '../../src/domain/member.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { wrongAnswer } from '../demo/given.ts';
import type { Settings } from '../../src/domain/settings.ts';
import type { Unit } from '../../src/domain/unit.ts';
import { chained } from '../../src/storage/chain.ts';
import type { RecordLine } from '../../src/storage/port.ts';
import { chance } from '../demo/chance.ts';

const perSection = 20;
const sectionsPerOffice = 10;
/** The first so many lessons of the catalog were studied by everyone. */
export const lessonsEach = 3;
const sessionsEach = 4;
/** The leader of the whole, one of the people. */
export const scaleLeaderId = 'member-0';

/** An installation of so many people in sections of 20 and offices of 10 sections, with some 29 facts each: the same for the same number. */
export async function* scaleRecords(people: number, catalog: Catalog): AsyncGenerator<RecordLine> {
  const units = unitsFor(people);
  const sections = units.filter((unit) => unit.kind === 'section');
  const members = Array.from({ length: people }, (_, index): Member => ({
    memberId: `member-${index}`, staffNo: String(100_000 + index), name: `人员${index}`, unitId: index === 0 ? 'unit-root' : sections[index % sections.length]!.unitId,
    post: '接访岗', rank: '一级科员', roles: index === 0 ? ['cadre', 'leader'] : ['cadre'],
  }));
  const settings: Settings = { officeName: '市信访局', rootUnitId: 'unit-root', goal: { lessons: 1, per: 'month' } };
  yield { document: { collection: 'settings', id: 'office', version: 1, value: settings } };
  for (const unit of units) yield { document: { collection: 'units', id: unit.unitId, version: 1, value: unit } };
  for (const member of members) yield { document: { collection: 'members', id: member.memberId, version: 1, value: member } };
  const heads = new Map<string, Fact>();
  for (const fact of factsOf(members, sections, catalog)) {
    const whole = chained(fact, heads.get(fact.subjectId) ?? null);
    heads.set(fact.subjectId, whole);
    yield { fact: whole };
  }
}

function unitsFor(people: number): Unit[] {
  const open = { closedOn: null, mergedIntoId: null, lentTo: [] };
  const sectionCount = Math.max(1, Math.ceil(people / perSection));
  // A single office is the root itself, with its sections right below it.
  const officeCount = sectionCount > sectionsPerOffice ? Math.ceil(sectionCount / sectionsPerOffice) : 0;
  return [
    { unitId: 'unit-root', name: '市信访局', kind: 'office', parentId: null, order: 0, ...open },
    ...Array.from({ length: officeCount }, (_, index): Unit => ({ unitId: `unit-o${index}`, name: `第${index + 1}区信访办`, kind: 'office', parentId: 'unit-root', order: index, ...open })),
    ...Array.from({ length: sectionCount }, (_, index): Unit => ({ unitId: `unit-s${index}`, name: `第${index + 1}科`, kind: 'section', parentId: officeCount ? `unit-o${Math.floor(index / sectionsPerOffice)}` : 'unit-root', order: index, ...open })),
  ];
}

function* factsOf(members: readonly Member[], sections: readonly Unit[], catalog: Catalog): Generator<NewFact> {
  const luck = chance(members.length);
  const lessons = catalog.courses.flatMap((course) => course.lessons).slice(0, lessonsEach);
  const ofMember = ({ memberId, unitId }: Member, at: string) => ({ at, actorId: memberId, subjectId: memberId, contextId: null, unitId });
  for (const member of members) {
    const { unitId, post, rank, roles } = member;
    yield { ...ofMember(member, instantOf('2026-01-05', '09:00')), id: 'enrolled', kind: 'member.enrolled', body: { unitId, post, rank, roles } };
  }
  for (const [index, lesson] of lessons.entries()) {
    for (const member of members) {
      const stamp = ofMember(member, addMinutes(instantOf(`2026-${String(2 + index * 3).padStart(2, '0')}-10`, '09:00'), luck.below(20_000)));
      for (const question of questionsOf(catalog, lesson)) {
        const right = luck.next() < 0.8;
        const chosen = right ? keyOf(question) : wrongAnswer(question, luck);
        yield { ...stamp, id: `answered/${question.id}/1`, kind: 'question.answered', body: { lessonId: lesson.lessonId, questionId: question.id, attempt: 1, chosen, cites: ['petition-work-regulations@2022/22'] } };
      }
      if (luck.next() < 0.9) yield { ...stamp, id: `completed/${lesson.lessonId}`, kind: 'lesson.completed', body: { lessonId: lesson.lessonId, courseId: lesson.courseId, cites: ['petition-work-regulations@2022/22'] } };
    }
  }
  const bySection = Map.groupBy(members, (member) => member.unitId);
  for (let number = 0; number < sessionsEach; number += 1) {
    for (const { unitId } of sections) yield* sessionOf(`session-${unitId}-${number}`, unitId, bySection.get(unitId) ?? [], instantOf(`2026-${String(3 + number * 2).padStart(2, '0')}-16`, '09:00'), lessons[0]!.lessonId);
  }
}

function* sessionOf(sessionId: string, unitId: string, people: readonly Member[], startsAt: string, lessonId: string): Generator<NewFact> {
  if (people.length === 0) return;
  const stamp = { actorId: scaleLeaderId, subjectId: sessionId, contextId: null, unitId };
  yield {
    ...stamp, at: addMinutes(startsAt, -2_000), id: 'scheduled', kind: 'session.scheduled',
    body: { kind: 'pre-meeting', meetingKind: 'directors-meeting', lessonId, startsAt, minutes: 10, place: '会议室', host: '主任', lecturer: '科长', capacity: 'backbone', lateAfterMinutes: 5 },
  };
  yield { ...stamp, at: addMinutes(startsAt, -5), id: 'opened', kind: 'session.opened', body: { roster: people.map((member) => ({ memberId: member.memberId, unitId: member.unitId })) } };
  for (const [index, { memberId }] of people.entries()) {
    if (index % 10 === 9) continue;
    yield { at: addMinutes(startsAt, index % 8), actorId: memberId, subjectId: memberId, contextId: sessionId, unitId, id: `signed-in/${sessionId}/1`, kind: 'session.signed-in', body: { method: 'code' } };
  }
  yield { ...stamp, at: addMinutes(startsAt, 15), id: 'closed', kind: 'session.closed', body: { note: '讨论了登记期限。' } };
}
