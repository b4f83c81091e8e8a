import type { Fact } from '../domain/fact.ts';
import type { Law } from '../domain/law.ts';
import type { LawText } from '../domain/law-text.ts';
import { foldLawRegister, lawRegisterSubject, type ImportedText, type LawRegister } from '../domain/law-register.ts';
import type { Store } from './port.ts';

export interface LoadedRegister extends Omit<LawRegister, 'texts'> { facts: Fact[]; texts: Map<string, ImportedText>; /** Texts on record whose bytes are gone or damaged. */ lost: string[] }

/** The register with its texts. `known`: texts read before; only others are read from the store. */
export async function loadLawRegister(store: Pick<Store, 'factsOf' | 'readBlob'>, laws: ReadonlyMap<string, Law>, known: ReadonlyMap<string, ImportedText> = new Map()): Promise<LoadedRegister> {
  const facts = await store.factsOf(lawRegisterSubject);
  const register = foldLawRegister(laws, facts);
  const texts = new Map<string, ImportedText>();
  const lost: string[] = [];
  for (const [key, record] of register.texts) {
    const before = known.get(key);
    const text = before?.textHash === record.textHash ? before.text : await readLawText(store, record.textHash);
    if (text) texts.set(key, { ...record, text });
    else lost.push(key);
  }
  return { ...register, facts, texts, lost };
}

/** A text kept as a tree; null when it is not there any more or is damaged. */
export async function readLawText(store: Pick<Store, 'readBlob'>, hash: string): Promise<LawText | null> {
  const bytes = await store.readBlob(hash).catch(() => null);
  return bytes && JSON.parse(new TextDecoder().decode(bytes)) as LawText;
}
