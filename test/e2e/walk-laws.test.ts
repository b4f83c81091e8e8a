import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessonId } from '../../scripts/demo/law-change.ts';
import { localDate } from '../../src/domain/calendar.ts';
import { owedFollowUps } from '../../src/domain/law-change.ts';
import { loadMembers } from '../../src/storage/people.ts';
import { loadLawRegister } from '../../src/storage/law-register.ts';
import { officialDocx } from '../exchange/official-docx.ts';
import { invented } from '../law-texts.ts';
import { answer } from './answers.ts';
import { launchBrowser } from './browser.ts';
import { openOffice, type Office } from './office.ts';
import { accounts } from './second-office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(() => browser.close());

const title = '中华人民共和国治安管理处罚法';
const old = invented(title, 119, ['2012年10月26日 修正']);
const current = invented(title, 144, ['2025年6月27日 修订', '2026年1月1日 施行'], { 26: '在机关门口吵闹不休的，由管片的人劝开，劝不开的记下姓名和时间。' });
const changeId = 'petition-work-regulations-2026';

/** Each test goes on where the one before stopped; the phone without JavaScript. */
describe.each(widths)('at %i px, the law changes', (width) => {
  let office: Office;
  const people = {} as Record<'admin' | 'trainer' | 'leader' | 'cadre', Visitor>;
  beforeAll(async () => {
    office = await openOffice();
    for (const person of ['admin', 'trainer', 'leader', 'cadre'] as const) people[person] = await openVisitor(browser, office.origin, width, { person, javaScript: width !== 360 });
  });
  afterAll(async () => {
    for (const visitor of Object.values(people)) await visitor.close();
    await office.close();
  });
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();

  test('the administrator uploads texts and a file that is none, and sees what would happen', async () => {
    const { page } = people.admin;
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '管理' }).click();
    await page.getByRole('link', { name: '法律原文与变动' }).click();
    await heading(page, '登记 36 个版本，已导入 0 份原文');
    await people.admin.look('laws-admin');
    await page.getByLabel('原文文件').setInputFiles([
      { name: '治安管理处罚法(2012).docx', mimeType: 'application/octet-stream', buffer: Buffer.from(await officialDocx(old)) },
      { name: '治安管理处罚法(2025).docx', mimeType: 'application/octet-stream', buffer: Buffer.from(await officialDocx(current)) },
      { name: '小说.txt', mimeType: 'text/plain', buffer: Buffer.from('第一章 春天\n\n那年他离开了村子，再也没有回来。') },
      { name: '旧版.doc', mimeType: 'application/msword', buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]) },
    ]);
    await page.getByRole('button', { name: '上传并预览' }).click();
    await heading(page, '原文预览，尚未生效');
    await page.getByText('可导入 2 部，不能导入 2 部').waitFor();
    await people.admin.look('laws-preview');
    expect((await loadLawRegister(office.store, office.catalog.laws)).texts.size).toBe(0);
  });

  test('and after the confirmation the article shows its text, beside the lesson that rests on it', async () => {
    const { page } = people.admin;
    await page.getByRole('button', { name: '确认导入可用的 2 部' }).click();
    await heading(page, '原文已导入');
    await people.cadre.go(`/courses/${lessonId}`);
    const learner = people.cadre.page;
    if (width === 360) await learner.locator('details.cite > summary').filter({ hasText: '第26条' }).first().click();
    await learner.getByText('在机关门口吵闹不休的').filter({ visible: true }).first().waitFor();
    await people.cadre.look('lesson-with-statute');
    await people.cadre.go('/laws/public-security-penalties-law/26');
    await learner.getByText('在机关门口吵闹不休的').waitFor();
    await people.cadre.look('law-article');
    await people.cadre.go('/laws/public-security-penalties-law');
    await people.cadre.look('law');
  });

  test('an import is taken back with the reason, and the page says the text is not there', async () => {
    const { page } = people.admin;
    await page.getByText('撤销', { exact: true }).click();
    await page.getByLabel('撤销的原因').fill('传成了征求意见稿');
    await page.getByRole('button', { name: '撤销这条记录' }).click();
    await page.getByText(/由.+撤销：传成了征求意见稿/).waitFor();
    await people.cadre.go('/laws/public-security-penalties-law/26');
    await people.cadre.page.getByText('本单位尚未导入这部法律的原文').waitFor();
  });

  test('a new version is announced, and the trainer sees whom and what it touches', async () => {
    const { page } = people.admin;
    await people.admin.go('/admin/laws');
    await page.getByText('登记新公布的版本').click();
    await page.getByLabel('法律', { exact: true }).selectOption({ label: '信访工作条例' });
    await page.getByLabel('通过或公布日').fill('2026-11-20');
    await page.getByLabel('施行日').fill('2026-11-30');
    await page.getByLabel('新文本共几条').fill('52');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await heading(page, /《信访工作条例》2022 年文本改为 2026 年文本/);
    await people.trainer.go(`/admin/laws/changes/${changeId}`);
    await people.trainer.page.getByText('还没有确认影响').waitFor();
    await people.trainer.look('law-impact');
  });

  test('confirms it with two questions that still hold', async () => {
    const { page } = people.trainer;
    await page.getByLabel('另外有变动的旧条文').fill('第22条、23、三十四');
    for (const name of ['registration-01', 'registration-02']) await page.locator(`input[value="${name}"]`).check();
    await page.getByRole('button', { name: '确认变动，开展跟进学法' }).click();
    await page.getByText('确认 3 条有变动').waitFor();
    await people.trainer.look('law-change-confirmed');
    expect((await loadLawRegister(office.store, office.catalog.laws)).changes.find((one) => one.changeId === changeId)).toMatchObject({ articles: ['22', '23', '34'], questionIds: ['registration-01', 'registration-02'] });
  });

  test('on its first day the lesson says so, its questions rest, and the cadre is asked to follow up', async () => {
    office.advance(60 * 24 * 10);
    for (const [person, visitor] of Object.entries(people)) await visitor.logIn(accounts[person as 'cadre']);
    const { page } = people.cadre;
    await people.cadre.go('/');
    await page.getByRole('link', { name: /跟进学法：《信访工作条例》/ }).waitFor();
    await people.cadre.look('today-follow-up');
    await people.cadre.go('/courses/petition-regulations/registration');
    await page.getByText('所依据的法条有变动').waitFor();
    await page.getByText(/另有 \d 道题因法条变动暂停使用/).waitFor();
    await people.cadre.look('lesson-outdated');
  });

  test('who follows up by answering; a wrong answer is explained and tried again', async () => {
    const { page } = people.cadre;
    await page.getByRole('link', { name: '您是按旧文本学完的，请完成跟进学法' }).click();
    await people.cadre.look('follow-up');
    const [first, second] = ['registration-01', 'registration-02'].map((id) => office.catalog.questions.get(id)!);
    await answer(page, first!, false);
    await page.getByText('没有答对').waitFor();
    await page.getByRole('link', { name: '再答一次' }).click();
    await answer(page, first!, true);
    await answer(page, second!, true);
    await people.cadre.go(`/laws/changes/${changeId}`);
    await page.getByText(`您已于 ${localDate(office.now())} 完成跟进学法`).waitFor();
    await people.cadre.go('/');
    expect(await page.getByRole('link', { name: /跟进学法：《信访工作条例》/ }).count()).toBe(0);
  });

  test('the leader’s numbers are those of a count over every dossier', async () => {
    const { page } = people.leader;
    await people.leader.go('/unit');
    const { changes } = await loadLawRegister(office.store, office.catalog.laws);
    const change = changes.filter((one) => one.changeId === changeId);
    const members = await loadMembers(office.store);
    const owing = (await Promise.all(members.map(async (member) => ({ member, owed: owedFollowUps(await office.store.factsOf(member.memberId), change).length })))).filter((one) => one.owed > 0).map((one) => one.member);
    await page.getByText(`${owing.length} 人待跟进，1 人已跟进`).waitFor();
    await page.getByRole('link', { name: /《信访工作条例》2022/ }).click();
    await heading(page, `${owing.length} 人待跟进`);
    const names = await page.getByRole('region', { name: '跟进学法名单' }).getByRole('rowheader').allInnerTexts();
    expect(names.map((name) => name.trim()).sort()).toEqual(owing.map((member) => member.name).sort());
    await people.leader.look('unit-follow-ups');
  });

  test('taken back, lessons and questions are as before, and the follow-up done stays on record', async () => {
    const { page } = people.trainer;
    await people.trainer.go(`/admin/laws/changes/${changeId}`);
    await page.getByText('撤销', { exact: true }).last().click();
    await page.getByLabel('撤销的原因').fill('施行日期推迟');
    await page.getByRole('button', { name: '撤销这条记录' }).click();
    await page.getByText('还没有确认影响').waitFor();
    await people.cadre.go('/courses/petition-regulations/registration');
    expect(await people.cadre.page.getByText('所依据的法条有变动').count()).toBe(0);
    await people.cadre.go('/me');
    await people.cadre.page.getByText(/跟进《信访工作条例》2022/).first().waitFor();
    await people.cadre.go('/laws/calendar');
    await people.cadre.look('law-calendar');
  });
});
