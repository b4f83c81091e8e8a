import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright';

/** A browser for tests: `CHROME`, else the one from the registry (Linux x64), else an installed one, else playwright's own download. */
export async function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--headless', '--disable-gpu'];
  const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:/Program Files/Google/Chrome/Application/chrome.exe'];
  const attempts: (() => Promise<Browser>)[] = [
    ...(process.env.CHROME ? [() => chromium.launch({ executablePath: process.env.CHROME!, args })] : []),
    ...(process.platform === 'linux' && process.arch === 'x64' ? [async () => {
      const { default: packaged } = await import('@sparticuz/chromium');
      const executablePath = await packaged.executablePath();
      return chromium.launch({ executablePath, args, env: { ...process.env, ...(hasFonts() ? {} : { FONTCONFIG_PATH: path.join(tmpdir(), 'fonts') }) } as Record<string, string> });
    }] : []),
    ...installed.filter((file) => existsSync(file)).map((executablePath) => () => chromium.launch({ executablePath, args })),
    () => chromium.launch({ args }),
  ];
  const failures: string[] = [];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      failures.push(String(error).split('\n')[0]!);
    }
  }
  throw new Error(`没有可用的浏览器，端到端测试无法运行。请安装 Chrome，或用 CHROME=路径 指明。试过：\n${failures.join('\n')}`);
}

/** Without any font Chromium ends at once; the packaged one has unpacked a few for such machines. */
function hasFonts(): boolean {
  return ['/usr/share/fonts', '/usr/local/share/fonts'].some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
}
