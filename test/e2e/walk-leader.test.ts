import { readFileSync } from 'node:fs';
import { read, type CellObject } from '@e965/xlsx';
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FigurePage } from '../../src/views/figure.ts';
import type { UnitOverview } from '../../src/views/unit-overview.ts';
import type { UnitPeople } from '../../src/views/unit-people.ts';
import { launchBrowser } from './browser.ts';
import { Client } from './client.ts';
import { openOffice, type Office } from './office.ts';
import { openVisitor, widths, type Visitor } from './visitor.ts';

let browser: Browser;
let office: Office;
beforeAll(async () => {
  browser = await launchBrowser();
  office = await openOffice();
});
afterAll(async () => {
  await office.close();
  await browser.close();
});

describe.each(widths)('at %i px, the leader', (width) => {
  let leader: Visitor;
  let page: Page;
  beforeAll(async () => {
    leader = await openVisitor(browser, office.origin, width, { person: 'leader' });
    page = leader.page;
  });
  afterAll(() => leader.close());
  const overview = async () => (await (await page.request.get('/unit.json')).json()) as UnitOverview;

  test('opens 总览 and reads the state of the office', async () => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '总览' }).click();
    expect(await page.getByRole('navigation', { name: '主导航' }).locator('[aria-current=page]').innerText()).toBe('总览');
    const view = await overview();
    const held = view.figures.find((figure) => figure.measure === 'sessions-held')!;
    const said = await page.getByRole('heading', { level: 1 }).innerText();
    expect(said.replace(/\s+/g, '')).toContain(`2026年办学法会${held.value}次，${view.lagging.total}人落后`);
    expect(held.value).toBeGreaterThan(5);
    for (const column of ['完成课数', '首答正确率', '学法会次数', '实到人次']) await page.getByRole('columnheader', { name: column, exact: true }).first().waitFor();
    await leader.look('unit');
  });

  test('opens a number of a section and sees exactly the facts behind it', async () => {
    const row = page.getByRole('region', { name: '各科室、下级单位', exact: true }).getByRole('row').filter({ hasText: '来访接待科' });
    const link = row.getByRole('cell').getByRole('link').first();
    const number = Number(await link.innerText());
    await link.click();
    await page.getByRole('heading', { name: `来访接待科：完成课数 ${number}`, level: 1 }).waitFor();
    await leader.look('facts-of-section');
    expect(number).toBeGreaterThan(10);
    expect(await listedFacts(page)).toBe(number);
  });

  test('opens a person, then a number of that person', async () => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '人员' }).click();
    await leader.look('unit-people');
    await page.getByLabel('姓名或工号').fill('小蕙');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByText('找到 1 人').waitFor();
    await page.getByRole('link', { name: '罗小蕙' }).click();
    await page.getByRole('heading', { name: '罗小蕙的学法档案', level: 1 }).waitFor();
    await leader.look('person');
    const figure = page.getByRole('region', { name: '本年合计' }).getByRole('link').last();
    const number = parseInt(await figure.innerText(), 10);
    await figure.click();
    await page.getByRole('heading', { name: new RegExp(`^罗小蕙.*：应到人次 ${number}$`), level: 1 }).waitFor();
    expect(await listedFacts(page)).toBe(number);
    await leader.look('facts-of-person');
  });

  test('downloads the table, which opens right in Excel and says the same', async () => {
    await leader.go('/unit/people');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 Excel 表' }).click()]);
    expect(download.suggestedFilename()).toMatch(/学法情况（2026年）\.xlsx$/);
    const bytes = readFileSync(await download.path());
    const book = read(bytes, { cellNF: true });
    const sheet = book.Sheets[book.SheetNames[0]!]!;
    const cell = (column: number, row: number) => sheet[`${String.fromCharCode(65 + column)}${row}`] as CellObject | undefined;
    const view = (await (await page.request.get('/unit/people.json')).json()) as UnitPeople;
    const headers = ['工号', '姓名', '科室', '岗位', ...view.columns, '上次学完日期'];
    expect(headers.map((_, column) => cell(column, 1)?.v)).toEqual(headers);
    expect(strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!)).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect(view.persons.some((person) => person.lastStudied)).toBe(true);
    for (const [index, person] of view.persons.entries()) {
      const row = index + 2;
      expect([cell(0, row)?.v, cell(1, row)?.v], `row ${row}`).toEqual([person.staffNo, person.name]);
      for (const [at, figure] of person.figures.entries()) {
        const expected = figure.value === null ? undefined : figure.measure === 'first-try' ? figure.value / 100 : figure.value;
        const got = cell(4 + at, row);
        if (expected === undefined) expect(got?.t).not.toBe('n');
        else { expect(got?.t, person.name).toBe('n'); expect(got?.v, `${person.name} ${figure.measure}`).toBeCloseTo(expected, 6); }
      }
      const last = cell(headers.length - 1, row);
      if (person.lastStudied) expect(last, person.name).toMatchObject({ t: 'n', z: 'yyyy-mm-dd', w: person.lastStudied });
    }
    expect(cell(0, view.persons.length + 2)).toBeUndefined();
  });
});

test('every number on 总览 is the number of facts listed behind it', async () => {
  const leader = await Client.loggedIn(office.origin, 'leader');
  const view = JSON.parse((await leader.get('/unit.json')).text) as UnitOverview;
  const people = JSON.parse((await leader.get('/unit/people.json')).text) as UnitPeople;
  const figures = [
    ...view.figures, ...view.sections.flatMap((section) => section.figures), ...people.persons.slice(0, 3).flatMap((person) => person.figures),
    ...view.grid.rows.flatMap((row) => row.cells.map((cell) => ({ ...cell, measure: 'lessons-completed' as const }))),
  ];
  for (const { href, value, measure } of figures) {
    const answer = await leader.get(href.replace('/facts?', '/facts.json?'));
    expect(answer.status, href).toBe(200);
    const facts = JSON.parse(answer.text) as FigurePage;
    expect(facts.value, href).toBe(value);
    if (measure !== 'first-try') expect(facts.total, href).toBe(value);
    else if (value !== null) expect(Math.round((facts.right! / facts.total) * 1000) / 10, href).toBe(value);
  }
  expect(figures.length).toBeGreaterThan(100);
});

/** Rows of the ledger over all its pages. */
async function listedFacts(page: Page): Promise<number> {
  for (let count = 0; ;) {
    count += await page.getByRole('main').getByRole('row').count() - 1;
    const next = page.getByRole('link', { name: '下一页' });
    if (await next.count() === 0) return count;
    await next.click();
  }
}
