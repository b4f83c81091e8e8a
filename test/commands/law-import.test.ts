import { beforeEach, describe, expect, test } from 'vitest';
import { announceVersion } from '../../src/commands/announce-version.ts';
import { confirmLawImport } from '../../src/commands/confirm-law-import.ts';
import { dropLawPreviews } from '../../src/commands/drop-law-previews.ts';
import { importLaws } from '../../src/commands/import-laws.ts';
import { loadLawImport } from '../../src/commands/law-import.ts';
import { previewLawImport } from '../../src/commands/preview-law-import.ts';
import { takeBackLawRecord } from '../../src/commands/take-back-law-record.ts';
import { lawRegisterSubject } from '../../src/domain/law-register.ts';
import type { LawCandidate } from '../../src/domain/law-import.ts';
import type { Member } from '../../src/domain/member.ts';
import { admin, aMember, catalog, leader, now, trainer, zhang } from '../builders.ts';
import { candidate, catalogNow, lawText, newText, oldText } from '../law-texts.ts';
import { Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });

const act = async (actor: Member | null = admin, at = now) => office.act(actor, at, { catalog: await catalogNow(office.store) });
const preview = async (...candidates: LawCandidate[]) => previewLawImport(await act(), candidates, '国家法律法规数据库');
const outcomes = async (importId: string) => (await loadLawImport(office.store, importId)).value.lines.map((line) => line.outcome);
const imported = async () => [...(await catalogNow(office.store)).texts.keys()].sort();

