import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext { postgresUrl: string }
}

/** One PostgreSQL server for all unit tests: the one at `PG_TEST_URL`, else one of their own. There is no going without. */
export default async function postgresForAll(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.PG_TEST_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => undefined;
  }
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  return server.stop;
}
