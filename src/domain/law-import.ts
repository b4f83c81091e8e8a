import { z } from 'zod';
import { registeredShape, versionKey, type Law, type LawVersion } from './law.ts';
import { articleLabel, shapeOf, type LawText } from './law-text.ts';

/** Something the importer noticed, by file and line, in words for whoever imports. */
export interface LineNote { file: string; line: number | null; message: string }

/** One law as it was read from one or several files, before anyone decided what it is. */
export interface LawCandidate {
  /** As printed; of files without any, the name of the file. */
  title: string;
  /** Null when it could not be read whole. */
  text: LawText | null;
  /** Days that the file itself names, as hints: the registry decides. */
  adopted: string | null;
  effective: string | null;
  faults: LineNote[];
  warnings: LineNote[];
  files: { name: string; bytes: Uint8Array }[];
}

/** What importing one law would do. */
export const importLineSchema = z.strictObject({
  title: z.string(),
  lawId: z.string().nullable(),
  version: z.string().nullable(),
  outcome: z.enum(['first-text', 'other-text', 'same-text', 'new-version', 'faulty']).describe('other-text: takes the place of a text imported before; new-version: not in the registry yet'),
  articles: z.int(),
  adopted: z.string().nullable(),
  effective: z.string().nullable(),
  textHash: z.string().nullable(),
  files: z.array(z.strictObject({ name: z.string(), hash: z.string() })),
  faults: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type ImportLine = z.infer<typeof importLineSchema>;

export interface Recognised { lawId: string; version: string; isNew: boolean; faults: string[]; warnings: string[] }

/**
 * Which law and version of the registry a text is. By its title; then by the day of adoption the file names, else by the number
 * of articles. A text younger than all registered versions is a new one. Null when the registry has no law of that title.
 */
export function recogniseLaw(text: LawText, hints: { adopted: string | null; effective: string | null }, laws: ReadonlyMap<string, Law>): Recognised | null {
  const law = [...laws.values()].find((one) => bareTitle(one.title) === bareTitle(text.title));
  if (!law) return null;
  const known = knownVersion(law, text, hints);
  if (known) return { lawId: law.lawId, version: known.version, isNew: false, ...compared(known, text) };
  const latest = law.versions.map((one) => one.adopted).sort().at(-1)!;
  if (hints.adopted && hints.adopted > latest) {
    const version = hints.adopted.slice(0, 4);
    const sameYear = law.versions.some((one) => one.version === version);
    return { lawId: law.lawId, version, isNew: !sameYear, warnings: [], faults: sameYear ? [`通过日是 ${hints.adopted}，而 ${version} 年的版本已经登记。同一年修订两次的还不能分开登记，请联系维护人员`] : [] };
  }
  const registered = law.versions.map((one) => `${one.version} 年版本 ${one.articles} 条`).join('，');
  return { lawId: law.lawId, version: law.versions.at(-1)!.version, isNew: false, warnings: [], faults: [`文件有 ${text.articles.length} 条，与登记的都不符（${registered}）。可能缺了一部分，或者是登记以前的旧版本`] };
}

function knownVersion(law: Law, text: LawText, { adopted, effective }: { adopted: string | null; effective: string | null }): LawVersion | undefined {
  const byDay = law.versions.find((one) => one.adopted === adopted) ?? law.versions.find((one) => one.effective === effective);
  if (byDay) return byDay;
  const sameLength = law.versions.filter((one) => one.articles === text.articles.length);
  const younger = adopted !== null && law.versions.every((one) => one.adopted < adopted);
  return sameLength.length === 1 && !younger ? sameLength[0] : undefined;
}

/** What the text says otherwise than the registry. Another number of articles is a fault: a part is missing, or it is another version. */
function compared(version: LawVersion, text: LawText): Pick<Recognised, 'faults' | 'warnings'> {
  if (text.articles.length !== version.articles) return { faults: [`文件有 ${text.articles.length} 条，这一版登记为 ${version.articles} 条。可能缺了一部分，或者不是这一版`], warnings: [] };
  if (Object.keys(version.outline).length === 0) return { faults: [], warnings: [] };
  const differing = text.articles.filter((article) => shapeOf(article).join() !== registeredShape(version, article.article).join());
  return { faults: [], warnings: differing.map((article) => `${articleLabel(article.article)}的款、项数（${shapeOf(article).join('、')}）与登记的（${registeredShape(version, article.article).join('、')}）不同，请核对分行`) };
}

/** 中华人民共和国民法典 and 民法典 are the same; so are titles with a note on the version behind them. */
export function bareTitle(title: string): string {
  return title.normalize('NFKC').replace(/[\s《》<>〈〉]/g, '').replaceAll('中华人民共和国', '').replace(/\((19|20)\d{2}年?(修正|修订)?(文本|本)?\)$/, '');
}

export function importedKey(line: Pick<ImportLine, 'lawId' | 'version'>): string {
  return versionKey(line.lawId ?? '', line.version ?? '');
}
