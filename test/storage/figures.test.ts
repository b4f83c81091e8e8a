import { open, truncate } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Question } from '../../src/domain/question.ts';
import { foldFacts } from '../../src/storage/figures/fold.ts';
import { FigureKeeper, type FactFeed } from '../../src/storage/figures/keeper.ts';
import { SqlFigures } from '../../src/storage/figures/sql-figures.ts';
import { openSqliteFigures } from '../../src/storage/figures/sqlite.ts';
import { emptyFigures } from '../../src/storage/figures/tables.ts';
import type { Store } from '../../src/storage/port.ts';
import { PostgresStore } from '../../src/storage/postgres/store.ts';
import { aQuestion, answered, catalog, completed, recorded, sun, units, voided, wu, zhang } from '../builders.ts';
import { aLawChange, completedCiting, followedUp } from '../generated-office.ts';
import { dataFolder } from './data-folder.ts';
import { administer, freshDatabase } from './postgres-server.ts';

const inMarch = { from: '2026-03', to: '2026-03' };
async function tallied(store: Store, questions: ReadonlyMap<string, Question>): Promise<Record<string, number>> {
  const figures = await store.figures(questions);
  const tallies = (await Promise.all([true, false].map((byTopic) => figures.tallies({ unitIds: ['unit-root'], extent: 'whole', ...inMarch, byTopic })))).flat();
  return Object.fromEntries(tallies.map((tally) => [`${tally.measure} ${tally.topic}`.trim(), tally.count]));
}

describe('two servers that fold into one database', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let stores: [PostgresStore, PostgresStore];
  beforeEach(async () => {
    database = await freshDatabase(inject('postgresUrl'));
    stores = [await PostgresStore.open(database.url), await PostgresStore.open(database.url)];
    await stores[0].changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await database.drop();
  });
  const right = { 'first-try': 2, 'first-right': 2, 'first-try 登记': 2, 'first-right 登记': 2 };

  test('count nothing twice when one of them counts everything anew', async () => {
    await stores[0].append([answered(zhang, 'first-01', 1, ['a']), answered(sun, 'first-01', 1, ['a'])]);
    for (const store of stores) expect(await tallied(store, catalog.questions)).toEqual(right);
    let other: Promise<unknown> = Promise.resolve();
    await stores[0].rebuildFigures(catalog.questions, () => { other = stores[1].figures(catalog.questions); });
    await other;
    for (let time = 0; time < 2; time += 1) {
      await Promise.all([stores[0].rebuildFigures(catalog.questions, () => undefined), tallied(stores[1], catalog.questions)]);
      for (const store of stores) expect(await tallied(store, catalog.questions)).toEqual(right);
    }
  });

  test('grade by the questions of whoever asks, also when the other has others', async () => {
    const corrected = new Map([...catalog.questions, ['first-01', aQuestion({ options: [{ id: 'a', text: '登记后转送' }, { id: 'b', text: '请来信人自己找', right: true }] })]]);
    await stores[0].append([answered(zhang, 'first-01', 1, ['a'])]);
    expect(await tallied(stores[0], catalog.questions)).toMatchObject({ 'first-right': 1 });
    expect((await tallied(stores[1], corrected))['first-right']).toBeUndefined();
    await stores[0].append([answered(sun, 'first-01', 1, ['a'])]);
    expect(await tallied(stores[0], catalog.questions)).toEqual(right);
    expect(await tallied(stores[1], corrected)).toEqual({ 'first-try': 2, 'first-try 登记': 2 });
  });

  test('keep what people have learnt when they are moved in the same moment', async () => {
    const people = Array.from({ length: 30 }, (_, index) => ({ ...wu, memberId: `member-${index}`, staffNo: String(100 + index) }));
    await stores[0].changeDocuments('members', people.map((person) => ({ id: person.memberId, expected: 0, value: person })));
    await stores[0].figures(catalog.questions);
    for (let round = 1; round <= 6; round += 1) {
      await stores[0].append(people.map((person) => completed(person, `course-a/${round}`)));
      await Promise.all([
        stores[1].figures(catalog.questions),
        ...people.map((person) => stores[0].changeDocuments('members', [{ id: person.memberId, expected: round, value: { ...person, unitId: round % 2 ? 'unit-letters' : 'unit-desk' } }])),
      ]);
      const rows = await (await stores[0].figures(catalog.questions)).standings({ under: 'unit-root', year: '2026', search: '', lagging: null, order: 'staff-no', offset: 0, limit: 50 });
      expect(rows.map((row) => row.completed)).toEqual(people.map(() => round));
    }
  });
});

