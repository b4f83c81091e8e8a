import { localDate, localTime } from '../domain/calendar.ts';
import { measureRules, measureWords } from '../text/words.ts';
import type { Standing } from '../storage/port.ts';
import type { Reading } from './reading.ts';
import { personMeasures, unitInView, unitMeasures } from './unit-figures.ts';
import { unitOverview, type OverviewRow } from './unit-overview.ts';
import { personRow } from './unit-people.ts';

/** A table as `src/exchange/unit-table.ts` writes it; `percent` in percent points, `date` as YYYY-MM-DD. */
export interface UnitTableView {
  title: string; periodText: string; generatedAt: string;
  columns: { header: string; kind: 'text' | 'integer' | 'percent' | 'date'; width?: number }[];
  rows: (string | number | null)[][];
  sections: Pick<UnitTableView, 'columns' | 'rows'>;
  rules: { name: string; text: string }[];
}

const atOnce = 1_000;

/** The tables of `/unit` for download, everyone and all units directly below: the same figures as on the pages. */
export async function unitTable(reading: Reading, search: URLSearchParams): Promise<UnitTableView> {
  const view = await unitOverview(reading, search);
  const { units } = await unitInView(reading, search.get('unit'));
  const sections: OverviewRow[] = [...view.sections];
  for (let page = 2; page <= view.pages; page += 1) sections.push(...(await unitOverview(reading, new URLSearchParams({ ...Object.fromEntries(search), page: String(page) }))).sections);
  const people: Standing[] = [];
  const figures = await reading.store.figures(reading.catalog.questions);
  for (let part = [] as Standing[]; people.length === 0 || part.length === atOnce; people.push(...part)) {
    part = await figures.standings({ under: view.unitId, year: view.year, search: '', lagging: null, order: 'staff-no', offset: people.length, limit: atOnce });
    if (part.length === 0) break;
  }
  const column = (name: (typeof unitMeasures)[number]) => ({ header: measureWords[name], kind: name === 'first-try' ? 'percent' as const : 'integer' as const });
  return {
    title: `${view.unit}学法情况（${view.year}年）`, periodText: `${view.period.from} 至 ${view.period.to}`,
    generatedAt: `${localDate(reading.now)} ${localTime(reading.now)}`,
    columns: [
      { header: '工号', kind: 'text' }, { header: '姓名', kind: 'text' }, { header: '科室', kind: 'text', width: 20 }, { header: '岗位', kind: 'text', width: 16 },
      ...personMeasures.map(column),
      { header: '上次学完日期', kind: 'date' },
    ],
    rows: people.map((standing) => personRow(standing, units, view.year)).map((row) => [row.staffNo, row.name, row.section, row.post, ...row.figures.map((figure) => figure.value), row.lastStudied]),
    sections: {
      columns: [{ header: '科室', kind: 'text', width: 20 }, { header: '人数', kind: 'integer' }, ...unitMeasures.map(column)],
      rows: sections.map((row) => [row.name, row.people, ...row.figures.map((figure) => figure.value)]),
    },
    rules: unitMeasures.map((name) => ({ name: measureWords[name], text: measureRules[name] })),
  };
}
