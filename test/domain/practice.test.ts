import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersOf, type Answer } from '../../src/domain/answer.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import { drawn, isInScope, practisable, weakTopics } from '../../src/domain/practice.ts';
import { scopeIn } from '../../src/domain/sitting-scope.ts';
import { sittingsOf } from '../../src/domain/sitting.ts';
import { aFact, answered, aQuestion, catalog, practised, recorded, zhang } from '../builders.ts';
import { aQuestionOf } from '../question-builders.ts';

const today = '2026-03-10';
const answersIn = (...facts: NewFact[]) => answersOf(recorded(...facts));
const idsOf = (questions: readonly { id: string }[]) => questions.map(({ id }) => id);

describe('what a person may practise', () => {
  test('is what is kept for practice, and of a lesson’s check what they have answered in the lesson', () => {
    expect(idsOf(practisable(catalog, [], today))).toEqual(['practised-01', 'practised-02']);
    expect(idsOf(practisable(catalog, answersIn(answered(zhang, 'first-02', 1, ['b'])), today))).toEqual(['first-02', 'practised-01', 'practised-02']);
  });

  test('is nothing that is not live, has no lesson, or waits for a trainer to mark it', () => {
    const questions = new Map(catalog.questions);
    questions.set('practised-01', aQuestion({ id: 'practised-01', use: 'practice', state: 'draft' }));
    questions.set('practised-02', aQuestionOf('short', { id: 'practised-02', use: 'practice', marking: 'trainer' }));
    questions.set('orphan-01', aQuestion({ id: 'orphan-01', use: 'practice' }));
    expect(practisable({ ...catalog, questions }, [], today)).toEqual([]);
    questions.set('practised-02', aQuestionOf('short', { id: 'practised-02', use: 'practice' }));
    expect(idsOf(practisable({ ...catalog, questions }, [], today))).toEqual(['practised-02']);
  });

  test('is within a scope by law, topic or course', () => {
    const within = (scope: string) => idsOf([...catalog.questions.values()].filter((question) => isInScope(catalog, question, scopeIn(scope)!)));
    expect(within('everything:')).toHaveLength(catalog.questions.size);
    expect([within('topic:期限'), within('law:old-law'), within('course:course-b'), within('topic:')]).toEqual([['first-02', 'practised-01'], ['second-01'], ['third-01'], []]);
    expect(['', 'topic', 'topic:a:b', 'nothing:a', '__proto__:a', `topic:${'长'.repeat(81)}`].map((value) => scopeIn(value)?.of ?? null)).toEqual([null, '', 'a:b', null, null, null]);
  });
});

describe('a draw', () => {
  const bank = Array.from({ length: 30 }, (_, index) => aQuestion({ id: `bank-${index + 10}` }));
  const answer = (questionId: string, at: string): Answer => ({ factId: 'x', questionId, at, where: 'practice', attempt: 1, chosen: ['a'], marking: null, note: null, sure: null, seconds: null, sittingId: null });

  test('takes what was never answered first, then what was answered longest ago', () => {
    const answers = bank.slice(0, 27).map((question, index) => answer(question.id, instantOf('2026-03-01', `${String(23 - Math.floor(index / 3)).padStart(2, '0')}:${String(index % 3).padStart(2, '0')}`)));
    const ids = idsOf(drawn(bank, answers, 6, 'seed'));
    expect(ids.slice(0, 3).sort()).toEqual(['bank-37', 'bank-38', 'bank-39']);
    expect(ids.slice(3)).toEqual(['bank-34', 'bank-35', 'bank-36']);
  });

  test('goes by the last answer to a question, not the first', () => {
    expect(idsOf(drawn(bank.slice(0, 2), [answer('bank-10', '2026-01-01T00:00:00.000Z'), answer('bank-11', '2026-02-01T00:00:00.000Z'), answer('bank-10', '2026-03-01T00:00:00.000Z')], 1, 'seed'))).toEqual(['bank-11']);
  });

  test('of unseen ones differs from sitting to sitting, and stands still for one', () => {
    expect(drawn(bank, [], 10, 'sitting-1')).toEqual(drawn(bank, [], 10, 'sitting-1'));
    expect(idsOf(drawn(bank, [], 10, 'sitting-1'))).not.toEqual(idsOf(drawn(bank, [], 10, 'sitting-2')));
  });

  test('is as many different questions as asked for, or all there are', () => {
    fc.assert(fc.property(fc.array(fc.nat(29), { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), fc.string(), (seen, count, seed) => {
      const answers = seen.map((index, order) => answer(bank[index]!.id, new Date(1_767_200_000_000 + order * 1000).toISOString()));
      const ids = idsOf(drawn(bank, answers, count, seed));
      expect(new Set(ids).size).toBe(Math.min(count, bank.length));
      const firstSeen = ids.findIndex((id) => answers.some((one) => one.questionId === id));
      if (firstSeen >= 0) expect(ids.slice(firstSeen).every((id) => answers.some((one) => one.questionId === id))).toBe(true);
    }));
  });
});

describe('a weak topic', () => {
  const at = (minute: number) => instantOf('2026-03-02', `10:${String(minute).padStart(2, '0')}`);
  test('is one at which the last answers to at least three questions were wrong, worst first', () => {
    const questions = new Map([...Array.from({ length: 8 }, (_, index) => aQuestion({ id: `a-0${index}`, topic: '期限' })), ...Array.from({ length: 4 }, (_, index) => aQuestion({ id: `b-0${index}`, topic: '告知' })), aQuestion({ id: 'c-01', topic: '异议' }), aQuestion({ id: 'd-01', topic: '争议', arguable: true })].map((one) => [one.id, one]));
    const said = (id: string, right: boolean, minute: number, attempt = 1) => practised(zhang, id, attempt, [right ? 'a' : 'b'], at(minute));
    const facts = [
      ...Array.from({ length: 8 }, (_, index) => said(`a-0${index}`, index > 1, index)), ...Array.from({ length: 4 }, (_, index) => said(`b-0${index}`, index > 2, 10 + index)), said('c-01', false, 20), said('d-01', false, 21), said('a-00', true, 22, 2),
    ];
    expect(weakTopics(answersOf(recorded(...facts)), questions)).toEqual([{ topic: '告知', answered: 4, missed: 3 }, { topic: '期限', answered: 8, missed: 1 }]);
  });
});

test('a sitting is what was drawn, with the answers given in it', () => {
  const begun = (sittingId: string, questionIds: string[]) => aFact('practice.begun', { id: `begun/${sittingId}`, body: { sittingId, purpose: 'practice', scope: { by: 'everything', of: '' }, questionIds } });
  const facts = recorded(begun('sitting-1', ['first-01', 'first-02']), practised(zhang, 'first-01', 1, ['a']), begun('sitting-2', ['first-01']), practised(zhang, 'first-01', 2, ['b'], undefined, { sittingId: 'sitting-2' }));
  expect(sittingsOf(facts).map(({ sittingId, answers }) => [sittingId, [...answers].map(([id, answer]) => [id, answer.chosen])])).toEqual([['sitting-1', [['first-01', ['a']]]], ['sitting-2', [['first-01', ['b']]]]]);
});
