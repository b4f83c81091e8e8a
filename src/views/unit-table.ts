import { localDate, localTime } from '../domain/calendar.ts';
import { measureRules, measureWords } from '../text/words.ts';
import type { Reading } from './reading.ts';
import { rowMeasures, unitOverview } from './unit-overview.ts';

/** A table as `src/exchange/unit-table.ts` writes it; `percent` in percent points, `date` as YYYY-MM-DD. */
export interface UnitTableView {
  title: string; periodText: string; generatedAt: string;
  columns: { header: string; kind: 'text' | 'integer' | 'percent' | 'date'; width?: number }[];
  rows: (string | number | null)[][];
  sections: Pick<UnitTableView, 'columns' | 'rows'>;
  rules: { name: string; text: string }[];
}

/** The tables of `/unit` for download, people and sections: the same figures as on the page. */
export async function unitTable(reading: Reading, query: { year: string | null }): Promise<UnitTableView> {
  const view = await unitOverview(reading, query);
  const measureColumns = rowMeasures.map((name) => ({ header: measureWords[name], kind: name === 'first-try' ? 'percent' as const : 'integer' as const }));
  return {
    title: `${view.unit}学法情况（${view.year}年）`, periodText: `${view.period.from} 至 ${view.period.to}`,
    generatedAt: `${localDate(reading.now)} ${localTime(reading.now)}`,
    columns: [
      { header: '工号', kind: 'text' }, { header: '姓名', kind: 'text' }, { header: '科室', kind: 'text', width: 20 }, { header: '岗位', kind: 'text', width: 16 },
      ...measureColumns,
      { header: '上次学完日期', kind: 'date' },
    ],
    rows: view.persons.map((row) => [row.staffNo, row.name, row.section, row.post, ...row.figures.map((figure) => figure.value), row.lastStudied]),
    sections: {
      columns: [{ header: '科室', kind: 'text', width: 20 }, { header: '人数', kind: 'integer' }, ...measureColumns],
      rows: view.sections.map((row) => [row.name, row.people, ...row.figures.map((figure) => figure.value)]),
    },
    rules: rowMeasures.map((name) => ({ name: measureWords[name], text: measureRules[name] })),
  };
}
