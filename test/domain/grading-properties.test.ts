import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grade, isCorrect, type Marking } from '../../src/domain/grading.ts';
import { pathsOf, type Part, type Question } from '../../src/domain/question.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { answerOfPart, readResponse, shownOptions, shownThings } from '../../src/domain/response.ts';
import { anyMember, anyQuestion, keyAsShown, questionOf, tokensOf } from '../question-arbitrary.ts';
import { questionTypes } from '../question-builders.ts';

const seed = 20_261_121;
const anyAttempt = fc.integer({ min: 1, max: 40 });
const keyOf = (question: Question) => readResponse(question, 'member-zhang', 1, keyAsShown(question, 'member-zhang', 1));
/** A short answer is right when all its points were found. */
const fully = (question: Question): Marking => (question.type === 'short' ? question.points.map((_, at) => String(at + 1)) : null);

/** A recorded answer: the key with places changed, what the question knows in any order, and what it never heard of. */
function answerTo(question: Question): fc.Arbitrary<string[]> {
  const token = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...tokensOf(question)) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) });
  const bent = fc.tuple(...keyOf(question).map((one) => fc.oneof({ weight: 3, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: token })));
  return fc.oneof(bent, fc.array(token, { maxLength: 12 }), fc.shuffledSubarray(keyOf(question)), fc.array(fc.string({ unit: 'binary' })));
}
const markingOf = (question: Question): fc.Arbitrary<Marking> => (question.type === 'short' ? fc.option(fc.array(fc.oneof(fc.constantFrom(...fully(question)!), fc.string()), { maxLength: 9 })) : fc.constant(null));
const answered = anyQuestion.chain((question) => fc.record({ question: fc.constant(question), chosen: answerTo(question), marking: markingOf(question) }));

describe('the points of whatever was recorded', () => {
  test('are there, within bounds, the same each time, and full exactly when it is right', () => {
    fc.assert(fc.property(answered, ({ question, chosen, marking }) => {
      const { points, outOf, right, pending, parts } = grade(question, chosen, marking);
      expect(points).toBeGreaterThanOrEqual(0);
      expect(points).toBeLessThanOrEqual(outOf);
      expect(right).toBe(points === outOf);
      expect(isCorrect(question, chosen, marking)).toBe(right);
      expect(pending).toBe(question.type === 'short' && marking === null);
      expect(outOf).toBe(question.type === 'case' ? question.parts.length : 1);
      if (right && question.type !== 'short') expect(parts).not.toContain(false);
      expect(grade(question, [...chosen], marking)).toEqual({ points, outOf, right, pending, parts });
    }), { seed, numRuns: 3_000 });
  });

  test('are all or nothing where the whole counts', () => {
    fc.assert(fc.property(answered, ({ question, chosen }) => {
      if ('credit' in question && question.credit === 'share') fc.pre(false);
      const { points } = grade(question, chosen);
      if (question.type === 'case') for (const [at, part] of question.parts.entries()) expect([0, 1]).toContain(grade({ ...question, parts: [{ ...part, ...('credit' in part && { credit: 'whole' }) } as Part] }, answerOfPart(chosen, at + 1).map((one) => `1:${one}`)).points);
      else expect([0, 1]).toContain(points);
    }), { seed, numRuns: 1_500 });
  });

  test('are never fewer where shares are given than where only the whole counts, and full for the same answers', () => {
    fc.assert(fc.property(answered, ({ question, chosen }) => {
      if (!('credit' in question)) return;
      const [whole, share] = (['whole', 'share'] as const).map((credit) => grade({ ...question, credit }, chosen));
      expect(share!.points).toBeGreaterThanOrEqual(whole!.points);
      expect(share!.right).toBe(whole!.right);
    }), { seed, numRuns: 1_500 });
  });

  test('do not hang on the order in which things were named, where that says nothing', () => {
    fc.assert(fc.property(answered, fc.infiniteStream(fc.nat(9)), ({ question, chosen }, dice) => {
      if (['blank', 'order', 'classify', 'short'].includes(question.type)) return;
      expect(grade(question, reordered(question, chosen, dice))).toEqual(grade(question, chosen));
    }), { seed, numRuns: 2_000 });
  });
});

