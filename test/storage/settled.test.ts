import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmbeddedStore } from '../../src/storage/embedded/store.ts';
import { aMember, answered } from '../builders.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';

/** Enough that the dossiers are worth bringing onto the disk when the store is closed. */
const people = Array.from({ length: 1_100 }, (_, index) => aMember({ memberId: `member-${index}` }));
let data: DataFolder;
beforeEach(async () => {
  data = await dataFolder();
  await data.store.append(people.map((person) => answered(person, 'first-01', 1, ['a'])));
  await data.store.close();
});
afterEach(() => data.clean());

/** What a machine finds that went off and on again. */
async function bootAgain(): Promise<void> {
  await data.alter('dossiers/checkpoint.json', (text) => JSON.stringify({ ...JSON.parse(text) as object, until: 'another boot' }));
}
const attemptsOf = async (memberId: string) => (await (await data.reopen()).factsOf(memberId)).length;

describe('after the machine was off, dossiers that had been brought onto the disk', () => {
  test('are taken as they are, and only what came later is gathered', async () => {
    if (process.platform !== 'linux') return void console.log('断电后的档案：这个系统没有 sync -f，每次开机都重新汇集，未检查');
    const store = await data.reopen();
    await store.append([answered(people[7]!, 'first-01', 2, ['a'])]);
    const settled = await readFile(data.at('dossiers', 'settled.json'), 'utf8');
    await store.close();
    await writeFile(data.at('dossiers', 'settled.json'), settled); // as if it had gone off before the store was closed
    await bootAgain();
    await data.alter('dossiers/subjects/member-5.json', () => '{"facts":[]}'); // which only a file that is trusted could show
    expect(await attemptsOf('member-7')).toBe(2);
    expect(await attemptsOf('member-5')).toBe(0);
  });

  test('are gathered anew when one that was written later is torn', async () => {
    const store = await data.reopen();
    await store.append([answered(people[7]!, 'first-01', 2, ['a'])]);
    const settled = await readFile(data.at('dossiers', 'settled.json'), 'utf8').catch(() => null);
    await store.close();
    if (settled) await writeFile(data.at('dossiers', 'settled.json'), settled);
    await bootAgain();
    await data.alter('dossiers/subjects/member-7.json', (text) => text.slice(0, 40));
    await data.alter('dossiers/subjects/member-5.json', () => '{"facts":[]}');
    expect(await attemptsOf('member-7')).toBe(2);
    expect(await attemptsOf('member-5')).toBe(1);
  });

  test('are not trusted on the word of an older settling once they have been gathered anew', async () => {
    await data.alter('dossiers/settled.json', (text) => text).catch(() => undefined);
    const settled = await readFile(data.at('dossiers', 'settled.json'), 'utf8').catch(() => null);
    await bootAgain();
    await writeFile(data.at('dossiers', 'settled.json'), JSON.stringify({ until: 'here', position: { segment: '2099-01', offset: 1 }, files: 1 }));
    await data.alter('dossiers/subjects/member-5.json', () => '{"facts":[]}');
    expect(await attemptsOf('member-5')).toBe(1);
    expect(await readFile(data.at('dossiers', 'settled.json'), 'utf8').catch(() => null)).not.toBe(settled ?? 'none');
  });

  test('are not trusted in a copy of the folder, whose files may be of different moments', async () => {
    await data.alter('dossiers/subjects/member-5.json', () => '{"facts":[]}');
    const copy = `${data.folder}-copy`;
    await cp(data.folder, copy, { recursive: true });
    await writeFile(path.join(copy, 'dossiers', 'checkpoint.json'), '{');
    const store = await EmbeddedStore.open(copy);
    expect(await store.factsOf('member-5')).toHaveLength(1);
    await store.close();
    await rm(copy, { recursive: true });
  });
});
