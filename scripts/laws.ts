import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadCatalog } from '../src/catalog.ts';
import type { OperatorAct } from '../src/commands/import-laws.ts';
import { isRefusal } from '../src/domain/refusal.ts';
import { readLawFiles } from '../src/exchange/law-files.ts';
import { numberWarnings } from '../src/gate/law-numbers.ts';
import { problemText } from '../src/gate/problem.ts';
import { runLawErrand, type LawErrand } from '../src/server/law-errand.ts';
import { lawFilesBelow } from '../src/server/law-files-below.ts';
import { askRunningServer } from '../src/server/law-inbox.ts';
import { loadLawRegister } from '../src/storage/law-register.ts';
import { openStore } from '../src/storage/open.ts';
import { sentenceFor } from '../src/text/refusals.ts';
import { outlineText } from './laws/outline.ts';

/**
 * `npm run laws -- import <files or folder> [--dry-run] [--source 来源]` · `list` · `check` · `take-back <import> --reason 原因` ·
 * `outline <files>`. Works on DATA_DIR or DATABASE_URL; where neither is named and only the sample office is there, on `./data-demo`.
 * While the service holds the folder, the service does it.
 */
const root = path.resolve(import.meta.dirname, '..');
const { values, positionals: [verb = '', ...given] } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false }, source: { type: 'string', default: '命令行导入的文件' }, reason: { type: 'string', default: '' } } });
const paths = given.map((one) => path.resolve(process.env.INIT_CWD ?? '.', one));
const folder = process.env.DATABASE_URL ? null : path.resolve(process.env.DATA_DIR ?? (existsSync('data') || !existsSync('data-demo') ? 'data' : 'data-demo'));
if (folder) process.env.DATA_DIR = folder;

try {
  if (verb === 'outline') console.log(outlineText(await readLawFiles(lawFilesBelow(paths))));
  else if (verb === 'import' && paths.length > 0) await carryOut({ verb: 'import', paths, source: values.source, dryRun: values['dry-run'] });
  else if (verb === 'list') await carryOut({ verb: 'list' });
  else if (verb === 'take-back' && given[0]) await carryOut({ verb: 'take-back', id: given[0], reason: values.reason });
  else if (verb === 'check') await check();
  else fail('用法：npm run laws -- import <文件或文件夹> [--dry-run] [--source 来源]；list；check；take-back <导入编号> --reason 原因；outline <文件>');
} catch (error) {
  if (!isRefusal(error)) throw error;
  const { title, detail } = sentenceFor(error.code, error.facts);
  fail(`${title}：${detail}`);
}

/** Here, or by the service that holds the folder. */
async function carryOut(errand: LawErrand): Promise<void> {
  const done = await withStore((act) => runLawErrand(act, errand), () => askRunningServer(folder!, errand));
  for (const line of done.lines) console.log(line);
  if (errand.verb === 'import' && !errand.dryRun) console.log(`写入 ${folder ?? '数据库'}。`);
  process.exitCode = done.failed ? 1 : 0;
}

/** Numbers in our lessons that the imported text of the cited article does not have. */
async function check(): Promise<void> {
  const warnings = await withStore(async ({ store, catalog }) => {
    const { texts } = await loadLawRegister(store, catalog.laws);
    if (texts.size === 0) fail('还没有导入原文，无从核对。请先运行 npm run laws -- import <文件夹>');
    return numberWarnings(root, new Map([...texts].map(([key, one]) => [key, one.text])), catalog);
  }, () => fail('核对数字时服务要停着，或者用 npm run backup 的备份恢复到另一个文件夹再核对。'));
  for (const warning of warnings) console.log(problemText(warning));
  console.log(`${warnings.length} 处数字请对照原文。这是提醒，不影响发布。`);
}

async function withStore<T>(run: (act: OperatorAct) => Promise<T>, otherwise: () => Promise<T> | never): Promise<T> {
  let store;
  try {
    store = await openStore(process.env);
  } catch (error) {
    if (isRefusal(error) && error.code === 'folder-in-use') return otherwise();
    throw error;
  }
  try {
    return await run({ store, catalog: await published(store), now: new Date().toISOString(), newId: (prefix) => `${prefix}-${crypto.randomUUID().slice(0, 13)}` });
  } finally {
    await store.close();
  }
}

async function published(store: OperatorAct['store']) {
  const content = loadCatalog(root);
  const { laws, texts, changes } = await loadLawRegister(store, content.laws);
  return { ...content, laws, texts, changes };
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
