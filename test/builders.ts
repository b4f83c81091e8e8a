import type { z } from 'zod';
import type { Catalog } from '../src/domain/catalog.ts';
import type { Course, Lesson } from '../src/domain/course.ts';
import type { Fact, FactBody, NewFact } from '../src/domain/fact.ts';
import type { Law, LawVersion } from '../src/domain/law.ts';
import type { Member } from '../src/domain/member.ts';
import { questionSchema, type Question } from '../src/domain/question.ts';
import type { Occasion } from '../src/domain/study-session.ts';
import { unitSchema, type Unit } from '../src/domain/unit.ts';
import { chained } from '../src/storage/chain.ts';

/** Monday 2 March 2026, nine o'clock in Beijing. */
export const now = '2026-03-02T01:00:00.000Z';

/** As founded: open, lent to nobody, unless said otherwise. */
export function aUnit(said: z.input<typeof unitSchema>): Unit {
  return unitSchema.parse(said);
}

/** An office with two sections, and two street offices below it, one of them with a section. */
export const units: Unit[] = [
  aUnit({ unitId: 'unit-root', name: '区信访办', kind: 'office', parentId: null, order: 0 }),
  aUnit({ unitId: 'unit-reception', name: '来访接待科', kind: 'section', parentId: 'unit-root', order: 0 }),
  aUnit({ unitId: 'unit-letters', name: '办信科', kind: 'section', parentId: 'unit-root', order: 1 }),
  aUnit({ unitId: 'unit-street', name: '青禾街道信访办', kind: 'office', parentId: 'unit-root', order: 2 }),
  aUnit({ unitId: 'unit-desk', name: '接待窗口', kind: 'section', parentId: 'unit-street', order: 0 }),
  aUnit({ unitId: 'unit-town', name: '白溪镇信访办', kind: 'office', parentId: 'unit-root', order: 3 }),
];

export function aMember(over: Partial<Member> = {}): Member {
  return { memberId: 'member-zhang', staffNo: '1001', name: '张䶮', unitId: 'unit-reception', post: '接访岗', rank: '一级科员', roles: ['cadre'], ...over };
}

/** One person for each part played in the tests. */
export const zhang = aMember();
export const sun = aMember({ memberId: 'member-sun', staffNo: '1002', name: '孙㛃', unitId: 'unit-letters' });
export const trainer = aMember({ memberId: 'member-lin', staffNo: '1003', name: '林晓筠', roles: ['cadre', 'trainer'] });
export const sectionLeader = aMember({ memberId: 'member-zhao', staffNo: '1004', name: '赵堃', roles: ['cadre', 'leader'] });
export const leader = aMember({ memberId: 'member-wang', staffNo: '1005', name: '王敬之', unitId: 'unit-root', roles: ['cadre', 'leader'] });
export const admin = aMember({ memberId: 'member-chen', staffNo: '1006', name: '陈管', unitId: 'unit-root', roles: ['cadre', 'admin'] });
export const wu = aMember({ memberId: 'member-wu', staffNo: '2001', name: '吴桐', unitId: 'unit-desk' });
export const streetTrainer = aMember({ memberId: 'member-zhou', staffNo: '2002', name: '周舟', unitId: 'unit-street', roles: ['cadre', 'trainer'] });
export const streetLeader = aMember({ memberId: 'member-qian', staffNo: '2003', name: '钱江', unitId: 'unit-street', roles: ['cadre', 'leader'] });
export const townLeader = aMember({ memberId: 'member-feng', staffNo: '3001', name: '冯溪', unitId: 'unit-town', roles: ['cadre', 'leader'] });
export const everyone: Member[] = [zhang, sun, trainer, sectionLeader, leader, admin, wu, streetTrainer, streetLeader, townLeader];

export function aVersion(over: Partial<LawVersion> & Pick<LawVersion, 'version' | 'effective' | 'articles'>): LawVersion {
  return { adopted: over.effective, effectiveFrom: 'text', headings: [], outline: {}, gists: {}, ...over };
}

