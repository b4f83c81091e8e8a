import { describe, expect, test } from 'vitest';
import { factKinds, ofKind, parseNewFact, standing, type NewFact } from '../../src/domain/fact.ts';
import { aFact, answered, closed, completed, enrolled, opened, recorded, scheduled, signedIn, sun, voided, zhang } from '../builders.ts';

const signIn = signedIn('session-1', zhang, '2026-03-02T01:00:00.000Z');
const ofUnit = { subjectId: 'unit-letters', unitId: 'unit-letters' };
const ofLaw = { subjectId: 'law-register', unitId: 'unit-root' };
const oneOfEach: NewFact[] = [
  enrolled(), { ...enrolled(), id: 'changed/import-1', kind: 'member.changed' }, answered(zhang, 'first-01', 1, ['a']), completed(zhang, 'course-a/first'), scheduled('session-1'), opened('session-1', [zhang, sun]), signIn,
  aFact('unit.founded', { ...ofUnit, id: 'founded', body: { name: '办信科', kind: 'section', parentId: 'unit-root', order: 1 } }), aFact('unit.renamed', { ...ofUnit, id: 'renamed/change-1', body: { name: '来信办理科䶮' } }),
  aFact('unit.closed', { ...ofUnit, id: 'closed/change-2', body: { reason: '机构改革', intoUnitId: null } }), aFact('unit.lent', { ...ofUnit, id: 'lent/change-3', body: { trainerId: 'member-lin' } }),
  aFact('unit.lending-ended', { ...ofUnit, id: 'lending-ended/change-4', body: { trainerId: 'member-lin' } }),
  aFact('records.sealed', { id: 'sealed/2026-03-02/1', actorId: 'system', subjectId: 'seal-2026-03-unit-root', unitId: 'unit-root', body: { date: '2026-03-02', heads: [['member-zhang', 3, 'a'.repeat(32)]] } }),
  aFact('law.version-announced', { ...ofLaw, id: 'law-version/law-import-1/sample-law', body: { lawId: 'sample-law', version: '2027', adopted: '2027-05-06', effective: '2027-09-01', articles: 50 } }),
  aFact('law.text-imported', { ...ofLaw, id: 'law-text/law-import-1/sample-law-2026', body: { importId: 'law-import-1', lawId: 'sample-law', version: '2026', articles: 50, textHash: 'a'.repeat(64), files: [{ name: '示例条例.docx', hash: 'b'.repeat(64) }], source: '官网', warnings: [] } }),
  aFact('law.change-confirmed', { ...ofLaw, id: 'law-change/sample-law-2026/1', body: { changeId: 'sample-law-2026', from: 'sample-law@2018', to: 'sample-law@2026', effective: '2026-03-01', articles: ['22'], questionIds: ['first-01'] } }),
  aFact('follow-up.answered', { id: 'followed/sample-law-2026/first-01/1', body: { changeId: 'sample-law-2026', questionId: 'first-01', attempt: 1, chosen: ['a'], cites: ['sample-law@2026/22'] } }),
  aFact('follow-up.completed', { id: 'follow-up/sample-law-2026', body: { changeId: 'sample-law-2026', cites: ['sample-law@2026/22'] } }),
  aFact('practice.begun', { id: 'begun/sitting-1', body: { sittingId: 'sitting-1', purpose: 'practice', scope: { by: 'topic', of: '登记' }, questionIds: ['first-01'] } }),
  aFact('question.practised', { id: 'practised/first-01/2', body: { sittingId: 'sitting-1', questionId: 'first-01', attempt: 2, chosen: ['a'], cites: ['sample-law@2026/22'], sure: true, seconds: 12 } }),
  aFact('review.arranged', { id: 'review/2026-03-02/1', body: { minutes: 30, pausedFrom: null, pausedTo: null } }),
  aFact('question.disputed', { id: 'disputed/first-01/zhang/1', subjectId: 'question-register', body: { questionId: 'first-01', chosen: ['b'], reason: '乙项也说得通' } }),
  aFact('dispute.ruled', { id: 'ruled/first-01/zhang/1', subjectId: 'question-register', body: { disputeId: 'disputed/first-01/zhang/1', questionId: 'first-01', ruling: 'also-right', chosen: ['b'], retired: false, reason: '条文没有排除', cites: ['sample-law@2026/22'] } }),
  aFact('ruling.carried-out', { id: 'carried-out/first-01/zhang/1', subjectId: 'question-register', actorId: 'system', body: { rulingId: 'ruled/first-01/zhang/1', people: 2 } }),
  aFact('answer.regraded', { id: 'regraded/first-01/zhang/1', actorId: 'system', body: { questionId: 'first-01', rulingId: 'ruled/first-01/zhang/1', answerIds: ['answered/first-01/1'], now: 'right' } }),
  aFact('answer.marked', { id: 'marked/first-01/1', body: { questionId: 'first-01', attempt: 1, points: ['1'] } }),
  closed('session-1'), aFact('session.cancelled', { id: 'cancelled', body: { reason: '会议改期' } }), voided(signIn, '2026-03-02T01:01:00.000Z'),
];

