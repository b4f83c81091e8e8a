import { loadRosterImport } from '../commands/roster-import.ts';
import { demand } from '../domain/permission.ts';
import { rosterFieldWords } from '../domain/roster-row.ts';
import type { RosterLine, RosterPlan } from '../domain/roster.ts';
import { pageOf } from './paging.ts';
import type { Reading } from './reading.ts';

export interface RosterPreview {
  importId: string;
  state: 'previewed' | 'confirmed' | 'applied';
  counts: Pick<RosterPlan, 'added' | 'changed' | 'same' | 'faulty' | 'untouched'>;
  newSections: string[];
  leavesNoAdministrator: boolean;
  /** Rows with errors first, then what changes, then the rest; a page at a time. */
  lines: { row: number; staffNo: string; name: string; unit: string; outcome: RosterLine['outcome']; what: string }[];
  total: number;
  page: number;
  pages: number;
}
const linesPerPage = 200;
const outcomeOrder: RosterLine['outcome'][] = ['error', 'new', 'changed', 'same'];

/** What a roster would do, row by row. Refuses `not-found` for another administrator's. */
export async function rosterPreview(reading: Reading, importId: string, page: number): Promise<RosterPreview> {
  const actor = demand(reading.actor, 'manage-roster');
  const { state, plan } = (await loadRosterImport(reading.store, importId, actor)).value;
  const sorted = [...plan.lines].sort((a, b) => outcomeOrder.indexOf(a.outcome) - outcomeOrder.indexOf(b.outcome) || a.row - b.row);
  const shown = pageOf(sorted, page, linesPerPage);
  return {
    importId, state, leavesNoAdministrator: plan.leavesNoAdministrator, newSections: plan.newUnits.map((unit) => unit.name),
    counts: { added: plan.added, changed: plan.changed, same: plan.same, faulty: plan.faulty, untouched: plan.untouched },
    lines: shown.items.map((line) => ({ row: line.row, staffNo: line.staffNo, name: line.name, unit: line.unit, outcome: line.outcome, what: whatHappens(line) })),
    total: plan.lines.length, page: shown.page, pages: shown.pages,
  };
}

function whatHappens(line: RosterLine): string {
  switch (line.outcome) {
    case 'error': return `${line.reasons.join('；')}。`;
    case 'new': return '新增人员';
    case 'same': return '没有变化';
    case 'changed': return line.changes.map((change) => `${rosterFieldWords[change.field]}：${change.from || '空'} 改为 ${change.to || '空'}`).join('；');
  }
}
