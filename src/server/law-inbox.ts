import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OperatorAct } from '../commands/import-laws.ts';
import { isRefusal, Refusal } from '../domain/refusal.ts';
import { sentenceFor } from '../text/refusals.ts';
import { runLawErrand, type ErrandResult, type LawErrand } from './law-errand.ts';

const inboxOf = (folder: string) => path.join(folder, 'inbox');
const patienceMs = { begin: 20_000, end: 600_000, between: 200 };

/**
 * The command line cannot open a data folder that the service holds, so it leaves the errand in the folder and waits. Whoever may
 * write there may do anything to the data anyway. Refuses `service-silent` when nobody takes it up.
 */
export async function askRunningServer(folder: string, errand: LawErrand): Promise<ErrandResult> {
  mkdirSync(inboxOf(folder), { recursive: true, mode: 0o700 });
  const base = path.join(inboxOf(folder), crypto.randomUUID());
  const [asked, taken, done] = ['asked', 'taken', 'done'].map((state) => `${base}.${state}.json`) as [string, string, string];
  writeFileSync(`${base}.tmp`, JSON.stringify(errand), { mode: 0o600 });
  renameSync(`${base}.tmp`, asked);
  const began = Date.now();
  try {
    while (!existsSync(done)) {
      const waited = Date.now() - began;
      if (waited > patienceMs.end || (waited > patienceMs.begin && !existsSync(taken))) throw new Refusal('service-silent', { folder });
      await new Promise((resolve) => setTimeout(resolve, patienceMs.between));
    }
    return JSON.parse(readFileSync(done, 'utf8')) as ErrandResult;
  } finally {
    for (const file of [asked, taken, done]) rmSync(file, { force: true });
  }
}

/** The service's side: carries out what was left in the inbox, one after another. */
export async function emptyInbox(folder: string, actFor: () => OperatorAct): Promise<number> {
  const asked = existsSync(inboxOf(folder)) ? readdirSync(inboxOf(folder)).filter((name) => name.endsWith('.asked.json')) : [];
  for (const name of asked) {
    const [file, base] = [path.join(inboxOf(folder), name), path.join(inboxOf(folder), name.replace(/\.asked\.json$/, ''))];
    renameSync(file, `${base}.taken.json`);
    const result = await carriedOut(JSON.parse(readFileSync(`${base}.taken.json`, 'utf8')) as LawErrand, actFor());
    writeFileSync(`${base}.tmp`, JSON.stringify(result), { mode: 0o600 });
    renameSync(`${base}.tmp`, `${base}.done.json`);
  }
  return asked.length;
}

async function carriedOut(errand: LawErrand, act: OperatorAct): Promise<ErrandResult> {
  try {
    return await runLawErrand(act, errand);
  } catch (error) {
    if (!isRefusal(error)) console.error(error);
    const { title, detail } = sentenceFor(isRefusal(error) ? error.code : 'unexpected', isRefusal(error) ? error.facts : {});
    return { lines: [`${title}：${detail}`], failed: true };
  }
}
