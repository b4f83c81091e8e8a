import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { diffLaw } from '../../src/domain/law-diff.ts';
import { readLawFile } from '../../src/exchange/law-file.ts';
import { readLaw } from '../../src/exchange/law-lines.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/law/corpus');
const read = async (name: string) => readLaw((await readLawFile(readFileSync(path.join(corpus, `${name}.md`)), name)).lines).text!;

/** Which of the pairs, each `old→new`, the diff has as one article, which as near, and which not at all. */
async function found(beforeName: string, afterName: string, pairs: string): Promise<{ primary: string[]; near: string[]; missed: string[] }> {
  const changes = diffLaw(await read(beforeName), await read(afterName));
  const kind = (pair: string) => {
    const [before = '', after = ''] = pair.split('→');
    const ofOld = changes.find((change) => change.before === before)!;
    const ofNew = changes.find((change) => change.after === after)!;
    return ofOld.after === after ? 'primary' : ofOld.near.includes(after) || (ofNew.before === null && ofNew.near.includes(before)) ? 'near' : 'missed';
  };
  return { primary: [], near: [], missed: [], ...Object.groupBy(pairs.split(' '), kind) };
}

if (!existsSync(corpus)) {
  test('official texts are looked for', () => console.log('没有 ../shared/law/corpus，没有用法律原文检验逐条比对。'));
} else {
  test('what was renumbered and amended between two texts of one law is found', async () => {
    const pairs = '9→9 21→23 22→25 23→26 26→30 42→50 50→61 55→66 98→117 99→118';
    expect(await found('public-security-penalties-law-2012', 'public-security-penalties-law-2025', pairs)).toEqual({ primary: pairs.split(' '), near: [], missed: [] });
  });

  test('what one regulation took from the one it replaced is found, at least four in five', async () => {
    const pairs = '2→17 4→5 6→14 13→18 16→19 17→19 21→22 32→32 33→34 13→33 36→40 37→40 38→40 7→39 39→41 47→47 20→26';
    expect(await found('petition-regulations-2005', 'petition-work-regulations-2022', pairs)).toEqual({
      primary: '2→17 6→14 21→22 32→32 33→34 38→40 39→41 47→47 20→26'.split(' '), near: '4→5 16→19 17→19 36→40 37→40'.split(' '), missed: '13→18 13→33 7→39'.split(' '),
    });
  });

  test('so is most of what was divided or put together', async () => {
    const pairs = '5→7 8→29 11→21 12→21 14→31 18→20 21→23 22→23 23→30 24→24 25→24 26→25 27→25 28→28 29→29 34→35 35→36 40→42 41→43 42→44 43→45 44→46 45→46';
    expect((await found('petition-regulations-2005', 'petition-work-regulations-2022', pairs)).missed).toEqual([]);
  });

  test('an office that reads the whole civil code twice finds nothing changed', async () => {
    const code = await read('civil-code-3-contract');
    expect(diffLaw(code, code).every((change) => change.state === 'same')).toBe(true);
  });
}
