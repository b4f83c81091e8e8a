import { beforeEach, describe, expect, test } from 'vitest';
import { announceVersion } from '../../src/commands/announce-version.ts';
import { answerFollowUp } from '../../src/commands/answer-follow-up.ts';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { confirmLawChange } from '../../src/commands/confirm-law-change.ts';
import { takeBackLawRecord } from '../../src/commands/take-back-law-record.ts';
import { anchored, liveQuestionsOf } from '../../src/domain/catalog.ts';
import { dueNow } from '../../src/domain/due.ts';
import { lawChanges, owedFollowUps, restingOn, withAnnounced } from '../../src/domain/law-change.ts';
import { readResponse } from '../../src/domain/response.ts';
import { lawRegisterSubject } from '../../src/domain/law-register.ts';
import type { Member } from '../../src/domain/member.ts';
import { admin, aFact, aMember, completed, firstLesson, leader, now, questions, recorded, sun, trainer, zhang } from '../builders.ts';
import { catalogNow } from '../law-texts.ts';
import { lettersFor, Office, refusalOf } from '../office.ts';

/** Lessons that teach the law of the end of 2025, and the day on which the text of 2018 ends. */
const taught = '2025-12-31';
const before = '2026-02-27T01:00:00.000Z';
const after = '2026-03-02T01:00:00.000Z';
const changeId = 'sample-law-2026';

let office: Office;
beforeEach(async () => { office = await Office.open(); });

const act = async (actor: Member | null = trainer, at = before) => office.act(actor, at, { catalog: await catalogNow(office.store, taught) });
const confirm = async (over: { articles?: string[]; questionIds?: string[] } = {}, actor: Member = trainer, at = before) => confirmLawChange(await act(actor, at), { changeId, articles: ['22'], questionIds: ['first-01', 'third-01'], ...over });
const owed = async (member = zhang) => owedFollowUps(await office.store.factsOf(member.memberId), (await catalogNow(office.store, taught)).changes);
const live = async (date: string) => liveQuestionsOf(await catalogNow(office.store, taught), { ...firstLesson, lawAsOf: taught }, date).map((question) => question.id);

async function complete(member: Member, at = before): Promise<void> {
  const { catalog } = await act(member, at);
  for (const question of liveQuestionsOf(catalog, catalog.lessons.get('course-a/first')!, at.slice(0, 10)).filter((one) => !one.arguable)) {
    await answerQuestion(office.act(member, at, { catalog }), { lessonId: 'course-a/first', questionId: question.id, attempt: 1, given: lettersFor(question.id, member.memberId, 1, 'right') });
  }
}

async function follow(questionId: string, right: boolean, attempt = 1, member = zhang, at = after): Promise<void> {
  await answerFollowUp(await act(member, at), { changeId, questionId, attempt, given: lettersFor(questionId, member.memberId, attempt, right ? 'right' : 'wrong') });
}

describe('what rests on a change', () => {
  test('is what cites one of its articles of the old text, whole or in part', () => {
    const change = { from: 'sample-law@2018', articles: ['22', '17-1'] };
    expect(restingOn(['sample-law@2018/22', 'sample-law@2018/22/1/2', 'sample-law@2018/17-1', 'sample-law@2018/2', 'sample-law@2018/17', 'sample-law@2024/22', 'old-law@2005/22', 'sample-law/22'], change))
      .toEqual(['sample-law@2018/22', 'sample-law@2018/22/1/2', 'sample-law@2018/17-1']);
  });

  test('is also an earlier follow-up whose text has changed again', () => {
    const [first, second] = [{ from: 'sample-law@2018', articles: ['22'] }, { from: 'sample-law@2026', articles: ['22'] }].map((one, index) => ({ ...one, changeId: `change-${index}`, to: 'x@2030', effective: `202${index}-03-01`, questionIds: ['first-01'], factId: '', confirmedAt: now, actorId: 'system' }));
    const studied = recorded(completed(zhang, 'course-a/first', now, ['sample-law@2018/22']), aFact('follow-up.completed', { id: 'follow-up/change-0', body: { changeId: 'change-0', cites: ['sample-law@2026/22/1'] } }));
    expect(owedFollowUps(studied, [first!, second!]).map((one) => [one.change.changeId, one.lessonIds])).toEqual([['change-1', ['changes/change-0']]]);
  });
});

