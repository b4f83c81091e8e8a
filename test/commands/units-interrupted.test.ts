import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/commands/act.ts';
import { resumeRosterImports } from '../../src/commands/apply-roster.ts';
import { closeUnit } from '../../src/commands/close-unit.ts';
import { confirmRoster } from '../../src/commands/confirm-roster.ts';
import { foundUnit } from '../../src/commands/found-unit.ts';
import { lendUnit } from '../../src/commands/lend-unit.ts';
import { mergeSections } from '../../src/commands/merge-sections.ts';
import { moveMember } from '../../src/commands/move-member.ts';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import { renameUnit } from '../../src/commands/rename-unit.ts';
import type { Store } from '../../src/storage/port.ts';
import { admin, everyone, sectionLeader, streetTrainer, sun, townLeader, trainer, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aRow } from '../roster-builders.ts';
import { MemoryStore } from '../storage/memory-store.ts';

/** Every act that takes several steps, and how many facts it leaves. */
const acts: Record<string, { run: (act: Act) => Promise<unknown>; facts: number }> = {
  founding: { run: (act) => foundUnit(act, { parentId: 'unit-root', name: '督查科', kind: 'section', unitId: 'unit-00000000000000aa' }), facts: 1 },
  renaming: { run: (act) => renameUnit(act, 'unit-root', '区信访局'), facts: 1 },
  moving: { run: (act) => moveMember(act, { memberId: sun.memberId, fromUnitId: 'unit-letters', unitId: 'unit-street' }), facts: 1 },
  merging: { run: (act) => mergeSections(act, { unitId: 'unit-reception', intoUnitId: 'unit-letters', reason: '机构改革', people: 3 }), facts: 4 },
  closing: { run: (act) => closeUnit(act, 'unit-town', '并镇'), facts: 1 },
  lending: { run: (act) => lendUnit(act, 'unit-street', trainer.memberId), facts: 1 },
};
const people = everyone.filter((member) => member !== townLeader);

/** The store of a process that dies at its n-th write, just before it or just after. */
function dyingAt(store: Store, step: number, moment: 'before' | 'after'): Store {
  let writes = 0;
  return new Proxy(store, { get: (target, name) => {
    const method = (Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>).bind(target);
    if (name !== 'append' && name !== 'changeDocuments') return method;
    return async (...given: unknown[]) => {
      writes += 1;
      if (writes > step || (writes === step && moment === 'before')) throw new Error('killed');
      const answer = await method(...given);
      if (writes === step) throw new Error('killed');
      return answer;
    };
  } });
}

async function wholeOf(office: Office): Promise<unknown> {
  const documents = await Promise.all((['units', 'members', 'settings'] as const).map((collection) => office.store.listDocuments(collection)));
  return { facts: office.records.facts.map(({ subjectId, id }) => `${subjectId} ${id.replace(/change-\d+/, 'change')}`).sort(), documents, head: (await office.document<object>('roster-imports', 'head')) };
}

describe.each(Object.entries(acts))('%s, killed', (_name, { run, facts }) => {
  test.each(['before', 'after'] as const)('%s any write, leaves all of it or nothing after a restart, and repeated doubles nothing', async (moment) => {
    const unharmed = await Office.open(people);
    const nothing = await wholeOf(unharmed);
    await run(unharmed.act(admin));
    const all = await wholeOf(unharmed);
    expect(unharmed.records.facts).toHaveLength(facts);
    for (let step = 1; ; step += 1) {
      const office = await Office.open(people);
      const outcome = await run(office.act(admin, undefined, { store: dyingAt(office.store, step, moment) })).then(() => 'done', (error: Error) => error.message);
      if (outcome === 'done') { expect(step).toBeGreaterThan(3); return; }
      expect(outcome).toBe('killed');
      office.store = new MemoryStore(office.records);
      await resumeRosterImports(office);
      expect(await wholeOf(office), `step ${step}`).toEqual(step === 1 && moment === 'before' ? nothing : all);
      await run(office.act(admin));
      expect(await wholeOf(office), `step ${step}, repeated`).toEqual(all);
      expect((await office.store.verify()).problems).toEqual([]);
    }
  });

  test('is finished by the next act when the server lives on', async () => {
    const office = await Office.open(people);
    await run(office.act(admin, undefined, { store: dyingAt(office.store, 2, 'before') })).catch(() => undefined);
    await renameUnit(office.act(admin), 'unit-desk', '新窗口');
    expect(office.records.facts).toHaveLength(facts + 1);
  });
});

describe('a roster import and a change of units', () => {
  const sheet = [aRow({ row: 2, staffNo: '1002', name: '孙㛃', unit: '办信科', post: '督办岗' }), aRow({ row: 3, staffNo: '5001', name: '堃䶮', unit: '办信科' })];

  test('at the same moment: nobody ends in a closed section, whoever comes first', async () => {
    for (let lag = 0; lag < 40; lag += 1) {
      const office = await Office.open(people);
      const importId = await previewRoster(office.act(admin), sheet);
      const later = async () => { for (let turn = 0; turn < lag; turn += 1) await Promise.resolve(); };
      const merge = async () => { await later(); await mergeSections(office.act(admin), { unitId: 'unit-letters', intoUnitId: 'unit-reception', reason: '机构改革', people: 1 }); };
      const answers = await Promise.all([refusalOf(confirmRoster(office.act(admin), importId)), refusalOf(merge())]);
      const members = (await office.store.listDocuments<{ unitId: string }>('members')).map(({ value }) => value.unitId);
      const closed = (await office.document<{ closedOn: string | null }>('units', 'unit-letters'))!.closedOn;
      expect(answers.filter(Boolean), `lag ${lag}`).toHaveLength(1);
      expect(closed ? members.filter((unitId) => unitId === 'unit-letters') : [], `lag ${lag}`).toEqual([]);
      expect(answers.map((one) => one?.code)).toEqual(closed ? ['roster-changed', undefined] : [undefined, 'merger-outdated']);
    }
  });

  test('an import left half done is finished before the change, and never written over it', async () => {
    const office = await Office.open(people);
    const importId = await previewRoster(office.act(admin), sheet);
    await confirmRoster(office.act(admin, undefined, { store: dyingAt(office.store, 2, 'before') }), importId).catch(() => undefined);
    await moveMember(office.act(admin), { memberId: sun.memberId, fromUnitId: 'unit-letters', unitId: 'unit-street' });
    await resumeRosterImports(office);
    expect(await office.document('members', sun.memberId)).toMatchObject({ unitId: 'unit-street', post: '督办岗' });
    expect((await office.store.factsOf(sun.memberId)).map((fact) => fact.body)).toMatchObject([{ unitId: 'unit-letters', post: '督办岗' }, { unitId: 'unit-street', post: '督办岗' }]);
  });

  test('the sections an import makes begin their record with a fact', async () => {
    const office = await Office.open([zhang, sectionLeader, streetTrainer, admin]);
    await confirmRoster(office.act(admin), await previewRoster(office.act(admin), [aRow({ staffNo: '5001', name: '堃䶮', unit: '督查科/一组' })]));
    const founded = office.records.facts.filter((fact) => fact.kind === 'unit.founded');
    expect(founded.map((fact) => [fact.id, fact.actorId, fact.body.name])).toEqual([['founded', admin.memberId, '督查科'], ['founded', admin.memberId, '一组']]);
  });
});
