import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusalCodes } from '../src/domain/refusal.ts';

const root = path.resolve(import.meta.dirname, '..');
const filesBelow = (folder: string): string[] => readdirSync(path.join(root, folder)).flatMap((name) => {
  const file = `${folder}/${name}`;
  return statSync(path.join(root, file)).isDirectory() ? filesBelow(file) : [file];
});
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
const source = filesBelow('src');
const code = source.filter((file) => /\.(ts|astro)$/.test(file));
const tests = filesBelow('test').filter((file) => file.endsWith('.ts'));
const linesOf = (file: string) => read(file).trimEnd().split('\n').length;

/** What a file imports: packages by name, own files by their path from the root. */
function importsOf(file: string): string[] {
  const text = read(file);
  const statements = [/^(?:import|export)\b[^;'"]*?\bfrom\s*'([^']+)'/gm, /^\s*import\s*'([^']+)'/gm, /\bimport\(\s*'([^']+)'/g];
  const specifiers = statements.flatMap((statement) => [...text.matchAll(statement)].map((match) => match[1]!));
  return specifiers.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
}

/** What each room may import; `node:` modules only where they are named. The list is the rule: a new arrow is added here first. */
const rooms: Record<string, RegExp> = {
  'src/domain/': /^(zod$|ts-fsrs$|src\/domain\/)/,
  'src/commands/': /^(zod$|src\/(domain|commands|views|text)\/|src\/storage\/(port|people|law-register)\.ts$)/,
  'src/views/': /^(zod$|diff$|src\/(domain|commands|views|text)\/|src\/storage\/(port|people|law-register)\.ts$)/,
  'src/text/': /^src\/(domain|text)\//,
  'src/gate/': /^(node:(crypto|fs|path)$|zod$|yaml$|satteri$|src\/(domain|gate)\/)/,
  'src/exchange/': /^(node:|hucre$|fflate$|ical-generator$|mammoth$|src\/(domain|exchange)\/|src\/storage\/(port|byte-lines)\.ts$)/,
  'src/storage/embedded/': /^(node:|lowdb$|kysely$|src\/domain\/|src\/storage\/)/,
  'src/storage/figures/': /^(node:(sqlite|crypto)$|kysely$|src\/domain\/|src\/storage\/(port\.ts$|figures\/))/,
  'src/storage/postgres/': /^(node:|kysely$|pg$|src\/domain\/|src\/storage\/)/,
  'src/storage/': /^(node:|src\/domain\/|src\/storage\/)/,
  'src/server/': /^(node:|compression$|src\/(domain|commands|views|storage|text|exchange|gate|server)\/|src\/catalog\.ts$)/,
  'src/browser/': /^src\/browser\//,
  'src/catalog.ts': /^src\/(domain|gate)\//,
};
const astroSide = /^src\/(pages|components|layouts|actions)\/|^src\/(middleware|content\.config)\.ts$/;

describe('arrows point one way', () => {
  test('no room imports what it may not', () => {
    const wrong = code.flatMap((file) => {
      const room = Object.keys(rooms).find((one) => file.startsWith(one));
      return room ? importsOf(file).filter((name) => !rooms[room]!.test(name)).map((name) => `${file} imports ${name}`) : [];
    });
    expect(wrong).toEqual([]);
  });

  test('every file of code belongs to a room or to the Astro side', () => {
    expect(code.filter((file) => !astroSide.test(file) && file !== 'src/env.d.ts' && !Object.keys(rooms).some((room) => file.startsWith(room)))).toEqual([]);
  });

  test('only the Astro side imports Astro', () => {
    expect(code.filter((file) => !astroSide.test(file) && importsOf(file).some((name) => /^(astro|@astrojs\/)/.test(name)))).toEqual([]);
  });

  test('the Astro side writes through commands and reads through views, never past them into a store', () => {
    expect(code.filter((file) => astroSide.test(file)).flatMap((file) => importsOf(file).filter((name) => name.startsWith('src/storage/')).map((name) => `${file} imports ${name}`))).toEqual([]);
  });

  test('only src/storage/open.ts chooses a store', () => {
    const all = [...code, ...filesBelow('scripts').filter((file) => /\.(ts|mjs)$/.test(file))].filter((file) => !/^src\/storage\/(embedded|postgres)\//.test(file));
    expect(all.filter((file) => importsOf(file).some((name) => /^src\/storage\/(embedded|postgres)\//.test(name)) && !/^scripts\/(demo|bench|verify)/.test(file))).toEqual(['src/storage/open.ts']);
  });

  test('the imports are found: the check above looks at something', () => {
    expect(importsOf('src/commands/log-in.ts')).toContain('src/domain/account.ts');
    expect(importsOf('src/storage/open.ts')).toContain('src/storage/embedded/store.ts');
    expect(code.reduce((sum, file) => sum + importsOf(file).length, 0)).toBeGreaterThan(300);
  });
});

describe('the domain is pure', () => {
  test('time, chance, ids and the process come from outside, as arguments', () => {
    const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\b|\bcrypto\b|\bperformance\b|\bsetTimeout\b|\bfetch\(|\bconsole\b|\basync\b|\bawait\b/;
    for (const file of source.filter((one) => one.startsWith('src/domain/'))) expect(withoutComments(read(file)).match(impure)?.[0], file).toBeUndefined();
  });

  test('commands and views ask nobody for the time or for chance either', () => {
    for (const file of source.filter((one) => /^src\/(commands|views)\//.test(one))) expect(withoutComments(read(file)).match(/\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\b/)?.[0], file).toBeUndefined();
  });
});

describe('files are small and named for what they hold', () => {
  test('none is longer than 250 lines, and half of them have at most 80', () => {
    const all = [...source, ...tests, ...filesBelow('scripts')];
    expect(all.filter((file) => linesOf(file) > 250).map((file) => `${file}: ${linesOf(file)}`)).toEqual([]);
    const lengths = code.map(linesOf).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  test('pages are thin: at most 15 lines before the page itself', () => {
    const thick = source.filter((file) => /^src\/pages\/.*\.astro$/.test(file)).flatMap((file) => {
      const lines = /^---\n([\s\S]*?)\n---/.exec(read(file))?.[1]!.split('\n').length ?? 0;
      return lines > 15 ? [`${file}: ${lines}`] : [];
    });
    expect(thick).toEqual([]);
  });

  test('none is a drawer', () => {
    const drawers = /(^|[/.-])(utils?|helpers?|common|misc|shared|manager|services?)([/.-]|$)/;
    expect([...source, ...tests, ...filesBelow('scripts')].filter((file) => drawers.test(file))).toEqual([]);
  });
});

test('every refusal code is used somewhere', () => {
  const users = code.filter((file) => !['src/domain/refusal.ts', 'src/text/refusals.ts'].includes(file)).map(read).join('\n');
  expect(refusalCodes.filter((name) => !users.includes(`'${name}'`))).toEqual([]);
});

/** Pages for people who are not logged in; each with the reason. */
const publicPages: Record<string, string> = {
  'src/pages/login.astro': 'where one logs in', 'src/pages/setup.astro': 'guarded by the set-up code', 'src/pages/refused.astro': 'says what was refused',
  'src/pages/text-size.ts': 'sets a cookie of the browser', 'src/pages/[...path].ts': 'answers nothing but not-found',
  'src/pages/guide/index.astro': 'the user guide', 'src/pages/guide/[page].astro': 'the user guide',
  'src/pages/laws/calendar.ics.ts': 'names and days of laws, for calendar programs',
};

describe('every page asks who is there', () => {
  const functions = source.filter((file) => /^src\/views\/.*\.ts$/.test(file)).flatMap((file) => read(file).split(/^(?=(?:export )?(?:async )?function )/m).slice(1))
    .map((text) => ({ name: /function (\w+)/.exec(text)![1]!, body: text.slice(text.indexOf('{')) }));
  const demanding = new Set<string>();
  const asks = (text: string) => /\bdemand(In)?\(/.test(text) || [...demanding].some((name) => new RegExp(`\\b${name}\\(`).test(text));
  for (let before = -1; before < demanding.size;) {
    before = demanding.size;
    for (const { name, body } of functions) if (asks(body)) demanding.add(name);
  }
  const isGuarded = (text: string) => asks(text) || text.includes("if (!recognised) throw new Refusal('not-signed-in')");

  test('by a view that demands permission, or itself, unless it is on the list of public pages', () => {
    const pages = source.filter((file) => file.startsWith('src/pages/'));
    expect(pages.filter((file) => !isGuarded(read(file))).sort()).toEqual(Object.keys(publicPages).sort());
    expect(pages.length).toBeGreaterThan(30);
  });

  test('and every command does, unless it is for guests or the server’s own', () => {
    const forGuests = ['change-password.ts', 'log-in.ts', 'recognise.ts', 'set-up-office.ts'];
    const bySystem = ['carry-out-rulings.ts', 'drop-law-previews.ts', 'import-laws.ts', 'seal-records.ts', 'tidy-up.ts'];
    const notActs = ['act.ts', 'apply-roster.ts', 'change-roster.ts', 'complete-follow-up.ts', 'complete-lesson.ts', 'count-try.ts', 'end-log-ins.ts', 'law-import.ts', 'roster-import.ts', 'sign-in-code.ts', 'touched-by-ruling.ts', 'unfinished-sessions.ts', 'until-undisturbed.ts'];
    const silent = source.filter((file) => file.startsWith('src/commands/') && !/\bdemand(In)?\(|loadHeldSession\(/.test(read(file))).map((file) => path.basename(file));
    expect(silent.sort()).toEqual([...forGuests, ...bySystem, ...notActs].sort());
  });
});

test('nothing in the product points to another host', () => {
  // Itself under its local names, a host filled in at run time, and the name (not address) of the SVG vocabulary.
  const allowed = new Set(['localhost', 'here', '$', 'www.w3.org']);
  const found = [...source, ...filesBelow('public').filter((file) => /\.(svg|css|js|html|txt|json)$/.test(file))].flatMap((file) => [
    ...[...read(file).matchAll(/https?:\/\/([\w.-]+|\$(?=\{))/g)].filter((match) => !allowed.has(match[1]!)).map((match) => `${file}: ${match[0]}`),
    ...[...read(file).matchAll(/(?:src|href|action)=["'`{]*\/\//g)].map((match) => `${file}: ${match[0]}`),
  ]);
  expect(found).toEqual([]);
});

describe('what is written down', () => {
  test('README and CHANGELOG are there and say something', () => {
    for (const file of ['README.md', 'CHANGELOG.md']) expect(existsSync(path.join(root, file)) ? read(file).length : `${file} 还没有写`, file).toBeGreaterThan(200);
  });

  test('the glossary names every concept of the domain', () => {
    if (!existsSync(path.join(root, 'docs/glossary.md'))) throw new Error('docs/glossary.md 还没有写：每个 src/domain 文件的概念都要先有中文名');
    const glossary = read('docs/glossary.md');
    expect(source.filter((file) => file.startsWith('src/domain/') && !glossary.includes(file.slice('src/'.length))), '术语表里还没有这些文件的概念').toEqual([]);
  });
});

test('no test is skipped, singled out, put off, or fakes a module', () => {
  const banned = /\b(?:test|it|describe)\.(?:skip|only|todo|fails|skipIf|runIf)\b|\bvi\.(?:mock|doMock)\b|\bxit\(|\bxdescribe\(/;
  expect(tests.filter((file) => file !== 'test/architecture.test.ts' && banned.test(withoutComments(read(file))))).toEqual([]);
});
