import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demoPassword } from '../../scripts/demo/people.ts';
import { issuePasswords } from '../../src/commands/issue-passwords.ts';
import type { LogIn } from '../../src/domain/account.ts';
import { launchBrowser } from './browser.ts';
import { Client, visibleText } from './client.ts';
import { openOffice, recordsOf, type Office } from './office.ts';
import { openVisitor } from './visitor.ts';

let office: Office;
let client: Client;
beforeAll(async () => { office = await openOffice(); });
afterAll(() => office.close());
beforeEach(() => { client = new Client(office.origin); });

describe('a wrong password', () => {
  test('is refused in words, with the account still filled in and the password not', async () => {
    const answer = await client.logIn('1024', 'Wrong-Password-1', { next: '/me' });
    expect(answer.status).toBe(401);
    expect(visibleText(answer.text)).toContain('账号或密码不正确');
    expect(answer.text).toMatch(/name="account"[^>]*value="1024"/);
    expect(answer.text).toMatch(/name="next"[^>]*value="\/me"/);
    expect(answer.text).not.toContain('Wrong-Password-1');
    expect(client.cookies.size).toBe(0);
  });

  test('sounds the same for an account that does not exist', async () => {
    const known = await client.logIn('1024', 'Wrong-Password-1');
    const unknown = await client.logIn('4096', 'Wrong-Password-1');
    expect([unknown.status, visibleText(unknown.text)]).toEqual([known.status, visibleText(known.text)]);
  });

  test('locks the account after five, for fifteen minutes, for the right password too', async () => {
    for (let count = 1; count <= 5; count += 1) expect((await client.logIn('1012', `Wrong-Password-${count}`)).status).toBe(401);
    const locked = await client.logIn('1012');
    expect(locked.status).toBe(423);
    expect(visibleText(locked.text)).toMatch(/账号已暂时锁定.*请在 15 分钟后再试/);
    office.advance(14);
    expect(visibleText((await client.logIn('1012')).text)).toContain('请在 1 分钟后再试');
    office.advance(1);
    const open = await client.logIn('1012');
    expect([open.status, open.location]).toEqual([303, '/']);
  });

  test('is forgotten after a right one', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let count = 1; count <= 3; count += 1) expect((await client.logIn('trainer', `Wrong-Password-${count}`)).status).toBe(401);
      expect((await client.logIn('trainer')).status).toBe(303);
    }
  });
});

