import { addMinutes } from '../domain/calendar.ts';
import { ofKind } from '../domain/fact.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Store } from '../storage/port.ts';
import type { LawImport } from './law-import.ts';

const keptMinutes = 7 * 24 * 60;

/** Forgets uploads that nobody confirmed for a week, with their files. Run by the server. What any record or other upload names stays. */
export async function dropLawPreviews(store: Store, now: string): Promise<void> {
  const recorded = ofKind(await store.factsOf(lawRegisterSubject), 'law.text-imported');
  const confirmed = new Set(recorded.map((fact) => fact.body.importId));
  const all = await store.listDocuments<LawImport>('law-imports');
  const old = all.filter(({ value }) => value.state === 'previewed' && value.createdAt < addMinutes(now, -keptMinutes) && !confirmed.has(value.importId));
  if (old.length === 0) return;
  try {
    await store.changeDocuments('law-imports', old.map(({ id, version }) => ({ id, expected: version, value: undefined })));
  } catch (error) {
    if (isRefusal(error) && error.code === 'document-conflict') return; // one of them was confirmed this moment
    throw error;
  }
  const needed = new Set([...recorded.flatMap(({ body }) => [body.textHash, ...body.files.map((file) => file.hash)]), ...all.filter((one) => !old.includes(one)).flatMap(({ value }) => blobsOf(value))]);
  for (const hash of new Set(old.flatMap(({ value }) => blobsOf(value)))) if (!needed.has(hash)) await store.removeBlob(hash);
}

function blobsOf({ lines }: LawImport): string[] {
  return lines.flatMap((line) => [line.textHash ?? '', ...line.files.map((file) => file.hash)]).filter(Boolean);
}
