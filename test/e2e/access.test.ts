import { globSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeSession } from '../../src/commands/close-session.ts';
import { foundUnit } from '../../src/commands/found-unit.ts';
import { openSession } from '../../src/commands/open-session.ts';
import { previewLawImport } from '../../src/commands/preview-law-import.ts';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import { loadUnits } from '../../src/storage/people.ts';
import { refusalCodes } from '../../src/domain/refusal.ts';
import { sentenceFor } from '../../src/text/refusals.ts';
import { candidate, oldText } from '../law-texts.ts';
import { Client, visibleText } from './client.ts';
import { rulingForm } from './dispute-forms.ts';
import { sittingForm } from './practice-forms.ts';
import { root } from './office-folder.ts';
import { openOffice, type Office } from './office.ts';
import type { Person } from './second-office.ts';

const columns = ['guest', 'cadre', 'trainer', 'leader', 'admin', 'streetLeader', 'sectionLeader'] as const satisfies readonly (Person | 'guest')[];
type Column = (typeof columns)[number];
/** A status; or `log in`: sent to the log-in, which leads back here; or `to` an address of the site. */
type Outcome = number | 'log in' | `to ${string}`;
/** One page's source file, an address of it, and what each person meets there. Words in braces are ids of this office. */
type Row = readonly [file: string, address: string, outcomes: Record<Column, Outcome>];

const everybody = (outcome: Outcome): Record<Column, Outcome> => Object.fromEntries(columns.map((column) => [column, outcome])) as Record<Column, Outcome>;
const loggedIn = { ...everybody(200), guest: 'log in' as const };
const loggedInData = { ...everybody(200), guest: 401 };
const only = (...people: Column[]): Record<Column, Outcome> => Object.fromEntries(columns.map((column) => [column, column === 'guest' ? 'log in' : people.includes(column) ? 200 : 403])) as Record<Column, Outcome>;
const onlyData = (...people: Column[]): Record<Column, Outcome> => ({ ...only(...people), guest: 401 });
/** Of the cadre alone: to others as if it were not there. */
const onlyTheirs: Record<Column, Outcome> = { ...everybody(404), guest: 'log in', cadre: 200 };
const leaders: Column[] = ['leader', 'streetLeader', 'sectionLeader'];
const figure = 'measure=lessons-completed&from=2026-01-01&to=2026-11-20';

