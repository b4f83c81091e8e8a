import path from 'node:path';
import { loadCatalog } from '../src/catalog.ts';
import { isRefusal } from '../src/domain/refusal.ts';
import { openStore } from '../src/storage/open.ts';
import { sentenceFor } from '../src/text/refusals.ts';

/** `npm run recount`: throws away everything counted and folds every record anew. Records themselves are only read. */
try {
  const store = await openStore(process.env);
  const startedAt = Date.now();
  let said = 0;
  let folded = 0;
  await store.rebuildFigures(loadCatalog(path.resolve(import.meta.dirname, '..')).questions, (done, total) => {
    folded = done;
    if (done - said >= 100_000) console.log(`已重算 ${said = done} 条，共约 ${Math.max(done, total)} 条……`);
  });
  await store.close();
  console.log(`统计已由 ${folded} 条记录重新算出，用时 ${Math.round((Date.now() - startedAt) / 1000)} 秒。记录没有改动。`);
} catch (error) {
  if (!isRefusal(error)) throw error;
  const { title, detail } = sentenceFor(error.code, error.facts);
  console.error(`${title}：${detail}`);
  process.exitCode = 1;
}
