import { demand, mayIn } from '../domain/permission.ts';
import { loadUnits } from '../storage/people.ts';
import { waitingFor } from './marking.ts';
import { stateCounts, type StateCount } from './question-bank.ts';
import type { Reading } from './reading.ts';

export interface StudioView {
  questions: StateCount[];
  /** Null for those who may not rule on them. */
  openDisputes: number | null;
  /** Short answers of the trainer's office and below, not the trainer's own, that a trainer has still to mark. */
  unmarked: number;
}

/** What waits for a trainer around questions. Refuses `figures-rebuilding`. */
export async function studioView(reading: Reading): Promise<StudioView> {
  const actor = demand(reading.actor, 'view-bank');
  const { catalog, store, settings } = reading;
  const units = await loadUnits(store);
  const figures = await store.figures(catalog.questions);
  const unmarked = await figures.unmarked({ ...waitingFor(actor, units, catalog), offset: 0, limit: 1 });
  const openDisputes = mayIn(actor, 'rule-on-dispute', settings.rootUnitId, units) ? catalog.disputes.filter((dispute) => !dispute.ruling).length : null;
  return { questions: stateCounts(reading), openDisputes, unmarked: unmarked.total };
}
