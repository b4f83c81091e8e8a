import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from './office-folder.ts';

/** Only that it runs to the end and proves what it has to prove; how fast anything is says nothing here. */
test('npm run bench -- grading runs to the end', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/bench.ts', 'grading', '--tiny'], { cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const said of ['全部题型', 'find-fault', '抽 50 题', '错题本']) expect(stdout).toContain(said);
});

test('npm run bench -- rush runs to the end and finds every acknowledged answer once, in both stores', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/bench.ts', 'rush', '--tiny'], { cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.match(/每次恰好一条记录/g)).toHaveLength(2);
});
