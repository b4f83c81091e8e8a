import { anchored, lessonOfQuestion, type Catalog } from '../domain/catalog.ts';
import { localDate } from '../domain/calendar.ts';
import type { Lesson } from '../domain/course.ts';
import { restingOn, type LawChange, type Succession } from '../domain/law-change.ts';
import { successorsOf, touchedArticles, type ComparedRow } from '../domain/law-comparison.ts';
import type { Question } from '../domain/question.ts';
import { demandIn } from '../domain/permission.ts';
import { lawUnitId } from '../commands/law-import.ts';
import { loadUnits } from '../storage/people.ts';
import type { FollowUpLine } from '../storage/port.ts';
import { articleDigits } from './citation-note.ts';
import { changeTitle, comparedRows, sidesOf, studyOf, successionNamed, type ChangeRow } from './law-change.ts';
import { taughtArticles, teachingUses, usesOf } from './law-uses.ts';
import { sectionName, type Reading } from './reading.ts';

export interface ImpactRow extends Omit<ChangeRow, 'words'> { /** The old article, as the form sends it; null for one that is new. */ article: string | null; ticked: boolean; lessons: number; questions: number }
export interface ImpactQuestion { questionId: string; stem: string; lesson: string; href: string; why: string; ticked: boolean }
export interface LawImpactView {
  changeId: string; title: string; effective: string; inForce: boolean; withTexts: boolean;
  confirmed: { factId: string; on: string; articles: string[]; questions: number } | null;
  /** Rows on which something taught here rests; then the rest. */
  taught: ImpactRow[];
  others: ImpactRow[];
  lessons: { href: string; title: string; articles: string[] }[];
  /** Candidates for the follow-up study. */
  questions: ImpactQuestion[];
  owed: number;
  done: number;
  people: (FollowUpLine & { section: string; lessons: string[] })[];
}

const peopleShown = 50;
const questionsTicked = 5;

/** What a change of law means here: articles, lessons, questions and people that rest on the old text. Before the confirmation as it would be, afterwards as it is. Refuses `not-found`. */
export async function lawImpactView(reading: Reading, changeId: string): Promise<LawImpactView> {
  const { catalog, store } = reading;
  const rootUnitId = await lawUnitId(store);
  const units = await loadUnits(store);
  demandIn(reading.actor, 'follow-law', rootUnitId, units);
  const succession = successionNamed(catalog, changeId);
  const confirmed = catalog.changes.find((one) => one.changeId === changeId) ?? null;
  const compared = comparedRows(catalog, succession);
  const covered = new Set(compared.flatMap((row) => row.before));
  const unknown = taughtArticles(catalog, succession.from).filter((article) => !covered.has(article));
  const rows: ComparedRow[] = [...compared, ...unknown.map((article) => ({ before: [article], after: [], near: [], state: 'unknown' as const, notes: [] }))];
  const changed = touchedArticles(rows);
  const articles = confirmed?.articles ?? [...changed, ...unknown];
  const change = { changeId, from: succession.from, articles };
  const all = rows.map((row) => impactRow(catalog, succession, row, new Set(confirmed?.articles ?? changed)));
  const followUps = await (await store.figures(catalog.questions)).followUps({ change, under: rootUnitId, state: 'owed', offset: 0, limit: peopleShown });
  return {
    changeId, title: changeTitle(catalog, changeId), effective: succession.effective, inForce: succession.effective <= localDate(reading.now),
    withTexts: catalog.texts.has(succession.from) && catalog.texts.has(succession.to),
    confirmed: confirmed && { factId: confirmed.factId, on: localDate(confirmed.confirmedAt), articles: confirmed.articles, questions: confirmed.questionIds.length },
    taught: all.filter((row) => row.lessons + row.questions > 0), others: all.filter((row) => row.lessons + row.questions === 0),
    lessons: [...catalog.lessons.values()].flatMap((lesson) => staleLesson(catalog, lesson, change)),
    questions: candidates(catalog, succession, rows, articles, confirmed),
    owed: followUps.owed, done: followUps.done,
    people: followUps.people.map((line) => ({ ...line, section: sectionName(units, line.unitId), lessons: line.lessonIds.map((id) => studyOf(catalog, id).title) })),
  };
}

function impactRow(catalog: Catalog, succession: Succession, row: ComparedRow, touched: ReadonlySet<string>): ImpactRow {
  const uses = row.before.map((article) => teachingUses(catalog, succession.from, article));
  return {
    ...sidesOf(catalog, succession, row), article: row.before[0] ?? null, ticked: row.before.some((article) => touched.has(article)),
    lessons: new Set(uses.flatMap((one) => one.lessons)).size, questions: new Set(uses.flatMap((one) => one.questions.map(({ question }) => question.id))).size,
  };
}

function staleLesson(catalog: Catalog, lesson: Lesson, change: Pick<LawChange, 'from' | 'articles'>): LawImpactView['lessons'] {
  if (lesson.history.includes(change.from)) return [];
  const resting = restingOn(anchored(catalog, lesson, lesson.cites), change);
  const articles = [...new Set(resting.map((cite) => articleDigits({ article: cite.split('/')[1]!, paragraph: null, item: null })))];
  return articles.length > 0 ? [{ href: `/courses/${lesson.lessonId}`, title: lesson.title, articles }] : [];
}

/** Live questions that already rest on the new text; then those on the old text, to be confirmed one by one. Arguable ones prove nothing. */
function candidates(catalog: Catalog, { from, to }: Succession, rows: readonly ComparedRow[], articles: readonly string[], confirmed: LawChange | null): ImpactQuestion[] {
  const asked = new Set(confirmed?.questionIds);
  const onNew = successorsOf(rows, articles).flatMap((article) => usesOf(catalog, to, article).questions.map((one) => one.question));
  const onOld = articles.flatMap((article) => teachingUses(catalog, from, article).questions).map((one) => one.question);
  const ofNew = [...new Set(onNew)].filter((one) => !one.arguable && one.type !== 'short');
  const ofOld = [...new Set(onOld)].filter((one) => !one.arguable && one.type !== 'short' && !ofNew.includes(one));
  const line = (question: Question, why: string, ticked: boolean): ImpactQuestion => {
    const lesson = lessonOfQuestion(catalog, question.id)!;
    return { questionId: question.id, stem: question.stem, lesson: lesson.title, href: `/courses/${lesson.lessonId}#${question.id}`, why, ticked: confirmed ? asked.has(question.id) : ticked };
  };
  return [
    ...ofNew.map((question, index) => line(question, '依据新文本', index < questionsTicked)),
    ...ofOld.map((question) => line(question, '依据旧文本。勾选即确认它在新文本下仍然成立，继续使用', false)),
  ];
}
