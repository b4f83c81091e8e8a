import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loadCatalog } from '../src/catalog.ts';
import { localDate } from '../src/domain/calendar.ts';
import { createSecrets } from '../src/server/secrets.ts';
import { openStore } from '../src/storage/open.ts';
import { buildDemoOffice } from './demo/office.ts';
import { demoPassword } from './demo/people.ts';

/** `npm run demo`: a sample office with months of records in `./data-demo`. `-- --fresh` builds it anew. */
const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'data-demo');
if (process.argv.includes('--fresh')) rmSync(folder, { recursive: true, force: true });
if (!existsSync(folder)) {
  console.log('正在生成示例单位（约 40 人、11 个月的学习记录）……');
  const partial = `${folder}-partial`;
  rmSync(partial, { recursive: true, force: true });
  const store = await openStore({ DATA_DIR: partial });
  await buildDemoOffice(store, loadCatalog(root), createSecrets(), localDate(new Date().toISOString()), console.log);
  await store.close();
  renameSync(partial, folder);
}
console.log(`示例数据在 ${folder}，生成一次后保留；要按今天的日期重新生成，请运行 npm run demo -- --fresh`);
console.log(`演示账号：cadre 学员、trainer 授课人、leader 领导、admin 管理员，密码都是 ${demoPassword}`);
process.env.DATA_DIR = folder;
process.env.HOST = '127.0.0.1';
delete process.env.DATABASE_URL;
await import('../src/server/main.ts');
