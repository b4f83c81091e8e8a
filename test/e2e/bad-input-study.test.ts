import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chance } from '../../scripts/demo/chance.ts';
import { given } from '../../scripts/demo/events.ts';
import { fieldsFor } from '../../scripts/demo/given.ts';
import type { Account, LogIn } from '../../src/domain/account.ts';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import type { Lesson } from '../../src/domain/course.ts';
import { ofKind } from '../../src/domain/fact.ts';
import { questionProgress } from '../../src/domain/progress.ts';
import { hasOptions, optionsOf, type Question } from '../../src/domain/question.ts';
import { answer, choose, questionOn } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { Client, visibleText } from './client.ts';
import { openOffice, type Office } from './office.ts';
import { accounts, type Person } from './second-office.ts';
import { openVisitor, type Visitor } from './visitor.ts';

let browser: Browser;
let office: Office;
let lessons: Lesson[];
beforeAll(async () => {
  browser = await launchBrowser();
  office = await openOffice();
  lessons = office.catalog.courses.flatMap((course) => course.lessons);
});
afterAll(async () => {
  await office.close();
  await browser.close();
});

/** Nobody at the street office has studied yet: each test takes a question of its own. */
const student = 'streetLeader';
const attempts = async (question: Question, person: Person = student) => questionProgress(question, await office.store.factsOf((await office.member(person)).memberId)).attempts;
const question = (lesson: number, at: number) => checkQuestionsOf(office.catalog, lessons[lesson]!)[at]!;

describe('a log-in that times out in the middle of a lesson', () => {
  const asked = () => question(0, 0);
  let visitor: Visitor;
  beforeAll(async () => { visitor = await openVisitor(browser, office.origin, 360, { person: student }); });
  afterAll(() => visitor.close());
  const submitTooLate = async (one: Question, right: boolean) => {
    await visitor.go(`/courses/${lessons[0]!.lessonId}`);
    await choose(visitor.page, one, right);
    office.advance(61);
    await questionOn(visitor.page, one).getByRole('button', { name: '提交' }).click();
    await visitor.page.getByText('您刚才提交的内容已经保存，用同一账号登录后会自动提交').waitFor();
  };
  const logIn = async (person: Person) => {
    await visitor.page.getByLabel('账号').fill(accounts[person]);
    await visitor.page.getByLabel('密码').fill('Demo-2026!');
    await visitor.page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await visitor.page.getByRole('heading', { name: lessons[0]!.title, level: 1 }).waitFor();
  };

  test('keeps the answer and records it after the same person logs in', async () => {
    await submitTooLate(asked(), true);
    expect(await attempts(asked())).toHaveLength(0);
    await visitor.look('login-after-timeout');
    await logIn(student);
    await questionOn(visitor.page, asked()).getByText('答对了').waitFor();
    expect(await attempts(asked())).toHaveLength(1);
  });

  test('does not record it for another person who logs in at the same browser, nor later', async () => {
    const [first, second] = [question(0, 1), question(0, 2)];
    await submitTooLate(first, true);
    await logIn('streetTrainer');
    expect(await attempts(first)).toHaveLength(0);
    expect(await attempts(first, 'streetTrainer')).toHaveLength(0);
    await visitor.page.getByRole('button', { name: '退出' }).click();
    await visitor.logIn(accounts[student]);
    await visitor.go(`/courses/${lessons[0]!.lessonId}`);
    expect(await attempts(first)).toHaveLength(0);
    await answer(visitor.page, second, true);
  });

  test('says so when the kept answer is refused in the end', async () => {
    const one = question(0, 3);
    await submitTooLate(one, false);
    const elsewhere = await Client.loggedIn(office.origin, student);
    await send(elsewhere, lessons[0]!, one, 1, true);
    await logIn(student);
    await visitor.page.getByRole('alert').getByText('这一次作答已经提交过').waitFor();
    await visitor.look('kept-answer-refused');
    await questionOn(visitor.page, one).getByText('答对了').waitFor();
    expect(await attempts(one)).toHaveLength(1);
  });

  test('does not carry out what shows its result only once: passwords issued on the way to the page would be seen by nobody', async () => {
    const admin = await Client.loggedIn(office.origin, 'admin');
    const { memberId } = await office.member('colleague');
    const account = async () => (await office.store.listDocuments<Account>('accounts')).find(({ value }) => value.memberId === memberId)!;
    const before = await account();
    office.advance(61);
    expect((await admin.act('/admin/people', 'issuePasswords', { memberIds: memberId })).location).toBe('/login?next=%2Fadmin%2Fpeople&why=timeout');
    expect((await admin.logIn(accounts.admin)).status).toBe(303);
    expect(await account()).toEqual(before);
  });

  test('keeps no password', async () => {
    const client = await Client.loggedIn(office.origin, 'cadre');
    office.advance(61);
    const late = await client.act('/account/password', 'changePassword', { current: 'Demo-2026!', password: 'Willow-Pond-31', repeated: 'Willow-Pond-31' });
    expect(late.location).toBe('/login?next=%2Faccount%2Fpassword&why=timeout');
    const kept = (await office.store.listDocuments<LogIn>('log-ins')).filter(({ value }) => value.kept);
    expect(JSON.stringify(kept)).not.toContain('Willow-Pond-31');
  });

  test('keeps nothing for someone who was never logged in, or logged out', async () => {
    const form = { lessonId: lessons[0]!.lessonId, questionId: asked().id, attempt: '2', given: ['A'] };
    const address = `/courses/${lessons[0]!.lessonId}`;
    expect((await new Client(office.origin).act(address, 'answerQuestion', form)).location).toContain('why=timeout');
    const client = await Client.loggedIn(office.origin, 'cadre');
    const token = client.cookies.get('xuefa_login')!;
    await client.act('/login', 'logOut', {});
    client.cookies.set('xuefa_login', token);
    expect((await client.act(address, 'answerQuestion', form)).location).toContain('why=timeout');
  });
});

