import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { given } from '../../scripts/demo/events.ts';
import { chance } from '../../scripts/demo/chance.ts';
import { checkQuestionsOf } from '../../src/domain/catalog.ts';
import { canonicalJson } from '../../src/storage/chain.ts';
import { openStore } from '../../src/storage/open.ts';
import type { RecordLine, Store } from '../../src/storage/port.ts';
import { freshDatabase, startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { Client } from './client.ts';
import { openOffice, type Office } from './office.ts';
import type { Person } from './second-office.ts';

/** Every record page as its JSON twin, and who looks at it. */
const pages: [Person, string[]][] = [
  ['cadre', ['/me.json', '/sessions.json', '/me/facts.json?measure=first-try&from=2025-01-01&to=2026-12-31']],
  ['trainer', ['/sessions.json', '/me.json']],
  ['leader', ['/unit.json', '/unit.json?year=2025', '/unit/people.json', '/unit/people.json?order=lessons', '/unit/people.json?order=last-studied&lagging=1', '/unit/people.json?q=%E8%8B%A5', '/unit/facts.json?measure=first-try&from=2026-01-01&to=2026-12-31&page=3',
    '/unit/facts.json?measure=sessions-held&from=2025-01-01&to=2026-12-31', '/unit/facts.json?measure=late&from=2026-02-11&to=2026-09-20']],
  ['sectionLeader', ['/unit.json', '/unit/people.json']],
  ['streetLeader', ['/unit.json']],
  ['admin', ['/admin/units.json']],
];

let server: PostgresServer;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let embedded: Office;
const stores: Store[] = [];
beforeAll(async () => {
  server = await startPostgres();
  database = await freshDatabase(server.url);
  folder = await mkdtemp(path.join(tmpdir(), 'xuefa-e2e-round-'));
  embedded = await openOffice();
});
afterAll(async () => {
  await embedded.close();
  for (const store of stores) await store.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function opened(environment: Parameters<typeof openStore>[0]): Promise<Store> {
  const store = await openStore(environment);
  stores.push(store);
  return store;
}

/** Documents by name, then facts in the order in which they were recorded. */
async function everything(store: Store): Promise<string[]> {
  const documents: string[] = [];
  const facts: string[] = [];
  for await (const line of store.exportRecords()) if (!isLogIn(line)) ('fact' in line ? facts : documents).push(canonicalJson(line));
  return [...documents.sort(), ...facts];
}

const isLogIn = (line: RecordLine) => 'document' in line && line.document.collection === 'log-ins';

async function seen(origin: string): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const [person, addresses] of pages) {
    const client = await Client.loggedIn(origin, person);
    for (const address of addresses) {
      const answer = await client.get(address);
      expect(answer.status, address).toBe(200);
      answers[`${person} ${address}`] = JSON.parse(answer.text);
    }
  }
  return answers;
}

test('an office moves from its data folder to PostgreSQL and back: every fact, every document and every view is the same', async () => {
  const views = await seen(embedded.origin);
  const moves = [() => opened({ DATABASE_URL: database.url }), () => opened({ DATA_DIR: path.join(folder, 'back') })];
  let from = embedded.store;
  for (const open of moves) {
    const records = await everything(from); // logging in to look has changed accounts
    expect(records.length).toBeGreaterThan(3_000);
    const to = await open();
    await to.importRecords(from.exportRecords());
    const moved = await everything(to);
    expect(moved.find((line, index) => line !== records[index])).toBeUndefined();
    expect(moved).toHaveLength(records.length);
    const office = await openOffice({ over: to });
    expect(await seen(office.origin)).toEqual(views);
    await office.close();
    from = to;
  }
});

describe('two servers over one database', () => {
  test('serve one office: a person logs in at one and answers at the other, and the leader’s number at either opens into the fact', async () => {
    const fresh = await freshDatabase(server.url);
    const [first, second] = [await opened({ DATABASE_URL: fresh.url }), await opened({ DATABASE_URL: fresh.url })];
    await first.importRecords(embedded.store.exportRecords());
    const sites = [await openOffice({ over: first }), await openOffice({ over: second })] as const;
    const cadre = await Client.loggedIn(sites[0].origin, 'cadre');
    const elsewhere = new Client(sites[1].origin);
    for (const [name, value] of cadre.cookies) elsewhere.cookies.set(name, value);
    const leaders = await Promise.all(sites.map((site) => Client.loggedIn(site.origin, 'leader')));
    const counts = async () => Promise.all(leaders.map(async (leader) => JSON.parse((await leader.get('/unit.json')).text).figures[0].value as number));
    const [before] = await counts();

    const { memberId } = await sites[0].member('cadre');
    const done = new Set((await first.factsOf(memberId)).flatMap((fact) => (fact.kind === 'lesson.completed' ? [fact.body.lessonId] : [])));
    const lesson = [...embedded.catalog.lessons.values()].find((one) => !done.has(one.lessonId))!;
    for (const [index, { id: questionId }] of checkQuestionsOf(embedded.catalog, lesson).entries()) {
      const attempt = (await first.factsOf(memberId)).filter((fact) => fact.kind === 'question.answered' && fact.body.questionId === questionId).length + 1;
      const right = given(embedded.catalog.questions.get(questionId)!, memberId, attempt, true, chance(1));
      const answer = await [cadre, elsewhere][index % 2]!.act(`/courses/${lesson.lessonId}`, 'answerQuestion', { lessonId: lesson.lessonId, questionId, attempt: String(attempt), given: right });
      expect([200, 303, 409], answer.text.slice(0, 400)).toContain(answer.status);
    }
    expect(await counts()).toEqual([before! + 1, before! + 1]);
    const { figures } = JSON.parse((await leaders[1]!.get('/unit.json')).text);
    const facts = JSON.parse((await leaders[1]!.get(figures[0].href.replace('/facts?', '/facts.json?'))).text);
    expect(facts.total).toBe(before! + 1);
    expect(facts.lines[0]).toMatchObject({ factId: `completed/${lesson.lessonId}`, person: '罗小蕙' });

    const sessionId = await sites[0].schedule();
    const trainer = await Client.loggedIn(sites[0].origin, 'trainer');
    await trainer.act(`/sessions/${sessionId}`, 'openSession', { sessionId });
    const code = (await second.readDocument<{ code: string }>('session-codes', sessionId))!.value.code;
    expect((await elsewhere.act(`/sessions/${sessionId}`, 'signIn', { sessionId, code })).status).toBe(303);
    await trainer.act(`/sessions/${sessionId}`, 'closeSession', { sessionId, note: '讨论要点' });
    const minutes = JSON.parse((await trainer.get(`/sessions/${sessionId}.json`)).text);
    expect(minutes.register.counts.present).toBe(1);
    expect(minutes.proof.code).toMatch(/^3-[0-9a-f]{16}$/);
    for (const site of sites) await site.close();
  });
});
