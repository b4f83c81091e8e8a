import { anchored, lessonOfQuestion, type Catalog } from '../domain/catalog.ts';
import { localDate } from '../domain/calendar.ts';
import { followUpProgress } from '../domain/follow-up.ts';
import { parseCitation, versionKey, versionsByKey } from '../domain/law.ts';
import { owedFollowUps, successions, type LawChange, type Succession } from '../domain/law-change.ts';
import { compareTexts, successorsOf, type ComparedRow } from '../domain/law-comparison.ts';
import { plainText } from '../domain/law-text.ts';
import { demand } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { articleDigits, citationNote } from './citation-note.ts';
import { onRecord } from './disputes.ts';
import { questionView, type QuestionView } from './question.ts';
import { articlesOf, statuteText, type StatuteParagraph } from './statute.ts';
import { wordChanges, type WordChange } from './word-changes.ts';
import type { Reading } from './reading.ts';

/** One article on one side of a change. */
export interface ChangeSide { article: string; label: string; href: string; gist: string | null; paragraphs: StatuteParagraph[] | null }
export interface ChangeRow {
  before: ChangeSide[];
  after: ChangeSide[];
  /** Where parts of it went, or came from. */
  near: { label: string; href: string }[];
  state: ComparedRow['state'];
  notes: { topic: string; change: string }[];
  /** The one old article beside the one new, word by word; null where a text is missing or there is not one of each. */
  words: WordChange[] | null;
}
export interface LawChangeView {
  changeId: string; title: string; fromTitle: string; toTitle: string; effective: string; inForce: boolean;
  /** Both statute texts are imported: rows show their words. */
  withTexts: boolean;
  /** `owed`: the reader completed lessons on the old text; `done`: followed up; `free`: nothing rests on it; `unopened`: not confirmed by the office. */
  state: 'owed' | 'done' | 'free' | 'unopened';
  completedOn: string | null;
  /** The reader's lessons that rest on the old text. */
  lessons: { href: string; title: string }[];
  /** What was taught here, or what the registry notes; then everything else that changed. */
  rows: ChangeRow[];
  others: ChangeRow[];
  /** Articles by what became of them, once both texts are imported. */
  counts: { changed: number; added: number; removed: number; moved: number; same: number } | null;
  questions: QuestionView[];
  solved: number;
}

/** What a change of law changed, with the questions of the follow-up study once it is open. `retry`: the question whose form is wanted anew. Refuses `not-found`. */
export async function lawChangeView(reading: Reading, changeId: string, retry: string | null): Promise<LawChangeView> {
  const actor = demand(reading.actor, 'study');
  const { catalog } = reading;
  const succession = successionNamed(catalog, changeId);
  const change = catalog.changes.find((one) => one.changeId === changeId);
  const facts = await reading.store.factsOf(actor.memberId);
  const progress = change && followUpProgress(change, catalog, facts);
  const owed = change && owedFollowUps(facts, [change])[0];
  const rows = comparedRows(catalog, succession);
  const first = change ? taughtRows(catalog, change, rows) : rows.filter((row) => row.notes.length > 0);
  const withTexts = catalog.texts.has(succession.from) && catalog.texts.has(succession.to);
  const count = (state: ComparedRow['state']) => rows.filter((row) => row.state === state).length;
  const completedOn = progress?.completedAt ? localDate(progress.completedAt) : null;
  const versions = versionsByKey(catalog.laws.values());
  const title = (key: string) => { const { law, version } = versions.get(key)!; return `《${law.title}》（${version.version}年文本）`; };
  return {
    changeId, title: changeTitle(catalog, changeId), fromTitle: title(succession.from), toTitle: title(succession.to), effective: succession.effective,
    inForce: succession.effective <= localDate(reading.now), withTexts,
    counts: withTexts ? { changed: count('changed'), added: count('added'), removed: count('removed'), moved: count('moved'), same: count('same') } : null,
    state: !change ? 'unopened' : completedOn ? 'done' : owed ? 'owed' : 'free', completedOn,
    lessons: (owed?.lessonIds ?? []).map((studyId) => studyOf(catalog, studyId)),
    rows: first.map((row) => changeRow(catalog, succession, row)),
    others: rows.filter((row) => !first.includes(row) && !['same', 'moved'].includes(row.state)).map((row) => changeRow(catalog, succession, row)),
    questions: (progress?.questions ?? []).map((one, index) => questionView(one, index + 1, actor.memberId, retry === one.question.id,
      () => one.question.cites.map((cite) => citationNote(catalog, cite, lessonOfQuestion(catalog, one.question.id)?.lawAsOf ?? succession.effective)), undefined, onRecord(catalog, actor.memberId, one.question.id))),
    solved: progress?.solved ?? 0,
  };
}