const sampleGists = { '1': '第一条要旨，写明为什么要定这个条例。', '22': '第二十二条要旨，收到之后先登记再定去向。' };
/** `sample-law` has an old version and one that takes its place on 1 March 2026. */
export const laws: Law[] = [
  {
    lawId: 'sample-law', title: '示例条例', shortNames: ['条例'], aliases: [], issuer: '某机关', kind: 'administrative-regulation',
    versions: [
      aVersion({ version: '2018', adopted: '2018-01-05', effective: '2018-03-01', repealed: '2026-03-01', articles: 40, outline: { '22': [2, 0] }, gists: sampleGists }),
      aVersion({ version: '2026', adopted: '2025-12-20', effective: '2026-03-01', articles: 50, outline: { '22': [2, 0] }, gists: sampleGists }),
    ],
  },
  {
    lawId: 'old-law', title: '旧条例', shortNames: [], aliases: [], issuer: '某机关', kind: 'administrative-regulation',
    versions: [aVersion({ version: '2005', adopted: '2005-01-05', effective: '2005-05-01', repealed: '2022-05-01', articles: 51, gists: { '33': '历史条文要旨，写明从前办结的期限。' } })],
  },
];

export function aQuestion(over: Record<string, unknown> = {}): Question {
  const type = over.type ?? 'single';
  return questionSchema.parse({
    id: 'first-01', type, stem: '收到一封属于别的局职责的来信怎么办？', explanation: '收到即登记，再按职责转送。', cites: ['sample-law/22/1'], topic: '登记', difficulty: 1,
    ...(type === 'true-false' ? { answer: false } : {
      options: [
        { id: 'a', text: '登记后转送', right: true }, { id: 'b', text: '请来信人自己找', why: '不能推开' }, { id: 'c', text: '先放一放', why: '不以催问为条件' },
        { id: 'd', text: '登记簿上写明去向', ...(type === 'multiple' ? { right: true } : { why: '登记之后还要转送' }) },
      ],
    }),
    ...over,
  });
}

export const questions: Question[] = [
  aQuestion(), aQuestion({ id: 'first-02', type: 'multiple', topic: '期限' }), aQuestion({ id: 'first-03', type: 'true-false' }),
  aQuestion({ id: 'first-04', arguable: true }),
  aQuestion({ id: 'practised-01', use: 'practice', topic: '期限' }), aQuestion({ id: 'practised-02', use: 'practice', type: 'multiple' }),
  aQuestion({ id: 'second-01', cites: ['old-law@2005/33', 'sample-law/1'] }), aQuestion({ id: 'third-01', type: 'true-false', answer: true }),
];

function aLesson(courseId: string, name: string, number: number, title: string): Lesson {
  return {
    lessonId: `${courseId}/${name}`, courseId, number, title, summary: '一句话的提要。', minutes: 6 + number, lawAsOf: '2026-03-01', history: ['old-law@2005'], topics: ['登记'],
    cites: ['sample-law/22/1', 'old-law@2005/33'], entryId: `${courseId}/0${number}-${name}`,
    questionIds: questions.map(({ id }) => id).filter((id) => id.startsWith(`${name}-`) || (name === 'second' && id.startsWith('practised-'))),
  };
}

/** Two courses: the first has lessons `first` (four questions, one of them arguable) and `second` (one, and two for practice), the other has `third`. */
export const catalog: Catalog = catalogOf([
  { courseId: 'course-a', title: '信访课', summary: '学完会办件。', audience: '全体干部', order: 1, author: '甲', reviewer: '乙', lessons: [aLesson('course-a', 'first', 1, '登记之后'), aLesson('course-a', 'second', 2, '新旧期限')] },
  { courseId: 'course-b', title: '宪法课', summary: '学完懂权利。', audience: '全体干部', order: 2, author: '甲', reviewer: '乙', lessons: [aLesson('course-b', 'third', 1, '申诉的权利')] },
]);

export function catalogOf(courses: Course[]): Catalog {
  return {
    courses, lessons: new Map(courses.flatMap((course) => course.lessons.map((lesson) => [lesson.lessonId, lesson]))),
    questions: new Map(questions.map((question) => [question.id, question])), laws: new Map(laws.map((law) => [law.lawId, law])), texts: new Map(), changes: [], disputes: [],
  };
}

export const firstLesson = catalog.courses[0]!.lessons[0]!;
export const secondLesson = catalog.courses[0]!.lessons[1]!;
export const thirdLesson = catalog.courses[1]!.lessons[0]!;

export function aFact<K extends NewFact['kind']>(kind: K, over: Partial<NewFact<K>> & Pick<NewFact<K>, 'body' | 'id'>): NewFact<K> {
  return { kind, at: now, actorId: 'member-zhang', subjectId: 'member-zhang', contextId: null, unitId: 'unit-reception', ...over };
}

export function enrolled(member: Member = zhang, at = '2026-01-05T01:00:00.000Z'): NewFact<'member.enrolled'> {
  const { memberId, unitId, post, rank, roles } = member;
  return aFact('member.enrolled', { id: 'enrolled', at, actorId: 'member-chen', subjectId: memberId, unitId, body: { unitId, post, rank, roles } });
}

