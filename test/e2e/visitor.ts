import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'vitest';
import { demoPassword } from '../../scripts/demo/people.ts';
import { lendChineseFonts } from './chinese-fonts.ts';
import { root } from './office-folder.ts';
import { accounts, type Person } from './second-office.ts';

export const widths = [360, 1280] as const;
export type Width = (typeof widths)[number];

/** One person at one browser. Whatever the console complains of, or leaves the site, is remembered and fails the next look. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  width: Width;
  /** Addresses of everything the browser asked for. */
  requests: string[];
  go(address: string): Promise<void>;
  logIn(account: string, password?: string): Promise<void>;
  /** The page as it stands: axe finds nothing, nothing is wider than the window, the console is silent. Keeps a picture. */
  look(name: string): Promise<void>;
  /** The next answers may have this status: the browser notes refused forms in its console. */
  expectRefusal(status: number): void;
  /** From now on failed requests are no complaint. */
  expectOffline(): void;
  close(): Promise<void>;
}

export async function openVisitor(browser: Browser, origin: string, width: Width, options: { javaScript?: boolean; person?: Person } = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: origin, viewport: { width, height: width === 360 ? 740 : 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', javaScriptEnabled: options.javaScript ?? true,
  });
  context.setDefaultTimeout(15_000);
  await lendChineseFonts(context);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  const refusals = new Set<number>();
  let offline = false;
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (offline && message.text().includes('ERR_INTERNET_DISCONNECTED')) return;
    const status = Number(/the server responded with a status of (\d+)/.exec(message.text())?.[1]);
    if (!refusals.has(status)) problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('request', (request) => {
    requests.push(request.url());
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) problems.push(`left the site: ${request.url()}`);
  });

  const visitor: Visitor = {
    page, context, width, requests,
    go: async (address) => { await page.goto(address); },
    async logIn(account, password = demoPassword) {
      await page.goto('/login');
      await page.getByLabel('账号').fill(account);
      await page.getByLabel('密码').fill(password);
      await page.getByRole('main').getByRole('button', { name: '登录' }).click();
      await page.waitForURL((url) => url.pathname !== '/login');
    },
    async look(name) {
      await picture(page, `${width}-${name}`);
      if (options.javaScript ?? true) expect.soft(await violationsOn(page), `axe on ${name} at ${width}`).toEqual([]);
      expect.soft(await widerThanWindow(page), `wider than the window on ${name} at ${width}`).toEqual([]);
      expect.soft(problems.splice(0), `console on ${name} at ${width}`).toEqual([]);
    },
    expectRefusal: (status) => { refusals.add(status); },
    expectOffline: () => { offline = true; },
    async close() {
      await context.close();
      expect(problems, 'console and requests').toEqual([]);
    },
  };
  if (options.person) await visitor.logIn(accounts[options.person]);
  return visitor;
}

/** axe is a script itself: not where scripts are off. */
async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** Nothing when the page does not scroll sideways, else what sticks out of it. */
function widerThanWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 0.5 && !one.closest('.table-scroll'));
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${(one.textContent ?? '').slice(0, 40)}`)];
  });
}
