import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isBlobHash } from '../blob.ts';
import type { RecordLine } from '../port.ts';

/** `strays`: files, by their path from the folder, that lie where no blob with such a name would. */
interface Found { hashes: string[]; strays: string[] }

export function blobFile(folder: string, hash: string): string {
  return path.join(folder, hash.slice(0, 2), hash);
}

/** What is in a folder of blobs now. A draft under way is neither blob nor stray. */
export function blobsIn(folder: string): Found {
  const found: Found = { hashes: [], strays: [] };
  for (const outer of entriesIn(folder)) {
    if (outer.name.endsWith('.tmp')) continue;
    if (!outer.isDirectory() || !/^[0-9a-f]{2}$/.test(outer.name)) { found.strays.push(outer.name); continue; }
    for (const inner of entriesIn(path.join(folder, outer.name))) {
      if (inner.isFile() && isBlobHash(inner.name) && inner.name.startsWith(outer.name)) found.hashes.push(inner.name);
      else found.strays.push(`${outer.name}/${inner.name}`);
    }
  }
  return { hashes: found.hashes.sort(), strays: found.strays.sort() };
}

/** Bytes as they stand there, whatever they are; null when there are none. */
export async function bytesIn(folder: string, hash: string): Promise<Buffer | null> {
  try {
    return await readFile(blobFile(folder, hash));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The blobs of a moment, and then that moment. A blob was written before anything named it: listed with the moment or after it,
 * none that the moment names is missing. It is removed only after its name was: when one is gone before its turn, this moment may
 * still name it, so a later one is taken, which does not.
 */
export async function* blobsOf<Moment extends { hashes: readonly string[] }>(folder: string, momentNow: () => Moment): AsyncGenerator<RecordLine, Moment> {
  const given = new Set<string>();
  for (;;) {
    const moment = momentNow();
    let isWhole = true;
    for (const hash of moment.hashes) {
      if (given.has(hash)) continue;
      const bytes = await bytesIn(folder, hash);
      if (bytes) {
        given.add(hash);
        yield { blob: { hash, base64: bytes.toString('base64') } };
      } else isWhole = false;
    }
    if (isWhole) return moment;
  }
}

function entriesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
