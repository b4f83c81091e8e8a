import { beforeEach, describe, expect, test } from 'vitest';
import { confirmLawChange } from '../../src/commands/confirm-law-change.ts';
import { importLaws } from '../../src/commands/import-laws.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { lawCalendarFile } from '../../src/exchange/law-calendar.ts';
import { citationNote } from '../../src/views/citation-note.ts';
import { lawArticleView } from '../../src/views/law-article.ts';
import { lawCalendarView, lawDays } from '../../src/views/law-calendar.ts';
import { lawChangeView } from '../../src/views/law-change.ts';
import { lawImpactView } from '../../src/views/law-impact.ts';
import { lawView } from '../../src/views/law.ts';
import { lawsView } from '../../src/views/laws.ts';
import { completed, leader, now, trainer, zhang } from '../builders.ts';
import { candidate, catalogNow, newText, oldText } from '../law-texts.ts';
import { Office, refusalOf } from '../office.ts';

const taught = '2025-12-31';
const changeId = 'sample-law-2026';
let office: Office;
let catalog: Catalog;
beforeEach(async () => { office = await Office.open(); catalog = await catalogNow(office.store); });

async function imported(...texts: (typeof oldText)[]): Promise<void> {
  const { newId } = office.act(null);
  await importLaws({ store: office.store, catalog, now, newId }, texts.map((text) => candidate(text)), '官网', false);
  catalog = await catalogNow(office.store);
}
const reading = (actor = zhang, over: Partial<Catalog> = {}) => office.reading(actor, now, { catalog: { ...catalog, ...over } });

describe('the list of laws', () => {
  test('says which version is in force, how long it is, and whether its text is here', async () => {
    await imported(newText);
    const view = await lawsView(reading());
    expect(view.laws.map((law) => [law.lawId, law.inForce, law.articles, law.versions.map((version) => [version.version, version.state, version.importedOn])])).toEqual([
      ['sample-law', '2026', 50, [['2026', 'in-force', '2026-03-02'], ['2018', 'past', null]]], ['old-law', null, 51, [['2005', 'past', null]]],
    ]);
    expect(view).toMatchObject({ imported: 1, versions: 3, changes: [{ changeId, effective: '2026-03-01', confirmed: false }] });
  });

  test('counts lessons and questions that rest on the version in force', async () => {
    const [sample, old] = (await lawsView(reading())).laws;
    expect([sample!.lessons, sample!.questions, old!.lessons]).toEqual([3, 8, 3]);
  });
});

describe('one law', () => {
  test('shows every article with its gist, and 款 and 项 once the text is imported', async () => {
    const before = await lawView(reading(), 'sample-law');
    expect([before.articles.length, before.articles[21]!.paragraphs, before.articles[21]!.gist]).toEqual([50, null, expect.stringContaining('第二十二条要旨')]);
    await imported(newText);
    const article = (await lawView(reading(), 'sample-law')).articles[21]!;
    expect(article.paragraphs!.map((one) => [one.paragraph, one.items.map((item) => item.item)])).toEqual([[1, [1, 2]], [2, []]]);
  });

  test('by its name means the version in force, with @ the one named; of a law that ended its last', async () => {
    expect([(await lawView(reading(), 'sample-law')).version, (await lawView(reading(), 'sample-law@2018')).version, (await lawView(reading(), 'old-law')).version]).toEqual(['2026', '2018', '2005']);
    for (const name of ['no-law', 'sample-law@1999', '', '__proto__', 'sample-law@']) expect(await refusalOf(lawView(reading(), name)), name).toMatchObject({ code: 'not-found' });
  });

  test('puts each article under its lowest heading', async () => {
    const law = catalog.laws.get('sample-law')!;
    const headings = [{ kind: 'part' as const, number: 1, title: '甲编', from: '2', to: '10' }, { kind: 'chapter' as const, number: 1, title: '一章', from: '2', to: '5' }, { kind: 'chapter' as const, number: 2, title: '二章', from: '6', to: '10' }];
    const laws = new Map(catalog.laws).set('sample-law', { ...law, versions: law.versions.map((version) => ({ ...version, headings })) });
    const view = await lawView(reading(zhang, { laws }), 'sample-law');
    expect(view.headings.map((heading) => heading.articles)).toEqual([[], ['2', '3', '4', '5'], ['6', '7', '8', '9', '10']]);
    expect(view.leading.slice(0, 3)).toEqual(['1', '11', '12']);
  });
});