describe('importing statute texts', () => {
  test('changes nothing until it is confirmed, then keeps text, files, source and warnings', async () => {
    const importId = await preview(candidate(newText, { warnings: [{ file: '示例条例.docx', line: 7, message: '标题分成了两行' }] }));
    expect(await imported()).toEqual([]);
    await confirmLawImport(await act(), importId, []);
    const { texts } = await catalogNow(office.store);
    expect(texts.get('sample-law@2026')).toMatchObject({ importId, articles: 50, source: '国家法律法规数据库', warnings: ['示例条例.docx 第 7 行：标题分成了两行'], actorId: admin.memberId, text: newText });
    const [file] = texts.get('sample-law@2026')!.files;
    expect(new TextDecoder().decode((await office.store.readBlob(file!.hash))!)).toBe(JSON.stringify(newText));
  });

  test('knows the version by the day it was adopted, else by the number of articles', async () => {
    expect((await loadLawImport(office.store, await preview(candidate(oldText), candidate(newText)))).value.lines.map((line) => line.version)).toEqual(['2018', '2026']);
    expect((await loadLawImport(office.store, await preview(candidate(oldText, { adopted: null, effective: null })))).value.lines[0]).toMatchObject({ lawId: 'sample-law', version: '2018', outcome: 'first-text' });
  });

  test('a text that lacks its end is not taken for the version it looks like', async () => {
    const cut = { ...newText, articles: newText.articles.slice(0, 46) };
    const importId = await preview(candidate(cut));
    expect((await loadLawImport(office.store, importId)).value.lines[0]).toMatchObject({ outcome: 'faulty', faults: [expect.stringContaining('文件有 46 条，这一版登记为 50 条')] });
    expect(await refusalOf(confirmLawImport(await act(), importId, []))).toMatchObject({ code: 'nothing-to-import' });
  });

  test('a law that nobody registered, or a file with faults, stays out while the others come in', async () => {
    const importId = await preview(candidate(lawText('无名条例', [], ['甲。', '乙。'])), candidate(oldText), candidate(newText, { text: null, faults: [{ file: 'x.docx', line: 3, message: '第二条重复' }] }));
    expect(await outcomes(importId)).toEqual(['faulty', 'first-text', 'faulty']);
    await confirmLawImport(await act(), importId, []);
    expect(await imported()).toEqual(['sample-law@2018']);
  });

  test('of the same version twice in one upload neither is chosen', async () => {
    const other = { ...newText, articles: newText.articles.map((article, index) => (index === 0 ? { ...article, paragraphs: [{ text: '另一份文本的第一条。', items: [] }] } : article)) };
    expect(await outcomes(await preview(candidate(newText), candidate(other)))).toEqual(['faulty', 'faulty']);
    expect(await outcomes(await preview(candidate(newText), candidate(newText)))).toEqual(['first-text', 'first-text']);
  });

  test('confirmed twice, or again after a crash between the records and the mark, is one import', async () => {
    const importId = await preview(candidate(newText));
    const before = (await office.store.readDocument('law-imports', importId))!;
    await confirmLawImport(await act(), importId, []);
    expect(await refusalOf(confirmLawImport(await act(), importId, []))).toMatchObject({ code: 'law-import-applied' });
    const after = (await office.store.readDocument('law-imports', importId))!;
    await office.store.changeDocuments('law-imports', [{ id: importId, expected: after.version, value: before.value }]);
    await confirmLawImport(await act(admin, '2026-03-02T09:00:00.000Z'), importId, []);
    expect(await office.store.factsOf(lawRegisterSubject)).toHaveLength(1);
  });

  test('the same text again brings nothing; another of the same version takes its place', async () => {
    await confirmLawImport(await act(), await preview(candidate(newText)), []);
    const again = await preview(candidate(newText));
    expect(await outcomes(again)).toEqual(['same-text']);
    expect(await refusalOf(confirmLawImport(await act(), again, []))).toMatchObject({ code: 'nothing-to-import' });
    const mended = { ...newText, history: [...newText.history, '更正'] };
    await confirmLawImport(await act(), await preview(candidate(mended, { adopted: '2025-12-20', effective: '2026-03-01' })), []);
    expect((await catalogNow(office.store)).texts.get('sample-law@2026')!.text.history).toContain('更正');
  });

  test('left alone for a week is forgotten with its files, but not what something else names', async () => {
    const later = '2026-03-12T01:00:00.000Z';
    const left = await preview(candidate(oldText), candidate(newText));
    const [oldLine, newLine] = (await loadLawImport(office.store, left)).value.lines;
    await confirmLawImport(await act(), await preview(candidate(newText)), []);
    await dropLawPreviews(office.store, '2026-03-08T01:00:00.000Z');
    expect(await office.store.readBlob(oldLine!.textHash!)).not.toBeNull();
    await dropLawPreviews(office.store, later);
    expect(await refusalOf(loadLawImport(office.store, left))).toMatchObject({ code: 'not-found' });
    expect(await office.store.readBlob(oldLine!.textHash!)).toBeNull();
    expect(await office.store.readBlob(newLine!.textHash!)).not.toBeNull();
    expect(await imported()).toEqual(['sample-law@2026']);
  });

  test('is taken back with a reason, and what was there before stands again', async () => {
    const first = await preview(candidate(newText));
    await confirmLawImport(await act(), first, []);
    const mended = { ...newText, history: [...newText.history, '更正'] };
    const second = await preview(candidate(mended, { adopted: '2025-12-20', effective: '2026-03-01' }), candidate(oldText));
    await confirmLawImport(await act(), second, []);
    expect(await refusalOf(takeBackLawRecord(await act(), { id: second, reason: ' ' }))).toMatchObject({ code: 'reason-missing' });
    await takeBackLawRecord(await act(), { id: second, reason: '传错了文件' });
    expect(await imported()).toEqual(['sample-law@2026']);
    expect((await catalogNow(office.store)).texts.get('sample-law@2026')!.importId).toBe(first);
    expect(await refusalOf(takeBackLawRecord(await act(), { id: second, reason: '再撤一次' }))).toMatchObject({ code: 'law-import-taken-back' });
    expect(await refusalOf(takeBackLawRecord(await act(), { id: 'law-import-none', reason: '没有的' }))).toMatchObject({ code: 'not-found' });
  });

  test('is for administrators of the whole installation', async () => {
    const streetAdmin = aMember({ memberId: 'member-street-admin', unitId: 'unit-street', roles: ['cadre', 'admin'] });
    for (const who of [null, zhang, trainer, leader, streetAdmin]) {
      expect(await refusalOf(previewLawImport(await act(who), [candidate(newText)], '来源')), who?.name).toMatchObject({ code: who ? 'not-permitted' : 'not-signed-in' });
    }
    const importId = await preview(candidate(newText));
    for (const who of [zhang, trainer, leader, streetAdmin]) expect(await refusalOf(confirmLawImport(await act(who), importId, [])), who.name).toMatchObject({ code: 'not-permitted' });
    expect(await imported()).toEqual([]);
  });
});

