import { localDate } from '../domain/calendar.ts';
import { versionInForce, versionKey, versionsLatestFirst, type Law, type LawVersion } from '../domain/law.ts';
import { successions } from '../domain/law-change.ts';
import { demand } from '../domain/permission.ts';
import { usesOfVersion } from './law-uses.ts';
import { changeTitle } from './law-change.ts';
import type { Reading } from './reading.ts';

export interface VersionLine {
  version: string; adopted: string; effective: string; repealed: string | null;
  state: 'in-force' | 'coming' | 'past';
  articles: number;
  /** Local day on which the statute text was imported; null while it is not. */
  importedOn: string | null;
  href: string;
}
export interface LawLine {
  lawId: string; title: string; shortNames: string[]; aliases: string[]; issuer: string; kind: Law['kind'];
  /** Year of the version in force; null when none is. */
  inForce: string | null;
  /** Articles of the version in force, else of the last. */
  articles: number;
  versions: VersionLine[];
  caution: string | null;
  lessons: number;
  questions: number;
  href: string;
}
export interface LawsView {
  date: string;
  laws: LawLine[];
  /** Texts imported, of all versions registered. */
  imported: number;
  versions: number;
  /** Changes of law on record, latest first; `confirmed`: the office opened a follow-up study. */
  changes: { changeId: string; title: string; effective: string; confirmed: boolean; href: string | null }[];
}

/** All laws of the registry, those in force first, by kind. */
export async function lawsView(reading: Reading): Promise<LawsView> {
  demand(reading.actor, 'study');
  const { catalog } = reading;
  const date = localDate(reading.now);
  const laws = [...catalog.laws.values()].map((law) => lawLine(reading, law)).sort((a, b) => Number(b.inForce !== null) - Number(a.inForce !== null) || b.lessons - a.lessons || (a.title < b.title ? -1 : 1));
  const confirmed = new Set(catalog.changes.map((change) => change.changeId));
  return {
    date, laws, imported: catalog.texts.size, versions: laws.reduce((sum, law) => sum + law.versions.length, 0),
    changes: successions(catalog.laws).map(({ changeId, effective }) => ({
      changeId, title: changeTitle(catalog, changeId), effective, confirmed: confirmed.has(changeId), href: `/laws/changes/${changeId}`,
    })),
  };
}

/** `of`: the version whose lessons and questions are counted; the one in force, or the last, when not given. */
export function lawLine({ catalog, now }: Reading, law: Law, of?: LawVersion): LawLine {
  const date = localDate(now);
  const current = versionInForce(law, date);
  const versions = versionsLatestFirst(law);
  const last = versions[0]!;
  const uses = usesOfVersion(catalog, versionKey(law.lawId, (of ?? current ?? last).version));
  return {
    lawId: law.lawId, title: law.title, shortNames: law.shortNames, aliases: law.aliases, issuer: law.issuer, kind: law.kind,
    inForce: current?.version ?? null, articles: (current ?? last).articles, caution: (current ?? last).caution ?? null,
    versions: versions.map((version) => versionLine(law, version, date, catalog.texts.get(versionKey(law.lawId, version.version))?.at)),
    lessons: uses.lessons.length, questions: uses.questions.length, href: `/laws/${law.lawId}`,
  };
}

function versionLine(law: Law, version: LawVersion, date: string, importedAt: string | undefined): VersionLine {
  const state = version.effective > date ? 'coming' : version.repealed && version.repealed <= date ? 'past' : 'in-force';
  return {
    version: version.version, adopted: version.adopted, effective: version.effective, repealed: version.repealed ?? null, state, articles: version.articles,
    importedOn: importedAt ? localDate(importedAt) : null, href: `/laws/${state === 'in-force' ? law.lawId : versionKey(law.lawId, version.version)}`,
  };
}
