import { expect, test } from 'vitest';
import { carryOut } from '../../src/server/chores.ts';
import { Published } from '../../src/server/published.ts';
import { answered, catalog, now, zhang } from '../builders.ts';
import { disputed, ruled } from '../dispute-builders.ts';
import { Office } from '../office.ts';

test('the server carries out what was ruled, and then publishes that it is done', async () => {
  const office = await Office.open();
  await office.record(answered(zhang, 'first-01', 1, ['b']), disputed());
  const published = await Published.open(office.store, catalog);
  const chore = () => carryOut({ store: office.store, published, clock: () => now });
  await chore();
  expect(await office.factIds('member-zhang')).toHaveLength(1);
  await office.record(ruled());
  await published.refresh();
  expect(published.catalog.disputes[0]!.ruling).toMatchObject({ people: null });
  await chore();
  expect(published.catalog.disputes[0]!.ruling).toMatchObject({ people: 1 });
  expect(await office.factIds('member-zhang')).toEqual(['answered/first-01/1', 'regraded/first-01/1']);
  const { questions } = published.catalog;
  await chore();
  expect(published.catalog.questions).toBe(questions);
});