describe('a confirmed change of law', () => {
  test('asks a follow-up of whoever completed a lesson on the old text, and of nobody else', async () => {
    await complete(zhang);
    await confirm();
    expect((await owed()).map((one) => [one.change.changeId, one.lessonIds])).toEqual([[changeId, ['course-a/first']]]);
    expect(await owed(sun)).toEqual([]);
    expect((await office.store.factsOf(lawRegisterSubject)).at(-1)).toMatchObject({ kind: 'law.change-confirmed', actorId: trainer.memberId, unitId: 'unit-root', body: { from: 'sample-law@2018', to: 'sample-law@2026', effective: '2026-03-01' } });
  });

  test('an article that did not change asks nothing', async () => {
    await complete(zhang);
    await confirm({ articles: ['5'] });
    expect(await owed()).toEqual([]);
    expect(await live('2026-03-01')).toHaveLength(4);
  });

  test('takes questions on the old text out of use on its first day, but for those it was confirmed with', async () => {
    await confirm();
    expect([await live('2026-02-28'), await live('2026-03-01')]).toEqual([['first-01', 'first-02', 'first-03', 'first-04'], ['first-01']]);
    const { catalog } = await act(zhang, after);
    const answer = (questionId: string, at: string) => answerQuestion(office.act(zhang, at, { catalog }), { lessonId: 'course-a/first', questionId, attempt: 1, given: lettersFor(questionId, 'member-zhang', 1, 'right') });
    expect(await refusalOf(answer('first-02', after))).toMatchObject({ code: 'question-suspended' });
    expect(await refusalOf(answer('first-02', before))).toBeNull();
    await answer('first-01', after);
    expect(await office.factIds('member-zhang')).toContain('completed/course-a/first');
  });

  test('completed in spite of it on an outdated lesson, the evidence still rests on the old text', async () => {
    await confirm();
    await complete(zhang, after);
    expect(await owed()).toHaveLength(1);
  });

  test('is confirmed once; taken back, everything is as before, and it can be confirmed again', async () => {
    await complete(zhang);
    await confirm();
    expect(await refusalOf(confirm())).toMatchObject({ code: 'law-change-confirmed' });
    await takeBackLawRecord(await act(trainer), { id: `law-change/${changeId}/1`, reason: '条文选错了' });
    expect(await owed()).toEqual([]);
    expect(await live('2026-03-01')).toHaveLength(4);
    await confirm({ questionIds: ['third-01'] });
    expect(await owed()).toHaveLength(1);
    expect((await office.store.factsOf(lawRegisterSubject)).map((fact) => fact.id)).toEqual([`law-change/${changeId}/1`, `voided/law-change/${changeId}/1`, `law-change/${changeId}/2`]);
  });

  test('confirmed by two at the same moment is confirmed once', async () => {
    const codes = await Promise.all([refusalOf(confirm()), refusalOf(confirm({ articles: ['1'] }, admin))]);
    expect(codes.map((refusal) => refusal?.code ?? 'recorded').sort()).toEqual(['law-change-confirmed', 'recorded']);
  });

  test('needs articles of the old text and questions that prove something', async () => {
    for (const articles of [[], ['41'], ['0'], ['22', '99'], ['二十二']]) expect(await refusalOf(confirm({ articles })), String(articles)).toMatchObject({ code: 'law-change-without-articles' });
    for (const questionIds of [[], ['gone-01'], ['first-04']]) expect(await refusalOf(confirm({ questionIds })), String(questionIds)).toMatchObject({ code: 'law-change-without-questions' });
    expect(await refusalOf(confirmLawChange(await act(), { changeId: 'no-law-2026', articles: ['1'], questionIds: ['first-01'] }))).toMatchObject({ code: 'not-found' });
  });

  test('is for trainers and administrators of the whole installation', async () => {
    const streetTrainer = aMember({ memberId: 'member-street-trainer', unitId: 'unit-street', roles: ['cadre', 'trainer'] });
    for (const who of [zhang, leader, streetTrainer]) expect(await refusalOf(confirm({}, who)), who.name).toMatchObject({ code: 'not-permitted' });
    await confirm();
    for (const who of [zhang, leader, streetTrainer]) expect(await refusalOf(takeBackLawRecord(await act(who), { id: `law-change/${changeId}/1`, reason: '不同意' })), who.name).toMatchObject({ code: 'not-permitted' });
  });
});