/** `{section}` is 来信办理科, which sectionLeader leads; `{cadre}` and `{elsewhere}` belong to 来访接待科. */
const table: readonly Row[] = [
  ['index.astro', '/', loggedIn],
  ['login.astro', '/login', { ...everybody('to /'), guest: 200 }],
  ['setup.astro', '/setup', everybody('to /login')],
  ['refused.astro', '/refused', everybody(404)],
  ['text-size.ts', '/text-size?to=large&back=/courses', everybody('to /courses')],
  ['[...path].ts', '/no/such/page', everybody(404)],
  ['[...path].ts', '/no/such/page.json', everybody(404)],
  ['account/index.astro', '/account', loggedIn],
  ['account/password.astro', '/account/password', loggedIn],
  ['admin/index.astro', '/admin', only('admin')],
  ['admin/people.astro', '/admin/people', only('admin')],
  ['admin/people/[member].astro', '/admin/people/{cadre}', only('admin')],
  ['admin/people/[member].json.ts', '/admin/people/{cadre}.json', onlyData('admin')],
  ['admin/units/index.astro', '/admin/units', only('admin')],
  ['admin/units.json.ts', '/admin/units.json', onlyData('admin')],
  ['admin/units/new.astro', '/admin/units/new', only('admin')],
  ['admin/units/[unit]/index.astro', '/admin/units/{section}', only('admin')],
  ['admin/units/[unit].json.ts', '/admin/units/{section}.json', onlyData('admin')],
  ['admin/units/[unit]/merge.astro', '/admin/units/{elsewhere}/merge?into={empty}', only('admin')],
  ['admin/units/[unit]/close.astro', '/admin/units/{empty}/close', only('admin')],
  ['admin/roster/index.astro', '/admin/roster', only('admin')],
  ['admin/roster/[import].astro', '/admin/roster/{import}', only('admin')],
  ['admin/roster/template.xlsx.ts', '/admin/roster/template.xlsx', onlyData('admin')],
  ['courses/index.astro', '/courses', loggedIn],
  ['courses/[course]/index.astro', '/courses/constitution', loggedIn],
  ['courses/[course]/[lesson].astro', '/courses/{lesson}', loggedIn],
  ['courses/[course]/[lesson]/paper.astro', '/courses/{lesson}/paper', loggedIn],
  ['guide/index.astro', '/guide', everybody(200)],
  ['guide/[page].astro', '/guide/{guide}', everybody(200)],
  ['laws/index.astro', '/laws', loggedIn],
  ['laws.json.ts', '/laws.json', loggedInData],
  ['laws/[law]/index.astro', '/laws/civil-code', loggedIn],
  ['laws/[law]/index.astro', '/laws/petition-regulations@2005', loggedIn],
  ['laws/[law]/index.astro', '/laws/no-such-law', { ...everybody(404), guest: 'log in' }],
  ['laws/[law].json.ts', '/laws/petition-work-regulations.json', loggedInData],
  ['laws/[law]/[article].astro', '/laws/petition-work-regulations/34', loggedIn],
  ['laws/[law]/[article].astro', '/laws/petition-work-regulations/51', { ...everybody(404), guest: 'log in' }],
  ['laws/[law]/[article].json.ts', '/laws/petition-regulations@2005/33.json', loggedInData],
  ['laws/calendar.astro', '/laws/calendar', loggedIn],
  ['laws/calendar.json.ts', '/laws/calendar.json', loggedInData],
  ['laws/calendar.ics.ts', '/laws/calendar.ics', everybody(200)],
  ['laws/changes/[change].astro', '/laws/changes/petition-work-regulations-2022', loggedIn],
  ['laws/changes/[change].json.ts', '/laws/changes/petition-work-regulations-2022.json', loggedInData],
  ['admin/laws/index.astro', '/admin/laws', only('admin')],
  ['admin/laws.json.ts', '/admin/laws.json', onlyData('admin')],
  ['admin/laws/imports/[import].astro', '/admin/laws/imports/{lawImport}', only('admin')],
  ['admin/laws/imports/[import].json.ts', '/admin/laws/imports/{lawImport}.json', onlyData('admin')],
  ['admin/laws/changes/[change].astro', '/admin/laws/changes/public-security-penalties-law-2025', only('admin', 'trainer')],
  ['admin/laws/changes/[change].json.ts', '/admin/laws/changes/public-security-penalties-law-2025.json', onlyData('admin', 'trainer')],
  ['unit/follow-ups.astro', '/unit/follow-ups?change=public-security-penalties-law-2025', only(...leaders)],
  ['unit/follow-ups.json.ts', '/unit/follow-ups.json?change=public-security-penalties-law-2025', onlyData(...leaders)],
  ['me/index.astro', '/me', loggedIn],
  ['me.json.ts', '/me.json', loggedInData],
  ['me/facts.astro', `/me/facts?${figure}`, loggedIn],
  ['me/facts.json.ts', `/me/facts.json?${figure}`, loggedInData],
  ['sessions/index.astro', '/sessions', loggedIn],
  ['sessions.json.ts', '/sessions.json', loggedInData],
  ['sessions/new.astro', '/sessions/new', only('trainer')],
  ['sessions/[session]/index.astro', '/sessions/{held}', loggedIn],
  ['sessions/[session]/index.astro', '/sessions/{sectionOpen}', only('trainer', 'leader', 'sectionLeader')],
  ['sessions/[session].json.ts', '/sessions/{held}.json', loggedInData],
  ['sessions/[session].json.ts', '/sessions/{sectionOpen}.json', onlyData('trainer', 'leader', 'sectionLeader')],
  ['sessions/[session]/minutes.astro', '/sessions/{held}/minutes', { ...only('trainer', 'leader'), streetLeader: 404, sectionLeader: 404 }],
  ['sessions/[session]/minutes.astro', '/sessions/{sectionHeld}/minutes', only('trainer', 'leader', 'sectionLeader')],
  ['sessions/[session]/projector.astro', '/sessions/{sectionOpen}/projector', only('trainer')],
  ['practice/index.astro', '/practice', loggedIn],
  ['practice.json.ts', '/practice.json', loggedInData],
  ['practice/mistakes.astro', '/practice/mistakes', loggedIn],
  ['practice/mistakes.json.ts', '/practice/mistakes.json', loggedInData],
  ['practice/[sitting]/index.astro', '/practice/{sitting}', onlyTheirs],
  ['practice/[sitting].json.ts', '/practice/{sitting}.json', { ...onlyTheirs, guest: 401 }],
  ['practice/[sitting]/[number].astro', '/practice/{sitting}/1', onlyTheirs],
  ['practice/[sitting]/[number].astro', '/practice/{sitting}/51', { ...everybody(404), guest: 'log in' }],
  ['practice/[sitting]/[number].json.ts', '/practice/{sitting}/1.json', { ...onlyTheirs, guest: 401 }],
  ['studio/marking.astro', '/studio/marking', only('trainer')],
  ['studio/marking.json.ts', '/studio/marking.json', onlyData('trainer')],
  ['studio/index.astro', '/studio', only('trainer')],
  ['studio.json.ts', '/studio.json', onlyData('trainer')],
  ['studio/disputes/index.astro', '/studio/disputes', only('trainer')],
  ['studio/disputes.json.ts', '/studio/disputes.json', onlyData('trainer')],
  ['studio/disputes/[dispute].astro', '/studio/disputes/{dispute}', only('trainer')],
  ['studio/disputes/[dispute].astro', '/studio/disputes/999', { ...only('trainer'), trainer: 404 }],
  ['studio/disputes/[dispute].json.ts', '/studio/disputes/{dispute}.json', onlyData('trainer')],
  ['studio/questions/index.astro', '/studio/questions?course=constitution&flagged=1', only('trainer')],
  ['studio/questions.json.ts', '/studio/questions.json', onlyData('trainer')],
  ['studio/questions/[question].astro', '/studio/questions/registration-01', only('trainer')],
  ['studio/questions/[question].astro', '/studio/questions/no-such-01', { ...only('trainer'), trainer: 404 }],
  ['studio/questions/[question].json.ts', '/studio/questions/registration-01.json', onlyData('trainer')],
  ['unit/index.astro', '/unit', only(...leaders)],
  ['unit.json.ts', '/unit.json', onlyData(...leaders)],
  ['unit/people.json.ts', '/unit/people.json', onlyData(...leaders)],
  ['unit.xlsx.ts', '/unit.xlsx', onlyData(...leaders)],
  ['unit/facts.astro', `/unit/facts?${figure}`, only(...leaders)],
  ['unit/facts.astro', `/unit/facts?${figure}&unit={elsewhere}`, only('leader')],
  ['unit/facts.astro', `/unit/facts?${figure}&unit={section}`, only('leader', 'sectionLeader')],
  ['unit/facts.astro', `/unit/facts?${figure}&member={cadre}`, only('leader')],
  ['unit/facts.json.ts', `/unit/facts.json?${figure}&member={cadre}`, onlyData('leader')],
  ['unit/people/index.astro', '/unit/people', only(...leaders)],
  ['unit/people/[member].astro', '/unit/people/{cadre}', only('leader')],
  ['unit/people/[member].astro', '/unit/people/{sectionLeader}', only('leader', 'sectionLeader')],
  ['unit/people/[member].astro', '/unit/people/{streetLeader}', only('leader', 'streetLeader')],
  ['unit/people/[member].json.ts', '/unit/people/{cadre}.json', onlyData('leader')],
  ['unit/people/[member].json.ts', '/unit/people/{streetLeader}.json', onlyData('leader', 'streetLeader')],
];