describe('one attempt', () => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await openVisitor(browser, office.origin, 1280, { person: student }); });
  afterAll(() => visitor.close());

  test('answered differently in two tabs counts as it was answered first', async () => {
    const one = question(1, 0);
    const address = `/courses/${lessons[1]!.lessonId}`;
    await visitor.go(address);
    const other = await visitor.context.newPage();
    await other.goto(address);
    await answer(visitor.page, one, false);
    await choose(other, one, true);
    await questionOn(other, one).getByRole('button', { name: '提交' }).click();
    await other.getByRole('alert').getByText('这一次作答已经提交过').waitFor();
    await questionOn(other, one).getByText('没有答对').waitFor();
    expect(await attempts(one)).toHaveLength(1);
    await other.close();
  });

  test('is not sent again by the back button, which shows the verdict', async () => {
    const one = question(1, 1);
    await visitor.go(`/courses/${lessons[1]!.lessonId}`);
    await answer(visitor.page, one, true);
    await visitor.go('/me');
    await visitor.page.goBack();
    await questionOn(visitor.page, one).getByText('答对了').waitFor();
    expect(await questionOn(visitor.page, one).getByRole('button', { name: '提交' }).count()).toBe(0);
    expect(await attempts(one)).toHaveLength(1);
  });

  test('is recorded once when the button is pressed twice', async () => {
    const one = question(1, 2);
    await visitor.go(`/courses/${lessons[1]!.lessonId}`);
    await choose(visitor.page, one, true);
    await questionOn(visitor.page, one).getByRole('button', { name: '提交' }).dblclick();
    await questionOn(visitor.page, one).getByText('答对了').waitFor();
    expect(await attempts(one)).toHaveLength(1);
  });

  test('is recorded once when ten requests with it arrive together', async () => {
    const one = question(1, 3);
    const client = await Client.loggedIn(office.origin, student);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(client, lessons[1]!, one, 1, true)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303));
    expect(await attempts(one)).toHaveLength(1);
  });

  test('of an older page does not touch what was answered since', async () => {
    const one = question(1, 4);
    const client = await Client.loggedIn(office.origin, student);
    expect((await send(client, lessons[1]!, one, 1, true)).status).toBe(303);
    const stale = await send(client, lessons[1]!, one, 2, false);
    expect(stale.status).toBe(409);
    expect(visibleText(stale.text)).toContain('这道题的页面已经过时');
    expect(await attempts(one)).toHaveLength(1);
  });

  test('without a choice is refused in words', async () => {
    const one = checkQuestionsOf(office.catalog, lessons[3]!).find(({ type }) => type === 'multiple')!;
    visitor.expectRefusal(400);
    await visitor.go(`/courses/${lessons[3]!.lessonId}`);
    await questionOn(visitor.page, one).getByRole('button', { name: '提交' }).click();
    await visitor.page.getByRole('alert').getByText('还没有作答').waitFor();
    await visitor.look('answer-empty');
    expect(await attempts(one)).toHaveLength(0);
  });
});

