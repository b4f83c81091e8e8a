import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword } from '../../scripts/demo/people.ts';
import { openSession } from '../../src/commands/open-session.ts';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import { Client, visibleText, type Answer } from './client.ts';
import { root } from './office-folder.ts';
import { openOffice, recordsOf, type Office } from './office.ts';

let office: Office;
let cadre: Client;
let trainer: Client;
let admin: Client;
beforeAll(async () => {
  office = await openOffice();
  [cadre, trainer, admin] = await Promise.all((['cadre', 'trainer', 'admin'] as const).map((person) => Client.loggedIn(office.origin, person))) as [Client, Client, Client];
});
afterAll(() => office.close());

describe('a form that was not sent by a page of the site', () => {
  const answerForm = () => {
    const lesson = office.catalog.courses.at(-1)!.lessons.at(-1)!;
    return { page: `/courses/${lesson.lessonId}`, fields: { lessonId: lesson.lessonId, questionId: checkQuestionsOf(office.catalog, lesson)[0]!.id, attempt: '1', given: ['A'] } };
  };

  test.each([
    ['no origin', { origin: undefined }], ['a foreign origin', { origin: 'https://evil.example' }], ['an opaque origin', { origin: 'null' }], ['nonsense for an origin', { origin: 'evil' }],
    ['our host on another port', { origin: 'http://127.0.0.1:1' }], ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }], ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }], ['Sec-Fetch-Site: none', { 'sec-fetch-site': 'none' }],
  ])('is refused with %s, and nothing changes', async (_what, headers) => {
    const { page, fields } = answerForm();
    const before = await recordsOf(office.store);
    for (const [address, body] of [[`${page}?_action=answerQuestion`, fields], ['/login', { account: 'cadre', password: demoPassword }], ['/login?_action=logOut', {}]] as const) {
      const answer = await cadre.post(address, body, headers as Record<string, string>);
      expect(answer.status, address).toBe(403);
      expect(answer.text, address).toContain('不是从本站页面发出的');
      expect(answer.headers['set-cookie'], address).toBeUndefined();
    }
    expect(await recordsOf(office.store)).toEqual(before);
    expect((await cadre.get('/me')).status).toBe(200);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('is refused by %s as well', async (method) => {
    expect((await cadre.send(method, '/me', {})).status).toBe(403);
  });

  test('is accepted from the site itself, as browsers send it', async () => {
    const { page, fields } = answerForm();
    expect((await cadre.act(page, 'answerQuestion', fields, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  test('is not accepted where scripts would call actions', async () => {
    const { fields } = answerForm();
    const before = await recordsOf(office.store);
    expect((await cadre.post('/_actions/answerQuestion', { ...fields, attempt: '2' })).status).toBe(404);
    expect((await cadre.send('POST', '/_actions/answerQuestion', { origin: office.origin, 'content-type': 'application/json' }, Buffer.from(JSON.stringify(fields)))).status).toBe(404);
    expect(await recordsOf(office.store)).toEqual(before);
  });
});

describe('every answer', () => {
  const kinds: readonly (readonly [what: string, ask: () => Promise<Answer>, status: number])[] = [
    ['a page', () => cadre.get('/me'), 200], ['a lesson', () => cadre.get(`/courses/${[...office.catalog.lessons.keys()][0]}`), 200], ['data', () => cadre.get('/me.json'), 200],
    ['a table to download', () => Client.loggedIn(office.origin, 'leader').then((leader) => leader.get('/unit.xlsx')), 200], ['a prerendered page', () => new Client(office.origin).get('/guide'), 200],
    ['a style', () => cadre.get(`/_astro/${asset('.css')}`), 200], ['a script', () => cadre.get(`/_astro/${asset('.js')}`), 200], ['the log-in', () => new Client(office.origin).get('/login'), 200],
    ['a redirect', () => new Client(office.origin).get('/me'), 303], ['a form carried out', () => new Client(office.origin).logIn('cadre'), 303], ['a form refused', () => new Client(office.origin).logIn('cadre', 'x'), 401],
    ['a page refused', () => cadre.get('/unit'), 403], ['data refused', () => new Client(office.origin).get('/me.json'), 401], ['a page not found', () => cadre.get('/none'), 404],
    ['a foreign form', () => cadre.post('/login', {}, { origin: 'https://evil.example' }), 403], ['an address that cannot be read', () => cadre.get('/%E0%A4%A'), 400], ['the state of health', () => cadre.get('/healthz'), 200],
  ];

  test.each(kinds)('carries the security headers: %s', async (_what, ask, status) => {
    const { headers, ...answer } = await ask();
    expect(answer.status).toBe(status);
    const policy = headers['content-security-policy'] as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  test('with records in it is kept by no browser and no proxy', async () => {
    for (const address of ['/', '/me', '/me.json', '/me/facts?measure=attended&from=2026-01-01&to=2026-11-20', '/sessions', '/account', '/courses']) {
      expect((await cadre.get(address)).headers['cache-control'], address).toBe('no-store');
    }
    expect((await cadre.get(`/_astro/${asset('.css')}`)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('holds no script and no style in the page, which the policy would forbid', async () => {
    const leader = await Client.loggedIn(office.origin, 'leader');
    const addresses: [Client, string][] = [
      ...['/', '/me', '/courses', '/sessions', '/account', '/guide', ...[...office.catalog.lessons.keys()].map((id) => `/courses/${id}`)].map((address): [Client, string] => [cadre, address]),
      [trainer, '/sessions/new'], [leader, '/unit'], [leader, '/unit/people'], [admin, '/admin'], [admin, '/admin/people'], [admin, '/admin/roster'],
    ];
    for (const [client, address] of addresses) {
      const { text, status } = await client.get(address);
      expect(status, address).toBe(200);
      expect(text, address).not.toMatch(/\sstyle=|<style|\son[a-z]+="|javascript:/i);
      for (const script of text.match(/<script[\s\S]*?<\/script>/g) ?? []) expect(script, address).toMatch(/^<script[^>]* src="\/_astro\/[^"]+"[^>]*><\/script>$/);
      expect(text.match(/(?:src|href|action)="(?:https?:)?\/\/[^"]*"/g), address).toBeNull();
    }
  });
});

describe('the log-in cookie', () => {
  test('is out of reach of scripts and of other sites', async () => {
    const answer = await new Client(office.origin).logIn('cadre');
    expect(answer.headers['set-cookie']!.join()).toMatch(/^xuefa_login=[\w-]{43}; (?=.*HttpOnly)(?=.*SameSite=Lax)(?=.*Path=\/)(?!.*Secure)/i);
  });

  test('travels over https only, once the site is reached by https', async () => {
    const secure = await openOffice({ publicOrigin: 'https://xuefa.example' });
    const client = new Client(secure.origin);
    const refused = await client.post('/login', { account: 'cadre', password: demoPassword }, { origin: 'https://evil.example' });
    expect(refused.status).toBe(403);
    const answer = await client.post('/login', { account: 'cadre', password: demoPassword }, { origin: 'https://xuefa.example' });
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect(answer.headers['set-cookie']!.join()).toMatch(/; Secure/i);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
    await secure.close();
  });
});

describe('far too much', () => {
  const long = '法'.repeat(20_000);
  const lessonPage = () => `/courses/${[...office.catalog.lessons.keys()][0]}`;
  test.each([
    ['an account', () => new Client(office.origin).logIn(long), '账号太长'],
    ['a password', () => new Client(office.origin).logIn('cadre', long), '密码太长'],
    ['a next address', () => new Client(office.origin).post('/login', { account: 'cadre', password: 'x', next: `/${long}` }), '账号或密码不正确'],
    ['a place of a session', async () => trainer.act('/sessions/new', 'scheduleSession', { sessionId: 'session-00000000000000aa', unitId: 'unit-root', lessonId: [...office.catalog.lessons.keys()][0]!, meetingKind: 'directors-meeting', date: '2026-11-27', time: '09:00', minutes: '10', lateAfterMinutes: '5', place: long, host: '主任', lecturer: '林晓筠', capacity: 'backbone' }), '地点太长'],
    ['minutes of a session', async () => {
      const sessionId = await office.schedule();
      await openSession(await office.act('trainer'), sessionId);
      return trainer.act(`/sessions/${sessionId}`, 'closeSession', { sessionId, note: '法'.repeat(2001) });
    }, '讨论要点不超过 2000 字'],
    ['an answer', () => cadre.act(lessonPage(), 'answerQuestion', { lessonId: long, questionId: long, attempt: '1', given: Array(2000).fill('A') }), '提交的内容不完整或有误'],
    ['a number', () => cadre.act(lessonPage(), 'answerQuestion', { lessonId: [...office.catalog.lessons.keys()][0]!, questionId: 'x-01', attempt: '9'.repeat(400), given: 'A' }), '提交的内容不完整或有误'],
    ['an id', () => cadre.act('/account', 'endLogIn', { logInId: long }), '没有找到'],
  ])('of %s is refused in words', async (_what, ask, said) => {
    const before = await recordsOf(office.store) as { facts: number };
    const answer = await ask();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(visibleText(answer.text)).toContain(said);
    expect((await recordsOf(office.store) as { facts: number }).facts - before.facts).toBeLessThanOrEqual(_what === 'minutes of a session' ? 2 : 0);
  });

  test('of a search finds nobody, and says so', async () => {
    expect(visibleText((await admin.get(`/admin/people?q=${encodeURIComponent('法'.repeat(500))}`)).text)).toContain('没有找到人员');
  });

  test('of a file is refused in words, and the site goes on', async () => {
    const form = new FormData();
    form.set('file', new File([Buffer.alloc(13 * 1024 * 1024)], '名册.xlsx'));
    const answer = await admin.act('/admin/roster', 'uploadRoster', form);
    expect(answer.status).toBe(413);
    expect(visibleText(answer.text)).toContain('文件太大');
    expect((await admin.get('/admin')).status).toBe(200);
  });
});

test('what was typed comes back when a form is refused, each fault beside its field', async () => {
  const answer = await trainer.act('/sessions/new', 'scheduleSession', {
    sessionId: 'session-00000000000000bb', unitId: 'unit-root', lessonId: '', meetingKind: 'party-group-meeting', date: '2026-11-27', time: '9点', minutes: '2', lateAfterMinutes: '5', place: '四楼"大"会议室<b>', host: '', lecturer: '林晓筠', capacity: 'lawyer',
  });
  expect(answer.status).toBe(400);
  const said = visibleText(answer.text);
  for (const sentence of ['请选择课程', '请填写时间，如 09:00', '至少 5 分钟', '请填写主持人']) expect(said).toContain(sentence);
  expect(answer.text).toMatch(/name="place"[^>]*value="四楼&#34;大&#34;会议室&lt;b>|name="place"[^>]*value="四楼&quot;大&quot;会议室(&lt;|<)b/);
  expect(answer.text).toMatch(/<option value="party-group-meeting" selected/);
  expect(answer.text).toMatch(/<option value="lawyer" selected/);
  expect(answer.text).toContain('name="sessionId" value="session-00000000000000bb"');
});

test('a session in the past, or on a day that does not exist, is refused in words', async () => {
  const form = { sessionId: 'session-00000000000000cc', unitId: 'unit-root', lessonId: [...office.catalog.lessons.keys()][0]!, meetingKind: 'directors-meeting', minutes: '10', lateAfterMinutes: '5', place: '会议室', host: '主任', lecturer: '林晓筠', capacity: 'backbone' };
  expect(visibleText((await trainer.act('/sessions/new', 'scheduleSession', { ...form, date: '2026-11-20', time: '08:59' })).text)).toContain('时间已经过去');
  expect(visibleText((await trainer.act('/sessions/new', 'scheduleSession', { ...form, date: '2026-02-30', time: '09:00' })).text)).toContain('请填写日期');
});

test('guessing the sign-in code is cut off, for this person only, and an old code is worthless', async () => {
  const sessionId = await office.schedule();
  await openSession(await office.act('trainer'), sessionId);
  const codeOf = async () => JSON.parse((await trainer.get(`/sessions/${sessionId}.json`)).text).hold.code as string;
  const old = await codeOf();
  await trainer.act(`/sessions/${sessionId}`, 'renewCode', { sessionId });
  const code = await codeOf();
  const tryCode = (client: Client, typed: string) => client.act(`/sessions/${sessionId}`, 'signIn', { sessionId, code: typed });
  expect(visibleText((await tryCode(cadre, old)).text)).toContain('还可以试 4 次');
  for (let left = 3; left >= 0; left -= 1) expect(visibleText((await tryCode(cadre, code === '0000' ? '1111' : '0000')).text)).toContain(`还可以试 ${left} 次`);
  const cut = await tryCode(cadre, code);
  expect([cut.status, visibleText(cut.text).includes('签到码输错次数过多')]).toEqual([429, true]);
  expect((await tryCode(await Client.loggedIn(office.origin, 'colleague'), code)).status).toBe(303);
  office.advance(10);
  expect((await tryCode(cadre, code)).status).toBe(303);
});

function asset(ending: string): string {
  return readdirSync(path.join(root, 'dist/client/_astro')).find((name) => name.endsWith(ending))!;
}