let office: Office;
let clients: Record<Column, Client>;
const ids: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice();
  clients = Object.fromEntries(await Promise.all(columns.map(async (column) => [column, await Client.loggedIn(office.origin, column === 'guest' ? null : column)]))) as Record<Column, Client>;
  const unitNamed = async (name: string) => (await loadUnits(office.store)).find((unit) => unit.name === name)!.unitId;
  for (const person of ['cadre', 'streetLeader', 'sectionLeader'] as const) ids[person] = (await office.member(person)).memberId;
  ids.section = await unitNamed('来信办理科');
  ids.elsewhere = await unitNamed('来访接待科');
  ids.empty = await foundUnit(await office.act('admin'), { parentId: 'unit-root', name: '督查科', kind: 'section' });
  ids.lesson = [...office.catalog.lessons.keys()][0]!;
  ids.guide = path.basename(globSync('*/', { cwd: path.join(root, 'dist/client/guide') })[0]!);
  ids.held = JSON.parse((await clients.leader.get('/sessions.json')).text).past[0].sessionId;
  ids.import = await previewRoster(await office.act('admin'), [{ row: 2, staffNo: '3001', name: '㛃䶮堃', unit: '来访接待科', post: '接访岗', rank: '', roles: '学员', phone: '' }]);
  ids.sitting = (await sittingForm(office, 'cadre')).sittingId;
  ids.dispute = path.basename((await rulingForm(office)).page);
  ids.lawImport = await previewLawImport(await office.act('admin'), [candidate(oldText)], '官网');
  const trainer = await office.act('trainer');
  for (const state of ['sectionOpen', 'sectionHeld']) {
    ids[state] = await office.schedule('trainer', { unitId: ids.section });
    await openSession(trainer, ids[state]);
  }
  await closeSession(trainer, ids.sectionHeld!, '');
});
afterAll(() => office.close());

test('the table names every page of the site', () => {
  const files = globSync('**/*.{astro,ts}', { cwd: path.join(root, 'src/pages') }).map((file) => file.replaceAll('\\', '/'));
  expect([...new Set(table.map(([file]) => file))].sort()).toEqual(files.sort());
});

