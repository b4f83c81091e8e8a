import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fact, NewFact } from '../src/domain/fact.ts';
import { canonicalJson, chained } from '../src/storage/chain.ts';
import { EmbeddedStore } from '../src/storage/embedded/store.ts';
import { aMember } from './roster-builders.ts';
import { answered, verify } from './verify-script.ts';

const zhang = aMember({ memberId: 'member-zhang', name: '张䶮', staffNo: '1001' });
let scratch: string;
let folder: string;
let segment: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'xuefa-verify-'));
  folder = path.join(scratch, 'data');
  segment = path.join(folder, 'facts', '2026-03.jsonl');
});
afterEach(() => rm(scratch, { recursive: true }));

async function alter(change: (text: string) => string): Promise<void> {
  const before = await readFile(segment, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(segment, after);
}

describe('after a seal', () => {
  beforeEach(async () => {
    const store = await EmbeddedStore.open(folder);
    await store.changeDocuments('members', [{ id: zhang.memberId, expected: 0, value: zhang }]);
    for (const attempt of [1, 2, 3]) await store.append([answered(zhang.memberId, attempt)]);
    await store.append([answered('member-li', 1)]);
    const heads = await Promise.all([zhang.memberId, 'member-li'].map(async (id): Promise<[string, number, string]> => {
      const last = (await store.factsOf(id)).at(-1)!;
      return [id, last.seq, last.hash.slice(0, 32)];
    }));
    await store.append([{ id: 'sealed/2026-03-02/1', kind: 'records.sealed', at: '2026-03-02T16:00:00.000Z', actorId: 'system', subjectId: 'seal-2026-03-unit-root', contextId: null, unitId: 'unit-root', body: { date: '2026-03-02', heads } }]);
    await store.append([answered('member-li', 2)]);
    await store.close();
  });

  test('whole records are whole, also those that went on', async () => {
    expect(await verify(folder)).toMatchObject({ code: 0, out: expect.stringContaining('没有发现问题') });
  });

  test('a cut end is named, which the chain itself does not show', async () => {
    await alter((text) => text.split('\n').filter((line) => !line.includes('"attempt":3')).join('\n'));
    const { code, out } = await verify(folder);
    expect(out).toContain('问题：张䶮（工号 1001，member-zhang）第 3 条：2026-03-02 封存时还在，现在没有了，末尾被截去。');
    expect(out).toContain('共 1 处问题');
    expect(code).toBe(1);
  });

  test('a chain written anew as a whole is named', async () => {
    await alter((text) => {
      let last: Fact | null = null;
      return text.split('\n').map((line) => {
        if (!line.includes('"subjectId":"member-zhang"')) return line;
        const { seq: _seq, prev: _prev, hash: _hash, ...fact } = JSON.parse(line.replace('"chosen":["a"]', '"chosen":["b"]')) as Fact;
        last = chained(fact as NewFact, last);
        return canonicalJson(last);
      }).join('\n');
    });
    const { code, out } = await verify(folder);
    expect(out).toContain('问题：张䶮（工号 1001，member-zhang）第 3 条：不是 2026-03-02 封存的那一条，这份档案可能从更早处起整段重写。');
    expect(code).toBe(1);
  });

  test('the printed code of a seal is found, and gone when the seals were written anew with the rest', async () => {
    const hash = JSON.parse((await readFile(segment, 'utf8')).split('\n').find((line) => line.includes('records.sealed'))!).hash as string;
    expect(await verify(folder, hash.slice(0, 12))).toMatchObject({ code: 0, out: expect.stringContaining('封存。它和它之前的记录都没有改动') });
    await alter((text) => text.split('\n').filter((line) => !line.includes('records.sealed')).join('\n'));
    expect(await verify(folder, hash.slice(0, 12))).toMatchObject({ code: 1, out: expect.stringContaining('没有任何一条记录带有这个号') });
  });
});
