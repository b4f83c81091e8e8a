import { ofKind, standing, type Fact, type FactBody } from './fact.ts';
import { versionKey, type Law } from './law.ts';
import { lawChanges, withAnnounced, type LawChange } from './law-change.ts';
import type { LawText } from './law-text.ts';

/** Whose facts the register is folded from: one chain for the whole installation. */
export const lawRegisterSubject = 'law-register';

/** The record of a text that was imported and not taken back. */
export interface TextRecord extends FactBody<'law.text-imported'> { factId: string; at: string; actorId: string }
/** The text itself with its record. */
export interface ImportedText extends TextRecord { text: LawText }

/** What the office's facts add to the registry of laws. */
export interface LawRegister { laws: Map<string, Law>; /** By `law@version`; of several imports the last. */ texts: Map<string, TextRecord>; changes: LawChange[] }

export function foldLawRegister(laws: ReadonlyMap<string, Law>, facts: readonly Fact[]): LawRegister {
  const texts = ofKind(standing(facts), 'law.text-imported').map((fact): TextRecord => ({ ...fact.body, factId: fact.id, at: fact.at, actorId: fact.actorId }));
  const all = withAnnounced(laws, facts);
  return { laws: all, texts: new Map(texts.map((record) => [versionKey(record.lawId, record.version), record])), changes: lawChanges(facts, all) };
}