describe.each(columns)('%s', (column) => {
  test.each(table.map(([, address, outcomes]) => [address, outcomes[column]] as const))('at %s: %s', async (template, outcome) => {
    const address = template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
    const answer = await clients[column].get(address);
    const met = answer.status !== 303 ? answer.status : answer.location === `/login?next=${encodeURIComponent(address)}` ? 'log in' : `to ${answer.location}`;
    expect(met).toBe(outcome);
    if (typeof outcome === 'number' && outcome >= 400) expect(saidBeyondRefusal(answer.text), 'gives nothing away').toBe('');
  });
});

test('data is refused as data, pages as pages, both in Chinese', async () => {
  const data = await clients.cadre.get('/unit.json');
  expect(data.headers['content-type']).toContain('application/json');
  expect(JSON.parse(data.text).error).toMatchObject({ code: 'not-permitted', title: '没有查看权限' });
  const page = await clients.cadre.get('/unit');
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.text).toContain('没有查看权限');
  expect(JSON.parse((await clients.guest.get('/unit.json')).text).error.code).toBe('not-signed-in');
  expect((await clients.leader.get('/no/such/page')).text).toContain('没有找到');
});

test('the JSON of a page says what the page says', async () => {
  const unit = JSON.parse((await clients.sectionLeader.get('/unit.json')).text);
  expect(unit.unit).toBe('来信办理科');
  const people = JSON.parse((await clients.sectionLeader.get('/unit/people.json')).text);
  expect(people.total).toBe(unit.people);
  expect(people.persons.every((person: { section: string }) => person.section === '来信办理科')).toBe(true);
  const own = JSON.parse((await clients.cadre.get('/me.json')).text);
  expect(own).toMatchObject({ name: '罗小蕙', staffNo: '1022', unit: '来访接待科' });
  const session = JSON.parse((await clients.cadre.get(`/sessions/${ids.held}.json`)).text);
  expect(session.register).toBeNull();
  expect(session.hold).toBeNull();
  expect(JSON.parse((await clients.leader.get(`/sessions/${ids.held}.json`)).text).register.counts.due).toBeGreaterThan(30);
  expect(JSON.parse((await clients.leader.get(`/sessions/${ids.sectionOpen}.json`)).text).hold).toBeNull();
  expect(JSON.parse((await clients.trainer.get(`/sessions/${ids.sectionOpen}.json`)).text).hold.code).toMatch(/^\d{4}$/);
});

describe('ids made up or taken from elsewhere find nothing', () => {
  const forged = ['session-0000000000000000', '..%2f..%2fdocuments%2faccounts', '%252e%252e', "'%20or%201=1", 'head', '__proto__', '%00', '%E5%91%98', 'x'.repeat(300)];
  test.each(forged)('%s', async (id) => {
    for (const [person, address] of [
      ['leader', `/unit/people/${id}`], ['leader', `/unit/people/${id}.json`], ['trainer', `/sessions/${id}`], ['trainer', `/sessions/${id}.json`], ['trainer', `/sessions/${id}/minutes`],
      ['admin', `/admin/roster/${id}`], ['admin', `/admin/people/${id}`], ['admin', `/admin/people/${id}.json`], ['admin', `/admin/units/${id}`], ['admin', `/admin/units/${id}.json`],
      ['admin', `/admin/units/${id}/merge`], ['admin', `/admin/units/${id}/close`], ['cadre', `/courses/${id}`], ['cadre', `/courses/constitution/${id}`],
    ] as const) {
      const { status } = await clients[person].get(address);
      expect([status, address]).toEqual([status === 400 ? 400 : 404, address]);
    }
  });

  test('a figure of an unknown unit, person, measure or day is refused', async () => {
    for (const [query, status] of [['unit=unit-none', 403], ['member=member-none', 403], ['measure=salary', 400], ['from=yesterday', 400], ['to=2026-02-31', 400]] as const) {
      const search = new URLSearchParams(figure);
      const [name, value] = query.split('=');
      search.set(name!, value!);
      expect([(await clients.leader.get(`/unit/facts?${search}`)).status, query]).toEqual([status, query]);
    }
  });
});

/** What a refusal says beside its sentence and the way home. */
function saidBeyondRefusal(text: string): string {
  const said = text.startsWith('{') ? Object.values(JSON.parse(text).error as Record<string, string>).join(' ') : visibleText(/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text);
  const words = refusalCodes.flatMap((code) => { const { title, detail } = sentenceFor(code); return [detail, title, code]; }).sort((a, b) => b.length - a.length);
  return words.reduce((rest, word) => rest.replace(word, ''), said.replace('回到首页', '')).trim();
}
