import path from 'node:path';
import type { Catalog } from '../domain/catalog.ts';
import { disputesOf, questionRegisterSubject, withRulings, type Dispute } from '../domain/dispute.ts';
import { numberWarnings } from '../gate/law-numbers.ts';
import type { Problem } from '../gate/problem.ts';
import { loadLawRegister } from '../storage/law-register.ts';
import type { Store } from '../storage/port.ts';

const contentRoot = path.resolve(import.meta.dirname, '../..');

/** What is published: the content as the files have it, on the law and with the rulings that the office's records have. */
export class Published {
  /** Replaced whole whenever the register of laws or that of questions has moved on. */
  catalog: Catalog;
  readonly #store: Store;
  readonly #content: Catalog;
  #place = '';
  #checked: { catalog: Catalog; warnings: Problem[] } | null = null;
  #ruled: { rulings: string; questions: Catalog['questions'] } | null = null;
  #refreshing: Promise<void> | null = null;

  private constructor(store: Store, content: Catalog) {
    this.#store = store;
    this.#content = content;
    this.catalog = content;
  }

  static async open(store: Store, content: Catalog): Promise<Published> {
    const published = new Published(store, content);
    await published.refresh();
    return published;
  }

  /** Numbers in lessons and questions that the imported text of the cited article does not have; worked out once for each state. */
  numberWarnings(): Problem[] {
    if (this.#checked?.catalog !== this.catalog) {
      const texts = new Map([...this.catalog.texts].map(([key, imported]) => [key, imported.text]));
      this.#checked = { catalog: this.catalog, warnings: numberWarnings(contentRoot, texts, this.catalog) };
    }
    return this.#checked.warnings;
  }

  /** Takes in what was recorded of laws and questions since, by this process or another. */
  async refresh(): Promise<void> {
    await this.#refreshing;
    this.#refreshing = this.#read().finally(() => { this.#refreshing = null; });
    await this.#refreshing;
  }

  /** The same map as long as nothing was ruled: figures are folded anew for a map they do not know. */
  #questionsUnder(disputes: readonly Dispute[]): Catalog['questions'] {
    const rulings = disputes.flatMap((one) => one.ruling?.rulingId ?? []).join(' ');
    if (this.#ruled?.rulings !== rulings) this.#ruled = { rulings, questions: withRulings(this.#content.questions, disputes) };
    return this.#ruled.questions;
  }

  async #read(): Promise<void> {
    const { facts, laws, texts, changes, lost } = await loadLawRegister(this.#store, this.#content.laws, this.catalog.texts);
    const ofQuestions = await this.#store.factsOf(questionRegisterSubject);
    const place = [facts.at(-1)?.hash, ofQuestions.at(-1)?.hash, ...lost].join(' ');
    if (place === this.#place) return;
    for (const key of lost) console.error(`法律原文 ${key} 的内容已不在或损坏，请重新导入`);
    this.#place = place;
    const disputes = disputesOf(ofQuestions);
    this.catalog = { ...this.#content, laws, texts, changes, disputes, questions: this.#questionsUnder(disputes) };
  }
}