/** What an owed follow-up rests on: a lesson, or an earlier follow-up. */
export function studyOf(catalog: Catalog, studyId: string): { href: string; title: string } {
  const changeId = /^changes\/(.+)$/.exec(studyId)?.[1];
  if (changeId) return { href: `/laws/changes/${changeId}`, title: `跟进${changeTitle(catalog, changeId)}` };
  return { href: `/courses/${studyId}`, title: catalog.lessons.get(studyId)?.title ?? studyId };
}

/** Refuses `not-found`. */
export function successionNamed(catalog: Catalog, changeId: string): Succession {
  const succession = successions(catalog.laws).find((one) => one.changeId === changeId);
  if (!succession) throw new Refusal('not-found');
  return succession;
}

export function comparedRows(catalog: Catalog, succession: Succession): ComparedRow[] {
  return compareTexts(succession, catalog.texts.get(succession.from)?.text ?? null, catalog.texts.get(succession.to)?.text ?? null);
}

/** 《信访条例》2005 → 《信访工作条例》2022. */
export function changeTitle(catalog: Catalog, changeId: string): string {
  const one = successions(catalog.laws).find((succession) => succession.changeId === changeId);
  if (!one) return changeId;
  if (one.fromLaw === one.toLaw) return `《${one.toLaw.title}》${one.fromVersion.version} 年文本改为 ${one.toVersion.version} 年文本`;
  return `《${one.fromLaw.title}》改为《${one.toLaw.title}》`;
}

/** Rows that lessons or questions touch: what was taught on the old text and where it stands now. All that the change touched where nothing was taught. */
function taughtRows(catalog: Catalog, change: LawChange, rows: readonly ComparedRow[]): ComparedRow[] {
  const touched = new Set(change.articles);
  const cited = new Set([...catalog.lessons.values()].flatMap((lesson) => anchored(catalog, lesson, [...lesson.cites, ...lesson.questionIds.flatMap((id) => catalog.questions.get(id)!.cites)]))
    .map((cite) => parseCitation(cite)).map(({ lawId, version, article }) => `${versionKey(lawId, version ?? '')}/${article}`));
  const covered = new Set(rows.flatMap((row) => row.before));
  const unknown = change.articles.filter((article) => !covered.has(article)).map((article): ComparedRow => ({ before: [article], after: [], near: [], state: 'unknown', notes: [] }));
  const changed = [...rows.filter((row) => row.before.some((article) => touched.has(article))), ...unknown];
  const taught = changed.filter((row) => row.before.some((article) => cited.has(`${change.from}/${article}`)) || successorsOf([row], row.before).some((article) => cited.has(`${change.to}/${article}`)));
  return taught.length > 0 ? taught : changed;
}

function changeRow(catalog: Catalog, succession: Succession, row: ComparedRow): ChangeRow {
  const [old, now] = [articlesOf(catalog, succession.from)?.get(row.before[0] ?? ''), articlesOf(catalog, succession.to)?.get(row.after[0] ?? '')];
  const both = row.before.length === 1 && row.after.length === 1 && old && now;
  return { ...sidesOf(catalog, succession, row), words: both ? wordChanges(plainText(old), plainText(now)) : null };
}

/** A row without its words, whose comparison takes a moment. */
export function sidesOf(catalog: Catalog, { from, to }: Succession, row: ComparedRow): Omit<ChangeRow, 'words'> {
  return {
    before: row.before.map((article) => side(catalog, from, article)), after: row.after.map((article) => side(catalog, to, article)), state: row.state, notes: row.notes,
    near: row.near.map((article) => ({ label: articleDigits({ article, paragraph: null, item: null }), href: `/laws/${row.before.length > 0 ? to : from}/${article}` })),
  };
}

function side(catalog: Catalog, key: string, article: string): ChangeSide {
  const version = versionsByKey(catalog.laws.values()).get(key)?.version;
  return {
    article, label: articleDigits({ article, paragraph: null, item: null }), href: `/laws/${key}/${article}`,
    gist: version?.gists[article] ?? null, paragraphs: statuteText(catalog, key, article),
  };
}
