import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog.ts';
import { questionRegisterSubject } from '../../src/domain/dispute.ts';
import type { NewFact } from '../../src/domain/fact.ts';
import type { Member } from '../../src/domain/member.ts';
import { noticesOf } from '../../src/views/notices.ts';
import { aFact, answered, catalog, practised, sun, zhang } from '../builders.ts';
import { catalogUnderRulings, disputed, ruled } from '../dispute-builders.ts';
import { Office } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

const later = '2026-03-03T01:00:00.000Z';
const short = aQuestionOf('short', { id: 'first-02', marking: 'trainer' });
const content: Catalog = { ...catalog, questions: new Map([...catalog.questions, ['first-02', short]]) };
let office: Office;
beforeEach(async () => { office = await Office.open(); });

const regraded = aFact('answer.regraded', { id: 'regraded/first-01/1', at: later, actorId: 'system', subjectId: 'member-sun', body: { questionId: 'first-01', rulingId: 'ruled/first-01/1', answerIds: ['answered/first-01/1'], now: 'void' } });
const marked = (actorId: string, over: Partial<NewFact<'answer.marked'>['body']> = {}) => aFact('answer.marked', { id: `marked/${over.sittingId ?? 'lesson'}`, actorId, subjectId: 'member-sun', body: { questionId: 'first-02', attempt: 1, points: ['1', '2'], ...over } });
const told = async (member: Member, today = '2026-03-03') => noticesOf(await catalogUnderRulings(office.store, content), await office.store.factsOf(member.memberId), member.memberId, today);
const texts = async (member: Member, today?: string) => (await told(member, today)).map((notice) => notice.text);

describe('notices', () => {
  test('tell of one’s own dispute once, whoever else was touched of their answers; the reason stands at the question', async () => {
    await office.record(disputed(), ruled(), { ...regraded, subjectId: 'member-zhang' }, regraded);
    expect(await told(zhang)).toEqual([{ text: '您对“收到一封属于别的局职责的来信怎么办？”的申诉已裁定：申诉成立，这样答也算对', why: null, href: '/courses/course-a/first#first-01', date: '2026-03-02' }]);
    expect(await texts(sun)).toEqual(['“收到一封属于别的局职责的来信怎么办？”经申诉裁定作废，您的作答不再计入']);
  });

  test('of a question that is not shown any more bring the reason and the articles with them', async () => {
    await office.record(disputed(), ruled({ ruling: 'withdrawn', chosen: [], retired: true }), regraded);
    const why = '条文没有排除这样办。　依据：《示例条例》第22条第1款';
    expect([await told(zhang), await told(sun)]).toMatchObject([[{ why, href: '/courses/course-a/first' }], [{ why, href: '/courses/course-a/first' }]]);
  });

  test('tell whose dispute was settled with another of the same ruling', async () => {
    await office.record(disputed(), disputed(sun, {}, 2), ruled({}, 2), { ...ruled({ madeWith: 'ruled/first-01/2' }) });
    expect(await texts(zhang)).toEqual(await texts(sun));
    expect(await texts(zhang)).toHaveLength(1);
  });

  test('say which part of an answer was ruled right', async () => {
    const blank = aQuestionOf('blank', { id: 'first-01' });
    await office.record(disputed(zhang, { chosen: ['15日', '台账'] }), ruled({ part: 2, chosen: ['台账'] }));
    const notices = noticesOf({ ...await catalogUnderRulings(office.store, { ...content, questions: new Map([...content.questions, ['first-01', blank]]) }) }, [], 'member-zhang', '2026-03-03');
    expect(notices[0]!.text).toMatch(/申诉成立，第 2 空这样答也算对$/);
  });

  test('tell of short answers that a trainer marked whether they are right, not of those one marked oneself', async () => {
    await office.record(practised(sun, 'first-02', 1, ['登记。']), marked('member-lin'), marked('member-lin', { sittingId: 'sitting-1', points: ['1'] }), { ...marked('member-sun'), id: 'marked/own' });
    expect((await told(sun)).map(({ href, text }) => [href, text.replace(/“.*”/, '')])).toEqual([['/courses/course-a/first#first-02', '授课人评阅了您的简答：答对'], ['/practice/sitting-1', '授课人评阅了您的简答：没有答对，可以再答']]);
  });

  test('say nothing of answering again to someone who has', async () => {
    await office.record(answered(sun, 'first-02', 1, ['登记。']), marked('member-lin', { points: ['1'] }), answered(sun, 'first-02', 2, ['登记才有据可查。']));
    expect((await texts(sun))[0]).toMatch(/：没有答对$/);
  });

  test('are kept for sixty days where marks changed, for fourteen where an answer was marked; newest first', async () => {
    await office.record(disputed(zhang), ruled(), regraded, marked('member-lin'));
    expect((await told(sun)).map((notice) => notice.date)).toEqual(['2026-03-03', '2026-03-02']);
    const left = async (member: Member, days: string[]) => Promise.all(days.map(async (day) => (await told(member, day)).length));
    expect(await left(sun, ['2026-03-15', '2026-03-16', '2026-05-01', '2026-05-02'])).toEqual([2, 1, 1, 0]);
    expect(await left(zhang, ['2026-04-30', '2026-05-01'])).toEqual([1, 0]);
  });

  test('of an open dispute there are none', async () => {
    await office.record(disputed());
    expect([await told(zhang), await office.factIds(questionRegisterSubject)]).toEqual([[], ['disputed/first-01/1']]);
  });
});