test('figures that cannot be read are thrown away and folded again; the folder opens by itself', async () => {
  const data = await dataFolder();
  await data.store.changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
  await data.store.append([answered(zhang, 'first-01', 1, ['a'])]);
  const before = await tallied(data.store, catalog.questions);
  for (const damage of [(file: string) => truncate(file, 5_000), async (file: string) => {
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(40_000, 0x5a), 0, 40_000, 4_096);
    await handle.close();
  }]) {
    await data.store.close().catch(() => undefined);
    const reopened = await data.reopen();
    await tallied(reopened, catalog.questions);
    await reopened.close();
    await damage(data.at('figures.sqlite'));
    expect(await tallied(await data.reopen(), catalog.questions)).toEqual(before);
  }
  await data.clean();
});

describe('figures that a program without follow-ups left behind are folded anew, at the start', () => {
  const change = aLawChange('sample-law@2018', ['7']);
  const asBefore = ['drop table bases', 'drop table completions', 'drop table follow_ups', "update figure_state set value = '1' where name = 'derivation'"];
  const expectFollowUps = async (store: Store, counts: { owed: number; done: number }) => {
    const said = await (await store.figures(catalog.questions)).restingByUnit({ change, unitIds: ['unit-root'] });
    expect([...said]).toEqual([['unit-root', counts]]);
  };
  const begin = async (store: Store) => {
    await store.changeDocuments('units', units.map((unit) => ({ id: unit.unitId, expected: 0, value: unit })));
    await store.changeDocuments('members', [zhang, sun].map((member) => ({ id: member.memberId, expected: 0, value: member })));
    await store.append([zhang, sun].map((member) => completedCiting(member, 'course-a/first', ['sample-law@2018/7'])));
    await expectFollowUps(store, { owed: 2, done: 0 });
    await store.append([followedUp(zhang, change.changeId)]);
    await store.close();
  };

  test('in a data folder', async () => {
    const data = await dataFolder();
    await begin(data.store);
    const database = new DatabaseSync(data.at('figures.sqlite'));
    for (const statement of asBefore) database.exec(statement);
    database.close();
    await expectFollowUps(await data.reopen(), { owed: 1, done: 1 });
    await data.clean();
  });

  test('in a database', async () => {
    const database = await freshDatabase(inject('postgresUrl'));
    await begin(await PostgresStore.open(database.url));
    await administer(database.url, ...asBefore, "delete from migrations where name = '004-follow-ups'");
    const store = await PostgresStore.open(database.url);
    await expectFollowUps(store, { owed: 1, done: 1 });
    await store.close();
    await database.drop();
  });
});

test('the same facts folded again change nothing, and nothing of them is left when all is emptied', async () => {
  const db = await openSqliteFigures(':memory:');
  const [lesson, study] = [completedCiting(zhang, 'course-a/first', ['sample-law@2018/7']), followedUp(zhang, 'after-sample-law-2018')];
  const facts = recorded(lesson, completed(zhang, 'course-a/second'), study, answered(zhang, 'first-01', 1, ['a']), followedUp(sun, 'after-sample-law-2018'), voided(lesson, study.at), voided(study, study.at));
  const tables = ['evidence', 'tallies', 'standings', 'bases', 'completions', 'follow_ups', 'heads'] as const;
  const held: unknown[] = [];
  const rows = () => Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  for (const portion of [facts.slice(0, 5), facts.slice(2, 5), facts, facts.slice(5)]) {
    await db.transaction().execute((trx) => foldFacts(trx, portion, catalog.questions, async () => []));
    held.push(await rows());
  }
  expect(held[1]).toEqual(held[0]);
  expect(held[3]).toEqual(held[2]);
  expect((held[3] as unknown[][]).map((all) => all.length)).toMatchObject({ 3: 3, 4: 2, 5: 1 });
  await db.transaction().execute(emptyFigures);
  expect(await rows()).toEqual(tables.map(() => []));
  await db.destroy();
});

test('an error while much is folded is heard, not hidden behind a progress that never moves', async () => {
  const db = await openSqliteFigures(':memory:');
  const feed: FactFeed = {
    take: async () => { throw new Error('unreadable'); }, waiting: async () => 100_000, restart: async () => undefined, manyTaken: async () => undefined, sessionFacts: async () => [],
  };
  const keeper = new FigureKeeper(db, feed, new SqlFigures(db, async () => []));
  await expect(keeper.current(catalog.questions)).rejects.toMatchObject({ code: 'figures-rebuilding' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(keeper.current(catalog.questions)).rejects.toThrow('unreadable');
  await db.destroy();
});
