import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildDemoOffice } from '../../scripts/demo/office.ts';
import { loadCatalog } from '../../src/catalog.ts';
import { createSecrets } from '../../src/server/secrets.ts';
import { openStore } from '../../src/storage/open.ts';
import { addSecondOffice } from './second-office.ts';

export const root = path.resolve(import.meta.dirname, '../..');
/** The local day on which every test begins: a Friday. */
export const firstDay = '2026-11-20';

/** Run once before the end-to-end tests: the sample office, made through the real commands, for each test file to copy. */
export default async function buildOfficeFolder(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(path.join(root, 'dist/server/entry.mjs'))) throw new Error('没有找到 dist：端到端测试用的是构建好的页面。请先运行 npm run build，再运行测试。');
  const folder = await mkdtemp(path.join(tmpdir(), 'xuefa-e2e-office-'));
  const store = await openStore({ DATA_DIR: folder });
  const secrets = createSecrets();
  await buildDemoOffice(store, loadCatalog(root), secrets, firstDay, () => undefined);
  await addSecondOffice(store, secrets);
  await store.close();
  project.provide('officeFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  export interface ProvidedContext { officeFolder: string }
}
