import { derivation } from '../../domain/counted.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Question } from '../../domain/question.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Figures } from './figures.ts';
import { foldFacts } from './fold.ts';
import { gradingOf, regrade } from './regrade.ts';
import { emptyFigures, holdFolder, type FigureDatabase, type FigureTransaction } from './tables.ts';

type Questions = ReadonlyMap<string, Question>;

/** Where facts come from, as the store has them. */
export interface FactFeed {
  /** The next facts that are not yet in the figures, at most so many, those of one subject in their order. Taken once the transaction ends. */
  take(trx: FigureTransaction, limit: number): Promise<Fact[]>;
  /** About how many are still to be taken. */
  waiting(): Promise<number>;
  /** All facts are to be taken again. */
  restart(trx: FigureTransaction): Promise<void>;
  /** A great many have just been taken: what the database knows of its tables is out of date. */
  manyTaken(): Promise<void>;
  /** All facts of a session, its own and those that happened in it, with at least those already taken. */
  sessionFacts(trx: FigureTransaction, sessionId: string): Promise<readonly Fact[]>;
}

/** Facts folded in one transaction; many at once when there are many, since neighbouring rows are then written together. */
const portion = 2_000;
const bigPortion = 25_000;
/** With more than this to fold, a page does not wait for it. */
const waitsFor = 40_000;

/** Keeps figures up to the facts: folds what has come since the last call, everything when the rules of counting have changed. */
export class FigureKeeper {
  readonly #db: FigureDatabase;
  readonly #feed: FactFeed;
  readonly #figures: Figures;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #behind: { total: number; left: number } | null = null;
  #failure: unknown = null;
  #stopped = false;

  constructor(db: FigureDatabase, feed: FactFeed, figures: Figures) {
    this.#db = db;
    this.#feed = feed;
    this.#figures = figures;
  }

  /** The figures with every fact recorded before the call. Refuses `figures-rebuilding` {percent} while far behind. */
  async current(questions: Questions): Promise<Figures> {
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = null;
      throw failure;
    }
    if (!this.#behind) {
      const state = await this.#prepare();
      const total = await this.#feed.waiting();
      if (total > waitsFor) void this.#catchUpFromFarBehind(questions, total).catch((error: unknown) => { this.#failure = error; });
      else if (total > 0 || this.#running || state.graded !== gradingOf(questions)) await this.#afterThis(questions);
    }
    if (this.#behind) throw new Refusal('figures-rebuilding', { percent: Math.floor(100 * (1 - this.#behind.left / this.#behind.total)) });
    return this.#figures;
  }

  /** Folds everything anew, and says how far it is: facts folded, facts in all. */
  async rebuild(questions: Questions, say: (done: number, total: number) => void): Promise<void> {
    await this.#running;
    await this.#db.transaction().execute(async (trx) => {
      await holdFolder(trx);
      await this.#empty(trx);
    });
    const total = await this.#feed.waiting();
    await this.#catchUp(questions, total > waitsFor ? bigPortion : portion, (done) => say(done, total));
  }

  /** Ends after the portion under way; what is left is folded at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running?.catch(() => undefined);
  }

  async #catchUpFromFarBehind(questions: Questions, total: number): Promise<void> {
    this.#behind = { total, left: total };
    try {
      await this.#catchUp(questions, bigPortion, (done) => { this.#behind = { total, left: Math.max(0, total - done) }; });
    } finally {
      this.#behind = null;
    }
  }

  /** One folding at a time; whoever comes while one is under way shares the one after it, which sees everything recorded by now. */
  #afterThis(questions: Questions): Promise<void> {
    this.#next ??= (this.#running ?? Promise.resolve()).catch(() => undefined).then(() => {
      this.#next = null;
      return this.#catchUp(questions, portion, () => undefined);
    });
    return this.#next;
  }

  async #catchUp(questions: Questions, size: number, say: (done: number) => void): Promise<void> {
    const folding = this.#fold(questions, size, say);
    this.#running = folding;
    try {
      await folding;
    } finally {
      if (this.#running === folding) this.#running = null;
    }
  }

  async #fold(questions: Questions, size: number, say: (done: number) => void): Promise<void> {
    let done = 0;
    for (let taken = size; taken === size && !this.#stopped; say(done += taken)) {
      taken = await this.#db.transaction().execute(async (trx) => {
        await holdFolder(trx);
        const state = await stateIn(trx);
        if (state.derivation !== String(derivation)) return 0; // a server with other rules of counting has taken over
        if (state.graded !== gradingOf(questions)) {
          await regrade(trx, questions);
          await setState(trx, 'graded', gradingOf(questions));
        }
        const facts = await this.#feed.take(trx, size);
        if (facts.length > 0) await foldFacts(trx, facts, questions, (sessionId) => this.#feed.sessionFacts(trx, sessionId));
        return facts.length;
      });
    }
    if (size === bigPortion) await this.#feed.manyTaken();
  }

  /** Figures folded by other rules are emptied, to be folded anew. */
  async #prepare(): Promise<State> {
    const state = await stateIn(this.#db);
    if (state.derivation === String(derivation)) return state;
    return this.#db.transaction().execute(async (trx) => {
      await holdFolder(trx);
      if ((await stateIn(trx)).derivation !== String(derivation)) await this.#empty(trx);
      return stateIn(trx);
    });
  }

  async #empty(trx: FigureTransaction): Promise<void> {
    await emptyFigures(trx);
    await this.#feed.restart(trx);
    await setState(trx, 'graded', '');
    await setState(trx, 'derivation', String(derivation));
  }
}

/** By which rules and which questions the figures were last folded, whichever server did it. */
interface State { derivation: string | null; graded: string | null }

async function stateIn(db: FigureDatabase): Promise<State> {
  const rows = await db.selectFrom('figure_state').selectAll().where('name', 'in', ['derivation', 'graded']).execute();
  const valueOf = (name: string) => rows.find((row) => row.name === name)?.value ?? null;
  return { derivation: valueOf('derivation'), graded: valueOf('graded') };
}

async function setState(trx: FigureTransaction, name: 'derivation' | 'graded', value: string): Promise<void> {
  await trx.insertInto('figure_state').values({ name, value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute();
}
