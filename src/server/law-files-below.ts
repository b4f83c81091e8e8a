import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { GivenFile } from '../exchange/law-files.ts';
import { Refusal } from '../domain/refusal.ts';

/** What may hold a law. Everything else in a folder is passed over; a file named by itself is always read. */
const endings = /\.(docx|md|txt|doc|pdf|ofd|wps)$/i;

/** The files named, and those in the folders named with the folders below. Refuses `path-missing` {path} on a path that is not there. */
export function lawFilesBelow(paths: readonly string[]): GivenFile[] {
  return paths.flatMap((one) => {
    const found = statSync(one, { throwIfNoEntry: false });
    if (!found) throw new Refusal('path-missing', { path: one });
    if (!found.isDirectory()) return [given(one)];
    return readdirSync(one, { recursive: true, encoding: 'utf8' }).filter((name) => endings.test(name)).sort().map((name) => given(path.join(one, name)));
  });
}

function given(file: string): GivenFile {
  return { name: path.basename(file), bytes: readFileSync(file) };
}
