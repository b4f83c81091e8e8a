import { expect, test } from 'vitest';
import { carryOutRulings } from '../../src/commands/carry-out-rulings.ts';
import type { Store } from '../../src/storage/port.ts';
import { answered, sun, wu, zhang } from '../builders.ts';
import { catalogUnderRulings, disputed, ruled } from '../dispute-builders.ts';
import { Office } from '../office.ts';
import { MemoryStore } from '../storage/memory-store.ts';

const later = '2026-03-03T01:00:00.000Z';

/** Three people gave the answer that was ruled right; for one of them it was the last one missing. */
async function ruledOffice(): Promise<Office> {
  const office = await Office.open();
  await office.record(answered(zhang, 'first-02', 1, ['a', 'd']), answered(zhang, 'first-03', 1, ['f']), ...[zhang, sun, wu].map((member) => answered(member, 'first-01', 1, ['b'])), disputed(), ruled());
  return office;
}

/** The store of a process that dies at its n-th append, just before it or just after. */
function dyingAt(store: Store, step: number, moment: 'before' | 'after'): Store {
  let appends = 0;
  return new Proxy(store, { get: (target, name) => {
    const method = (Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>).bind(target);
    if (name !== 'append') return method;
    return async (...given: unknown[]) => {
      appends += 1;
      if (appends === step && moment === 'before') throw new Error('killed');
      const answer = await method(...given);
      if (appends === step) throw new Error('killed');
      return answer;
    };
  } });
}

const carryOut = async (store: Store, now = later) => carryOutRulings({ store, catalog: await catalogUnderRulings(store), now });
const recordsOf = (office: Office) => office.records.facts.map(({ subjectId, id, body }) => `${subjectId} ${id} ${JSON.stringify(body)}`).sort();

test.each(['before', 'after'] as const)('killed %s any append, carrying out goes on at the next start and records everything once', async (moment) => {
  const unharmed = await ruledOffice();
  await carryOut(unharmed.store);
  expect(recordsOf(unharmed)).toHaveLength(7 + 5);
  for (let step = 1; step <= 5; step += 1) {
    const office = await ruledOffice();
    await expect(carryOut(dyingAt(office.store, step, moment)), `step ${step}`).rejects.toThrow('killed');
    office.store = new MemoryStore(office.records);
    await carryOut(office.store, '2026-03-04T01:00:00.000Z');
    expect(recordsOf(office), `step ${step}`).toEqual(recordsOf(unharmed));
    expect((await office.store.verify()).problems).toEqual([]);
  }
});

test('someone who moves between two runs keeps the record made where they were', async () => {
  const office = await ruledOffice();
  await expect(carryOut(dyingAt(office.store, 3, 'after'))).rejects.toThrow('killed');
  for (const member of [zhang, sun, wu]) await office.put('members', member.memberId, { ...member, unitId: 'unit-street' });
  await carryOut(office.store);
  expect(office.records.facts.filter((fact) => fact.kind === 'answer.regraded')).toHaveLength(3);
  expect(office.records.facts.at(-1)).toMatchObject({ kind: 'ruling.carried-out', body: { people: 3 } });
});

test('two servers at once record everything once', async () => {
  const office = await ruledOffice();
  await Promise.all([carryOut(office.store), carryOut(new MemoryStore(office.records), '2026-03-03T01:00:00.250Z')]);
  expect(new Set(office.records.facts.map(({ subjectId, id }) => `${subjectId} ${id}`)).size).toBe(office.records.facts.length);
  expect(office.records.facts.filter((fact) => fact.kind === 'answer.regraded')).toHaveLength(3);
  expect(office.records.facts.at(-1)).toMatchObject({ kind: 'ruling.carried-out', body: { people: 3 } });
});