/** Any other order of what was named; the gaps of a case stay in theirs. */
function reordered(question: Question, chosen: readonly string[], dice: IterableIterator<number>): string[] {
  const mixed = chosen.map((one) => ({ one, die: dice.next().value as number })).sort((a, b) => a.die - b.die).map(({ one }) => one);
  if (question.type !== 'case') return mixed;
  const ofGaps = (one: string) => question.parts.some((part, at) => part.type === 'blank' && one.startsWith(`${at + 1}:`));
  const inOrder = chosen.filter(ofGaps);
  return mixed.map((one) => (ofGaps(one) ? inOrder.shift()! : one));
}

/** Every answer that differs from the given one in having one wrong part put right. */
function mendings(question: Question | Part, chosen: readonly string[], key: readonly string[]): string[][] {
  const at = (place: number, token: string) => Array.from({ length: Math.max(chosen.length, place + 1) }, (_, index) => (index === place ? token : chosen[index] ?? ''));
  switch (question.type) {
    case 'single': case 'multiple': case 'true-false': case 'find-fault':
      return [...chosen.filter((one) => !key.includes(one)).map((wrong) => chosen.filter((one) => one !== wrong)), ...key.filter((one) => !chosen.includes(one)).map((missing) => [...chosen, missing])];
    case 'blank': return key.map((token, place) => at(place, token));
    case 'match': return key.map((token, index) => [...chosen.filter((one) => !one.startsWith(`${index + 1}=`)), token]);
    case 'order': return key.map((token, place) => {
      const mended = at(place, token);
      const before = chosen.indexOf(token);
      if (before !== -1 && chosen[place] !== token) mended[before] = chosen[place] ?? '';
      return mended;
    });
    case 'classify': {
      const inCommon = (path: string) => key[0]!.split('/').findIndex((id, level) => path.split('/')[level] !== id);
      const now = inCommon(chosen[0] ?? '');
      return now === -1 ? [[...key]] : pathsOf(question.tree).filter((path) => inCommon(path) === -1 || inCommon(path) > now).map((path) => [path]);
    }
    case 'case': return question.parts.flatMap((part, index) => mendings(part, answerOfPart(chosen, index + 1), answerOfPart(key, index + 1))
      .map((mended) => [...chosen.filter((one) => !one.startsWith(`${index + 1}:`)), ...mended.map((one) => `${index + 1}:${one}`)]));
    case 'short': return [];
  }
}

describe('mending one wrong part', () => {
  test('never lowers the points', () => {
    fc.assert(fc.property(answered, ({ question, chosen }) => {
      const before = grade(question, chosen).points;
      for (const mended of mendings(question, chosen, keyOf(question))) expect(grade(question, mended).points, JSON.stringify(mended)).toBeGreaterThanOrEqual(before - 1e-12);
    }), { seed, numRuns: 2_000 });
  });

  test('of a short answer is one point more found', () => {
    fc.assert(fc.property(questionOf('short'), fc.nat(), (question, dice) => {
      const all = fully(question)!;
      const found = all.slice(0, dice % all.length);
      expect(grade(question, ['登记'], [...found, all[found.length]!]).points).toBeGreaterThanOrEqual(grade(question, ['登记'], found).points);
    }), { seed, numRuns: 300 });
  });
});

