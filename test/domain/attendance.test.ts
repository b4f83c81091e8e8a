import { describe, expect, test } from 'vitest';
import { countAttendance, lateFrom, register } from '../../src/domain/attendance.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import { foldSession, type StudySession } from '../../src/domain/study-session.ts';
import { aFact, closed, opened, recorded, scheduled, signedIn, sun, voided, wu, zhang } from '../builders.ts';

const sessionOf = (...facts: NewFact[]): StudySession => foldSession(recorded(...facts))!;
const open = sessionOf(scheduled('session-1'), opened('session-1', [zhang, sun]));
const over = sessionOf(scheduled('session-1'), opened('session-1', [zhang, sun]), closed('session-1'));
const stateOf = (session: StudySession, ...facts: NewFact[]) => register(session, recorded(...facts))[0]!.state;

describe('a study session', () => {
  test('is scheduled, open, then closed, and says by whom and when', () => {
    expect(sessionOf(scheduled('session-1'))).toMatchObject({ state: 'scheduled', unitId: 'unit-root', scheduledBy: 'member-lin', openedAt: null, roster: [] });
    expect(open).toMatchObject({ state: 'open', openedAt: '2026-03-02T00:50:00.000Z', closedAt: null, roster: [{ memberId: 'member-zhang', unitId: 'unit-reception' }, { memberId: 'member-sun', unitId: 'unit-letters' }] });
    expect(over).toMatchObject({ state: 'closed', closedAt: '2026-03-02T01:15:00.000Z', closedBy: 'member-lin', note: '对照登记期限逐条讨论。' });
    expect(foldSession(recorded(opened('session-1', [zhang])))).toBeNull();
  });

  test('that was called off is called off, with the reason', () => {
    const cancelled = aFact('session.cancelled', { id: 'cancelled', subjectId: 'session-1', unitId: 'unit-root', body: { reason: '会议改期' } });
    expect(sessionOf(scheduled('session-1'), opened('session-1', [zhang]), cancelled)).toMatchObject({ state: 'cancelled', cancelReason: '会议改期' });
  });
});

describe('a sign-in is late', () => {
  test('from the second after the boundary on, and not at the boundary', () => {
    expect(lateFrom(open)).toBe('2026-03-02T01:05:00.000Z');
    const at = (instant: string) => stateOf(open, signedIn('session-1', zhang, instant));
    expect([at('2026-03-02T00:50:01.000Z'), at('2026-03-02T01:05:00.000Z'), at('2026-03-02T01:05:01.000Z'), at('2026-03-02T01:05:00.001Z')]).toEqual(['present', 'present', 'late', 'late']);
  });

  test('counted from the opening where that came after the start', () => {
    const late = sessionOf(scheduled('session-1'), opened('session-1', [zhang], '2026-03-02T01:20:30.000Z'));
    expect(lateFrom(late)).toBe('2026-03-02T01:25:30.000Z');
    expect([stateOf(late, signedIn('session-1', zhang, '2026-03-02T01:25:30.000Z')), stateOf(late, signedIn('session-1', zhang, '2026-03-02T01:25:31.000Z'))]).toEqual(['present', 'late']);
  });

  test('at once after the start when no minutes are given', () => {
    const strict = sessionOf(scheduled('session-1', { lateAfterMinutes: 0 }), opened('session-1', [zhang]));
    expect([stateOf(strict, signedIn('session-1', zhang, '2026-03-02T01:00:00.000Z')), stateOf(strict, signedIn('session-1', zhang, '2026-03-02T01:00:01.000Z'))]).toEqual(['present', 'late']);
  });
});

describe('the register', () => {
  test('awaits the missing while open and calls them absent once closed', () => {
    expect([stateOf(open), stateOf(over)]).toEqual(['awaited', 'absent']);
  });

  test('does not count a sign-in that crossed the closing', () => {
    expect([stateOf(over, signedIn('session-1', zhang, '2026-03-02T01:15:00.000Z')), stateOf(over, signedIn('session-1', zhang, '2026-03-02T01:15:00.001Z'))]).toEqual(['late', 'absent']);
  });

  test('does not count a voided sign-in, and counts the one made after it', () => {
    const first = signedIn('session-1', zhang, '2026-03-02T00:55:00.000Z');
    const undo = voided(first, '2026-03-02T00:56:00.000Z');
    expect(stateOf(over, first, undo)).toBe('absent');
    const [line] = register(over, recorded(first, undo, signedIn('session-1', zhang, '2026-03-02T01:06:00.000Z', 2)));
    expect(line).toEqual({ memberId: 'member-zhang', unitId: 'unit-reception', state: 'late', signedInAt: '2026-03-02T01:06:00.000Z', method: 'code', reason: null, factId: 'signed-in/session-1/2' });
  });

  test('is not touched by a voiding of the same name in another person’s record', () => {
    const zhangs = signedIn('session-1', zhang, '2026-03-02T00:55:00.000Z');
    const suns = signedIn('session-1', sun, '2026-03-02T00:55:00.000Z');
    expect(register(over, recorded(zhangs, suns, voided(suns, '2026-03-02T00:56:00.000Z'))).map((line) => line.state)).toEqual(['present', 'absent']);
  });

  test('has one line for everyone due and none for anyone else, other sessions left out', () => {
    const lines = register(over, recorded(signedIn('session-1', wu, '2026-03-02T00:55:00.000Z'), signedIn('session-2', zhang, '2026-03-02T00:55:00.000Z'), signedIn('session-1', sun, '2026-03-02T00:55:00.000Z')));
    expect(lines.map((line) => [line.memberId, line.state])).toEqual([['member-zhang', 'absent'], ['member-sun', 'present']]);
    expect(countAttendance(lines)).toEqual({ due: 2, present: 1, late: 0, absent: 1, awaited: 0 });
  });

  test('says who was entered by hand and why', () => {
    const byHand = { ...signedIn('session-1', zhang, '2026-03-02T00:55:00.000Z'), body: { method: 'by-hand' as const, reason: '未带手机' } };
    expect(register(open, recorded(byHand))[0]).toMatchObject({ state: 'present', method: 'by-hand', reason: '未带手机' });
  });
});
