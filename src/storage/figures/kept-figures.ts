import type { Fact } from '../../domain/fact.ts';
import type { Member } from '../../domain/member.ts';
import type { Question } from '../../domain/question.ts';
import type { Unit } from '../../domain/unit.ts';
import type { Collection, DocumentChange, Figures, Store } from '../port.ts';
import { putMembers, putUnits } from './directory.ts';
import { FigureKeeper, type FactFeed } from './keeper.ts';
import { membersUnder, missing, SqlFigures } from './sql-figures.ts';
import type { FigureDatabase } from './tables.ts';

/** What figures are kept up from, beside facts: the documents of people and units, and the facts of one subject. */
type Records = Pick<Store, 'readDocument' | 'listDocuments'> & { factsOf(subjectId: string): Promise<readonly Fact[]> };

/** Figures in one process of their own, following facts and documents of the store they belong to. */
export class KeptFigures {
  readonly #db: FigureDatabase;
  readonly #keeper: FigureKeeper;
  readonly #records: Records;
  /** Changes of documents are followed one after the other, in the order in which they were made. */
  #following: Promise<void> = Promise.resolve();
  #lost = true;
  #closed = false;

  constructor(db: FigureDatabase, feed: FactFeed, records: Records) {
    this.#db = db;
    this.#records = records;
    this.#keeper = new FigureKeeper(db, feed, new SqlFigures(db, async (names) => Promise.all(names.map(async (name) => (
      (await records.factsOf(name.subjectId)).find((fact) => fact.id === name.factId) ?? missing(name))))));
  }

  async current(questions: ReadonlyMap<string, Question>): Promise<Figures> {
    await this.#followed();
    return this.#keeper.current(questions);
  }

  async rebuild(questions: ReadonlyMap<string, Question>, say: (done: number, total: number) => void): Promise<void> {
    await this.#followed();
    await this.#keeper.rebuild(questions, say);
  }

  async membersUnder(unitId: string): Promise<string[]> {
    await this.#followed();
    return membersUnder(this.#db, unitId);
  }

  /** Brings people and units up to documents that have just been written. Should it fail, everything is compared at the next reading. */
  async follow(collection: Collection, changes: readonly DocumentChange[]): Promise<void> {
    if (collection !== 'members' && collection !== 'units') return;
    const ids = changes.map((change) => change.id);
    this.#following = this.#following.then(() => (collection === 'units' ? this.#followUnits() : this.#followMembers(ids))).catch(() => { this.#lost = true; });
    await this.#following;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#keeper.stop();
    await this.#following;
    await this.#db.destroy();
  }

  /** At the start, and after a failure, whatever documents say otherwise than the figures is put right. */
  async #followed(): Promise<void> {
    if (this.#lost && !this.#closed) {
      this.#following = this.#following.then(async () => {
        if (!this.#lost) return;
        await this.#followUnits();
        await this.#followEveryone();
        this.#lost = false;
      });
      const following = this.#following;
      this.#following = following.catch(() => undefined);
      await following;
    }
    await this.#following;
  }

  async #followUnits(): Promise<void> {
    const units = (await this.#records.listDocuments<Unit>('units')).map((stored) => stored.value);
    await this.#db.transaction().execute((trx) => putUnits(trx, units));
  }

  async #followMembers(ids: readonly string[]): Promise<void> {
    const changes = new Map(await Promise.all(ids.map(async (id) => [id, (await this.#records.readDocument<Member>('members', id))?.value ?? null] as const)));
    await this.#db.transaction().execute((trx) => putMembers(trx, changes));
  }

  async #followEveryone(): Promise<void> {
    const members = new Map((await this.#records.listDocuments<Member>('members')).map((stored) => [stored.id, stored.value]));
    const rows = await this.#db.selectFrom('people').selectAll().whereRef('ancestor_id', '=', 'unit_id').execute();
    const known = new Map(rows.map((row) => [row.member_id, [row.unit_id, row.staff_no, row.name, row.post].join('\n')]));
    const changes = new Map<string, unknown>();
    for (const [id, member] of members) if (known.get(id) !== [member?.unitId, member?.staffNo, member?.name, member?.post].join('\n')) changes.set(id, member);
    for (const id of known.keys()) if (!members.has(id)) changes.set(id, null);
    if (changes.size > 0) await this.#db.transaction().execute((trx) => putMembers(trx, changes));
  }
}
