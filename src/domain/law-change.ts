import { parseCitation, versionKey, versionsByKey, versionsLatestFirst, type Law, type LawVersion } from './law.ts';
import { ofKind, standing, type Fact, type FactBody } from './fact.ts';

/** A confirmed change of law: which articles of the old text no longer hold as taught, from which day, and what is asked to follow it up. */
export interface LawChange extends FactBody<'law.change-confirmed'> { factId: string; confirmedAt: string; actorId: string }

/** Two texts of which the later took the place of the earlier: two versions of a law, or a law and the one it replaced. */
export interface Succession { changeId: string; from: string; to: string; fromLaw: Law; toLaw: Law; fromVersion: LawVersion; toVersion: LawVersion; effective: string }

/** `petition-work-regulations-2022`: a change goes by the text that came. */
function changeIdOf(lawId: string, version: string): string {
  return `${lawId}-${version}`;
}

/** Every place where one text took over from another, as the registry has it, latest first. */
export function successions(laws: ReadonlyMap<string, Law>): Succession[] {
  const all = [...laws.values()].flatMap((toLaw) => toLaw.versions.flatMap((toVersion): Succession[] => {
    const earlier = versionsLatestFirst(toLaw).find((one) => one.effective < toVersion.effective);
    const replaced = earlier ? undefined : laws.get(toLaw.replaces ?? '');
    const fromLaw = earlier ? toLaw : replaced;
    const fromVersion = earlier ?? (replaced && versionsLatestFirst(replaced)[0]);
    if (!fromLaw || !fromVersion) return [];
    return [{
      changeId: changeIdOf(toLaw.lawId, toVersion.version), fromLaw, fromVersion, toLaw, toVersion,
      from: versionKey(fromLaw.lawId, fromVersion.version), to: versionKey(toLaw.lawId, toVersion.version), effective: toVersion.effective,
    }];
  }));
  return all.sort((a, b) => (a.effective < b.effective ? 1 : a.effective > b.effective ? -1 : a.changeId < b.changeId ? -1 : 1));
}

/** Changes that stand, from the facts of the law register, in the order confirmed; of one confirmed again the last. Both texts must be known: one may have been taken back at the same moment. */
export function lawChanges(facts: readonly Fact[], laws: ReadonlyMap<string, Law>): LawChange[] {
  const known = versionsByKey(laws.values());
  const confirmed = ofKind(standing(facts), 'law.change-confirmed').map((fact): LawChange => ({ ...fact.body, factId: fact.id, confirmedAt: fact.at, actorId: fact.actorId }));
  return [...new Map(confirmed.filter((change) => known.has(change.from) && known.has(change.to)).map((change) => [change.changeId, change])).values()];
}

/** Those of the citations (with their version, as evidence keeps them) that rest on what the change touched. */
export function restingOn(cites: readonly string[], change: Pick<LawChange, 'from' | 'articles'>): string[] {
  const touched = new Set(change.articles);
  return cites.filter((cite) => {
    const { lawId, version, article } = parseCitation(cite);
    return version !== null && versionKey(lawId, version) === change.from && touched.has(article);
  });
}

/** One change that a person's evidence has not caught up with. */
export interface OwedFollowUp { change: LawChange; /** Completed lessons that rest on the old text, and earlier follow-ups that do (`changes/<change>`). */ lessonIds: string[] }

/** What one person still has to follow up: changes that their completed lessons rest on, oldest first. */
export function owedFollowUps(facts: readonly Fact[], changes: readonly LawChange[]): OwedFollowUp[] {
  const all = standing(facts);
  const followed = new Set(ofKind(all, 'follow-up.completed').map((fact) => fact.body.changeId));
  const studied = [
    ...ofKind(all, 'lesson.completed').map(({ body }) => ({ studyId: body.lessonId, cites: body.cites })),
    ...ofKind(all, 'follow-up.completed').map(({ body }) => ({ studyId: followUpStudyId(body.changeId), cites: body.cites })),
  ];
  return changes.filter((change) => !followed.has(change.changeId)).flatMap((change) => {
    const lessonIds = studied.filter(({ cites }) => restingOn(cites, change).length > 0).map(({ studyId }) => studyId);
    return lessonIds.length > 0 ? [{ change, lessonIds }] : [];
  }).sort((a, b) => (a.change.effective < b.change.effective ? -1 : 1));
}

/** As it stands beside lesson ids: what was followed up once may be changed again. */
export function followUpStudyId(changeId: string): string {
  return `changes/${changeId}`;
}

/** The changes in force on the day because of which a lesson or question that cites this is out of date. `history`: texts cited as past on purpose. */
export function outdatedBy(anchoredCites: readonly string[], history: readonly string[], changes: readonly LawChange[], date: string): LawChange[] {
  return changes.filter((change) => change.effective <= date && !history.includes(change.from) && restingOn(anchoredCites, change).length > 0);
}

/** The registry with the versions that the office announced, each taking the place of the one before. */
export function withAnnounced(laws: ReadonlyMap<string, Law>, facts: readonly Fact[]): Map<string, Law> {
  const merged = new Map(laws);
  const known = versionsByKey(laws.values());
  for (const { body } of ofKind(standing(facts), 'law.version-announced')) {
    const law = merged.get(body.lawId);
    if (!law || known.has(versionKey(body.lawId, body.version))) continue;
    const { lawId: _lawId, ...said } = body;
    const announced: LawVersion = { ...said, effectiveFrom: 'text', headings: [], outline: {}, gists: {}, announced: true };
    const versions = law.versions.filter((one) => one.version !== body.version)
      .map((one) => (one.effective < body.effective && (!one.repealed || one.repealed > body.effective) ? { ...one, repealed: body.effective, endAnnounced: true } : one));
    merged.set(body.lawId, { ...law, versions: [...versions, announced] });
  }
  return merged;
}