describe('a new fact', () => {
  test('of every kind is taken as it is', () => {
    expect(oneOfEach.map((fact) => fact.kind).sort()).toEqual([...factKinds].sort());
    for (const fact of oneOfEach) expect(parseNewFact(fact)).toEqual(fact);
  });

  test('of an unknown kind is refused', () => {
    for (const kind of ['member.deleted', '', undefined, 'constructor', '__proto__', 'toString']) expect(() => parseNewFact({ ...enrolled(), kind }), String(kind)).toThrow();
  });

  test('with a field too many is refused, in the envelope and in the body', () => {
    for (const fact of oneOfEach) {
      expect(() => parseNewFact({ ...fact, extra: 1 }), fact.kind).toThrow();
      expect(() => parseNewFact({ ...fact, body: { ...fact.body, extra: 1 } }), fact.kind).toThrow();
      expect(() => parseNewFact({ ...fact, seq: 1 }), fact.kind).toThrow();
    }
  });

  test('with a field missing is refused', () => {
    for (const fact of oneOfEach) for (const field of Object.keys(fact)) expect(() => parseNewFact({ ...fact, [field]: undefined }), `${fact.kind} ${field}`).toThrow();
  });

  test('with an id that is none is refused, wherever it stands', () => {
    for (const id of ['', '../x', 'A', 'a b', 'a/b', 'a.b', '__proto__', '-a', 'é', '张伟', 'a'.repeat(65)]) {
      for (const field of ['actorId', 'subjectId', 'contextId', 'unitId']) expect(() => parseNewFact({ ...enrolled(), [field]: id }), `${field} ${id}`).toThrow();
    }
    for (const id of ['', '../x', 'A', 'a b', 'x'.repeat(161), 'a\nb', 'é']) expect(() => parseNewFact({ ...enrolled(), id }), id).toThrow();
  });

  test('at an instant that is none is refused', () => {
    for (const at of ['', '2026-03-02', '2026-03-02 09:00', '2026-02-30T00:00:00.000Z', 'now', '2026-03-02T01:00:00+08:00']) expect(() => parseNewFact({ ...enrolled(), at }), at).toThrow();
  });

  test('with a body out of bounds is refused', () => {
    const bodies: [NewFact, object][] = [
      [answered(zhang, 'first-01', 1, ['a']), { attempt: 0 }], [answered(zhang, 'first-01', 1, ['a']), { attempt: 1.5 }], [answered(zhang, 'first-01', 1, ['a']), { chosen: [] }], [answered(zhang, 'first-01', 1, ['a']), { cites: ['条例'] }],
      [opened('session-1', [zhang]), { roster: [] }], [signIn, { method: 'telepathy' }], [signIn, { reason: '短' }], [closed('session-1'), { note: '长'.repeat(2_001) }], [enrolled(), { roles: [] }], [enrolled(), { roles: ['king'] }],
      [scheduled('session-1'), { minutes: 4 }], [scheduled('session-1'), { lateAfterMinutes: 61 }], [scheduled('session-1'), { meetingKind: 'party' }], [voided(signIn, '2026-03-02T01:01:00.000Z'), { reason: '' }],
    ];
    for (const [fact, over] of bodies) expect(() => parseNewFact({ ...fact, body: { ...fact.body, ...over } }), `${fact.kind} ${JSON.stringify(over)}`).toThrow();
  });
});

describe('facts that stand', () => {
  test('are those not voided, without the voidings', () => {
    const facts = recorded(enrolled(), signIn, voided(signIn, '2026-03-02T01:01:00.000Z'), signedIn('session-1', zhang, '2026-03-02T01:02:00.000Z', 2));
    expect(standing(facts).map((fact) => fact.id)).toEqual(['enrolled', 'signed-in/session-1/2']);
  });

  test('include one of the same name in another record, and hold also when the voiding is listed first', () => {
    const [mine, suns] = [signIn, signedIn('session-1', sun, '2026-03-02T01:00:00.000Z')];
    const facts = recorded(mine, suns, voided(suns, '2026-03-02T01:01:00.000Z'));
    expect(standing(facts.toReversed()).map((fact) => fact.subjectId)).toEqual(['member-zhang']);
  });

  test('of one kind are found among the others', () => {
    expect(ofKind(recorded(enrolled(), completed(zhang, 'course-a/first')), 'lesson.completed').map((fact) => fact.body.lessonId)).toEqual(['course-a/first']);
  });
});