describe('one article', () => {
  test('names the lessons and questions that rest on it; stems only for those who write', async () => {
    const forCadre = await lawArticleView(reading(), 'sample-law', '22');
    expect(forCadre.lessons.map((lesson) => [lesson.title, lesson.inText, lesson.questions.map((one) => one.stem)])).toEqual([
      ['登记之后', true, [null, null, null, null]], ['新旧期限', true, [null, null]], ['申诉的权利', true, [null]],
    ]);
    expect((await lawArticleView(reading(trainer), 'sample-law', '22')).lessons[0]!.questions[0]!.stem).toContain('来信');
  });

  test('that is not there is not found, with the text and without', async () => {
    for (const article of ['0', '51', '-1', '22-1', 'x', '']) expect(await refusalOf(lawArticleView(reading(), 'sample-law', article)), article).toMatchObject({ code: 'not-found' });
    await imported(newText);
    expect(await refusalOf(lawArticleView(reading(), 'sample-law', '51'))).toMatchObject({ code: 'not-found' });
  });
});

describe('a citation on a page', () => {
  test('leads to the article, and carries the words of the 款 and 项 it names', async () => {
    expect(citationNote(catalog, 'sample-law/22/1/2', '2026-03-02')).toMatchObject({ href: '/laws/sample-law/22#p1-2', text: null });
    await imported(newText, oldText);
    expect(citationNote(catalog, 'sample-law/22/1/2', '2026-03-02').text).toMatchObject([{ paragraph: 1, text: expect.stringContaining('十日'), items: [{ item: 2, label: '（二）' }] }]);
    expect(citationNote(catalog, 'sample-law/22/2', '2026-03-02').text).toMatchObject([{ paragraph: 2, items: [] }]);
    expect(citationNote(catalog, 'sample-law@2018/22', '2026-03-02')).toMatchObject({ href: '/laws/sample-law@2018/22', past: true, text: [{ text: expect.stringContaining('十五日') }, {}] });
    expect(citationNote(catalog, 'sample-law/22/3', '2026-03-02').text).toBeNull();
  });
});

describe('a change of law', () => {
  beforeEach(async () => {
    await imported(oldText, newText);
    catalog = await catalogNow(office.store, taught);
    await office.record(completed(zhang, 'course-a/first', '2026-01-05T02:00:00.000Z', ['sample-law@2018/22/1']));
  });

  test('is shown article by article from both texts, and whom it touches is counted', async () => {
    const impact = await lawImpactView(reading(trainer), changeId);
    expect(impact.taught.find((row) => row.article === '22')).toMatchObject({ state: 'changed', ticked: true, before: [{ article: '22' }], after: [{ article: '22' }] });
    expect(impact.others.filter((row) => row.state === 'added')).toHaveLength(11);
    expect(impact).toMatchObject({ owed: 1, done: 0, people: [{ name: zhang.name, lessons: ['登记之后'] }], confirmed: null });
    expect(impact.lessons.map((lesson) => lesson.title)).toEqual(['登记之后', '新旧期限', '申诉的权利']);
  });

  test('shows the learner word by word what was taught, and asks the questions', async () => {
    const act = office.act(trainer, now, { catalog });
    await confirmLawChange(act, { changeId, articles: ['5', '22'], questionIds: ['first-01'] });
    catalog = await catalogNow(office.store, taught);
    const view = await lawChangeView(reading(), changeId, null);
    expect(view).toMatchObject({ state: 'owed', withTexts: true, counts: { added: 11, removed: 1, changed: 1 }, lessons: [{ href: '/courses/course-a/first' }], solved: 0 });
    expect(view.rows.map((row) => row.before.map((side) => side.article))).toEqual([['22']]);
    expect(view.rows[0]!.words!.filter((piece) => piece.kind !== 'same').map((piece) => [piece.kind, piece.text])).toEqual([['gone', expect.stringContaining('五')], ...view.rows[0]!.words!.some((piece) => piece.kind === 'new') ? [['new', expect.any(String)]] : []]);
    expect(JSON.stringify(view.questions)).not.toMatch(/"right":(true|false)|不能推开/);
    expect(await lawChangeView(reading(leader), changeId, null)).toMatchObject({ state: 'free' });
  });

  test('that nobody knows of is not found', async () => {
    for (const name of ['sample-law-2018', 'no-law-2026', '', 'old-law-2005']) expect(await refusalOf(lawChangeView(reading(), name, null)), name).toMatchObject({ code: 'not-found' });
  });
});

describe('the calendar of law', () => {
  test('lists what comes, then what came, and gives the same as whole days to calendar programs', async () => {
    const view = await lawCalendarView(office.reading(zhang, '2026-02-20T02:00:00.000Z', { catalog }));
    expect(view.coming.map((day) => [day.date, day.what, day.version])).toEqual([['2026-03-01', 'repealed', '2018'], ['2026-03-01', 'effective', '2026']]);
    expect(view.earlier.map((day) => day.date)).toEqual(['2022-05-01', '2018-03-01', '2005-05-01']);
    const file = lawCalendarFile(lawDays(catalog), '2026-02-20T02:00:00.000Z', 'http://localhost');
    expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(5);
    expect(file).toMatch(/DTSTART;VALUE=DATE:20260301\r\n/);
    expect(file).not.toMatch(/TZID|DTSTART:/);
    expect(file).toContain('SUMMARY:《示例条例》（2026年文本）施行');
  });
});