describe('a log-in', () => {
  test('ends after an hour without use, but not while it is used', async () => {
    await client.logIn('cadre');
    for (let count = 0; count < 3; count += 1) {
      office.advance(59);
      expect((await client.get('/me')).status).toBe(200);
    }
    office.advance(60);
    const late = await client.get('/me');
    expect([late.status, late.location]).toEqual([303, '/login?next=%2Fme']);
  });

  test('ends after twelve hours even when it is used', async () => {
    await client.logIn('cadre');
    for (let count = 0; count < 14; count += 1) {
      office.advance(50);
      expect((await client.get('/me')).status).toBe(200);
    }
    office.advance(21);
    expect((await client.get('/me')).status).toBe(303);
  });

  test('is listed with its device and can be ended from another device', async () => {
    const phone = new Client(office.origin);
    await phone.post('/login', { account: 'leader', password: demoPassword }, { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) MicroMessenger/8.0' });
    await client.post('/login', { account: 'leader', password: demoPassword }, { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Edg/150.0' });
    const list = await client.get('/account');
    expect(visibleText(list.text)).toMatch(/Edge，Windows.*当前设备.*微信，安卓手机/);
    const others = [...list.text.matchAll(/name="logInId" value="([0-9a-f]{64})"/g)].map((match) => match[1]!);
    expect(others).toHaveLength(1);
    expect((await client.act('/account', 'endLogIn', { logInId: others[0]! })).status).toBe(303);
    expect((await phone.get('/me')).status).toBe(303);
    expect((await client.get('/me')).status).toBe(200);
    expect(visibleText((await client.get('/account')).text)).not.toContain('微信');
  });

  test('is worthless once logged out, even to someone who kept the cookie', async () => {
    await client.logIn('cadre');
    const thief = new Client(office.origin);
    for (const [name, value] of client.cookies) thief.cookies.set(name, value);
    expect((await thief.get('/me')).status).toBe(200);
    expect((await client.act('/login', 'logOut', {})).location).toBe('/login');
    expect(client.cookies.has('xuefa_login')).toBe(false);
    expect((await thief.get('/me')).status).toBe(303);
  });

  test('is unknown to the server by the token itself: only its hash is kept', async () => {
    await client.logIn('cadre');
    const token = client.cookies.get('xuefa_login')!;
    expect(token.length).toBeGreaterThan(40);
    expect(JSON.stringify(await office.store.listDocuments<LogIn>('log-ins'))).not.toContain(token);
  });
});

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', '\\\\evil.example', 'evil.example', '/\n//evil.example', '///evil.example'])('a log-in never leads to %j', async (next) => {
  const stays = (location: string | null) => new URL(location!, office.origin).origin === office.origin;
  const posted = await client.logIn('cadre', demoPassword, { next });
  expect([posted.status, stays(posted.location)]).toEqual([303, true]);
  const visited = await client.get(`/login?next=${encodeURIComponent(next)}`);
  expect([visited.status, stays(visited.location)]).toEqual([303, true]);
  const resized = await client.get(`/text-size?to=large&back=${encodeURIComponent(next)}`);
  expect([resized.status, stays(resized.location)]).toEqual([303, true]);
});

describe('a one-time password', () => {
  test('opens nothing but its own change', async () => {
    const [slip] = await issuePasswords(await office.act('admin'), [(await office.member('colleague')).memberId]);
    const entered = await client.logIn(slip!.account, slip!.password, { next: '/me' });
    expect(entered.location).toBe('/account/password');
    for (const address of ['/', '/me', '/me.json', '/courses', '/account', '/sessions.json']) {
      const answer = await client.get(address);
      expect([answer.status, answer.location], address).toEqual([303, '/account/password']);
    }
  });

  test('carries out no form but its change and the way out, wherever the form is sent', async () => {
    const [slip] = await issuePasswords(await office.act('admin'), [(await office.member('streetTrainer')).memberId]);
    await client.logIn(slip!.account, slip!.password);
    const lesson = [...office.catalog.lessons.values()].at(-1)!;
    const before = await recordsOf(office.store);
    for (const page of [`/courses/${lesson.lessonId}`, '/account/password', '/login']) {
      const answer = await client.act(page, 'answerQuestion', { lessonId: lesson.lessonId, questionId: lesson.questionIds[0]!, attempt: '1', given: ['A'] });
      expect([303, 403], page).toContain(answer.status);
    }
    expect(await recordsOf(office.store)).toEqual(before);
    const changed = await client.act('/account/password', 'changePassword', { current: slip!.password, password: 'Willow-Pond-31', repeated: 'Willow-Pond-31' });
    expect([changed.status, changed.location]).toEqual([303, '/']);
    expect((await client.get('/me')).status).toBe(200);
  });

  test('replaces the old password and ends what was open', async () => {
    await client.logIn('2002', 'Willow-Pond-31');
    expect((await client.get('/me')).status).toBe(200);
    await issuePasswords(await office.act('admin'), [(await office.member('streetTrainer')).memberId]);
    expect((await client.get('/me')).status).toBe(303);
    expect((await client.logIn('2002', 'Willow-Pond-31')).status).toBe(401);
  });
});

describe('changing the password', () => {
  test.each([
    ['a wrong old password', { current: 'Wrong-Password-1', password: 'Willow-Pond-31' }, '账号或密码不正确'],
    ['the old one again', { current: demoPassword, password: demoPassword }, '新密码与原密码相同'],
    ['nine characters', { current: demoPassword, password: 'Abcdef-12' }, '密码强度不够'],
    ['two kinds of characters', { current: demoPassword, password: 'abcdefghij12' }, '密码强度不够'],
    ['one that holds the account', { current: demoPassword, password: 'My-Leader-2026' }, '密码强度不够'],
  ])('refuses %s', async (_what, { current, password }, said) => {
    await client.logIn('leader');
    const answer = await client.act('/account/password', 'changePassword', { current, password, repeated: password });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(visibleText(answer.text)).toContain(said);
    expect(answer.text).not.toContain(password);
    expect((await new Client(office.origin).logIn('leader')).status).toBe(303);
  });

  test('ends the other devices and keeps this one', async () => {
    const other = await Client.loggedIn(office.origin, 'streetLeader');
    await client.logIn('2001');
    const answer = await client.act('/account/password', 'changePassword', { current: demoPassword, password: 'Willow-Pond-31', repeated: 'Willow-Pond-31' });
    expect(answer.location).toBe('/account?done=password');
    expect((await client.get('/me')).status).toBe(200);
    expect((await other.get('/me')).status).toBe(303);
  });
});

describe('after logging out', () => {
  let browser: Browser;
  beforeAll(async () => { browser = await launchBrowser(); });
  afterAll(() => browser.close());

  test('the back button shows no record', async () => {
    const visitor = await openVisitor(browser, office.origin, 360, { person: 'cadre' });
    await visitor.go('/me');
    await visitor.page.getByRole('heading', { name: '我的学法档案' }).waitFor();
    await visitor.page.getByRole('button', { name: '退出' }).click();
    await visitor.page.getByRole('heading', { name: '登录', level: 1 }).waitFor();
    await visitor.page.goBack();
    await visitor.page.getByRole('heading', { name: '登录', level: 1 }).waitFor();
    expect(await visitor.page.content()).not.toContain('罗小蕙');
    await visitor.close();
  });
});
