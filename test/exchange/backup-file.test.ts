import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demandBackup, readBackup, writeBackup } from '../../src/exchange/backup-file.ts';
import type { RecordLine } from '../../src/storage/port.ts';
import { answered, closed, enrolled, recorded, zhang } from '../builders.ts';

const createdAt = '2026-03-02T10:00:00.000Z';
const note = '䶮㛃堃𬭚\u2028甲\u2029乙\u0085丙\r\n丁\t"引号"\\u0000\ud800';
const photo = Buffer.from([0xff, 0xd8, 0x00, 0x0a]);
const records: RecordLine[] = [
  { document: { collection: 'members', id: '__proto__', version: 7, value: { name: note, zero: '\0' } } },
  ...recorded(enrolled(), { ...closed('session-1'), body: { note } }, ...Array.from({ length: 400 }, (_, index) => answered(zhang, 'first-01', index + 1, ['a']))).map((fact) => ({ fact })),
  { blob: { hash: createHash('sha256').update(photo).digest('hex'), base64: photo.toString('base64') } },
];
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xuefa-backup-'));
  file = path.join(folder, 'xuefa.gz');
});
afterEach(() => rm(folder, { recursive: true }));

test('what was written is read back, record by record and character by character', async () => {
  expect(await writeBackup(file, each(records), { createdAt })).toEqual({ blobs: 1, documents: 1, facts: 402 });
  expect(await all(file)).toEqual(records);
  await demandBackup(file);
});

test('an empty store has a backup too', async () => {
  expect(await writeBackup(file, each([]), { createdAt })).toEqual({ blobs: 0, documents: 0, facts: 0 });
  expect(await all(file)).toEqual([]);
});

