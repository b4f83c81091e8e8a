import fc from 'fast-check';
import { headingWords, type HeadingKind, type LawHeading, type LawText } from '../../src/domain/law-text.ts';

const first = fc.constantFrom(...'民事主体应当依法保护合权益公务员䶮㛃堃𠮷职责');
const rest = fc.constantFrom(...'民事主体应当依法保护合权益䶮㛃堃𠮷，、“”《》（一）第三条款项之0123年ＡA·—〇○');
const words = (length: { min: number; max: number }) => fc.tuple(first, fc.array(rest, { minLength: length.min, maxLength: length.max })).map(([one, more]) => one + more.join(''));
const name = fc.array(first, { minLength: 2, maxLength: 9 }).map((characters) => characters.join(''));
const sentence = (end: string) => words({ min: 4, max: 40 }).map((text) => text + end);
const row = fc.tuple(name, name).map((cells) => `\n${cells.join('｜')}`);
const rows = fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.array(row, { minLength: 1, maxLength: 3 }).map((all) => all.join('')) });
const numbered = <T extends object>(all: readonly T[]) => all.map((one, index) => ({ number: index + 1, ...one }));

const item = fc.record({ text: sentence('；'), subitems: fc.array(fc.record({ text: sentence('；') }), { maxLength: 2 }).map(numbered) });
const plain = fc.tuple(sentence('。'), rows).map(([text, more]) => ({ text: text + more, items: [] }));
const listing = fc.record({ text: sentence('：'), items: fc.array(item, { minLength: 1, maxLength: 4 }).map(numbered) });
const paragraphs = fc.tuple(fc.array(fc.oneof(plain, listing), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([all, isBare]) => (isBare && all[0]!.items.length > 0 ? [{ ...all[0]!, text: '' }, ...all.slice(1)] : all));

const numericKinds = ['part', 'subpart', 'chapter', 'section'] as const;
const places = fc.array(fc.record({ at: fc.nat(12), kind: fc.constantFrom(...numericKinds), title: name }), { maxLength: 7 });

/** Any law that a printed text can hold: any first article, articles between articles, headings of every kind, lists, tables. */
export const anyLaw: fc.Arbitrary<LawText> = fc.record({
  title: name.map((one) => `${one}条例`),
  history: fc.array(fc.record({ year: fc.integer({ min: 1950, max: 2026 }), event: name }).map(({ year, event }) => `${year}年3月9日 ${event}会议通过`), { maxLength: 3 }),
  lead: fc.array(sentence('。'), { maxLength: 2 }), hasPreambleTitle: fc.boolean(),
  start: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1250 })), steps: fc.array(fc.record({ isInserted: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0), paragraphs }), { minLength: 1, maxLength: 12 }),
  places, ending: fc.boolean(),
}).map(({ title, history, lead, hasPreambleTitle, start, steps, places: wanted, ending }) => {
  let number = start - 1;
  let suffix = 0;
  const articles = steps.map((step, index) => {
    suffix = step.isInserted && index > 0 ? suffix + 1 : 0;
    if (suffix === 0) number += 1;
    return { article: suffix ? `${number}-${suffix}` : String(number), paragraphs: step.paragraphs, raw: '' };
  });
  const headings = headingsAt(wanted.map((one) => ({ ...one, at: Math.min(one.at, articles.length - 1) })), articles.map((one) => one.article), ending);
  const preambleTitle: LawHeading[] = lead.length > 0 && hasPreambleTitle ? [{ kind: 'preamble', number: null, title: '序言', raw: '', from: null, to: null }] : [];
  return { title, history, preamble: lead, headings: [...preambleTitle, ...headings], articles };
});

/** Numbers run within each kind; every heading reaches to the next that stands as high. */
function headingsAt(wanted: readonly { at: number; kind: HeadingKind; title: string }[], articles: readonly string[], hasEnding: boolean): LawHeading[] {
  const sorted = wanted.toSorted((a, b) => a.at - b.at);
  const count = new Map<HeadingKind, number>();
  const placed: { at: number; kind: HeadingKind; number: number | null; title: string }[] = sorted.map((one) => {
    count.set(one.kind, (count.get(one.kind) ?? 0) + 1);
    return { ...one, number: count.get(one.kind)! };
  });
  const highest = numericKinds.find((kind) => count.has(kind));
  if (hasEnding && highest) placed.push({ at: articles.length - 1, kind: highest, number: null, title: '附则' });
  const rank = (kind: HeadingKind) => Object.keys(headingWords).indexOf(kind);
  return placed.map(({ at, kind, number, title }, index) => {
    const end = placed.slice(index + 1).find((other) => rank(other.kind) <= rank(kind))?.at ?? articles.length;
    return { kind, number, title, raw: '', from: at < end ? articles[at]! : null, to: at < end ? articles[end - 1]! : null };
  });
}
