import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], globalSetup: 'test/storage/postgres-for-all.ts', testTimeout: 60_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: 'test/e2e/office-folder.ts', testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
