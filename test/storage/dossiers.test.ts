import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Dossiers } from '../../src/storage/embedded/dossiers.ts';
import { aMember, completed, enrolled, recorded } from '../builders.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'xuefa-dossiers-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

const people = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => aMember({ memberId: `member-${from + index}` }));

describe('dossiers of more people than are kept in memory', () => {
  test('lose nothing when people are looked up while what is behind is being written', async () => {
    const others = people(0, 60);
    const written = await Dossiers.open(folder);
    for (const fact of recorded(...others.map((one) => enrolled(one)))) await written.add(fact);
    await written.flush();

    const dossiers = await Dossiers.open(folder);
    const many = people(60, 4_400);
    for (const fact of recorded(...many.map((one) => enrolled(one)))) await dossiers.add(fact);
    const flushing = dossiers.flush();
    for (const { memberId } of others) expect(await dossiers.read('subjects', memberId)).toHaveLength(1);
    for (const { memberId } of many.slice(0, 500)) expect(await dossiers.read('subjects', memberId), memberId).toHaveLength(1);
    await flushing;
    const again = await Dossiers.open(folder);
    for (const { memberId } of [...others, ...many]) expect(await again.read('subjects', memberId), memberId).toHaveLength(1);
  });

  test('let go only of what is written, and read it again', async () => {
    const dossiers = await Dossiers.open(folder);
    const many = people(0, 4_100);
    for (const fact of recorded(...many.map((one) => enrolled(one)))) await dossiers.add(fact);
    expect(dossiers.dirtyCount).toBe(4_100);
    await dossiers.flush();
    expect(dossiers.dirtyCount).toBe(0);
    const facts = recorded(enrolled(many[0]), completed(many[0]!, 'course-a/first'));
    await dossiers.add(facts[1]!);
    expect(await dossiers.read('subjects', 'member-0')).toEqual(facts);
  });
});

test('someone looked up for the first time while a fact of theirs is gathered is not kept as they were before', async () => {
  const facts = recorded(enrolled(), completed(aMember(), 'course-a/first'));
  const written = await Dossiers.open(folder);
  await written.add(facts[0]!);
  await written.flush();
  const dossiers = await Dossiers.open(folder);
  const looks = Array.from({ length: 20 }, () => dossiers.read('subjects', 'member-zhang'));
  await Promise.all([...looks, dossiers.add(facts[1]!), dossiers.read('subjects', 'member-zhang')]);
  expect(await dossiers.read('subjects', 'member-zhang')).toEqual(facts);
});

test('a fact gathered twice is there once', async () => {
  const facts = recorded(enrolled(), completed(aMember(), 'course-a/first'));
  const dossiers = await Dossiers.open(folder);
  for (const fact of [...facts, ...facts]) await dossiers.addAgain(fact);
  expect(await dossiers.read('subjects', 'member-zhang')).toEqual(facts);
});
