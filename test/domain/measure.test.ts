import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/fact.ts';
import { measure, measures, type Measure, type Scope } from '../../src/domain/measure.ts';
import { hasOptions } from '../../src/domain/question.ts';
import { catalog, units } from '../builders.ts';
import { generatedOffice, recordsOf, type GeneratedOffice } from '../generated-office.ts';

const offices = Array.from({ length: 60 }, (_, index) => generatedOffice(1_000 + index));
const year = { from: '2026-01-01', to: '2026-12-31' };
const unitIds = units.map((unit) => unit.unitId);
const scopesOf = ({ members }: GeneratedOffice): Scope[] => [year, { from: '2026-01-01', to: '2026-01-31' }, { from: '2026-02-10', to: '2026-02-10' }].flatMap((period) => [
  { period, memberIds: null, unitIds: null }, { period, memberIds: null, unitIds: new Set(unitIds.slice(0, 3)) }, { period, memberIds: null, unitIds: new Set(['unit-reception']) },
  { period, memberIds: new Set([members[0]!.memberId]), unitIds: null }, { period, memberIds: new Set([members[1]!.memberId]), unitIds: new Set([members[1]!.unitId]) },
]);
const whole: Scope = { period: year, memberIds: null, unitIds: null };
const sum = (values: (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);

describe('a figure', () => {
  test('is the number of its pieces of evidence, each in scope and named once', () => {
    for (const office of offices) {
      for (const scope of scopesOf(office)) {
        for (const name of measures) {
          const { value, right, evidence } = measure(name, recordsOf(office), scope);
          if (name === 'first-try') expect(value).toBe(evidence.length ? Math.round((right! / evidence.length) * 1000) / 10 : null);
          else expect([value, right]).toEqual([evidence.length, null]);
          expect(new Set(evidence.map(({ memberId, fact }) => `${memberId} ${fact.subjectId} ${fact.id}`)).size).toBe(evidence.length);
          for (const { memberId } of evidence) if (memberId && scope.memberIds) expect(scope.memberIds).toContain(memberId);
        }
      }
    }
  });

  test('is what an independent recount of the raw facts gives', () => {
    for (const [index, office] of offices.entries()) {
      for (const scope of scopesOf(office)) {
        for (const name of measures) expect(measure(name, recordsOf(office), scope).value, `${name} in office ${index}`).toBe(recount(name, office.facts, scope));
      }
    }
  });

  test('of sections, and of people, adds up to that of the whole', () => {
    for (const office of offices) {
      const records = recordsOf(office);
      const scopesBy = { units: unitIds.map((unitId) => ({ ...whole, unitIds: new Set([unitId]) })), people: office.members.map(({ memberId }) => ({ ...whole, memberIds: new Set([memberId]) })) };
      for (const parts of Object.values(scopesBy)) {
        for (const name of ['lessons-completed', 'attendance-due', 'attended', 'late', 'absent'] as const) expect(sum(parts.map((scope) => measure(name, records, scope).value)), name).toBe(measure(name, records, whole).value);
        for (const part of ['right', 'evidence'] as const) {
          const amount = (scope: Scope) => { const figure = measure('first-try', records, scope); return part === 'right' ? figure.right : figure.evidence.length; };
          expect(sum(parts.map(amount))).toBe(amount(whole));
        }
      }
    }
  });

  test('of those due is that of those who came and those who did not', () => {
    for (const office of offices) {
      for (const scope of scopesOf(office)) {
        const value = (name: Measure) => measure(name, recordsOf(office), scope).value!;
        expect(value('attended') + value('absent')).toBe(value('attendance-due'));
        expect(value('late')).toBeLessThanOrEqual(value('attended'));
      }
    }
  });

  test('of months adds up to that of the year', () => {
    const months = [['2026-01-01', '2026-01-31'], ['2026-02-01', '2026-02-28'], ['2026-03-01', '2026-03-31'], ['2026-04-01', '2026-12-31']].map(([from = '', to = '']) => ({ from, to }));
    for (const office of offices) {
      for (const name of measures.filter((one) => one !== 'first-try')) {
        expect(sum(months.map((period) => measure(name, recordsOf(office), { ...whole, period }).value)), name).toBe(measure(name, recordsOf(office), whole).value);
      }
    }
  });

  test('of sessions held counts for a person those in which they were due, and for a unit those it held or had people due in', () => {
    const office = offices.find((one) => recordsOf(one).held.length > 2)!;
    const { held } = recordsOf(office);
    for (const { memberId } of office.members) {
      const due = held.filter(({ session }) => session.roster.some((line) => line.memberId === memberId)).length;
      expect(measure('sessions-held', recordsOf(office), { ...whole, memberIds: new Set([memberId]) }).value).toBe(due);
    }
    expect(measure('sessions-held', recordsOf(office), whole).value).toBe(held.length);
  });

  test('is made of something in these offices: every measure is above zero in most of them', () => {
    for (const name of measures) expect(offices.filter((office) => (measure(name, recordsOf(office), whole).value ?? 0) > 0).length, name).toBeGreaterThan(30);
  });
});

const beijing = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Counts straight from the facts, by loops, with nothing of the code under test. */
function recount(name: Measure, facts: readonly Fact[], { period, memberIds, unitIds: ofUnits }: Scope): number | null {
  const stands = (fact: Fact) => !facts.some((other) => other.kind === 'fact.voided' && other.subjectId === fact.subjectId && other.body.factId === fact.id);
  const inPeriod = (at: string) => beijing.format(new Date(at)) >= period.from && beijing.format(new Date(at)) <= period.to;
  const counts = (memberId: string, unitId: string) => (memberIds === null || memberIds.has(memberId)) && (ofUnits === null || ofUnits.has(unitId));
  let [total, right, met, sessions, due, came, late] = [0, 0, 0, 0, 0, 0, 0];
  for (const fact of facts) {
    if (!counts(fact.subjectId, fact.unitId) || !inPeriod(fact.at) || !stands(fact)) continue;
    if (fact.kind === 'question.practised' && fact.body.attempt === 1) met += 1;
    if (name === 'lessons-completed' && fact.kind === 'lesson.completed') total += 1;
    if (name !== 'first-try' || fact.kind !== 'question.answered' || fact.body.attempt !== 1) continue;
    const question = catalog.questions.get(fact.body.questionId);
    if (!question || question.arguable) continue;
    if (!hasOptions(question)) throw new Error('the builders have questions with options only');
    const key = question.type === 'true-false' ? (question.answer ? 't' : 'f') : question.options.filter((option) => option.right).map((option) => option.id).join('');
    total += 1;
    if ([...fact.body.chosen].sort().join('') === key) right += 1;
  }
  for (const closing of facts.filter((fact) => fact.kind === 'session.closed')) {
    const opening = facts.find((fact) => fact.subjectId === closing.subjectId && fact.kind === 'session.opened')!;
    const plan = facts.find((fact) => fact.subjectId === closing.subjectId && fact.kind === 'session.scheduled')!;
    if (opening.kind !== 'session.opened' || plan.kind !== 'session.scheduled' || !inPeriod(plan.body.startsAt)) continue;
    const lines = opening.body.roster.filter((line) => counts(line.memberId, line.unitId));
    if (lines.length > 0 || (memberIds === null && (ofUnits === null || ofUnits.has(plan.unitId)))) sessions += 1;
    const boundary = Math.max(Date.parse(plan.body.startsAt), Date.parse(opening.at)) + plan.body.lateAfterMinutes * 60_000;
    for (const line of lines) {
      due += 1;
      const arrival = facts.find((fact) => fact.kind === 'session.signed-in' && fact.contextId === closing.subjectId && fact.subjectId === line.memberId && fact.at <= closing.at && stands(fact));
      if (arrival) came += 1;
      if (arrival && Date.parse(arrival.at) > boundary) late += 1;
    }
  }
  return { 'practice-first': met, 'lessons-completed': total, 'first-try': total ? Math.round((right / total) * 1000) / 10 : null, 'sessions-held': sessions, 'attendance-due': due, attended: came, late, absent: due - came }[name];
}
