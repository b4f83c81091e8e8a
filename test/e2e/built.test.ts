import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { Client, type Answer } from './client.ts';
import { root } from './office-folder.ts';
import { openOffice, type Office } from './office.ts';
import { openVisitor, widths } from './visitor.ts';

const guidePages = globSync('*/', { cwd: path.join(root, 'dist/client/guide') }).map((folder) => `/guide/${path.basename(folder)}`);
let office: Office;
beforeAll(async () => { office = await openOffice(); });
afterAll(() => office.close());

test('exactly the guide is prerendered: everything else asks who reads', () => {
  const built = globSync('**/*.html', { cwd: path.join(root, 'dist/client') }).map((file) => file.replaceAll('\\', '/')).sort();
  const written = globSync('*.md', { cwd: path.join(root, 'content/guide') }).map((file) => `guide/${path.basename(file, '.md')}/index.html`);
  expect(written.length).toBeGreaterThan(0);
  expect(built).toEqual([...written, 'guide/index.html'].sort());
});

test('a prerendered page names no office and no person', () => {
  for (const file of globSync('dist/client/**/*.html', { cwd: root })) {
    const html = readFileSync(path.join(root, file), 'utf8');
    for (const word of ['澄湖区', '罗小蕙', 'name="account"', '主导航', '<form']) expect(html, file).not.toContain(word);
  }
});

describe('a lesson page with all it needs to be read and answered', () => {
  const limit = 60 * 1024;
  test('weighs at most 60 KB as sent, fonts left out', async () => {
    const cadre = await Client.loggedIn(office.origin, 'cadre');
    const sent = (answer: Answer) => { expect(['br', 'gzip']).toContain(answer.headers['content-encoding']); return answer.bytes.length; };
    for (const lessonId of office.catalog.lessons.keys()) {
      const page = await cadre.get(`/courses/${lessonId}`, { 'accept-encoding': 'br' });
      const html = (await cadre.get(`/courses/${lessonId}`)).text;
      const parts = [...new Set([...html.matchAll(/(?:src|href)="(\/_astro\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]!))];
      expect(parts.some((part) => part.endsWith('.css')) && parts.some((part) => part.endsWith('.js')), lessonId).toBe(true);
      let weight = sent(page);
      for (const part of parts) {
        const source = (await cadre.get(part)).bytes;
        expect(source.toString('utf8'), part).not.toMatch(/@import|url\(\s*['"]?(?:https?:)?\/\/|import\s*["']\.\//);
        weight += Math.min(sent(await cadre.get(part, { 'accept-encoding': 'br' })), source.length);
      }
      expect(brotliCompressSync(html).length, lessonId).toBeGreaterThan(3000);
      expect(weight, lessonId).toBeLessThanOrEqual(limit);
    }
  });
});

describe('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => { browser = await launchBrowser(); });
  afterAll(() => browser.close());

  /** Pages which no other test looks at: empty ones, long ones, older years, refusals. `{…}` is an id of this office. */
  const rest = {
    cadre: ['/courses', '/sessions/{held}', '/me?show=sessions', '/me/facts?measure=attended&from=2026-01-01&to=2026-11-20', '/account', '/account/password', '/unit', '/guide', ...guidePages],
    streetLeader: ['/', '/me', '/unit', '/unit/people', '/unit/facts?measure=absent&from=2026-01-01&to=2026-11-20'],
    leader: ['/unit?year=2025', '/unit/facts?measure=first-try&from=2026-01-01&to=2026-11-20'],
    admin: ['/admin/people', '/admin/people?q=nobody'],
  };
  const main = {
    cadre: ['/login', '/', '/courses', '/courses/petition-regulations', '/courses/{lesson}', '/sessions', '/sessions/{held}', '/me', '/account', '/guide', '/none'],
    trainer: ['/sessions/new', '/sessions/{coming}', '/sessions/{held}/minutes'], leader: ['/unit', '/unit/people', '/unit/people/{person}'], admin: ['/admin', '/admin/people', '/admin/roster'],
  };
  const ids: Record<string, string> = {};
  const addressOf = (template: string) => template.replace(/\{(\w+)\}/, (_, name: string) => ids[name]!);
  beforeAll(async () => {
    const { past, coming } = JSON.parse((await (await Client.loggedIn(office.origin, 'cadre')).get('/sessions.json')).text);
    Object.assign(ids, { lesson: [...office.catalog.lessons.keys()][0]!, held: past[0].sessionId, coming: coming[0].sessionId, person: (await office.member('cadre')).memberId });
  });

  test('the main pages ask for nothing outside the site, scripts, styles, pictures and fonts included', async () => {
    for (const [person, addresses] of Object.entries(main)) {
      const visitor = await openVisitor(browser, office.origin, 1280, { person: person as keyof typeof main });
      visitor.expectRefusal(404);
      for (const address of addresses) await visitor.go(addressOf(address));
      expect(visitor.requests.length).toBeGreaterThan(addresses.length * 2);
      expect(visitor.requests.filter((address) => !address.startsWith(`${office.origin}/`))).toEqual([]);
      await visitor.close();
    }
  });

  describe.each(widths)('at %i px', (width) => {
    test.each(Object.keys(rest) as (keyof typeof rest)[])('the pages of %s that no other test looks at have one heading and no fault', async (person) => {
      const visitor = await openVisitor(browser, office.origin, width, { person });
      visitor.expectRefusal(403);
      for (const address of rest[person]) {
        await visitor.go(addressOf(address));
        expect(await visitor.page.getByRole('heading', { level: 1 }).count(), `${person} ${address}`).toBe(1);
        await visitor.look(`${person}${address.split('&')[0]!.replace(/\W+/g, '-')}`);
      }
      await visitor.close();
    });
  });
});
