import { addDays, localDate, monthOf, monthsOf, type Period } from '../domain/calendar.ts';
import { indexOf } from '../domain/record-index.ts';
import { measure, type Measure, type Records, type Scope } from '../domain/measure.ts';
import { demand } from '../domain/permission.ts';
import { subtree } from '../domain/unit.ts';
import { measureWords } from '../text/words.ts';
import { sectionName, type Reading } from './reading.ts';
import { unitRecords, type UnitRecords } from './unit-records.ts';

/** A number and the page that lists the facts it was counted from. */
export interface FigureView { measure: Measure; value: number | null; href: string }
/** A section with people, or without any now but with records of the year. */
export interface OverviewRow { name: string; people: number; figures: FigureView[] }
export interface PersonRow { memberId: string; name: string; staffNo: string; section: string; post: string; figures: FigureView[]; lastStudied: string | null }
export interface UnitOverview {
  unit: string;
  year: string;
  years: string[];
  period: Period;
  people: number;
  figures: (FigureView & { name: string })[];
  columns: string[];
  sections: OverviewRow[];
  persons: PersonRow[];
  /** Lessons completed for each section and month, with the facts behind each cell. */
  grid: { months: string[]; rows: { name: string; cells: { month: string; value: number; href: string }[] }[] };
  /** People who completed nothing in the last 60 days and have lessons left, longest ago first. */
  lagging: { memberId: string; name: string; section: string; lastStudied: string | null }[];
  /** Topics most often answered wrongly at the first try, with shares in percent; from ten first tries on. */
  mistakes: { topic: string; wrong: number; tries: number; share: number }[];
}

export const rowMeasures: Measure[] = ['lessons-completed', 'first-try', 'sessions-held', 'attendance-due', 'attended', 'late', 'absent'];
const laggingDays = 60;

/** What a leader sees of their own unit and everything below it, for one year. */
export async function unitOverview(reading: Reading, query: { year: string | null }): Promise<UnitOverview> {
  const actor = demand(reading.actor, 'view-unit');
  const all = await unitRecords(reading, actor.unitId);
  const { units, members, records } = all;
  const today = localDate(reading.now);
  const years = [...new Set([today.slice(0, 4), ...records.facts.map((fact) => localDate(fact.at).slice(0, 4))])].sort().reverse();
  const year = query.year && years.includes(query.year) ? query.year : today.slice(0, 4);
  const period: Period = { from: `${year}-01-01`, to: year === today.slice(0, 4) ? today : `${year}-12-31` };
  const below = subtree(units, actor.unitId);
  const figuresFor = (scope: Scope, address: string) => rowMeasures.map((name) => figure(name, records, scope, address));
  const sections = below.map((unit) => ({
    unitId: unit.unitId, name: sectionName(units, unit.unitId), people: members.filter((member) => member.unitId === unit.unitId).length,
    figures: figuresFor({ period, memberIds: null, unitIds: new Set([unit.unitId]) }, `&unit=${unit.unitId}`),
  })).filter((row) => row.people > 0 || row.figures.some((one) => one.value));
  return {
    unit: sectionName(units, actor.unitId), year, years, period, people: members.length,
    figures: (['lessons-completed', 'first-try', 'sessions-held', 'attended'] as const)
      .map((name) => ({ name: measureWords[name], ...figure(name, records, { period, memberIds: null, unitIds: new Set(below.map((unit) => unit.unitId)) }, '') })),
    columns: rowMeasures.map((name) => measureWords[name]),
    sections: sections.map(({ unitId: _unitId, ...row }) => row),
    persons: members.map((member) => ({
      memberId: member.memberId, name: member.name, staffNo: member.staffNo, section: sectionName(units, member.unitId), post: member.post,
      figures: figuresFor({ period, memberIds: new Set([member.memberId]), unitIds: null }, `&member=${member.memberId}`), lastStudied: lastStudied(records, member.memberId),
    })),
    grid: grid(all, sections.map((row) => row.unitId), period),
    lagging: lagging(all, reading.catalog.lessons.size, today),
    mistakes: mistakes(records, period, new Set(below.map((unit) => unit.unitId))),
  };
}

function figure(name: Measure, records: Records, scope: Scope, address: string): FigureView {
  return { measure: name, value: measure(name, records, scope).value, href: `/unit/facts?measure=${name}&from=${scope.period.from}&to=${scope.period.to}${address}` };
}

function lastStudied(records: Records, memberId: string): string | null {
  return indexOf(records).ofMember(memberId).completions.at(-1)?.date ?? null;
}

function grid({ units, records }: UnitRecords, sectionIds: string[], period: Period): UnitOverview['grid'] {
  const months = monthsOf(period);
  return {
    months,
    rows: sectionIds.map((unitId) => ({
      name: sectionName(units, unitId),
      cells: months.map((month) => {
        const span = { from: `${month}-01`, to: addDays(`${monthOf(addDays(`${month}-01`, 31))}-01`, -1) };
        const { value, href } = figure('lessons-completed', records, { period: span, memberIds: null, unitIds: new Set([unitId]) }, `&unit=${unitId}`);
        return { month, value: value ?? 0, href };
      }),
    })),
  };
}

function lagging({ units, members, records }: UnitRecords, lessons: number, today: string): UnitOverview['lagging'] {
  return members.map((member) => {
    const completed = indexOf(records).ofMember(member.memberId).completions.length;
    return { memberId: member.memberId, name: member.name, section: sectionName(units, member.unitId), lastStudied: lastStudied(records, member.memberId), completed };
  }).filter((line) => line.completed < lessons && (!line.lastStudied || line.lastStudied < addDays(today, -laggingDays)))
    .sort((a, b) => ((a.lastStudied ?? '') < (b.lastStudied ?? '') ? -1 : 1))
    .map(({ completed: _completed, ...line }) => line);
}

function mistakes(records: Records, period: Period, unitIds: ReadonlySet<string>): UnitOverview['mistakes'] {
  const topics = new Map<string, { wrong: number; tries: number }>();
  for (const { fact, date, right } of indexOf(records).firstTries) {
    if (fact.kind !== 'question.answered' || date < period.from || date > period.to || !unitIds.has(fact.unitId)) continue;
    const { topic } = records.questions.get(fact.body.questionId)!;
    const known = topics.get(topic) ?? { wrong: 0, tries: 0 };
    topics.set(topic, { wrong: known.wrong + (right ? 0 : 1), tries: known.tries + 1 });
  }
  return [...topics].map(([topic, { wrong, tries }]) => ({ topic, wrong, tries, share: Math.round((wrong / tries) * 1000) / 10 }))
    .filter((line) => line.tries >= 10 && line.wrong > 0).sort((a, b) => b.share - a.share).slice(0, 5);
}