export function answered(member: Member, questionId: string, attempt: number, chosen: string[], at = now): NewFact<'question.answered'> {
  const lessonId = [...catalog.lessons.values()].find((lesson) => lesson.questionIds.includes(questionId))?.lessonId ?? 'course-a/first';
  return aFact('question.answered', {
    id: `answered/${questionId}/${attempt}`, at, actorId: member.memberId, subjectId: member.memberId, unitId: member.unitId,
    body: { lessonId, questionId, attempt, chosen, cites: ['sample-law@2026/22/1'] },
  });
}

/** An answer in a practice. `attempt` 1: the first of this person to the question anywhere. */
export function practised(member: Member, questionId: string, attempt: number, chosen: string[], at = now, over: Partial<FactBody<'question.practised'>> = {}): NewFact<'question.practised'> {
  return aFact('question.practised', {
    id: `practised/${questionId}/${attempt}`, at, actorId: member.memberId, subjectId: member.memberId, unitId: member.unitId,
    body: { sittingId: 'sitting-1', questionId, attempt, chosen, cites: ['sample-law@2026/22/1'], sure: null, seconds: null, ...over },
  });
}

export function completed(member: Member, lessonId: string, at = now, cites = ['sample-law@2026/22/1']): NewFact<'lesson.completed'> {
  return aFact('lesson.completed', {
    id: `completed/${lessonId}`, at, actorId: member.memberId, subjectId: member.memberId, unitId: member.unitId,
    body: { lessonId, courseId: lessonId.split('/')[0]!, cites },
  });
}

export const occasion: Occasion = {
  kind: 'pre-meeting', meetingKind: 'directors-meeting', lessonId: 'course-a/first', startsAt: '2026-03-02T01:00:00.000Z', minutes: 10, place: '三楼会议室',
  host: '王敬之（主任）', lecturer: '林晓筠', capacity: 'backbone', lateAfterMinutes: 5,
};

const ofSession = { actorId: 'member-lin', unitId: 'unit-root' };
export function scheduled(sessionId: string, over: Partial<Occasion> = {}, unitId = 'unit-root'): NewFact<'session.scheduled'> {
  return aFact('session.scheduled', { ...ofSession, id: 'scheduled', at: '2026-02-27T08:00:00.000Z', subjectId: sessionId, unitId, body: { ...occasion, ...over } });
}

export function opened(sessionId: string, roster: readonly Member[], at = '2026-03-02T00:50:00.000Z', unitId = 'unit-root'): NewFact<'session.opened'> {
  return aFact('session.opened', { ...ofSession, id: 'opened', at, subjectId: sessionId, unitId, body: { roster: roster.map((member) => ({ memberId: member.memberId, unitId: member.unitId })) } });
}

export function signedIn(sessionId: string, member: Member, at: string, number = 1): NewFact<'session.signed-in'> {
  return aFact('session.signed-in', {
    id: `signed-in/${sessionId}/${number}`, at, actorId: member.memberId, subjectId: member.memberId, contextId: sessionId, unitId: member.unitId, body: { method: 'code' },
  });
}

export function voided(fact: NewFact, at: string, reason = '登记错人'): NewFact<'fact.voided'> {
  return aFact('fact.voided', { id: `voided/${fact.id}`, at, actorId: 'member-lin', subjectId: fact.subjectId, contextId: fact.contextId, unitId: fact.unitId, body: { factId: fact.id, reason } });
}

export function closed(sessionId: string, at = '2026-03-02T01:15:00.000Z', unitId = 'unit-root'): NewFact<'session.closed'> {
  return aFact('session.closed', { ...ofSession, id: 'closed', at, subjectId: sessionId, unitId, body: { note: '对照登记期限逐条讨论。' } });
}

export function cancelled(sessionId: string, unitId = 'unit-root', at = '2026-02-28T01:00:00.000Z'): NewFact<'session.cancelled'> {
  return aFact('session.cancelled', { ...ofSession, id: 'cancelled', at, subjectId: sessionId, unitId, body: { reason: '会议改期' } });
}

/** The facts as a store would have recorded them, each chained to the last of its subject. */
export function recorded(...facts: NewFact[]): Fact[] {
  const last = new Map<string, Fact>();
  return facts.map((fact) => {
    const whole = chained(fact, last.get(fact.subjectId) ?? null);
    last.set(fact.subjectId, whole);
    return whole;
  });
}