describe('what a form sends', () => {
  test('earns full marks when it is the key, for any person and attempt, of every type', () => {
    for (const type of questionTypes) {
      fc.assert(fc.property(questionOf(type), anyMember, anyAttempt, (question, memberId, attempt) => {
        const recorded = readResponse(question, memberId, attempt, keyAsShown(question, memberId, attempt));
        expect(grade(question, recorded, fully(question))).toMatchObject({ right: true, pending: false });
        expect(recorded).toEqual(keyOf(question));
      }), { seed, numRuns: 150 });
    }
  });

  test('is recorded so that it can be marked, or refused with a code, whatever it is', () => {
    const sent = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('A', 'B', 'C', '1', '2', '3', '1:A', '2:B', '__proto__', '1:__proto__', '', 'b1/b1')), { maxLength: 8 });
    fc.assert(fc.property(anyQuestion, anyMember, anyAttempt, sent, (question, memberId, attempt, given) => {
      try {
        const recorded = readResponse(question, memberId, attempt, given);
        expect(recorded.length).toBeGreaterThan(0);
        expect(grade(question, recorded).points).toBeGreaterThanOrEqual(0);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        expect(['answer-empty', 'answer-incomplete', 'answer-twice', 'invalid-input']).toContain(error.code);
      }
    }), { seed, numRuns: 2_000 });
  });
});

describe('what is shown', () => {
  /** Texts as they stand on the page from top to bottom, list by list. */
  const listsOf = (question: Question, memberId: string, attempt: number) => [
    shownOptions(question, memberId, attempt).map(({ letter, option }) => ({ letter, text: option.text, fixed: question.type === 'true-false' })),
    shownThings(question, memberId, attempt).map(({ letter, text }) => ({ letter, text, fixed: false })),
    ...(question.type === 'case' ? question.parts.map((part, at) => shownOptions(part, memberId, attempt, `${question.id}/${at + 1}`).map(({ letter, option }) => ({ letter, text: option.text, fixed: part.type === 'true-false' }))) : []),
  ].filter((list) => list.length > 0);

  test('stands still within an attempt, and never in the same order at two attempts running', () => {
    fc.assert(fc.property(anyQuestion, anyMember, anyAttempt, (question, memberId, attempt) => {
      const [now, next] = [listsOf(question, memberId, attempt), listsOf(question, memberId, attempt + 1)];
      expect(listsOf(question, memberId, attempt)).toEqual(now);
      for (const [index, list] of now.entries()) {
        const [here, there] = [list.map((one) => one.text), next[index]!.map((one) => one.text)];
        expect([...there].sort()).toEqual([...here].sort());
        if (list[0]!.fixed) expect(there).toEqual(here);
        else expect(there).not.toEqual(here);
      }
    }), { seed, numRuns: 1_000 });
  });

  test('is lettered by its place, so that a letter says nothing of the key, and an id in its stead is refused', () => {
    fc.assert(fc.property(anyQuestion, anyMember, anyAttempt, (question, memberId, attempt) => {
      for (const list of listsOf(question, memberId, attempt)) expect(list.map((one) => one.letter).join('')).toBe('ABCDEFGHIJKL'.slice(0, list.length));
      const byIds = { single: 'a', multiple: 'a', 'true-false': 't' }[question.type as string];
      if (byIds) expect(() => readResponse(question, memberId, attempt, [byIds])).toThrow(expect.objectContaining({ code: 'invalid-input' }));
      if (question.type === 'match') expect(() => readResponse(question, memberId, attempt, question.pairs.map((_, at) => 'abcdefgh'[at]!))).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    }), { seed, numRuns: 600 });
  });

  test('is in the same order whatever the key is: places are drawn, not sorted by what is right', () => {
    fc.assert(fc.property(questionOf('single'), anyMember, anyAttempt, fc.nat(5), (question, memberId, attempt, at) => {
      if (question.type !== 'single') return;
      const other = { ...question, options: question.options.map((one, index) => ({ ...one, right: index === at % question.options.length })) };
      expect(listsOf(other, memberId, attempt)).toEqual(listsOf(question, memberId, attempt));
    }), { seed, numRuns: 300 });
  });

  test('sent back in the order shown is recorded as shown, not as right', () => {
    fc.assert(fc.property(questionOf('order'), anyMember, anyAttempt, (question, memberId, attempt) => {
      const shown = shownThings(question, memberId, attempt);
      expect(readResponse(question, memberId, attempt, shown.map((_, at) => String(at + 1)))).toEqual(shown.map((one) => one.id));
    }), { seed, numRuns: 200 });
  });
});
