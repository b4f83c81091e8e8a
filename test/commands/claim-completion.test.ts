import { beforeEach, describe, expect, test } from 'vitest';
import { claimFollowUp, claimLesson } from '../../src/commands/claim-completion.ts';
import type { Catalog } from '../../src/domain/catalog.ts';
import { ofKind } from '../../src/domain/fact.ts';
import { lessonView } from '../../src/views/lesson.ts';
import { lawChangeView } from '../../src/views/law-change.ts';
import { answered, catalog, completed, now, zhang } from '../builders.ts';
import { aLawChange } from '../generated-office.ts';
import { Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const retired = (...ids: string[]): Catalog => ({ ...catalog, questions: new Map([...catalog.questions].map(([id, question]) => [id, ids.includes(id) ? { ...question, state: 'retired' as const } : question])) });
const completions = async () => ofKind(await office.store.factsOf(zhang.memberId), 'lesson.completed').map((fact) => fact.body.lessonId);

describe('a lesson whose questions have changed since the last answer', () => {
  beforeEach(async () => { await office.record(answered(zhang, 'first-01', 1, ['a']), answered(zhang, 'first-02', 1, ['a', 'd'])); });

  test('can be claimed once everything asked by now is solved, and claiming it again records nothing', async () => {
    const without = retired('first-03');
    expect(await lessonView(office.reading(zhang, now, { catalog: without }), 'course-a/first', null)).toMatchObject({ completedOn: null, earned: true });
    await claimLesson(office.act(zhang, now, { catalog: without }), 'course-a/first');
    await claimLesson(office.act(zhang, now, { catalog: without }), 'course-a/first');
    expect(await completions()).toEqual(['course-a/first']);
    expect(await lessonView(office.reading(zhang, now, { catalog: without }), 'course-a/first', null)).toMatchObject({ completedOn: '2026-03-02', earned: false });
  });

  test('cannot be claimed before, nor one that is not there', async () => {
    expect(await lessonView(office.reading(zhang), 'course-a/first', null)).toMatchObject({ earned: false });
    expect(await refusalOf(claimLesson(office.act(zhang), 'course-a/first'))).toMatchObject({ code: 'not-earned' });
    expect(await refusalOf(claimLesson(office.act(zhang), 'course-a/none'))).toMatchObject({ code: 'not-found' });
    expect(await completions()).toEqual([]);
  });
});

describe('a follow-up study of which no question is asked any more', () => {
  const change = { ...aLawChange('sample-law@2026', ['22']), changeId: 'sample-law-2026', questionIds: ['first-01'], effective: '2026-03-01' };
  const withChange = (base: Catalog): Catalog => ({ ...base, changes: [change] });

  test('is done by having read what changed, by those who owe it only', async () => {
    const emptied = withChange(retired('first-01'));
    expect(await refusalOf(claimFollowUp(office.act(zhang, now, { catalog: emptied }), change.changeId))).toMatchObject({ code: 'not-earned' });
    await office.record(completed(zhang, 'course-a/second', '2026-02-20T01:00:00.000Z'));
    expect(await refusalOf(claimFollowUp(office.act(zhang, now, { catalog: withChange(catalog) }), change.changeId))).toMatchObject({ code: 'not-earned' });
    expect(await lawChangeView(office.reading(zhang, now, { catalog: emptied }), change.changeId, null)).toMatchObject({ state: 'owed', questions: [] });
    await claimFollowUp(office.act(zhang, now, { catalog: emptied }), change.changeId);
    await claimFollowUp(office.act(zhang, now, { catalog: emptied }), change.changeId);
    expect(await lawChangeView(office.reading(zhang, now, { catalog: emptied }), change.changeId, null)).toMatchObject({ state: 'done' });
  });

  test('that nobody confirmed is refused', async () => {
    expect(await refusalOf(claimFollowUp(office.act(zhang), 'sample-law-2026'))).toMatchObject({ code: 'follow-up-not-open' });
  });
});
