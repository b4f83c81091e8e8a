import path from 'node:path';
import { loadCatalog } from '../catalog.ts';
import { resumeRosterImports } from '../commands/apply-roster.ts';
import { isSetUp } from '../commands/set-up-office.ts';
import { isRefusal } from '../domain/refusal.ts';
import { openStore } from '../storage/open.ts';
import { sentenceFor } from '../text/refusals.ts';
import { startChores } from './chores.ts';
import { Published } from './published.ts';
import { createSecrets } from './secrets.ts';
import { createSite } from './site.ts';

/** `npm start`. PORT (4321), HOST (all addresses), DATA_DIR (./data) or DATABASE_URL, PUBLIC_ORIGIN (https address behind a proxy). */
const root = path.resolve(import.meta.dirname, '../..');
const { PORT = '4321', HOST = '0.0.0.0', PUBLIC_ORIGIN } = process.env;

try {
  const store = await openStore(process.env);
  const secrets = createSecrets();
  const setUpCode = await isSetUp(store) ? null : secrets.oneTimePassword();
  await resumeRosterImports({ store });
  const published = await Published.open(store, loadCatalog(root));
  const clock = () => new Date().toISOString();
  const stopChores = startChores({ store, published, clock, folder: process.env.DATABASE_URL ? null : path.resolve(process.env.DATA_DIR ?? 'data') });
  const site = await createSite({
    store, secrets, setUpCode, published, dist: path.join(root, 'dist'), clock,
    publicOrigin: PUBLIC_ORIGIN ? new URL(PUBLIC_ORIGIN).origin : null,
  });
  site.on('error', (error: NodeJS.ErrnoException) => fail(error.code === 'EADDRINUSE' ? `端口 ${PORT} 已被占用。请用 PORT=… 换一个端口，或先停止占用它的程序。` : String(error)));
  site.listen(Number(PORT), HOST, () => {
    console.log(`学法台已启动：http://${['0.0.0.0', '127.0.0.1'].includes(HOST) ? 'localhost' : HOST}:${PORT}`);
    if (setUpCode) console.log(`首次使用，请打开 http://localhost:${PORT}/setup ，输入启动码：${setUpCode}`);
  });
  const stop = () => {
    stopChores();
    site.close(() => void store.close().then(() => process.exit(0)));
    site.closeIdleConnections();
    setTimeout(() => site.closeAllConnections(), 5_000).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  if (!isRefusal(error)) throw error;
  const { title, detail } = sentenceFor(error.code, error.facts);
  fail(`${title}：${detail}`);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
