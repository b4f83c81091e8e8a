import { beforeEach, describe, expect, test } from 'vitest';
import { ownDossier, personDossier, type DossierQuery } from '../../src/views/dossier.ts';
import { ownFigure, unitFigure } from '../../src/views/figure.ts';
import { accountView } from '../../src/views/account.ts';
import { addMinutes } from '../../src/domain/calendar.ts';
import { aFact, answered, closed, completed, enrolled, leader, now, opened, practised, scheduled, signedIn, sun, voided, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const own = (query: Partial<DossierQuery> = {}) => ownDossier(office.reading(zhang, '2026-05-04T01:00:00.000Z'), { year: null, filter: null, page: 1, ...query });

describe('a dossier', () => {
  test('is turned over page by page: nothing left out, nothing twice, newest first', async () => {
    await office.record(...Array.from({ length: 107 }, (_, index) => answered(zhang, 'first-01', index + 1, ['b'], addMinutes(now, index))));
    const first = await own();
    expect([first.total, first.page, first.pages]).toEqual([107, 1, Math.ceil(107 / first.lines.length)]);
    const all = (await Promise.all(Array.from({ length: first.pages }, (_, index) => own({ page: index + 1 })))).flatMap((view) => view.lines.map((line) => line.seq));
    expect(all).toEqual(Array.from({ length: 107 }, (_, index) => 107 - index));
  });

  test('shows its last page for a page beyond it and its first for one that is none', async () => {
    await office.record(...Array.from({ length: 60 }, (_, index) => answered(zhang, 'first-01', index + 1, ['b'], addMinutes(now, index))));
    const { pages } = await own();
    for (const [page, shown] of [[99, pages], [Number.POSITIVE_INFINITY, pages], [0, 1], [-3, 1], [Number.NaN, 1], [1.9, 1]] as const) expect((await own({ page })).page, String(page)).toBe(shown);
  });

  test('may be narrowed to lessons, answers or sessions, and to a year', async () => {
    await office.record(enrolled(zhang), answered(zhang, 'first-01', 1, ['b'], '2025-12-31T15:00:00.000Z'), answered(zhang, 'first-01', 2, ['a'], '2025-12-31T16:00:00.000Z'), completed(zhang, 'course-a/first'), signedIn('session-1', zhang, now));
    const seqs = async (query: Partial<DossierQuery>) => (await own(query)).lines.map((line) => line.seq);
    expect([await seqs({}), await seqs({ filter: 'lessons' }), await seqs({ filter: 'answers' }), await seqs({ filter: 'sessions' })]).toEqual([[5, 4, 3, 1], [4], [3], [5]]);
    expect([await seqs({ year: '2025' }), (await own()).years]).toEqual([[2], ['2026', '2025']]);
    for (const query of [{ year: '1999' }, { filter: 'constructor' }, { filter: '__proto__' }, { year: '2026-01' }]) expect(await seqs(query), JSON.stringify(query)).toEqual([5, 4, 3, 1]);
  });

  test('shows a leader everything but practice, which is the person’s own affair', async () => {
    await office.record(enrolled(zhang), answered(zhang, 'first-01', 1, ['b']), practised(zhang, 'practised-01', 1, ['b']),
      aFact('practice.begun', { id: 'begun/sitting-1', body: { sittingId: 'sitting-1', purpose: 'practice', scope: { by: 'everything', of: '' }, questionIds: ['practised-01'] } }),
      aFact('answer.marked', { id: 'marked/practised-02/1/practice', body: { questionId: 'practised-02', attempt: 1, sittingId: 'sitting-1', points: [] } }),
      aFact('review.arranged', { id: 'review/1', body: { minutes: 20, pausedFrom: null, pausedTo: null } }));
    expect((await own()).lines).toHaveLength(6);
    const seen = await personDossier(office.reading(leader, '2026-05-04T01:00:00.000Z'), zhang.memberId, { year: null, filter: null, page: 1 });
    expect(seen.lines.map((line) => line.kind)).toEqual(['答题', '列入名册']);
    expect(await refusalOf(unitFigure(office.reading(leader), new URLSearchParams('measure=practice-first&from=2026-01-01&to=2026-12-31')))).toMatchObject({ code: 'invalid-input' });
  });

  test('keeps what was taken back, marked as such, and counts it no more', async () => {
    const came = signedIn('session-1', zhang, now);
    await office.record(scheduled('session-1'), opened('session-1', [zhang, sun]), came, voided(came, addMinutes(now, 1)), closed('session-1'));
    const view = await own();
    expect(view.lines.map((line) => [line.kind, line.voided])).toEqual([['撤销记录', false], ['学法会签到', true]]);
    expect(view.figures.map((figure) => figure.value)).toEqual([0, null, 0, 1]);
    expect(view.months.find((month) => month.month === '2026-03')).toMatchObject({ sessions: 0 });
  });

  test('says of every line what it was, how it came out and on which article it rests', async () => {
    await office.record(scheduled('session-1'), opened('session-1', [zhang]), answered(zhang, 'first-01', 1, ['b']), completed(zhang, 'course-a/first'), signedIn('session-1', zhang, '2026-03-02T01:05:01.000Z'), closed('session-1'));
    const { lines } = await own();
    expect(lines.map((line) => [line.kind, line.result, line.good])).toEqual([['学法会签到', '迟到', false], ['学完一课', '完成', true], ['答题', '首答答错', false]]);
    expect(lines[2]!.laws).toEqual(['《示例条例》第22条第1款']);
    expect(lines.every((line) => /^[0-9a-f]{64}$/.test(line.hash))).toBe(true);
  });

  test('is the same record for the person and for their leader', async () => {
    await office.record(enrolled(zhang), completed(zhang, 'course-a/first'), answered(zhang, 'first-02', 1, ['a', 'd']));
    const mine = await ownDossier(office.reading(zhang), { year: null, filter: null, page: 1 });
    const theirs = await personDossier(office.reading(leader), 'member-zhang', { year: null, filter: null, page: 1 });
    const plain = (view: typeof mine) => ({ ...view, figures: view.figures.map(({ measure, value }) => [measure, value]) });
    expect(plain(theirs)).toEqual(plain(mine));
  });
});

test('the facts behind a figure are turned over page by page too, whatever page is asked for', async () => {
  await office.record(...Array.from({ length: 230 }, (_, index) => answered(zhang, `first-${index % 2 ? '01' : '02'}`, 1 + (index >> 1), ['b'], addMinutes(now, index))));
  office.records.facts = office.records.facts.map((fact) => (fact.kind === 'question.answered' ? { ...fact, body: { ...fact.body, attempt: 1 } } : fact));
  const page = (asked: string) => ownFigure(office.reading(zhang), new URLSearchParams(`measure=first-try&from=2026-01-01&to=2026-12-31&page=${asked}`));
  expect((await Promise.all(['1', '2', '3'].map(page))).flatMap((view) => view.lines.map((line) => line.seq))).toEqual(Array.from({ length: 230 }, (_, index) => 230 - index));
  for (const [asked, shown] of [['99', 3], ['0', 1], ['-1', 1], ['x', 1], ['', 1], ['2.7', 2], ['1e99', 3]] as const) {
    const view = await page(asked);
    expect([view.page, view.lines.length, view.query], asked).toEqual([shown, shown === 3 ? 30 : 100, 'measure=first-try&from=2026-01-01&to=2026-12-31']);
  }
});

test('one’s devices are one’s own and live ones, this one first', async () => {
  const logIn = (memberId: string, device: string, over: object = {}) => ({ memberId, account: '1001', startedAt: now, seenAt: now, device, endedAt: null, kept: null, ...over });
  await office.put('log-ins', 'a', logIn('member-zhang', '苹果手机', { seenAt: addMinutes(now, 10) }));
  await office.put('log-ins', 'b', logIn('member-zhang', 'Windows'));
  await office.put('log-ins', 'c', logIn('member-sun', '别人的'));
  await office.put('log-ins', 'd', logIn('member-zhang', '已退出的', { endedAt: now }));
  await office.put('log-ins', 'e', logIn('member-zhang', '超时的', { seenAt: addMinutes(now, -50) }));
  const view = await accountView(office.reading(zhang, addMinutes(now, 15)), { account: '1001', logInId: 'b' });
  expect(view.devices.map(({ device, current }) => [device, current])).toEqual([['Windows', true], ['苹果手机', false]]);
});
