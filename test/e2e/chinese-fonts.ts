import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright';
import { root } from './office-folder.ts';

const fonts = path.join(root, 'node_modules/@fontsource-variable/noto-sans-sc');
/** Families named in the site's styles (src/styles/tokens.css) that the packaged font stands in for. */
const families = ['Noto Sans SC Variable', 'Noto Serif SC'];

/** On a machine without Chinese fonts, adds them to the site's own styles, from addresses of the site itself: its policy stays in force. */
export async function lendChineseFonts(context: BrowserContext): Promise<void> {
  if (hasChineseFonts()) return;
  const faces = readFileSync(path.join(fonts, 'index.css'), 'utf8').replaceAll('url(./files/', 'url(/test-fonts/');
  const styles = families.map((family) => faces.replaceAll("'Noto Sans SC Variable'", `'${family}'`)).join('\n');
  await context.route(/\/_astro\/.*\.css$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${await answer.text()}\n${styles}` });
  });
  await context.route(/\/test-fonts\//, (route) => route.fulfill({ path: path.join(fonts, 'files', path.basename(new URL(route.request().url()).pathname)), contentType: 'font/woff2' }));
}

/** Where nothing can be asked (no fontconfig) the fonts are lent as well. */
function hasChineseFonts(): boolean {
  return (spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout ?? '').trim() !== '';
}
