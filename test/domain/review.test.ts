import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { answersOf } from '../../src/domain/answer.ts';
import { addDays, instantOf } from '../../src/domain/calendar.ts';
import { dueReview, dueReviewOf, isPaused, reviewPlanOf, reviewSecondsThisWeek } from '../../src/domain/review.ts';
import { cardsOf, recallOf, recalled, retrievability, type Recall } from '../../src/domain/review-schedule.ts';
import { aFact, answered, aQuestion, catalog, practised, recorded, zhang } from '../builders.ts';
import { aQuestionOf } from '../question-builders.ts';

const question = aQuestion({ id: 'first-01' });
const known = new Map([[question.id, question]]);
const answer = (over: Partial<Answer> = {}): Answer => ({
  factId: 'answered/first-01/1', questionId: 'first-01', at: '2026-03-02T01:00:00.000Z', where: 'practice', attempt: 1, chosen: ['a'], marking: null, note: null, sure: null, seconds: null, sittingId: 'sitting-1', ...over,
});
const on = (date: string, over: Partial<Answer> = {}) => answer({ at: instantOf(date, '10:00'), ...over });

describe('a recall', () => {
  test('is inferred from correctness, hesitation and stated confidence', () => {
    const cases: [Partial<Answer>, Recall][] = [
      [{}, 'good'], [{ sure: true }, 'good'], [{ sure: true, seconds: 14 }, 'easy'], [{ seconds: 14 }, 'good'], [{ sure: true, seconds: 15 }, 'good'],
      [{ sure: false, seconds: 5 }, 'hard'], [{ sure: true, seconds: 61 }, 'hard'], [{ seconds: 60 }, 'good'], [{ sure: true, seconds: 150 }, 'hard'], [{ sure: true, seconds: 151 }, 'good'],
      [{ chosen: ['b'] }, 'again'], [{ chosen: ['b'], sure: true, seconds: 3 }, 'again'], [{ chosen: ['b'], sure: false }, 'again'],
    ];
    for (const [over, expected] of cases) expect(recallOf(question, answer(over)), JSON.stringify(over)).toBe(expected);
  });

  test('of a short answer that nobody has marked is none', () => {
    const short = aQuestionOf('short', { id: 'first-09', points: ['先登记', '再定去向'], needed: 1 });
    expect([recallOf(short, answer({ chosen: ['登记'] })), recallOf(short, answer({ chosen: ['登记'], marking: ['1'] })), recallOf(short, answer({ chosen: ['登记'], marking: [] }))]).toEqual([null, 'good', 'again']);
  });
});

