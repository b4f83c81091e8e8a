import { ancestorsOf, learntBy } from './directory.ts';
import { chunks, standingColumns, type FigureTables, type FigureTransaction, type StandingColumn } from './tables.ts';
import type { TallyMeasure } from './figures.ts';

type EvidenceRow = FigureTables['evidence'];
interface Change { unitId: string; month: string; measure: TallyMeasure; topic: string; count: number }

const columnOf: Partial<Record<TallyMeasure, StandingColumn>> = {
  'lessons-completed': 'lessons', 'first-try': 'tries', 'first-right': 'rights', 'attendance-due': 'due', attended: 'attended', late: 'late', absent: 'absent',
};

/** What rows that come and go change in the sums: gathered, then written once for each sum. */
export class Deltas {
  readonly #changes = new Map<string, Change>();
  readonly #standings = new Map<string, Record<StandingColumn, number>>();
  /** For each month of a session: the units it touches, and whether it comes or goes. */
  readonly #sessions: { month: string; unitIds: string[]; sign: 1 | -1 }[] = [];
  readonly #studied = new Set<string>();

  /** One row of evidence, coming (1) or going (-1). */
  add(row: EvidenceRow, topic: string, sign: 1 | -1): void {
    if (row.measure === 'lessons-completed') this.#studied.add(row.member_id);
    if (row.measure === 'first-try' && row.grade === null) return;
    const measures: TallyMeasure[] = row.measure === 'first-try' && row.grade === 1 ? ['first-try', 'first-right'] : [row.measure];
    for (const measure of measures) {
      this.#count({ unitId: row.unit_id, month: row.date.slice(0, 7), measure, topic: '', count: sign });
      if (topic) this.#count({ unitId: row.unit_id, month: row.date.slice(0, 7), measure, topic, count: sign });
      const column = columnOf[measure];
      if (column && row.member_id) this.#stand(`${row.member_id} ${row.date.slice(0, 4)}`)[column] += sign;
    }
  }

  /** All rows of one session as it was or as it is now: above the units it touches it counts once. */
  addSession(rows: readonly EvidenceRow[], sign: 1 | -1): void {
    const held = rows.filter((row) => row.measure === 'sessions-held');
    if (held.length > 0) this.#sessions.push({ month: held[0]!.date.slice(0, 7), unitIds: held.map((row) => row.unit_id), sign });
  }

  async write(trx: FigureTransaction): Promise<void> {
    await this.#writeTallies(trx);
    const standings = [...this.#standings].map(([key, counts]) => ({ member_id: key.split(' ')[0]!, year: key.split(' ')[1]!, ...counts }))
      .filter((row) => standingColumns.some((column) => row[column] !== 0));
    for (const rows of chunks(standings)) {
      await trx.insertInto('standings').values(rows).onConflict((conflict) => conflict.columns(['member_id', 'year']).doUpdateSet((eb) => Object.fromEntries(
        standingColumns.map((column) => [column, eb(`standings.${column}`, '+', eb.ref(`excluded.${column}`))]),
      ))).execute();
    }
    await this.#writeStudied(trx);
  }

  /** Many people stand alike after the same day: one statement for each such group. */
  async #writeStudied(trx: FigureTransaction): Promise<void> {
    const learnt = await learntBy(trx, [...this.#studied]);
    const alike = Map.groupBy(this.#studied, (memberId) => JSON.stringify(learnt.get(memberId) ?? { completed: 0, last_studied: '' }));
    for (const [state, memberIds] of alike) {
      for (const ids of chunks(memberIds)) await trx.updateTable('people').set(JSON.parse(state) as { completed: number; last_studied: string }).where('member_id', 'in', ids).execute();
    }
  }

  async #writeTallies(trx: FigureTransaction): Promise<void> {
    const changes = [...this.#changes.values()];
    const above = await ancestorsOf(trx, [...changes.map((change) => change.unitId), ...this.#sessions.flatMap((session) => session.unitIds)]);
    const tallies = new Map<string, FigureTables['tallies']>();
    const put = ({ unitId, month, measure, topic, count }: Change, extent: 'own' | 'whole') => {
      const key = [unitId, extent, month, measure, topic].join('\n');
      const row = tallies.get(key) ?? { unit_id: unitId, extent, month, measure, topic, count: 0 };
      row.count += count;
      tallies.set(key, row);
    };
    for (const change of changes) {
      put(change, 'own');
      if (change.measure !== 'sessions-held') for (const unitId of above(change.unitId)) put({ ...change, unitId }, 'whole');
    }
    for (const { month, unitIds, sign } of this.#sessions) {
      for (const unitId of new Set(unitIds.flatMap(above))) put({ unitId, month, measure: 'sessions-held', topic: '', count: sign }, 'whole');
    }
    for (const rows of chunks([...tallies.values()].filter((row) => row.count !== 0))) {
      await trx.insertInto('tallies').values(rows).onConflict((conflict) => conflict.columns(['unit_id', 'extent', 'month', 'measure', 'topic'])
        .doUpdateSet((eb) => ({ count: eb('tallies.count', '+', eb.ref('excluded.count')) }))).execute();
    }
  }

  #count(change: Change): void {
    const key = [change.unitId, change.month, change.measure, change.topic].join('\n');
    const known = this.#changes.get(key);
    if (known) known.count += change.count;
    else this.#changes.set(key, change);
  }

  #stand(key: string): Record<StandingColumn, number> {
    const known = this.#standings.get(key);
    if (known) return known;
    const none = { lessons: 0, tries: 0, rights: 0, due: 0, attended: 0, late: 0, absent: 0 };
    this.#standings.set(key, none);
    return none;
  }
}
