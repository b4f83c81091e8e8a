import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLaw, type ArticleChange } from '../../src/domain/law-diff.ts';
import type { LawText } from '../../src/domain/law-text.ts';
import { anyLaw } from '../exchange/law-arbitrary.ts';

const seed = 20_261_121;

function aLaw(articles: Record<string, string>): LawText {
  return {
    title: '街道来信办理办法', history: [], preamble: [], headings: [],
    articles: Object.entries(articles).map(([article, text]) => ({ article, raw: '', paragraphs: text.split('\n').map((one) => ({ text: one, items: [] })) })),
  };
}
const numbered = (texts: readonly string[]) => aLaw(Object.fromEntries(texts.map((text, index) => [index + 1, text])));
const brief = (changes: readonly ArticleChange[]) => changes.map(({ before, after, state, near }) => `${before ?? '–'}→${after ?? '–'} ${state}${near.length ? ` ~${near.join()}` : ''}`);

const registering = '街道收到居民来信，应当逐件登记，写明收到的日期。';
const answering = '承办科室应当自登记之日起二十日内答复写信人。';
const keeping = '来信原件由档案室保管，任何人不得撕毁或者带走。';
const praising = '办信成绩突出的工作人员，由街道给予表扬。';

describe('two texts of a law are laid beside one another', () => {
  test('an article with the same words and number is the same, with the same words elsewhere moved', () => {
    expect(brief(diffLaw(numbered([registering, answering]), numbered([keeping, answering, registering])))).toEqual(['–→1 added', '2→2 same', '1→3 moved']);
  });

  test('words that were changed are found again under another number, with how alike they are', () => {
    const changes = diffLaw(numbered([registering, answering, keeping]), numbered([praising, registering, answering.replace('二十日', '十五日'), keeping]));
    expect(brief(changes)).toEqual(['–→1 added', '1→2 moved', '2→3 changed', '3→4 moved']);
    expect(changes.map(({ similarity }) => similarity)).toEqual([0, 1, expect.toSatisfy((one: number) => one > 0.5 && one < 1), 1]);
  });

  test('a removed article stands behind the one it stood behind', () => {
    expect(brief(diffLaw(numbered([praising, registering, keeping, answering]), aLaw({ 1: registering, 2: answering })))).toEqual(['1→– removed', '2→1 moved', '3→– removed', '4→2 moved']);
  });

  test('what is only typed or laid out otherwise is no change: width of marks, spaces, 款', () => {
    expect(brief(diffLaw(numbered(['登记应当写明:姓名(名称)、日期。\n原件保管。']), numbered(['登记应当写明：姓名（名称）、日期。　原件保管。'])))).toEqual(['1→1 same']);
  });

  test('a reference that follows the renumbering is no change; one that now names another article is', () => {
    const rule = (number: string) => `违反本办法第${number}条的，由街道批评教育。`;
    const before = numbered([registering, answering, rule('二')]);
    expect(brief(diffLaw(before, numbered([praising, registering, answering, rule('三')])))).toEqual(['–→1 added', '1→2 moved', '2→3 moved', '3→4 moved']);
    expect(brief(diffLaw(before, numbered([praising, registering, answering, rule('二')])))[3]).toBe('3→4 moved');
    expect(brief(diffLaw(before, numbered([registering, answering, rule('一')])))).toEqual(['1→1 same', '2→2 same', '3→3 changed']);
    expect(brief(diffLaw(aLaw({ '2-1': registering, 3: rule('二条之一').replace('条的', '的') }), aLaw({ 3: registering, 4: rule('三') })))).toEqual(['2-1→3 moved', '3→4 moved']);
  });

  test('an article that was split goes to the part most like it and is near the other', () => {
    const changed = diffLaw(numbered([`${registering}\n${keeping}`]), numbered([registering, keeping])).find((change) => change.before === '1')!;
    expect([changed.state, [changed.after, ...changed.near].sort()]).toEqual(['changed', ['1', '2']]);
  });

  test('articles that were joined are both found in the new one', () => {
    const changes = diffLaw(numbered([registering, keeping]), numbered([`${registering}\n${keeping}`]));
    expect(changes.map(({ before, after, near }) => [before, after ?? near[0]]).sort()).toEqual([['1', '1'], ['2', '1']]);
  });

  test('among articles with the same words each keeps its neighbour', () => {
    expect(brief(diffLaw(numbered([keeping, keeping, answering]), numbered([keeping, keeping, answering])))).toEqual(['1→1 same', '2→2 same', '3→3 same']);
  });
});

describe('whatever the two texts are', () => {
  test('a text beside itself is the same throughout', () => {
    fc.assert(fc.property(anyLaw, (law) => {
      expect(diffLaw(law, law)).toEqual(law.articles.map(({ article }) => ({ before: article, after: article, state: 'same', similarity: 1, near: [] })));
    }), { seed, numRuns: 200 });
  });

  const distinctTexts = fc.uniqueArray(fc.array(fc.constantFrom(...'民事主体应当依法保护合权益公务员职责登记答复期限'), { minLength: 12, maxLength: 60 }).map((letters) => letters.join('')), { minLength: 2, maxLength: 30 });
  test('one article more at the front moves all others, and that is all', () => {
    fc.assert(fc.property(distinctTexts, ([first = '', ...rest]) => {
      expect(brief(diffLaw(numbered(rest), numbered([first, ...rest])).map((change) => ({ ...change, near: [] })))).toEqual(['–→1 added', ...rest.map((_, index) => `${index + 1}→${index + 2} moved`)]);
    }), { seed, numRuns: 200 });
  });

  /** Two laws that share articles, in any order, some with a word changed. */
  const twoLaws = fc.tuple(distinctTexts, fc.array(fc.tuple(fc.nat(40), fc.boolean()), { minLength: 1, maxLength: 30 }))
    .map(([texts, picks]) => [numbered(texts), numbered(picks.map(([pick, isChanged]) => { const text = texts[pick % texts.length]!; return isChanged ? `${text.slice(0, -4)}另有规定` : text; }))] as const);

  test('every article of both appears exactly once, the new ones in their order', () => {
    fc.assert(fc.property(fc.oneof(twoLaws, fc.tuple(anyLaw, anyLaw)), ([before, after]) => {
      const changes = diffLaw(before, after);
      expect(changes.flatMap((change) => change.after ?? [])).toEqual(after.articles.map((one) => one.article));
      expect(changes.flatMap((change) => change.before ?? []).sort()).toEqual(before.articles.map((one) => one.article).sort());
      for (const { before: old, after: now, state } of changes) expect([old === null, now === null]).toEqual([state === 'added', state === 'removed']);
    }), { seed, numRuns: 300 });
  });

  test('old and new changing places gives the same pairs the other way round', () => {
    const pairs = (changes: readonly ArticleChange[]) => changes.map(({ before, after, similarity }) => `${before} ${after} ${similarity}`).sort();
    fc.assert(fc.property(fc.oneof(twoLaws, fc.tuple(anyLaw, anyLaw)), ([before, after]) => {
      expect(pairs(diffLaw(before, after))).toEqual(pairs(diffLaw(after, before).map((change) => ({ ...change, before: change.after, after: change.before }))));
    }), { seed, numRuns: 300 });
  });
});
