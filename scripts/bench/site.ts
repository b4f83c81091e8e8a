import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadCatalog } from '../../src/catalog.ts';
import { createSecrets } from '../../src/server/secrets.ts';
import { Published } from '../../src/server/published.ts';
import { createSite } from '../../src/server/site.ts';
import { openStore } from '../../src/storage/open.ts';
import { serve } from './child-side.ts';
import { storeAt } from './log-ins.ts';

/** The site as `npm start` runs it, but with a clock that begins at a given instant. Arguments: data folder or address of a database, instant. */
const [address = '', begin = ''] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '../..');
const store = await openStore(storeAt(address));
const startedAt = performance.now();
const clock = () => new Date(Date.parse(begin) + performance.now() - startedAt).toISOString();
const site = await createSite({ store, secrets: createSecrets(), setUpCode: null, published: await Published.open(store, loadCatalog(root)), dist: path.join(root, 'dist'), clock, publicOrigin: null });
serve(site, { end: () => store.close() });