describe('a version that the office learnt of late', () => {
  const learnt = '2026-04-10T01:00:00.000Z';
  const announce = async () => announceVersion(await act(admin, learnt), { lawId: 'sample-law', adopted: '2026-02-20', effective: '2026-02-25', articles: 52 });

  test('leaves what lessons teach where their authors saw it, so that its impact is found', async () => {
    const announced = { lawId: 'old-law', adopted: '2027-01-01', effective: '2027-01-01', articles: 1 };
    expect(await refusalOf(announceVersion(await act(admin, learnt), announced))).toMatchObject({ code: 'law-ended' });
    const { catalog } = await act();
    const current = { ...catalog, laws: withAnnounced(catalog.laws, recorded(aFact('law.version-announced', { id: 'law-version/announced-1/sample-law', subjectId: 'law-register', body: { lawId: 'sample-law', version: '2027', adopted: '2027-01-05', effective: '2027-02-01', articles: 52 } }))) };
    const lesson = { ...catalog.lessons.get('course-a/first')!, lawAsOf: '2027-06-01' };
    expect(anchored(current, lesson, ['sample-law/22'])).toEqual(['sample-law@2026/22']);
    expect(current.laws.get('sample-law')!.versions.map((one) => one.repealed ?? null)).toEqual(['2026-03-01', '2027-02-01', null]);
    await expect(announce()).rejects.toMatchObject({ code: 'law-version-known' });
  });

  test('taken back at the moment its change is confirmed, leaves no change behind', async () => {
    const laws = (await act()).catalog.laws;
    const orphan = recorded(aFact('law.change-confirmed', { id: 'law-change/sample-law-2027/1', subjectId: 'law-register', unitId: 'unit-root', body: { changeId: 'sample-law-2027', from: 'sample-law@2026', to: 'sample-law@2027', effective: '2027-02-01', articles: ['1'], questionIds: ['first-01'] } }));
    expect(lawChanges(orphan, laws)).toEqual([]);
  });
});

describe('a lesson all of whose questions rest', () => {
  test('is not due any more', async () => {
    await confirm({ questionIds: ['third-01'] });
    const { catalog } = await act(zhang, after);
    const goal = { lessons: 3, per: 'week' as const };
    expect(dueNow(catalog, [], goal, before).lessons.map((lesson) => lesson.lessonId)).toEqual(['course-a/first', 'course-a/second', 'course-b/third']);
    expect(dueNow(catalog, [], goal, after).lessons.map((lesson) => lesson.lessonId)).toEqual(['course-a/second', 'course-b/third']);
  });
});

describe('a follow-up study', () => {
  test('is done when every one of its questions was answered right in it, however often it took', async () => {
    await complete(zhang);
    await confirm();
    await follow('first-01', true);
    await follow('third-01', false);
    expect(await owed()).toHaveLength(1);
    await follow('third-01', true, 2);
    expect(await owed()).toEqual([]);
    expect((await office.store.factsOf('member-zhang')).at(-1)).toMatchObject({ id: `follow-up/${changeId}`, kind: 'follow-up.completed', body: { changeId } });
  });

  test('takes no answer of another question, out of turn, twice otherwise, or before it is open', async () => {
    expect(await refusalOf(follow('first-01', true))).toMatchObject({ code: 'follow-up-not-open' });
    await confirm();
    expect(await refusalOf(follow('first-02', true))).toMatchObject({ code: 'question-not-in-lesson' });
    expect(await refusalOf(follow('first-01', true, 2))).toMatchObject({ code: 'answer-stale' });
    await follow('first-01', false);
    await follow('first-01', false);
    expect(await refusalOf(follow('first-01', true))).toMatchObject({ code: 'answer-conflict' });
    await follow('first-01', true, 2);
    expect(await refusalOf(follow('first-01', true, 3))).toMatchObject({ code: 'answer-stale' });
    expect(await office.factIds('member-zhang')).toEqual([`followed/${changeId}/first-01/1`, `followed/${changeId}/first-01/2`]);
  });

  test('with its last two answers sent at once from two tabs is done once', async () => {
    await complete(zhang);
    await confirm();
    await Promise.all([follow('first-01', true), follow('third-01', true)]);
    expect((await office.factIds('member-zhang')).filter((id) => id.startsWith('follow-up/'))).toEqual([`follow-up/${changeId}`]);
  });

  test('keeps what was chosen, so that it can be marked anew', async () => {
    await confirm();
    await follow('first-01', true);
    const question = questions.find((one) => one.id === 'first-01')!;
    expect((await office.store.factsOf('member-zhang'))[0]!.body).toMatchObject({ chosen: readResponse(question, 'member-zhang', 1, lettersFor('first-01', 'member-zhang', 1, 'right')) });
  });
});
