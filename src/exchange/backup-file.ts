import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { pipeline as flow } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Refusal } from '../domain/refusal.ts';
import { byteLines } from '../storage/byte-lines.ts';
import type { RecordCounts, RecordLine } from '../storage/port.ts';

/**
 * Everything a store holds in one file: gzip over lines of JSON. The first line says what it is, then one line a record,
 * the last line counts them and carries the SHA-256 over all bytes before it. Version 1 had no blobs and did not count them.
 */
export interface BackupHeader { format: 'xuefa-backup'; version: number; createdAt: string }
interface BackupEnd { end: Omit<RecordCounts, 'blobs'> & { blobs?: number; sha256: string } }

const format = 'xuefa-backup';
const version = 2;
const longestLine = 256 * 1024 * 1024;
const chunkSize = 256 * 1024;

/**
 * Writes a backup under a temporary name, and only when it is whole and durable gives it its own. An existing file is never
 * replaced: `backup-exists` {file}. Whatever fails, and an aborted `signal`, leaves nothing behind.
 */
export async function writeBackup(file: string, lines: AsyncIterable<RecordLine>, { createdAt, signal }: { createdAt: string; signal?: AbortSignal }): Promise<RecordCounts> {
  demandFree(file);
  const temporary = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.partial`;
  const counts: RecordCounts = { blobs: 0, documents: 0, facts: 0 };
  const handle = await open(temporary, 'wx', 0o600);
  try {
    const write = async (packed: AsyncIterable<Buffer>) => { for await (const bytes of packed) await handle.writeFile(bytes); };
    await flow(textOf(lines, createdAt, counts), createGzip({ level: 3, chunkSize }), write, { ...(signal ? { signal } : {}) });
    await handle.sync();
    await handle.close();
    demandFree(file);
    await rename(temporary, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
  return counts;
}

/** The records of a backup, checked as they are read. Refuses `not-a-backup`, `backup-newer` {version}, `records-broken` {problem}. */
export async function* readBackup(file: string): AsyncGenerator<RecordLine> {
  const hash = createHash('sha256');
  const counts: RecordCounts = { blobs: 0, documents: 0, facts: 0 };
  let number = 0;
  let end: BackupEnd['end'] | null = null;
  for await (const bytes of unpackedLines(file, () => number)) {
    number += 1;
    if (number === 1) {
      demandHeader(parsed(bytes));
      hash.update(bytes);
      continue;
    }
    const line = parsed(bytes) as RecordLine | BackupEnd | null;
    if (end || !line || bytes.at(-1) !== 0x0a) throw broken(`第 ${number} 行不是备份中应有的内容`);
    if ('end' in line) { end = line.end; continue; }
    hash.update(bytes);
    const kind = kindOf(line);
    if (!kind) throw broken(`第 ${number} 行不是备份中应有的内容`);
    counts[kind] += 1;
    yield line;
  }
  if (number === 0) throw new Refusal('not-a-backup', { file });
  if (!end) throw broken(`文件不完整，在第 ${number} 行之后中断`);
  if (end.facts !== counts.facts || end.documents !== counts.documents || (end.blobs ?? 0) !== counts.blobs || end.sha256 !== hash.digest('hex')) throw broken('文件的校验值不符，内容曾被改动');

  function demandHeader(header: unknown): void {
    const { format: named, version: written } = (header ?? {}) as Partial<BackupHeader>;
    if (named !== format || !Number.isInteger(written)) throw new Refusal('not-a-backup', { file });
    if (written! > version) throw new Refusal('backup-newer', { file, version: written! });
  }
}

/** Reads no further than the first record: refuses what is no backup before anything is done with it. */
export async function demandBackup(file: string): Promise<void> {
  for await (const _line of readBackup(file)) return;
}

async function* textOf(lines: AsyncIterable<RecordLine>, createdAt: string, counts: RecordCounts): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let text = `${JSON.stringify({ format, version, createdAt } satisfies BackupHeader)}\n`;
  const taken = () => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    text = '';
    return bytes;
  };
  for await (const line of lines) {
    const json = JSON.stringify(line);
    if (json.length * 3 > longestLine) throw broken('有一份文档太大，无法写入备份');
    counts[kindOf(line)!] += 1;
    text += `${json}\n`;
    if (text.length > chunkSize) yield taken();
  }
  yield taken();
  yield Buffer.from(`${JSON.stringify({ end: { ...counts, sha256: hash.digest('hex') } } satisfies BackupEnd)}\n`);
}

async function* unpackedLines(file: string, lineNumber: () => number): AsyncGenerator<Buffer> {
  // The callback form destroys both when one fails or the reader stops early; what failed is thrown by the iteration.
  const bytes = pipeline(createReadStream(file, { highWaterMark: chunkSize }), createGunzip({ chunkSize }), () => undefined);
  try {
    yield* byteLines(bytes, longestLine, () => broken(`第 ${lineNumber() + 1} 行太长`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw broken(`文件不完整，在第 ${lineNumber()} 行之后中断`);
    if (code?.startsWith('Z_')) throw lineNumber() === 0 ? new Refusal('not-a-backup', { file }) : broken(`第 ${lineNumber()} 行之后的内容已损坏`);
    throw error;
  }
}

function kindOf(line: object): keyof RecordCounts | null {
  return 'fact' in line ? 'facts' : 'document' in line ? 'documents' : 'blob' in line ? 'blobs' : null;
}

function parsed(bytes: Buffer): object | null {
  try {
    const value = JSON.parse(bytes.toString()) as unknown;
    return value && typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function broken(problem: string): Refusal {
  return new Refusal('records-broken', { problem });
}

function demandFree(file: string): void {
  if (existsSync(file)) throw new Refusal('backup-exists', { file });
}

/** Makes the new name durable; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
