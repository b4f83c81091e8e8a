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
  const forget = () => { for (const file of [asked, done]) rmSync(file, { force: true }); };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => { forget(); process.exit(1); });
  const began = Date.now();
  writeFileSync(`${base}.tmp`, JSON.stringify({ errand, until: new Date(began + patienceMs.begin).toISOString() } satisfies Left), { mode: 0o600 });
  renameSync(`${base}.tmp`, asked);
  try {
    while (!existsSync(done)) {
      const waited = Date.now() - began;
      if (waited > patienceMs.begin && !existsSync(taken) && !existsSync(done)) throw new Refusal('service-silent', { folder });
      if (waited > patienceMs.end) throw new Refusal('service-unclear', { folder });
      await new Promise((resolve) => setTimeout(resolve, patienceMs.between));
    }
    return JSON.parse(readFileSync(done, 'utf8')) as ErrandResult;
  } finally {
    forget();
  }
}

/** What lies in the inbox; nobody waits for it any more after `until` (ISO instant). */
interface Left { errand: LawErrand; until: string }

/** The service's side: carries out what was left in the inbox, one after another. What nobody waits for, or cannot be read, is put away. */
export async function emptyInbox(folder: string, actFor: () => OperatorAct): Promise<number> {
  const inbox = inboxOf(folder);
  const names = existsSync(inbox) ? readdirSync(inbox) : [];
  for (const name of names.filter((one) => one.endsWith('.asked.json'))) {
    const base = path.join(inbox, name.replace(/\.asked\.json$/, ''));
    renameSync(path.join(inbox, name), `${base}.taken.json`);
    const left = leftIn(`${base}.taken.json`);
    const act = actFor();
    if (left && left.until > act.now) {
      writeFileSync(`${base}.tmp`, JSON.stringify(await carriedOut(left.errand, act)), { mode: 0o600 });
      renameSync(`${base}.tmp`, `${base}.done.json`);
    }
    rmSync(`${base}.taken.json`, { force: true });
  }
  return names.filter((one) => one.endsWith('.asked.json')).length;
}

/** At the start: what an earlier service left half done, nobody waits for. */
export function clearInbox(folder: string): void {
  const inbox = inboxOf(folder);
  for (const name of existsSync(inbox) ? readdirSync(inbox) : []) if (!name.endsWith('.asked.json')) rmSync(path.join(inbox, name), { force: true });
}

function leftIn(file: string): Left | null {
  try {
    const left = JSON.parse(readFileSync(file, 'utf8')) as Partial<Left>;
    return left.errand && typeof left.until === 'string' ? left as Left : null;
  } catch {
    return null;
  }
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