test('the file is lines of JSON under gzip, named at its head, and for its owner alone', async () => {
  await writeBackup(file, each(records), { createdAt });
  const lines = gunzipSync(await readFile(file)).toString().split('\n');
  expect(JSON.parse(lines[0]!)).toEqual({ format: 'xuefa-backup', version: 2, createdAt });
  expect(JSON.parse(lines.at(-2)!)).toEqual({ end: { blobs: 1, documents: 1, facts: 402, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(lines.at(-1)).toBe('');
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

describe('a backup that cannot be finished leaves nothing behind', () => {
  test('when the records fail in the middle', async () => {
    const failing = async function* () { yield* records.slice(0, 100); throw new Error('the disk was pulled out'); };
    await expect(writeBackup(file, failing(), { createdAt })).rejects.toThrow('the disk was pulled out');
    expect(await readdir(folder)).toEqual([]);
  });

  test('when it is stopped', async () => {
    const controller = new AbortController();
    const endless = async function* () { for (let count = 0; ; count += 1) { yield records[1]!; if (count === 5_000) controller.abort(); await new Promise((resolve) => setImmediate(resolve)); } };
    await expect(writeBackup(file, endless(), { createdAt, signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('and never takes the place of an older one, also when that appears meanwhile', async () => {
    await writeFile(file, 'older');
    await expect(writeBackup(file, each(records), { createdAt })).rejects.toMatchObject({ code: 'backup-exists', facts: { file } });
    const late = path.join(folder, 'late.gz');
    const meanwhile = async function* () { yield* records; await writeFile(late, 'older'); };
    await expect(writeBackup(late, meanwhile(), { createdAt })).rejects.toMatchObject({ code: 'backup-exists' });
    expect([await readFile(file, 'utf8'), await readFile(late, 'utf8')]).toEqual(['older', 'older']);
    expect(await readdir(folder)).toHaveLength(2);
  });
});

describe('a file is refused', () => {
  test('that is no backup: text, another archive, other lines under gzip', async () => {
    for (const content of ['hello', gzipSync(''), gzipSync('hello\n'), gzipSync('{"format":"other","version":1}\n'), gzipSync('null\n'), gzipSync(Buffer.alloc(1_000_000))]) {
      await writeFile(file, content);
      await expect(all(file)).rejects.toMatchObject({ code: 'not-a-backup', facts: { file } });
      await expect(demandBackup(file)).rejects.toMatchObject({ code: 'not-a-backup' });
    }
  });

  test('that is not there', async () => {
    await expect(all(path.join(folder, 'none.gz'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('of a later format, with its number', async () => {
    await writeFile(file, gzipSync(`${JSON.stringify({ format: 'xuefa-backup', version: 3, createdAt })}\n`));
    await expect(all(file)).rejects.toMatchObject({ code: 'backup-newer', facts: { version: 3 } });
  });

  test('cut short anywhere', async () => {
    await writeBackup(file, each(records), { createdAt });
    const whole = await readFile(file);
    for (const length of [0, 20, 100, Math.floor(whole.length / 2), whole.length - 1]) {
      await writeFile(file, whole.subarray(0, length));
      await expect(all(file), `${length}`).rejects.toMatchObject({ code: 'records-broken', facts: { problem: expect.stringContaining('文件不完整') } });
    }
  });

  test('with any one byte altered', async () => {
    await writeBackup(file, each(records), { createdAt });
    const whole = await readFile(file);
    for (let at = 20; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const altered = Buffer.from(whole);
      altered[at]! ^= 0x01;
      await writeFile(file, altered);
      await expect(all(file), `${at}`).rejects.toMatchObject({ code: expect.stringMatching(/^(records-broken|not-a-backup)$/) });
    }
  });

  test('packed again with a line altered, left out, added or moved', async () => {
    await writeBackup(file, each(records), { createdAt });
    const lines = gunzipSync(await readFile(file)).toString().split('\n');
    const changes: string[][] = [
      lines.with(5, lines[5]!.replace('"a"', '"b"')), lines.toSpliced(5, 1), lines.toSpliced(5, 0, lines[4]!), lines.with(5, lines[6]!).with(6, lines[5]!),
      lines.toSpliced(-2, 1), [...lines.slice(0, -1), lines[5]!, ''], [...lines.slice(0, -1), ...lines], lines.with(5, 'nonsense'), lines.with(5, '{"other":1}'), lines.with(5, ''),
      lines.with(0, lines[0]!.replace('10:00', '11:00')),
    ];
    for (const [index, change] of changes.entries()) {
      await writeFile(file, gzipSync(change.join('\n')));
      await expect(all(file), `change ${index}`).rejects.toMatchObject({ code: 'records-broken' });
    }
  });

  test('whose last line claims other counts', async () => {
    const body = `${JSON.stringify({ format: 'xuefa-backup', version: 1, createdAt })}\n${JSON.stringify(records[0])}\n`;
    const sha256 = createHash('sha256').update(body).digest('hex');
    await writeFile(file, gzipSync(`${body}${JSON.stringify({ end: { documents: 1, facts: 0, sha256 } })}\n`));
    expect(await all(file)).toEqual([records[0]]);
    await writeFile(file, gzipSync(`${body}${JSON.stringify({ end: { documents: 2, facts: 0, sha256 } })}\n`));
    await expect(all(file)).rejects.toMatchObject({ code: 'records-broken' });
  });

  test('that unpacks to one line without end, before it fills the memory', async () => {
    const gzip = createGzip({ level: 1 });
    const packed: Buffer[] = [];
    gzip.on('data', (chunk: Buffer) => packed.push(chunk));
    gzip.write(`${JSON.stringify({ format: 'xuefa-backup', version: 1, createdAt })}\n{"document":"`);
    for (let megabyte = 0; megabyte < 300; megabyte += 1) await new Promise((resolve) => gzip.write(Buffer.alloc(1_048_576, 'a'), resolve));
    await new Promise<void>((resolve) => gzip.end(resolve));
    await writeFile(file, Buffer.concat(packed));
    expect((await stat(file)).size).toBeLessThan(4_000_000);
    await expect(all(file)).rejects.toMatchObject({ code: 'records-broken', facts: { problem: '第 2 行太长' } });
  });
});

async function* each(lines: readonly RecordLine[]): AsyncGenerator<RecordLine> {
  yield* lines;
}

async function all(named: string): Promise<RecordLine[]> {
  const gathered: RecordLine[] = [];
  for await (const line of readBackup(named)) gathered.push(line);
  return gathered;
}
