import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from './office-folder.ts';

/** Only that it runs to the end and proves what it has to prove; how fast anything is says nothing here. */
test.each(['store', 'rush'])('npm run bench -- %s runs to the end', (part) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/bench.ts', part, '--tiny'], { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status, stdout).toBe(0);
  expect(stdout).toContain(part === 'store' ? '冷启动' : '每次恰好一条记录');
});