describe('a version that is not in the registry', () => {
  const later = { ...newText, history: ['2027年5月6日 修订', '2027年9月1日 施行'] };

  test('comes in with its days, and ends the one in force on its first day', async () => {
    const importId = await preview(candidate(later));
    expect(await outcomes(importId)).toEqual(['new-version']);
    for (const dates of [[], [{ lawId: 'sample-law', adopted: '2027-05-06', effective: '2026-03-01' }], [{ lawId: 'sample-law', adopted: '2027-09-02', effective: '2027-09-01' }]]) {
      expect(await refusalOf(confirmLawImport(await act(), importId, dates)), JSON.stringify(dates)).toMatchObject({ code: 'law-dates-wrong' });
    }
    await confirmLawImport(await act(), importId, [{ lawId: 'sample-law', adopted: '2027-05-06', effective: '2027-09-01' }]);
    const law = (await catalogNow(office.store)).laws.get('sample-law')!;
    expect(law.versions.map(({ version, repealed }) => [version, repealed ?? null])).toEqual([['2018', '2026-03-01'], ['2026', '2027-09-01'], ['2027', null]]);
    await takeBackLawRecord(await act(), { id: importId, reason: '尚未公布' });
    expect((await catalogNow(office.store)).laws.get('sample-law')).toEqual(catalog.laws.get('sample-law'));
  });

  test('of a year that has one already, or with days of another year, is not let in', async () => {
    const sameYear = { ...newText, articles: newText.articles.slice(0, 45), history: ['2026年5月6日 修订', '2026年9月1日 施行'] };
    expect((await loadLawImport(office.store, await preview(candidate(sameYear)))).value.lines[0]).toMatchObject({ outcome: 'faulty', faults: [expect.stringContaining('2026 年的版本已经登记')] });
    const importId = await preview(candidate(later));
    expect(await refusalOf(confirmLawImport(await act(), importId, [{ lawId: 'sample-law', adopted: '2026-12-06', effective: '2027-09-01' }]))).toMatchObject({ code: 'law-dates-wrong' });
    await announceVersion(await act(), { lawId: 'sample-law', adopted: '2027-05-06', effective: '2027-09-01', articles: 50 });
    expect(await refusalOf(confirmLawImport(await act(), importId, [{ lawId: 'sample-law', adopted: '2027-05-06', effective: '2027-10-01' }]))).toMatchObject({ code: 'law-version-known' });
  });

  test('is not announced for a law that has ended', async () => {
    expect(await refusalOf(announceVersion(await act(), { lawId: 'old-law', adopted: '2027-05-06', effective: '2027-09-01', articles: 50 }))).toMatchObject({ code: 'law-ended' });
  });

  test('can be announced before its text is at hand, and the text is then known as its', async () => {
    const announced = { lawId: 'sample-law', adopted: '2027-05-06', effective: '2027-09-01', articles: 50 };
    for (const wrong of [{ ...announced, effective: '2027-05-05' }, { ...announced, adopted: '2025-02-01', effective: '2026-03-01' }]) expect(await refusalOf(announceVersion(await act(), wrong))).toMatchObject({ code: 'law-dates-wrong' });
    expect(await refusalOf(announceVersion(await act(), { ...announced, lawId: 'no-law' }))).toMatchObject({ code: 'not-found' });
    await announceVersion(await act(), announced);
    expect(await refusalOf(announceVersion(await act(), announced))).toMatchObject({ code: 'law-version-known' });
    expect(await outcomes(await preview(candidate(later)))).toEqual(['first-text']);
  });
});

describe('an operator at the command line', () => {
  const operator = async (dryRun: boolean, ...candidates: LawCandidate[]) => {
    const { store, newId, catalog: published } = await act();
    return (await importLaws({ store, catalog: published, now, newId }, candidates, '官网下载', dryRun)).map((line) => line.outcome);
  };

  test('imports what has no fault, and first only looks when asked to', async () => {
    expect(await operator(true, candidate(oldText), candidate(newText))).toEqual(['first-text', 'first-text']);
    expect(await imported()).toEqual([]);
    expect(await operator(false, candidate(oldText), candidate(newText), candidate(lawText('无名条例', [], ['甲。'])))).toEqual(['first-text', 'first-text', 'faulty']);
    expect(await imported()).toEqual(['sample-law@2018', 'sample-law@2026']);
    expect(await operator(false, candidate(oldText), candidate(newText))).toEqual(['same-text', 'same-text']);
    expect(await office.store.factsOf(lawRegisterSubject)).toHaveLength(2);
  });

  test('brings in a new version only when the file names both its days', async () => {
    const later = { ...newText, history: ['2027年5月6日 修订', '2027年9月1日 施行'] };
    expect(await operator(false, candidate(later, { effective: null }))).toEqual(['faulty']);
    expect(await operator(false, candidate(later))).toEqual(['new-version']);
    expect(await imported()).toEqual(['sample-law@2027']);
  });
});
