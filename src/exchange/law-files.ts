import type { LawCandidate, LineNote as FileNote } from '../domain/law-import.ts';
import { isRefusal } from '../domain/refusal.ts';
import { readLawFile } from './law-file.ts';
import { readLaw, type LawReading, type LineNote } from './law-lines.ts';
import { combineParts, groupByLaw, guessVersion } from './law-parts.ts';

/** A file as it was given. */
export interface GivenFile { name: string; bytes: Uint8Array }
type Read = GivenFile & { reading: LawReading };

/** The laws in these files; files of one law go together. Whatever is wrong with one stands in its candidate, so that the others can be looked at. */
export async function readLawFiles(files: readonly GivenFile[]): Promise<LawCandidate[]> {
  const read: Read[] = [];
  for (const file of files) read.push({ ...file, reading: await readOne(file) });
  return groupByLaw(read).map(candidateOf);
}

async function readOne({ bytes, name }: GivenFile): Promise<LawReading> {
  try {
    return readLaw((await readLawFile(bytes, name)).lines);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const message = error.code === 'law-file-too-large' ? `文件太大，上限 ${error.facts.megabytes} MB` : `${error.facts.what ?? '无法读取'}。${error.facts.todo ?? ''}`;
    return { text: null, faults: [{ line: null, message }], warnings: [] };
  }
}

function candidateOf(group: readonly Read[]): LawCandidate {
  const whole = combineParts(group.map((file) => file.reading));
  const ownFaults = group.flatMap(({ name, reading }) => inFile(name, reading.text || reading.faults.length > 0 ? reading.faults : [{ line: null, message: '没有找到条文，不像是法律原文' }]));
  const hints = whole.text ? guessVersion(whole.text) : { adopted: null, effective: null };
  const name = group.map((file) => file.name).join('、');
  return {
    title: whole.documentName ?? group[0]!.name, text: whole.text, adopted: hints.adopted, effective: hints.effective, files: group.map(({ name: file, bytes }) => ({ name: file, bytes })),
    faults: ownFaults.length > 0 ? ownFaults : inFile(name, whole.faults),
    warnings: [...group.flatMap((file) => inFile(file.name, file.reading.warnings)), ...inFile(name, whole.warnings)],
  };
}

function inFile(file: string, notes: readonly LineNote[]): FileNote[] {
  return notes.map(({ line, message }) => ({ file, line, message }));
}