test('when the network is away the choice stays on the page, to be sent again', async () => {
  const one = question(2, 0);
  const visitor = await openVisitor(browser, office.origin, 360, { person: student });
  await visitor.go(`/courses/${lessons[2]!.lessonId}`);
  await choose(visitor.page, one, true);
  visitor.expectOffline();
  await visitor.context.setOffline(true);
  await questionOn(visitor.page, one).getByRole('button', { name: '提交' }).click();
  await questionOn(visitor.page, one).getByRole('alert').getByText('网络不通').waitFor();
  expect(await attempts(one)).toHaveLength(0);
  await visitor.context.setOffline(false);
  await visitor.look('offline');
  await questionOn(visitor.page, one).getByRole('button', { name: '提交' }).click();
  await questionOn(visitor.page, one).getByText('答对了').waitFor();
  expect(await attempts(one)).toHaveLength(1);
  await visitor.close();
});

describe('before a question is answered', () => {
  test.each(['streetTrainer', 'streetLeader'] as const)('nothing on any lesson page tells %s which option is right', async (person) => {
    const client = await Client.loggedIn(office.origin, person);
    const facts = await office.store.factsOf((await office.member(person)).memberId);
    const answered = new Set(ofKind(facts, 'question.answered').map((fact) => fact.body.questionId));
    let looked = 0;
    for (const lesson of lessons) {
      const html = (await client.get(`/courses/${lesson.lessonId}`)).text;
      for (const one of checkQuestionsOf(office.catalog, lesson).filter(({ id }) => !answered.has(id))) {
        looked += 1;
        const form = new RegExp(`<form[^>]*data-swap-form="${one.id}"[\\s\\S]*?</form>`).exec(html)![0];
        expect(html, one.id).not.toContain(escaped(one.explanation));
        if (!hasOptions(one)) continue;
        for (const option of optionsOf(one)) if (option.why) expect(html, `${one.id} ${option.id}`).not.toContain(escaped(option.why));
        const options = form.match(/<label[\s\S]*?<\/label>/g)!;
        const blind = options.map((option, at) => option.replaceAll(`"${'ABCDEF'[at]}"`, '').replace(`>${'ABCDEF'[at]}<`, '><').replace(/<span[^>]*>[^<]*<\/span>\s*<\/label>/, ''));
        expect(new Set(blind).size, `${one.id}: ${blind.join('\n')}`).toBe(1);
        expect(form).not.toMatch(/right|正确答案|checked|误选|应选/);
      }
    }
    expect(looked).toBeGreaterThan(40);
  });
});

test('an unknown lesson or course is said to be missing, in words', async () => {
  const visitor = await openVisitor(browser, office.origin, 360, { person: student });
  visitor.expectRefusal(404);
  await visitor.go('/courses/constitution/no-such-lesson');
  await visitor.page.getByRole('heading', { name: '没有找到', level: 1 }).waitFor();
  await visitor.look('not-found');
  await visitor.page.getByRole('link', { name: '回到首页' }).click();
  await visitor.page.getByRole('heading', { name: /本月还需约/, level: 1 }).waitFor();
  await visitor.close();
});

async function send(client: Client, lesson: Lesson, one: Question, attempt: number, right: boolean) {
  const { memberId } = await office.member(student);
  return client.act(`/courses/${lesson.lessonId}`, 'answerQuestion', { lessonId: lesson.lessonId, questionId: one.id, attempt: String(attempt), ...fieldsFor(one, given(one, memberId, attempt, right, chance(1))) });
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
