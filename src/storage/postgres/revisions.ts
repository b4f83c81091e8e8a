import { frozen } from '../frozen.ts';
import type { Collection, Stored } from '../port.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

/** That a collection is changed by this transaction. */
export async function noteRevision(trx: DatabaseTransaction, collection: Collection): Promise<void> {
  await trx.insertInto('revisions').values({ collection, revision: 1 })
    .onConflict((conflict) => conflict.column('collection').doUpdateSet((eb) => ({ revision: eb('revisions.revision', '+', 1) }))).execute();
}

/** A collection that is read with every page and hardly ever changes, kept as long as no server has changed it. */
export class KeptList {
  #kept: { revision: number; all: Stored[] } | null = null;

  /** The revision is read first: a change in between makes what is kept look older than it is, never newer. */
  async read(db: Database, collection: Collection, list: () => Promise<Stored[]>): Promise<Stored[]> {
    const { revision } = await db.selectFrom('revisions').select('revision').where('collection', '=', collection).executeTakeFirst() ?? { revision: 0 };
    if (this.#kept?.revision !== revision) this.#kept = { revision, all: frozen(await list()) };
    return this.#kept.all.map((stored) => ({ ...stored }));
  }
}