describe('a card', () => {
  test('comes back the next day after a miss, and later the better it was recalled', () => {
    const days = (['again', 'hard', 'good', 'easy'] as const).map((recall) => recalled(null, 'first-01', '2026-03-02', recall).dueOn);
    expect(days).toEqual(['2026-03-03', '2026-03-03', '2026-03-04', '2026-03-10']);
  });

  test('of what is recalled each time it is due comes back at ever longer intervals, at most a year apart', () => {
    let card = recalled(null, 'first-01', '2026-01-01', 'good');
    let before = 0;
    for (let time = 0; time < 12; time += 1) {
      const next = recalled(card, 'first-01', card.dueOn, 'good');
      const interval = (Date.parse(next.dueOn) - Date.parse(next.lastOn)) / 86_400_000;
      expect(interval === 365 || interval > before, `${interval} after ${before}`).toBe(true);
      expect(interval).toBeLessThanOrEqual(365);
      expect(retrievability(next, next.lastOn)).toBe(1);
      if (interval < 365) expect(Math.abs(retrievability(next, next.dueOn) - 0.9)).toBeLessThan(0.06);
      [card, before] = [next, interval];
    }
    expect(before).toBe(365);
  });

  test('counts the first answer of a local day only: what follows the explanation shows no memory', () => {
    const cards = cardsOf([on('2026-03-02', { chosen: ['b'] }), on('2026-03-02'), on('2026-03-02'), on('2026-03-04')], known);
    expect(cards.get('first-01')).toMatchObject({ recalls: 2, lapses: 1, lastOn: '2026-03-04', lastRight: true });
  });

  test('is of answers wherever they were given, and of no arguable or unknown question', () => {
    const facts = recorded(answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-04', 1, ['b']), practised(zhang, 'practised-01', 1, ['a']), practised(zhang, 'gone-01', 1, ['a']));
    expect([...cardsOf(answersOf(facts), catalog.questions).keys()]).toEqual(['first-01', 'practised-01']);
  });
});

describe('what is due', () => {
  const many = Array.from({ length: 60 }, (_, index) => aQuestion({ id: `many-${String(index + 10)}`, type: index % 2 ? 'true-false' : 'single' }));
  const questions = new Map(many.map((one) => [one.id, one]));
  const usual = { minutes: 30, pausedFrom: null, pausedTo: null };
  /** Answered on 2 March, every third one wrong. */
  const cards = cardsOf(many.map((one, index) => on('2026-03-02', { questionId: one.id, chosen: one.type === 'single' ? [index % 3 ? 'a' : 'b'] : [index % 3 ? 'f' : 't'] })), questions);

  test('is one short sitting, misses first, then what is most likely forgotten', () => {
    const due = dueReview(cards, many, usual, 0, '2026-03-20');
    expect(due.seconds).toBeLessThanOrEqual(600);
    expect(due.seconds).toBeGreaterThan(500);
    const right = due.questions.map((one) => cards.get(one.id)!.lastRight);
    expect(right).toEqual([...right].sort((a, b) => Number(a) - Number(b)));
    expect(right.filter((one) => !one)).toHaveLength(20);
  });

  test('never takes more than is left of the week, and nothing once it is spent', () => {
    for (const spent of [0, 1500, 1700, 1750, 1779]) {
      const due = dueReview(cards, many, usual, spent, '2026-03-20');
      expect(due.seconds).toBeLessThanOrEqual(1800 - spent);
      expect(due.none).toBe(null);
    }
    for (const spent of [1785, 1800, 9999]) expect(dueReview(cards, many, usual, spent, '2026-03-20')).toEqual({ questions: [], seconds: 0, none: 'spent' });
  });

  test('is nothing on the day of the answer itself, before its day, or in a pause', () => {
    expect(dueReview(cards, many, usual, 0, '2026-03-02').none).toBe('nothing');
    expect(dueReview(cards, many, usual, 0, '2026-03-03').questions.map((one) => cards.get(one.id)!.lastRight)).not.toContain(true);
    const away = { ...usual, pausedFrom: '2026-03-10', pausedTo: '2026-03-20' };
    expect(['2026-03-09', '2026-03-10', '2026-03-20', '2026-03-21'].map((day) => [isPaused(away, day), dueReview(cards, many, away, 0, day).none])).toEqual([[false, null], [true, 'paused'], [true, 'paused'], [false, null]]);
  });

  test('after half a year away is still one short sitting', () => {
    expect(dueReview(cards, many, usual, 0, addDays('2026-03-02', 180)).seconds).toBeLessThanOrEqual(600);
  });

  test('counts the week’s minutes from reviews only, an answer at most three times what it usually takes', () => {
    const reviews = new Set(['sitting-r']);
    const spent = (over: Partial<Answer>, date = '2026-03-04') => reviewSecondsThisWeek([on(date, { sittingId: 'sitting-r', ...over })], reviews, known, '2026-03-04');
    expect([spent({ seconds: 25 }), spent({}), spent({ seconds: 3000 }), spent({ sittingId: 'sitting-1', seconds: 25 }), spent({ sittingId: null, where: 'lesson' })]).toEqual([25, 30, 90, 0, 0]);
    expect([spent({}, '2026-03-01'), spent({}, '2026-03-02'), spent({}, '2026-03-05')]).toEqual([0, 30, 0]);
  });
});

test('the plan is the last one arranged, half an hour a week where none was', () => {
  const arranged = (number: number, minutes: number) => aFact('review.arranged', { id: `review/${number}`, body: { minutes, pausedFrom: null, pausedTo: null } });
  expect(reviewPlanOf([])).toEqual({ minutes: 30, pausedFrom: null, pausedTo: null });
  expect(reviewPlanOf(recorded(arranged(1, 20), arranged(2, 45))).minutes).toBe(45);
});

test('of one person is worked out from their facts: answers of the lesson’s check and of practice, live questions only', () => {
  const facts = recorded(answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-02', 1, ['b']), practised(zhang, 'practised-01', 1, ['b']));
  const ids = (questions = catalog.questions) => dueReviewOf({ ...catalog, questions }, facts, answersOf(facts), '2026-03-05T01:00:00.000Z').questions.map((one) => one.id);
  expect(ids().sort()).toEqual(['first-01', 'first-02', 'practised-01']);
  expect(ids(new Map(catalog.questions).set('first-02', { ...catalog.questions.get('first-02')!, state: 'retired' })).sort()).toEqual(['first-01', 'practised-01']);
});
