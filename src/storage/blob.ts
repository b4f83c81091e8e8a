import { createHash } from 'node:crypto';
import { Refusal } from '../domain/refusal.ts';
import { largestBlob } from './port.ts';

/** Bytes as they are to be kept, which the caller can no longer change, with their hash. */
export function taken(given: Uint8Array): { hash: string; bytes: Buffer } {
  if (given.length > largestBlob) throw new RangeError(`a blob has at most ${largestBlob} bytes`);
  const bytes = Buffer.from(given);
  return { hash: blobHash(bytes), bytes };
}

/** The bytes themselves. Refuses `blob-damaged` {hash}. */
export function whole(hash: string, bytes: Uint8Array): Uint8Array {
  if (blobHash(bytes) !== hash) throw new Refusal('blob-damaged', { hash });
  return bytes;
}

/** What is wrong with bytes that stand under this hash, in words; null when they match. */
export function damageIn(hash: string, bytes: Uint8Array): string | null {
  return blobHash(bytes) === hash ? null : `附件 ${hash}：内容与校验值不符，曾被改动、改名，或已损坏`;
}

/** Nothing else names a blob: no path, no capitals. */
export function isBlobHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

function blobHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
