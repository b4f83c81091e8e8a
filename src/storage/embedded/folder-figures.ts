import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Fact } from '../../domain/fact.ts';
import type { FactFeed } from '../figures/keeper.ts';
import { openSqliteFigures } from '../figures/sqlite.ts';
import type { FigureDatabase, FigureTransaction } from '../figures/tables.ts';
import type { Dossiers } from './dossiers.ts';
import { beginning, isAfter, type Journal, type Position } from './journal.ts';

/** `gathered`: up to here facts are in the dossiers, from which sessions are worked out. */
interface Sources { journal: Journal; dossiers: Dossiers; gathered: () => Position }

/** Opens the figures of a data folder. A file that cannot be opened, or that is ahead of the journal, is thrown away, to be folded anew. */
export async function openFolderFigures(file: string, journal: Journal): Promise<FigureDatabase> {
  const db = await openSqliteFigures(file).catch(() => null);
  const place = db && await placeIn(db).catch(() => null);
  if (db && place && !isAfter(place, journal.position)) return db;
  await db?.destroy().catch(() => undefined);
  for (const name of [file, `${file}-wal`, `${file}-shm`]) await rm(name, { force: true });
  return openSqliteFigures(file);
}

/** Facts as the journal has them, from where the figures stand. */
export class JournalFeed implements FactFeed {
  readonly #db: FigureDatabase;
  readonly #sources: Sources;

  constructor(db: FigureDatabase, sources: Sources) {
    this.#db = db;
    this.#sources = sources;
  }

  async take(trx: FigureTransaction, limit: number): Promise<Fact[]> {
    const facts: Fact[] = [];
    let place = await placeIn(trx);
    for await (const { fact, behind } of this.#sources.journal.readPlaced(place, this.#sources.gathered())) {
      facts.push(fact);
      place = behind;
      if (facts.length === limit) break;
    }
    if (facts.length > 0) await setPlace(trx, place);
    return facts;
  }

  /** By bytes: a fact is some 500 of them. */
  async waiting(): Promise<number> {
    return Math.ceil(await this.#sources.journal.bytesBetween(await placeIn(this.#db), this.#sources.gathered()) / 500);
  }

  async restart(trx: FigureTransaction): Promise<void> {
    await setPlace(trx, beginning);
  }

  async manyTaken(): Promise<void> {
    await sql`analyze`.execute(this.#db);
  }

  async sessionFacts(_trx: FigureTransaction, sessionId: string): Promise<readonly Fact[]> {
    return [...await this.#sources.dossiers.read('subjects', sessionId), ...await this.#sources.dossiers.read('contexts', sessionId)];
  }
}

async function placeIn(db: FigureDatabase): Promise<Position> {
  const row = await db.selectFrom('figure_state').select('value').where('name', '=', 'place').executeTakeFirst();
  return row ? JSON.parse(row.value) as Position : beginning;
}

async function setPlace(trx: FigureTransaction, place: Position): Promise<void> {
  const value = JSON.stringify(place);
  await trx.insertInto('figure_state').values({ name: 'place', value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute();
}
