import type { Server } from 'node:http';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { loadCatalog } from '../../src/catalog.ts';
import type { LogIn } from '../../src/domain/account.ts';
import type { Member } from '../../src/domain/member.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { createSecrets } from '../../src/server/secrets.ts';
import { Published } from '../../src/server/published.ts';
import { createSite } from '../../src/server/site.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/port.ts';
import type { Reading } from '../../src/views/reading.ts';
import { unitOverview } from '../../src/views/unit-overview.ts';
import { answerParent, portOf } from './child-side.ts';
import { bareDossiers, timed, workloads, type Workload } from './scale-reads.ts';
import { scaleLeaderId, scaleRecords } from './scale.ts';
import { accountOf, storeAt } from './log-ins.ts';

/** One installation in a process of its own. Arguments: data folder or address of a database, instant that it is taken to be, number of people. */
const [address = '', now = '', size = ''] = process.argv.slice(2);
const people = Number(size);
const root = path.resolve(import.meta.dirname, '../..');
const catalog = loadCatalog(root);
const secrets = createSecrets();
const token = `bench-leader-${'0'.repeat(32)}`;
let store: Store | null = null;
let reading: Reading | null = null;
let site: Server | null = null;

/** Fills an empty store; what is counted is left to the first opening. */
async function build(): Promise<object> {
  const start = performance.now();
  const filling = await openStore(storeAt(address));
  const counts = await filling.importRecords(scaleRecords(people, catalog));
  await filling.changeDocuments('accounts', [{ id: 'leader', expected: 0, value: accountOf('leader', scaleLeaderId) }]);
  const logIn: LogIn = { memberId: scaleLeaderId, account: 'leader', startedAt: now, seenAt: now, device: 'bench', endedAt: null, kept: null };
  await filling.changeDocuments('log-ins', [{ id: secrets.tokenId(token), expected: 0, value: logIn }]);
  await filling.close();
  return { facts: counts.facts, ms: performance.now() - start };
}

/** Until the leader of the whole has seen the first dashboard, however often the answer is "still counting". */
async function open(): Promise<object> {
  const start = performance.now();
  store = await openStore(storeAt(address));
  const openMs = performance.now() - start;
  const settings = (await store.readDocument<Settings>('settings', 'office'))!.value;
  const actor = (await store.readDocument<Member>('members', scaleLeaderId))!.value;
  reading = { store, catalog, settings, actor, now };
  for (;;) {
    try {
      await unitOverview(reading, new URLSearchParams());
      break;
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'figures-rebuilding') throw error;
      await pause(25);
    }
  }
  return { openMs, totalMs: performance.now() - start, rss: process.memoryUsage().rss };
}

async function listen(): Promise<object> {
  const clock = () => now;
  site = await createSite({ store: store!, secrets, setUpCode: null, published: await Published.open(store!, catalog), dist: path.join(root, 'dist'), clock, publicOrigin: null });
  await new Promise<void>((resolve) => site!.listen(0, '127.0.0.1', resolve));
  return { port: portOf(site), cookie: `xuefa_login=${token}` };
}

answerParent({
  message: async (message) => {
    if (message.build) return build();
    if (message.open) return open();
    if (message.listen) return listen();
    if (message.memory) return { rss: process.memoryUsage().rss };
    const { read, ms } = message as { read: Workload | 'bareDossier'; ms: number };
    return { times: await timed(read === 'bareDossier' ? await bareDossiers(address, people) : workloads(reading!, people)[read], ms) };
  },
  end: async () => {
    site?.closeAllConnections();
    await store?.close();
  },
});
process.send!({ ready: true });
