import { describe, expect, test } from 'vitest';
import { answersOf } from '../../src/domain/answer.ts';
import { changesQuestion, disputesOf, rulableParts, rulingsOf, withRulings } from '../../src/domain/dispute.ts';
import { isCorrect } from '../../src/domain/grading.ts';
import { questionBefore, regradedBy } from '../../src/domain/regrading.ts';
import { rulingCites } from '../../src/domain/ruling.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import { answered, catalog, practised, questions, recorded, sun, zhang } from '../builders.ts';
import { carriedOut, disputed, ruled } from '../dispute-builders.ts';
import { aQuestionOf } from '../question-builders.ts';

const later = '2026-03-03T01:00:00.000Z';
const disputesIn = (...facts: NewFact[]) => disputesOf(recorded(...facts));
const question = questions[0]!;
const answersIn = (...facts: NewFact[]) => answersOf(recorded(...facts));

describe('a dispute', () => {
  test('is open until it is ruled on, and says how many were touched once that is known', () => {
    expect(disputesIn(disputed())).toMatchObject([{ disputeId: 'disputed/first-01/1', memberId: 'member-zhang', unitId: 'unit-reception', ruling: null }]);
    expect(disputesIn(disputed(), ruled())).toMatchObject([{ ruling: { rulingId: 'ruled/first-01/1', people: null, actorId: 'member-lin' } }]);
    expect(disputesIn(disputed(), ruled(), carriedOut(3))).toMatchObject([{ ruling: { people: 3 } }]);
  });

  test('may have its answer ruled right when there is one and it is wrong by the key and all rulings so far', () => {
    const after = withRulings(catalog.questions, disputesIn(disputed(), ruled()));
    expect([['b'], ['a'], []].map((chosen) => rulableParts(question, chosen))).toEqual([[null], [], []]);
    expect([rulableParts(after.get('first-01'), ['b']), rulableParts(undefined, ['b'])]).toEqual([[], []]);
  });
});

describe('rulings', () => {
  test('leave their question with more right answers, not asked, or deciding nothing; a key that stands changes nothing', () => {
    const after = (...facts: NewFact[]) => withRulings(catalog.questions, disputesIn(disputed(), ...facts)).get('first-01')!;
    expect([isCorrect(after(ruled()), ['b']), isCorrect(after(ruled()), ['a']), isCorrect(after(ruled()), ['c'])]).toEqual([true, true, false]);
    expect(after(ruled({ ruling: 'withdrawn', chosen: [] }))).toMatchObject({ state: 'retired', arguable: true });
    expect(after(ruled({ ruling: 'stands', chosen: [], retired: true }))).toMatchObject({ state: 'retired', arguable: false });
    const stands = disputesIn(disputed(), ruled({ ruling: 'stands', chosen: [] }));
    expect(withRulings(catalog.questions, stands)).toBe(catalog.questions);
    expect(rulingsOf(stands).map(changesQuestion)).toEqual([false]);
  });

  test('count in the order in which they were made, not in which the disputes came', () => {
    const disputes = disputesIn(disputed(), disputed(sun, { chosen: ['c'] }, 2), ruled({ chosen: ['c'] }, 2), ruled({}, 1, later));
    const [first, second] = rulingsOf(disputes);
    expect([first!.rulingId, second!.rulingId]).toEqual(['ruled/first-01/2', 'ruled/first-01/1']);
    const whole = withRulings(catalog.questions, disputes).get('first-01')!;
    expect([first!, second!].map((ruling) => questionBefore(whole, disputes, ruling.seq).alsoRight)).toEqual([[], [{ part: null, chosen: ['c'] }]]);
  });

  test('on a question that has left the content change nothing', () => {
    expect(withRulings(new Map(), disputesIn(disputed(), ruled())).size).toBe(0);
  });
});

describe('regrading', () => {
  const changed = (facts: NewFact[], given: NewFact[]) => {
    const disputes = disputesIn(...facts);
    const whole = withRulings(catalog.questions, disputes).get('first-01')!;
    return rulingsOf(disputes).map((ruling) => regradedBy(ruling, whole, disputes, answersIn(...given)));
  };
  const given = [answered(zhang, 'first-01', 1, ['b']), answered(zhang, 'first-01', 2, ['c']), answered(zhang, 'first-01', 3, ['a']), practised(zhang, 'first-01', 4, ['b'])];

  test('finds the answers that are right now, wherever they were given, and leaves those that were right before', () => {
    expect(changed([disputed(), ruled()], given)).toEqual([['answered/first-01/1', 'practised/first-01/4']]);
  });

  test('of a withdrawn question finds those that were wrong', () => {
    expect(changed([disputed(), ruled({ ruling: 'withdrawn', chosen: [] })], given)).toEqual([['answered/first-01/1', 'answered/first-01/2', 'practised/first-01/4']]);
  });

  test('of two rulings each finds only what it changed itself; once withdrawn, nothing changes any more', () => {
    const two = [disputed(), disputed(sun, {}, 2), disputed(zhang, { chosen: ['c'] }, 3)];
    expect(changed([...two, ruled(), ruled({ ruling: 'withdrawn', chosen: [] }, 2, later), ruled({ chosen: ['c'] }, 3, later)], given))
      .toEqual([['answered/first-01/1', 'practised/first-01/4'], ['answered/first-01/2'], []]);
  });

  test('leaves answers given after the ruling, which were marked by it from the start, and answers to other questions', () => {
    expect(changed([disputed(), ruled()], [answered(zhang, 'first-01', 1, ['b'], later), answered(zhang, 'second-01', 1, ['b'])])).toEqual([[]]);
    expect(changed([disputed(), ruled({ ruling: 'stands', chosen: [], retired: true })], given)).toEqual([[]]);
  });

  test('leaves a short answer that nobody has marked when the question is withdrawn', () => {
    const short = aQuestionOf('short', { id: 'first-01' });
    const disputes = disputesIn(disputed(), ruled({ ruling: 'withdrawn', chosen: [] }));
    expect(regradedBy(rulingsOf(disputes)[0]!, short, disputes, answersIn(answered(zhang, 'first-01', 1, ['登记了再说。'])))).toEqual([]);
  });
});

describe('what a ruling rests on', () => {
  const read = (text: string) => { try { return rulingCites(text, catalog.laws, '2026-03-02'); } catch (error) { return (error as { facts: object }).facts; } };

  test('is read apart by spaces, commas or 、, each once, with the version of that day unless it says another', () => {
    expect(read('sample-law/22/1 sample-law/1、sample-law/22/1，old-law@2005/33\nsample-law@2018/40')).toEqual(['sample-law@2026/22/1', 'sample-law@2026/1', 'old-law@2005/33', 'sample-law@2018/40']);
  });

  test('must be there: law, version, article, 款 and 项', () => {
    expect(read('  、 ')).toEqual({});
    for (const cite of ['第22条', 'no-law/1', 'sample-law/51', 'sample-law@1999/1', 'sample-law/22/3', 'sample-law/22/1/3', 'old-law/33', 'sample-law', '__proto__/1']) expect(read(`sample-law/1 ${cite}`), cite).toEqual({ cite });
  });
});
