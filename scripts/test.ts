import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** `npm test`: types, content, unit and contract tests, build, end-to-end tests. `npm run check` (`--quick`): without the last two. */
const root = path.resolve(import.meta.dirname, '..');
const quick = process.argv.includes('--quick');
const node = ['--disable-warning=ExperimentalWarning'];
const steps: [string, string[]][] = [
  ['类型', ['node_modules/astro/bin/astro.mjs', 'check', '--minimumFailingSeverity', 'error']],
  ['课程内容', [...node, 'scripts/gate.ts']],
  ['单元与合约测试', ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit']],
  ...(quick ? [] : [
    ['构建', ['scripts/setup.mjs', 'build']],
    ['端到端测试', ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e']],
  ] satisfies [string, string[]][]),
];

for (const [index, [name, command]] of steps.entries()) {
  console.log(`\n[${index + 1}/${steps.length}] ${name}`);
  const done = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) {
    console.error(`\n“${name}”没有通过。`);
    process.exit(done.status ?? 1);
  }
}
console.log('\n全部通过。');
